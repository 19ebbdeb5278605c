"""Long work that is asked for: scores, hotspots, beats, replans, replays, backups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from fastapi import Request
from pydantic import Field

from service.access.roles import Permission
from service.jobs.checks import LONGEST_SEARCH_S, MOST_STEPS
from service.web.api.keys import Ask, Day, Key, Week, WeekPath
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.weeks import JobRow, answer_job
from service.web.folders import new_backup
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Response

router = api_router("work")
_SCORE = [needs(Permission.SCORE, office_wide=True)]


class ScoreAsk(Ask):
    """As of which day, by which model."""

    as_of: Day | None = Field(None, description="Rows before this day; missing: after the last.")
    model: Literal["auto", "learned", "scorecard"] = "auto"


class HotspotAsk(Ask):
    """On which cells; squares of 500 m where nothing is said."""

    cell_m: int | None = Field(None, ge=50, le=20_000, description="Side of a square, metres.")
    cells: Literal["villages", "areas"] | None = None
    against: Week | None = None


class BeatAsk(Ask):
    """Into how many beats the town is divided."""

    teams: int = Field(ge=1, le=500)
    fresh: bool = Field(default=False, description="Whether the former beats are left aside.")
    seed: int = Field(0, ge=0, lt=2**31)


class BacktestAsk(Ask):
    """How much of the past is replayed."""

    origins: int | None = Field(None, ge=1, le=120, description="Months.")
    as_of: Day | None = None


class ReplanAsk(Ask):
    """What changes in a running week: visits to add, teams away, hand changes."""

    since: Key | None = Field(
        None, description="Local moment from which to plan anew.", examples=["2026-11-25T11:00"]
    )
    add: list[Key] = Field(default=[], max_length=200, description="SITE:REASON.")
    absent: list[Key] = Field(default=[], max_length=200, description="TEAM:DATE.")
    changes: dict[str, Any] | None = Field(
        None, description="A change file; docs/changing-a-plan.md."
    )
    dry_run: bool = Field(default=False, description="Tell what it costs, store nothing.")
    iterations: int | None = Field(None, ge=1, le=MOST_STEPS)
    time_limit_s: float | None = Field(None, gt=0, le=LONGEST_SEARCH_S)


class NothingAsk(Ask):
    """No argument."""


@router.post("/scores", dependencies=_SCORE, response_model=JobRow, status_code=202)
def score_all(request: Request, town: Town, asked: ScoreAsk) -> Response:
    """Score every site for risk, as a job."""
    return _asked(request, town, "score", asked)


@router.post("/hotspots", dependencies=_SCORE, response_model=JobRow, status_code=202)
def map_cells(request: Request, town: Town, asked: HotspotAsk) -> Response:
    """Put the scores on cells and say which hotspots are real, as a job."""
    return _asked(request, town, "hotspots", asked)


@router.post("/beats", dependencies=_SCORE, response_model=JobRow, status_code=202)
def divide_into_beats(request: Request, town: Town, asked: BeatAsk) -> Response:
    """Divide the town into beats, as a job."""
    return _asked(request, town, "beats", asked)


@router.post("/backtests", dependencies=_SCORE, response_model=JobRow, status_code=202)
def replay_past(request: Request, town: Town, asked: BacktestAsk) -> Response:
    """Replay the past: the score against naive scores, as a job."""
    return _asked(request, town, "backtest", asked)


@router.post(
    "/weeks/{week}/replans",
    dependencies=[needs(Permission.PLAN, office_wide=True)],
    response_model=JobRow,
    status_code=202,
)
def replan_one_week(request: Request, town: Town, week: WeekPath, asked: ReplanAsk) -> Response:
    """Change a plan: the past stays, and as little moves as possible; as a job."""
    return _asked(request, town, "replan", asked, week=week)


@router.post(
    "/backups",
    dependencies=[needs(Permission.UPKEEP, office_wide=True)],
    response_model=JobRow,
    status_code=202,
)
def back_up(request: Request, town: Town, asked: NothingAsk) -> Response:
    """Copy the whole store into a file of the service's machine, as a job that names it."""
    file = new_backup(office_of(request))
    return _asked(request, town, "backup", asked, file=str(file))


def _asked(request: Request, town: Town, kind: str, asked: Ask, **more: Any) -> Response:  # noqa: ANN401
    given = {**asked.model_dump(mode="json", exclude_none=True, exclude_defaults=True), **more}
    return answer_job(request, town, kind, given)
