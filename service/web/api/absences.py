"""When teams are away: on weekdays of every week, on days of one week; read, set, set back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from data.units import DAYS_PER_WEEK
from service.access.clock import office_day
from service.access.roles import Permission
from service.pipeline.plans.daysoff import set_week_off, week_off
from service.pipeline.week.absences import absences_of, last_absences, set_absences, undo_absences
from service.web.api.answers import answer
from service.web.api.keys import Ask, Day, Key, WeekPath
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.tags import check_seen, tag_of
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from data.store import Store, Unit
    from service.pipeline.week.absences import Off

router = api_router("teams")
_PLAN = [needs(Permission.PLAN, office_wide=True)]
_MOST_TEAMS = 1000
Weekday = Annotated[int, Field(ge=0, lt=DAYS_PER_WEEK)]
Days = Annotated[list[Weekday], Field(max_length=DAYS_PER_WEEK)]


class AbsencesRow(BaseModel):
    """Who is off when; 0 is Monday."""

    model_config = ConfigDict(extra="forbid")

    off: dict[str, list[int]] = Field(
        description="Team id to weekdays; teams that are never off are left out.",
        examples=[{"T01": [0, 4]}],
    )
    before: dict[str, list[int]] | None = Field(
        description="What they were before they were last set; null: never set."
    )


class AbsencesAsk(Ask):
    """Who shall be off when."""

    off: dict[Key, Days] = Field(
        max_length=_MOST_TEAMS, description="Team id to weekdays; a team not named is never off."
    )


class WeekOffRow(BaseModel):
    """Who is away in one week."""

    model_config = ConfigDict(extra="forbid")

    days: dict[str, list[date]] = Field(
        description="Team id to days of this week; what a replan was told stands here too.",
        examples=[{"T2": ["2026-11-26"]}],
    )
    off: dict[str, list[int]] = Field(description="Team id to weekdays off in every week.")


class WeekOffAsk(Ask):
    """Who shall be away in one week."""

    days: dict[Key, Annotated[list[Day], Field(max_length=DAYS_PER_WEEK)]] = Field(
        max_length=_MOST_TEAMS, description="Team id to days of this week; a team not named: none."
    )


@router.get("/absences", dependencies=[needs(Permission.SEE)], response_model=AbsencesRow)
def read_absences(town: Town) -> Response:
    """Tell on which weekdays teams are off; with the ETag that an edit needs."""
    return _told(town)


@router.put("/absences", dependencies=_PLAN, response_model=AbsencesRow)
def put_absences(request: Request, town: Town, asked: AbsencesAsk) -> Response:
    """
    Set the weekdays off of all teams, for every week that is planned from now on.

    Send If-Match with the ETag of what you have read.
    """
    set_absences(town, asked.off, check=lambda unit: check_seen(request, tag_of(_row(unit))))
    return _told(town)


@router.post("/absences/undo", dependencies=_PLAN, response_model=AbsencesRow)
def set_back_absences(town: Town) -> Response:
    """Set the weekdays off back to what they were before; doing it twice sets them anew."""
    undo_absences(town)
    return _told(town)


@router.get(
    "/weeks/{week}/absences", dependencies=[needs(Permission.SEE)], response_model=WeekOffRow
)
def read_week_absences(town: Town, week: WeekPath) -> Response:
    """Tell on which days of a week teams are away; with the ETag that an edit needs."""
    row = _week_row(town, week)
    return answer(row, headers={"ETag": tag_of(row)})


@router.put("/weeks/{week}/absences", dependencies=_PLAN, response_model=WeekOffRow)
def put_week_absences(request: Request, town: Town, week: WeekPath, asked: WeekOffAsk) -> Response:
    """
    Set the days on which teams are away in one week; other weeks stay as they are.

    Send If-Match with the ETag of what you have read.
    """
    set_week_off(
        town,
        week,
        asked.days,
        today=office_day(office_of(request).clock),
        check=lambda unit: check_seen(request, tag_of(_week_row(unit, week))),
    )
    row = _week_row(town, week)
    return answer(row, headers={"ETag": tag_of(row)})


def _week_row(town: Store | Unit, week: str) -> dict[str, Any]:
    days = {team: sorted(map(str, off)) for team, off in sorted(week_off(town, week).items())}
    return {"days": days, "off": absences_of(town)}


def _told(town: Store) -> Response:
    row = _row(town)
    return answer(row, headers={"ETag": tag_of(row)})


def _row(town: Store | Unit) -> dict[str, Off | None]:
    return {"off": absences_of(town), "before": last_absences(town)}
