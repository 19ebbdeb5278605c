"""Weeks: their plans as versions, what a version changes, and which one the teams have."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import orjson
from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from data.sheets import DifferenceSheet
from service.access.roles import Permission
from service.jobs.checks import LONGEST_SEARCH_S, MOST_STEPS
from service.pipeline.plans.publishing import (
    Publication,
    publications,
    publish,
    published,
    withdraw,
)
from service.web.api.answers import answer, not_there
from service.web.api.keys import Ask, Key, Text, WeekPath, key_path
from service.web.api.paging import Paged, answer_page
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from data.store import Store

router = api_router("weeks")
_SEE = [needs(Permission.SEE)]
_PLAN = [needs(Permission.PLAN, office_wide=True)]
PlanKey = Annotated[str, key_path("Id of the plan.", example="2026-W48-v1")]
_SEED_LIMIT = 2**31


class WeekRow(BaseModel):
    """A week that has a plan."""

    model_config = ConfigDict(extra="forbid")

    week: str = Field(examples=["2026-W48"])
    versions: list[str] = Field(description="Ids of its plans, the first version first.")
    published: str | None = Field(description="Id of the version the teams have; null: none.")


class WeekPage(BaseModel):
    """A page of weeks, ordered by week."""

    model_config = ConfigDict(extra="forbid")

    items: list[WeekRow]
    next: str | None


class PlanAsk(Ask):
    """How long to search for a plan; 20 seconds where nothing is said."""

    seed: int | None = Field(None, ge=0, lt=_SEED_LIMIT, description="Missing: drawn, and kept.")
    iterations: int | None = Field(None, ge=1, le=MOST_STEPS)
    time_limit_s: float | None = Field(None, gt=0, le=LONGEST_SEARCH_S, description="Seconds.")


class PublicationAsk(Ask):
    """Which version the teams get."""

    plan_id: Key
    note: Text = Field("", description="Why, for the record.")
    is_sure: bool = Field(default=False, description="That it shall be, though the week has begun.")


class JobRow(BaseModel):
    """A piece of long work that was asked for; follow it at the address."""

    model_config = ConfigDict(extra="forbid")

    job_id: str
    href: str = Field(examples=["/api/v1/jobs/2026-11-21T08:15:30.250Z-1a2b3c4d"])


@router.get("/weeks", dependencies=_SEE, response_model=WeekPage)
def list_weeks(request: Request, town: Town, page: Paged) -> Response:
    """List the weeks that have a plan, with their versions."""
    weeks: dict[str, list[tuple[int, str]]] = {}
    for row in town.rows("plan"):
        weeks.setdefault(row["week"], []).append((row["version"], row["plan_id"]))
    names = [week for week in sorted(weeks) if page.after is None or week > page.after]
    shown = names[: page.limit]
    rows = [_week(town, week, [plan for _, plan in sorted(weeks[week])]) for week in shown]
    return answer_page(request, rows, last=shown[-1] if len(names) > page.limit else None)


def _week(town: Store, week: str, plans: list[str]) -> dict[str, object]:
    return {"week": week, "versions": plans, "published": published(town, week)}


@router.get("/weeks/{week}", dependencies=_SEE, response_model=WeekRow)
def read_week(town: Town, week: WeekPath) -> Response:
    """Tell which versions a week has, and which one the teams have."""
    rows = sorted(town.rows("plan", where={"week": [week]}), key=lambda row: int(row["version"]))
    if not rows:
        raise not_there("week with a plan", week)
    return answer(_week(town, week, [row["plan_id"] for row in rows]))


@router.post("/weeks/{week}/plans", dependencies=_PLAN, response_model=JobRow, status_code=202)
def plan_one_week(request: Request, town: Town, week: WeekPath, asked: PlanAsk) -> Response:
    """Ask for a plan of a week; it is made as a job, and is a draft until it is published."""
    return answer_job(request, town, "plan", {"week": week, **asked.model_dump(exclude_none=True)})


@router.get("/weeks/{week}/publications", dependencies=_SEE, response_model=list[Publication])
def list_week_publications(town: Town, week: WeekPath) -> Response:
    """List what was published of a week, the newest first."""
    return answer([asdict(one) for one in publications(town, week)])


@router.post(
    "/weeks/{week}/publications",
    dependencies=_PLAN,
    response_model=Publication,
    status_code=201,
)
def publish_plan(request: Request, town: Town, week: WeekPath, asked: PublicationAsk) -> Response:
    """Give a version to the teams; once the week has begun, only who is sure."""
    if not any(
        row["plan_id"] == asked.plan_id for row in town.rows("plan", where={"week": [week]})
    ):
        raise not_there("plan of this week", asked.plan_id)
    made = publish(
        town,
        asked.plan_id,
        actor=request.state.actor,
        clock=office_of(request).clock,
        note=asked.note,
        is_sure=asked.is_sure,
    )
    return answer(asdict(made), 201)


@router.delete("/weeks/{week}/publications/newest", dependencies=_PLAN, status_code=204)
def withdraw_plan(request: Request, town: Town, week: WeekPath) -> Response:
    """Take the published version back: the teams are shown none until another is published."""
    withdraw(town, week, clock=office_of(request).clock)
    return Response(status_code=204)


@router.get("/plans/{plan_id}/problem", dependencies=_SEE, response_model=dict[str, Any])
def read_problem(town: Town, plan_id: PlanKey) -> Response:
    """Give the problem a plan solves, as ``gridpatrol check`` reads it, without the matrix."""
    return answer(orjson.loads(_plan(town, plan_id)["problem"]))


@router.get("/plans/{plan_id}/params", dependencies=_SEE, response_model=dict[str, Any])
def read_params(town: Town, plan_id: PlanKey) -> Response:
    """Give the settings of the run that made a plan: rules, seed, limits."""
    return answer(orjson.loads(_plan(town, plan_id)["params"]))


@router.get("/plans/{plan_id}/differences", dependencies=_SEE, response_model=list[DifferenceSheet])
def read_differences(town: Town, plan_id: PlanKey) -> Response:
    """Tell what a version changes against the one before, and against last week's plan."""
    from service.pipeline.plans.differences import difference_sheets

    plan = town.read("plan", where={"plan_id": [plan_id]})
    if plan.empty:
        raise not_there("plan", plan_id)
    names = {str(key): str(name) for key, name in town.read("site")["name"].items()}
    return answer([asdict(one) for one in difference_sheets(town, plan.iloc[0], names=names)])


def _plan(town: Store, plan_id: str) -> dict[str, Any]:
    rows = town.rows("plan", where={"plan_id": [plan_id]})
    if not rows:
        raise not_there("plan", plan_id)
    return rows[0]


def answer_job(request: Request, town: Store, kind: str, argument: dict[str, Any]) -> Response:
    """Ask for long work, and say where it can be followed."""
    from service.jobs.queue import enqueue

    clock = office_of(request).clock
    return job_answer(enqueue(town, kind, argument, actor=request.state.actor, clock=clock))


def job_answer(job_id: str) -> Response:
    """Say where a piece of long work can be followed."""
    href = f"/api/v1/jobs/{job_id}"
    return answer({"job_id": job_id, "href": href}, 202, headers={"Location": href})
