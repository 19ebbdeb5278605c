"""The week: how far it is, who works, by which rules; and the order to plan it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import ConfigError
from data.units import named_week, week_monday
from data.words import WEEKDAYS
from service.access.actors import Actor
from service.access.clock import office_day
from service.access.roles import Permission
from service.jobs.checks import LONGEST_SEARCH_S
from service.jobs.queue import enqueue
from service.pipeline.plans.daysoff import is_undoable, set_week_off, undo_days_off
from service.pipeline.records.conflicts import conflict_counts
from service.pipeline.week.absences import (
    last_absences,
    set_absences,
    team_weeks,
    undo_absences,
)
from service.pipeline.week.compare import RIVAL_PLANS
from service.web.gate import Seen, needs
from service.web.kept import kept
from service.web.office import office_of
from service.web.problems import lang_of
from service.web.templating import page
from service.web.week.away import ticked_days, ticked_weekdays
from service.web.week.choosing import former_week, offered_weeks, shown_week
from service.web.week.outcome import left_out, overtime_together, promise_lines
from service.web.week.ruled import rules_of_week
from service.web.week.scored import day_to_score, week_scored
from service.web.week.standing import week_standing
from service.web.week.teamdays import loads, team_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from starlette.datastructures import FormData

    from data.store import Store
    from data.words import Lang
    from service.web.week.standing import Standing

router = APIRouter(include_in_schema=False)

LIMITS_S = (10, 20, 60, 180)
"""Seconds to search that are offered; an office may type others under “more”."""

_SAID = ("absences", "restored", "published", "withdrawn", "changed", "scored")


@router.get("/week", dependencies=[needs(Permission.SEE)])
def this_week(request: Request, to: str = "") -> Response:
    """Lead to the week that people mean; ``to`` is what the switch of weeks asks for."""
    week = named_week(to) if to else shown_week(office_of(request).clock)
    return RedirectResponse(f"/week/{week}", 303)


@router.get("/week/{week}", dependencies=[needs(Permission.SEE)])
def week_page(request: Request, week: str, town: Seen, said: str = "") -> Response:
    """Show how far a week is."""
    office = office_of(request)
    lang, actor, today = lang_of(request), request.state.actor, office_day(office.clock)
    standing = kept(
        request,
        town,
        ("standing", week, today),
        lambda tables: week_standing(tables, week, office.clock),
    )
    facts = kept(
        request, town, ("week", standing, lang), lambda tables: _shown(tables, standing, lang)
    )
    return page(
        request,
        "week.html",
        **head(request, town, standing, tab="plan"),
        **facts,
        may_score=actor.may(Permission.SCORE, office_wide=True),
        limits=LIMITS_S,
        rivals=RIVAL_PLANS,
        said=said if said in _SAID else "",
    )


def _shown(town: Store, standing: Standing, lang: Lang) -> dict[str, Any]:
    """Read what the page shows of a week; nothing of it hangs on who asks."""
    return {
        "figures": None if standing.plan_id is None else _figures(town, standing.plan_id),
        "teams": team_weeks(town, standing.week),
        "undoable": is_undoable(town, standing.week),
        "undoable_every": last_absences(town) is not None,
        "ruled": rules_of_week(town, standing.days, lang=lang),
        "scored": week_scored(town, standing.days[0]),
    }


@router.post("/week/{week}/absences")
async def absences_form(
    request: Request,
    actor: Annotated[Actor, needs(Permission.PLAN, office_wide=True)],  # noqa: ARG001 - the gate
    week: str,
    town: Seen,
) -> Response:
    """Set who is away in this week, or on which weekdays of every week; or set it back."""
    form, week = await request.form(), named_week(week)
    today = office_day(office_of(request).clock)
    await run_in_threadpool(_set_off, town, week, form, today=today)
    return RedirectResponse(f"/week/{week}?said=absences#teams", 303)


def _set_off(town: Store, week: str, form: FormData, *, today: date) -> None:
    ticks = [str(one) for one in form.getlist("off")]
    scope, undoes = form.get("scope"), form.get("undo")
    if scope == "every":
        undo_absences(town) if undoes else set_absences(town, ticked_weekdays(ticks))
    elif scope == "week" and undoes:
        undo_days_off(town, week)
    elif scope == "week":
        set_week_off(town, week, ticked_days(ticks), today=today)
    else:
        raise ConfigError(
            "Expected whether the days off are of this week or of every week.",
            zh="请说明缺勤是只在本周，还是每一周。",
        )


@router.post("/week/{week}/plan")
def plan_form(
    request: Request,
    actor: Annotated[Actor, needs(Permission.PLAN, office_wide=True)],
    week: str,
    limit: Annotated[float, Form(gt=0, le=LONGEST_SEARCH_S)] = 20.0,
    seed: Annotated[str, Form()] = "",
    compare: Annotated[str, Form()] = "",
) -> Response:
    """Ask for the week's plan, and lead to its progress."""
    office, week = office_of(request), named_week(week)
    argument: dict[str, object] = {"week": week, "time_limit_s": limit}
    if seed.strip():
        argument["seed"] = _seed(seed)
    if compare in RIVAL_PLANS:
        argument["compare"] = compare
    job_id = enqueue(office.store, "plan", argument, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/week/{week}", 303)


@router.post("/week/{week}/score")
def score_form(
    request: Request,
    actor: Annotated[Actor, needs(Permission.SCORE, office_wide=True)],
    week: str,
    town: Seen,
) -> Response:
    """Score the town from all that a plan of this week may know, and lead back to the week."""
    office, week = office_of(request), named_week(week)
    day = day_to_score(town, week_monday(week))
    argument = {"as_of": day.isoformat()}
    job_id = enqueue(office.store, "score", argument, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/week/{week}%3Fsaid%3Dscored", 303)


def head(request: Request, town: Store, standing: Standing, *, tab: str) -> dict[str, Any]:
    """Collect what the head of every page of the week shows."""
    clock = office_of(request).clock
    actor: Actor = request.state.actor
    return {
        "standing": standing,
        "week": standing.week,
        "tab": tab,
        "weekdays": WEEKDAYS,
        "weeks": kept(
            request,
            town,
            ("weeks offered", standing.week, office_day(clock)),
            lambda tables: offered_weeks(tables, standing.week, clock),
        ),
        "former": former_week(standing.week),
        "disputed": kept(request, town, "disputed", conflict_counts).get(standing.week, 0)
        if actor.may(Permission.CONTACTS)
        else 0,
        "may_plan": actor.may(Permission.PLAN, office_wide=True),
        "may_decide": actor.may(Permission.CONTACTS),
    }


def _figures(town: Store, plan_id: str) -> Mapping[str, object]:
    days = team_days(town, plan_id)
    promises, left = promise_lines(town, plan_id), left_out(town, plan_id, days=days)
    return {
        "stops": sum(len(one.stops) for one in days),
        "drive_h": sum(one.drive_s for one in days) / 3600,
        "km": sum(one.distance_m for one in days) / 1000,
        "kept": sum(one.kept for one in promises),
        "promises": len(promises),
        "broken": [one for one in promises if not one.kept],
        "overtime": overtime_together(town, plan_id, days=days),
        "left_out": len(left),
        "deferred": sum(one.is_deferred for one in left),
        "loads": loads(days),
    }


def _seed(text: str) -> int:
    if not text.strip().isdecimal() or len(text.strip()) > 9:  # noqa: PLR2004 - below 2**31
        raise ConfigError(
            f"Expected a seed of digits, got {text!r}.", zh=f"种子应为数字，现为“{text}”。"
        )
    return int(text)
