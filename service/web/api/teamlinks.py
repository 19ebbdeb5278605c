"""The teams' links of a week: listed, made, renewed, taken back; an address is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.clock import written
from service.access.roles import Permission
from service.access.teamlinks import find_link, links_of, make_first, make_missing, renew, revoke
from service.web.api.answers import answer, answer_secret
from service.web.api.keys import Ask, Key, WeekPath, key_path
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs
from service.web.inspector.address import link_address
from service.web.office import office_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from data.store import Store
    from service.access.teamlinks import Link

router = api_router("links")
_PLAN = [needs(Permission.PLAN, office_wide=True)]
LinkKey = Annotated[str, key_path("Id of the link.", example="0f8fad5bd9cb469fa16570867728950e")]


class LinkRow(BaseModel):
    """One link of a team, without its secret or its hash."""

    model_config = ConfigDict(extra="forbid")

    link_id: str
    week: str
    team_id: str
    standing: Literal["open", "sending", "ended", "revoked"] = Field(
        description="Shows routes; only takes results; over by time; taken back."
    )
    expires: str = Field(description="When it ends, UTC.")
    revoked: str | None = Field(description="When it was taken back, UTC.")
    who: str = Field(description="Sign-in name of who made it.")


class FreshLink(BaseModel):
    """A link with its address, which is told this once."""

    model_config = ConfigDict(extra="forbid")

    link: LinkRow
    address: str = Field(description="Send it to the team alone: whoever has it comes as the team.")


class LinkAsk(Ask):
    """For whom."""

    team_id: Key | None = Field(None, description="Missing: every team that has none which works.")


@router.get("/weeks/{week}/links", dependencies=_PLAN, response_model=list[LinkRow])
def list_links(request: Request, town: Town, week: WeekPath) -> Response:
    """List the links of a week, also those that ended."""
    moment = office_of(request).clock()
    return answer([_row(one, moment) for one in links_of(town, week)])


@router.post(
    "/weeks/{week}/links", dependencies=_PLAN, response_model=list[FreshLink], status_code=201
)
def make_links(request: Request, town: Town, week: WeekPath, asked: LinkAsk) -> Response:
    """
    Make a link for one team, or for all that have none; their addresses are in this answer alone.

    A team that has one which works is refused another: renew it.

    A link lets its team see, read contacts and record: a token that may not cannot make one.
    """
    who = {"actor": request.state.actor, "clock": office_of(request).clock}
    if asked.team_id is None:
        teams = sorted(str(team) for team in town.read("team").index)
        secrets = make_missing(town, week=week, teams=teams, **who)
    else:
        secrets = make_first(town, week=week, team_id=asked.team_id, **who)
    return _fresh(request, town, secrets)


@router.post(
    "/weeks/{week}/links/{link_id}/renew",
    dependencies=_PLAN,
    response_model=list[FreshLink],
    status_code=201,
)
def renew_link(request: Request, town: Town, week: WeekPath, link_id: LinkKey) -> Response:
    """Put a new link in the place of one that may have gone astray, which ends at once."""
    clock = office_of(request).clock
    team, secret = renew(town, link_id, week=week, actor=request.state.actor, clock=clock)
    return _fresh(request, town, {team: secret})


@router.delete("/weeks/{week}/links/{link_id}", dependencies=_PLAN, status_code=204)
def revoke_link(request: Request, town: Town, week: WeekPath, link_id: LinkKey) -> Response:
    """Take a link back; doing it twice does no harm."""
    clock = office_of(request).clock
    revoke(town, link_id, week=week, actor=request.state.actor, clock=clock)
    return Response(status_code=204)


def _fresh(request: Request, town: Store, secrets: Mapping[str, str]) -> Response:
    moment = office_of(request).clock()
    made = [(find_link(town, secret), link_address(request, secret)) for secret in secrets.values()]
    told = [
        {"link": _row(one, moment), "address": address} for one, address in made if one is not None
    ]
    return answer_secret(told)


def _row(one: Link, moment: datetime) -> dict[str, Any]:
    return {
        "link_id": one.link_id,
        "week": one.week,
        "team_id": one.team_id,
        "standing": one.standing(moment),
        "expires": written(one.expires),
        "revoked": None if one.revoked is None else written(one.revoked),
        "who": one.who,
    }
