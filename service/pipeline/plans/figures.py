"""A filed plan summed up for the person who asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.units import week_monday
from planning.calendar import knows_holidays
from planning.seasons import in_season
from service.pipeline.plans.lots import lot_lines
from service.pipeline.rules.ruling import filed_ruling
from service.results.week import BrokenResult, PlanResult

if TYPE_CHECKING:
    from datetime import date

    from planning.clauses.campaigns import Campaign
    from planning.problem import ProblemShift, ProblemSite
    from planning.rules import Rules
    from service.pipeline.plans.filing import FiledPlan


def later_rows(past: dict[str, pd.DataFrame], as_of: date, monday: date) -> int:
    """
    Count dated rows that the scores were too early to know, such as those imported since.

    What is dated from the week's Monday on is none of them: no scores of that week may know it.
    """
    days = (past["inspection"]["day"], past["finding"]["found"], past["tip"]["day"])
    first, last = pd.Timestamp(as_of), pd.Timestamp(monday)
    return sum(int(((column >= first) & (column < last)).sum()) for column in days)


def plan_result(filed: FiledPlan, plan_id: str, version: int, *, seconds: float) -> PlanResult:
    """Sum a filed plan up; roads and speeds are added by the caller."""
    plan, ruling = filed.plan, filed_ruling(filed.params)
    reasons = pd.Series([left.reason for left in plan.unplanned], dtype=str).value_counts()
    return PlanResult(
        plan_id=plan_id,
        week=filed.week,
        version=version,
        as_of=filed.as_of.isoformat(),
        seed=plan.seed,
        iterations=plan.iterations,
        routes=sum(1 for route in plan.routes if route.stops),
        stops=sum(len(route.stops) for route in plan.routes),
        drive_s=sum(route.drive_s for route in plan.routes),
        work_s=sum(route.work_s for route in plan.routes),
        distance_m=filed.distance_m(),
        prize=plan.prize,
        bound=plan.bound,
        promises=len(filed.promises),
        broken=tuple(
            BrokenResult(promise=one.promise, zh=one.zh, en=one.en)
            for one in filed.promises
            if not one.kept
        ),
        unplanned=len(plan.unplanned),
        set_aside=len(filed.demand.left_out),
        unplanned_reasons={str(reason): int(count) for reason, count in reasons.items()},
        later_rows=filed.later_rows,
        absences=filed.absences,
        days_off=filed.days_off,
        holidays_known=knows_holidays(week_monday(filed.week), ruling.rules.calendar),
        rules_from=ruling.origin,
        rules_hash=ruling.fingerprint,
        campaigns=tuple((one.zh, one.en) for one in _held(filed, ruling.rules)),
        promised_s=sum(site.service_s for site in filed.problem.sites if _is_duty(site)),
        working_s=sum(map(_working_s, filed.problem.shifts)),
        lots=lot_lines(filed.drawn_visits()),
        run={**plan.run, "total_s": round(seconds, 3)},
    )


def _held(filed: FiledPlan, rules: Rules) -> tuple[Campaign, ...]:
    """List the campaigns of the week."""
    days = {shift.day for shift in filed.shifts.values()}
    return in_season(rules, week_monday(filed.week), max(days)).campaigns if days else ()


def _is_duty(site: ProblemSite) -> bool:
    """Tell whether law or rule promises a visit; draws and audits are promises of lower ranks."""
    return site.must and site.must_rank == 0


def _working_s(shift: ProblemShift) -> int:
    return shift.end_s - shift.start_s - (shift.rest.duration_s if shift.rest else 0)
