"""Oneself: who one is here, what one may do, and one's own name and language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.actors import Actor
from service.access.roles import Permission
from service.web.api.answers import answer
from service.web.api.keys import Ask, Text
from service.web.api.route import Whole
from service.web.api.routing import api_router
from service.web.cookies import secret_of
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from service.access.accounts import News

router = api_router("me")
_MYSELF = [needs(Permission.SEE, in_person=True)]


class MeRow(BaseModel):
    """Who asks."""

    model_config = ConfigDict(extra="forbid")

    account_id: str
    name: str = Field(description="Sign-in name, as the audit says.")
    full_name: str
    role: str
    permissions: list[Permission] = Field(description="What this token or session may do.")
    towns: list[str] | None = Field(description="Towns it may see; null: every store.")
    team_id: str | None
    lang: Literal["zh", "en"]
    via: Literal["session", "token"]
    csrf: str | None = Field(description="Of a session: what its writes bring as X-CSRF-Token.")


class MeEdit(Ask):
    """One's shown name and language; what is not named stays as it is."""

    full_name: Text | None = None
    lang: Literal["zh", "en"] | None = None


@router.get("/me", response_model=MeRow)
def read_me(actor: Annotated[Actor, needs(Permission.SEE)]) -> Response:
    """Tell who asks, and what may be asked for."""
    told = {
        "account_id": actor.account_id,
        "name": actor.name,
        "full_name": actor.full_name,
        "role": actor.role,
        "permissions": sorted(actor.permissions),
        "towns": None if actor.towns is None else sorted(actor.towns),
        "team_id": actor.team_id,
        "lang": actor.lang,
        "via": actor.via,
        "csrf": actor.csrf or None,
    }
    return answer(told, headers={"Cache-Control": "private, no-cache"})


@router.patch("/me", dependencies=_MYSELF, status_code=204)
def edit_me(request: Request, store: Whole, asked: MeEdit) -> Response:
    """Change one's own shown name or language; nobody else edits these, so no If-Match."""
    from service.pipeline.upkeep.people import change_person

    said = asked.model_dump(exclude_none=True)
    news: News = said  # type: ignore[assignment]  # the members of the model are those of News
    mine = request.state.actor.account_id
    change_person(store, mine, clock=office_of(request).clock, **news)
    return Response(status_code=204)


@router.delete("/me/sessions/others", dependencies=_MYSELF, status_code=204)
def end_other_sessions(request: Request, store: Whole) -> Response:
    """End every session of one's own but this; doing it twice does no harm."""
    from service.access.sessions import end_others

    end_others(store, request.state.actor.account_id, keep=secret_of(request))
    return Response(status_code=204)
