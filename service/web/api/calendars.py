"""Calendars of teams: the published week as RFC 5545, for programs and for phones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from data.errors import NotFoundError
from service.access.roles import Permission
from service.access.teamlinks import find_link
from service.pipeline.plans.publishing import published
from service.web.api.crews import TeamKey
from service.web.api.keys import QueryAsk, Week, key_path
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs
from service.web.inspector.guesses import guesses_of
from service.web.mediatypes import MEDIA_TYPES
from service.web.office import office_of
from service.web.problems import lang_of

if TYPE_CHECKING:
    from data.store import Store

router = api_router("teams")
feed_router = APIRouter(include_in_schema=False)
_FRESH = "private, max-age=900"
"""Phones look again four times an hour at most; a calendar says so itself to nobody."""


class CalendarAsk(QueryAsk):
    """Which week; an argument that is not described is refused."""

    week: Week


@router.get(
    "/teams/{team_id}/calendar.ics",
    dependencies=[needs(Permission.SEE)],
    response_class=Response,
    responses={
        200: {
            "description": "The calendar.",
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        }
    },
)
def read_calendar(
    request: Request, town: Town, team_id: TeamKey, asked: Annotated[CalendarAsk, Query()]
) -> Response:
    """Give the published week of a team as a calendar; a draft is never in it."""
    return _calendar(request, town, team_id, asked.week)


@feed_router.get("/c/{secret}.ics")
def follow_calendar(
    request: Request, secret: Annotated[str, key_path("What stands in the link.", example="…")]
) -> Response:
    """
    Give the same to a calendar program, which has no sign-in: by the team's own link.

    Whoever has the team's link has its calendar: both end with the week, and one who takes the link
    back takes back both. A link that ended is not there, as one that never was.
    """
    office = office_of(request)
    link = find_link(office.store, secret)
    if link is None:
        guesses_of(request).count(request, office.clock())
    if link is None or link.standing(office.clock()) in {"revoked", "ended"}:
        raise NotFoundError("There is no such calendar.", zh="没有这个日历，链接可能已失效。")
    answer = _calendar(request, office.store, link.team_id, link.week)
    answer.headers["Cache-Control"] = _FRESH
    return answer


def _calendar(request: Request, town: Store, team_id: str, week: str) -> Response:
    from service.pipeline.pages.exporting import ExportWish, export_town

    plan_id = published(town, week)
    if plan_id is None:
        raise NotFoundError(f"No plan of {week} is published.", zh=f"{week} 没有已发布的计划。")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "week.ics"
        wish = ExportWish(
            subject="plan",
            file=file,
            week=week,
            team=team_id,
            lang=lang_of(request),
            plan_id=plan_id,
        )
        export_town(town, wish, progress=_untold)
        return Response(file.read_bytes(), media_type=MEDIA_TYPES["ics"])


def _untold(done: float, total: float, note: str = "") -> None:
    """Tell nobody how far a file is."""
