"""Nothing is stored that breaks a law-type rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import PlanError
from data.units import week_monday
from planning.lawful import PlannedVisit, law_faults

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from planning.rules import Rules
    from service.pipeline.plans.filing import FiledPlan


def refuse_unlawful(
    filed: FiledPlan,
    *,
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    inspections: pd.DataFrame,
    rules: Rules,
    kept: Collection[str] = (),
) -> None:
    """
    Check a week's visits against the law-type rules, from the records.

    Parameters
    ----------
    filed
        The plan, with what was wanted and who works when.
    sites, scores, inspections
        Tables of the store.
    rules
        The rules it was planned by.
    kept
        Sites that the earlier version of the plan visits: see ``PlannedVisit.is_kept``.

    Raises
    ------
    PlanError
        If a visit breaks one.
    """
    faults = law_faults(
        planned_visits(filed, kept),
        sites=sites,
        grades={str(site): str(grade) for site, grade in scores["grade"].items()},
        inspections=inspections,
        as_of=filed.as_of,
        rules=rules,
    )
    if faults:
        raise PlanError(
            f"The plan breaks {len(faults)} law-type rule(s) and was not stored; "
            f"the first: {faults[0]}",
            zh=f"计划违反 {len(faults)} 条法定规则，未存入；第一条：{faults[0]}",
        )


def planned_visits(filed: FiledPlan, kept: Collection[str] = ()) -> list[PlannedVisit]:
    """List the stops of a plan as the law sees them."""
    types = {want.site_id: want.visit_type for want in filed.demand.wants}
    return [
        PlannedVisit(
            site_id=stop.site,
            visit_type=types[stop.site],
            monday=week_monday(filed.week),
            start_s=stop.start_s,
            end_s=stop.end_s,
            team=filed.shifts[route.shift].team,
            card_holders=filed.shifts[route.shift].card_holders,
            skills=filed.shifts[route.shift].skills,
            home_village=filed.shifts[route.shift].home_village,
            is_kept=stop.site in kept,
        )
        for route in filed.plan.routes
        for stop in route.stops
    ]
