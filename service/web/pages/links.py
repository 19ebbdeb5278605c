"""The teams' links of a week: made, shown once, renewed and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timezone
from typing import TYPE_CHECKING, Annotated

import segno
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.units import CHINA_OFFSET, named_week
from service.access.actors import Actor
from service.access.roles import Permission
from service.access.teamlinks import (
    GOOD,
    links_of,
    make_first,
    make_missing,
    renew,
    revoke,
    week_end,
)
from service.pipeline.plans.publishing import published
from service.web.gate import Seen, needs
from service.web.inspector.address import link_address
from service.web.office import office_of
from service.web.templating import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from data.store import Store
    from service.access.teamlinks import Link, Standing

router = APIRouter(include_in_schema=False)
Planner = Annotated[Actor, needs(Permission.PLAN, office_wide=True)]
ALL = ""
"""Stands in the form for every team that has no link."""
_CHINA = timezone(CHINA_OFFSET)
_CODE_SCALE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """
    One team as the page lists it.

    Attributes
    ----------
    link_id, standing, until, who
        Of its newest link; empty where it has none.
    """

    team_id: str
    name: str
    link_id: str = ""
    standing: Standing | None = None
    until: str = ""
    who: str = ""

    @property
    def is_good(self) -> bool:
        """Tell whether the team has a link that works."""
        return self.standing in GOOD


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshLink:
    """A link that was just made: its address and a code of it, shown once."""

    name: str
    address: str
    code: str


@router.get("/week/{week}/links")
def links_page(request: Request, actor: Planner, week: str, town: Seen) -> Response:  # noqa: ARG001
    """List the teams and their links."""
    return _page(request, town, named_week(week))


@router.post("/week/{week}/links")
def make(
    request: Request,
    actor: Planner,
    week: str,
    town: Seen,
    team_id: Annotated[str, Form()] = ALL,
) -> Response:
    """Make a link for a team, or for every team without one, and show it this once."""
    week, clock = named_week(week), office_of(request).clock
    if team_id == ALL:
        teams = [row.team_id for row in _rows(town, week, moment=clock())]
        secrets = make_missing(town, week=week, teams=teams, actor=actor, clock=clock)
    else:
        secrets = make_first(town, week=week, team_id=team_id, actor=actor, clock=clock)
    return _page(request, town, week, secrets=secrets)


@router.post("/week/{week}/links/{link_id}/renew")
def make_anew(request: Request, actor: Planner, week: str, link_id: str, town: Seen) -> Response:
    """Put a new link in the place of one that may have gone astray."""
    week = named_week(week)
    team, made = renew(town, link_id, week=week, actor=actor, clock=office_of(request).clock)
    return _page(request, town, week, secrets={team: made})


@router.post("/week/{week}/links/{link_id}/revoke")
def take_back(request: Request, actor: Planner, week: str, link_id: str, town: Seen) -> Response:
    """Take a link back."""
    week = named_week(week)
    revoke(town, link_id, week=week, actor=actor, clock=office_of(request).clock)
    return RedirectResponse(f"/week/{week}/links", 303)


def _page(
    request: Request, town: Store, week: str, *, secrets: Mapping[str, str] | None = None
) -> Response:
    moment = office_of(request).clock()
    rows = _rows(town, week, moment=moment)
    names = {row.team_id: row.name for row in rows}
    fresh = [_fresh(request, names[team], secret) for team, secret in (secrets or {}).items()]
    return page(
        request,
        "links.html",
        week=week,
        rows=rows,
        fresh=fresh,
        is_published=published(town, week) is not None,
        is_over=moment >= week_end(week),
        is_any_missing=any(not row.is_good for row in rows),
    )


def _rows(town: Store, week: str, *, moment: datetime) -> list[LinkRow]:
    links = links_of(town, week)
    teams = sorted(town.rows("team"), key=lambda team: team["team_id"])
    return [
        _row(
            str(team["team_id"]),
            str(team["name"]),
            [link for link in links if link.team_id == team["team_id"]],
            moment,
        )
        for team in teams
    ]


def _row(team_id: str, name: str, links: Sequence[Link], moment: datetime) -> LinkRow:
    """Show the link that works, else the last that did."""
    if not links:
        return LinkRow(team_id=team_id, name=name)
    link = links[-1]
    return LinkRow(
        team_id=team_id,
        name=name,
        link_id=link.link_id,
        standing=link.standing(moment),
        until=f"{link.expires.astimezone(_CHINA):%m-%d %H:%M}",
        who=link.who,
    )


def _fresh(request: Request, name: str, secret: str) -> FreshLink:
    address = link_address(request, secret)
    code = segno.make(address, micro=False).svg_data_uri(scale=_CODE_SCALE, border=4)
    return FreshLink(name=name, address=address, code=code)
