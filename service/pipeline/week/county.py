"""A county's week: its towns searched in several processes, and then across their borders."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from planning.county import CountySearch, Hands, Near, part_county, solve_county
from planning.county.hands import silent
from service.pipeline.processes import in_processes
from service.pipeline.week.posing import refuse_faults
from service.pipeline.week.search import DEFAULT_TIME_LIMIT_S
from service.pipeline.week.searching import told_stopped
from service.results.week import CountyFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from data.model import Plan
    from data.ports import Progress
    from geo.roads.network import RoadNetwork
    from planning.county.hands import Desk
    from planning.county.parting import Part
    from planning.problem import Problem
    from planning.rules import Rules
    from planning.towns import Towns
    from service.pipeline.week.search import Search

Item = TypeVar("Item")
Result = TypeVar("Result")
_NEIGHBOURS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedCounty:
    """
    What came of a county's week.

    Attributes
    ----------
    plan
        Checked as one.
    facts
        How it was parted and joined, for people.
    times
        Fingerprint of the travel times within the towns.
    """

    plan: Plan
    facts: CountyFacts
    times: bytes


@dataclass(frozen=True, slots=True)
class _Crew:
    """Does pieces in several processes."""

    workers: int
    stop: Callable[[], bool]

    def __call__(
        self, function: Callable[[Item, Desk], Result], items: Sequence[Item], progress: Progress
    ) -> list[Result]:
        answers = in_processes(
            function, items, workers=self.workers, progress=progress, stop=self.stop
        )
        return [answers.results[number] for number in range(len(items))]


def solve_county_checked(
    problem: Problem,
    towns: Towns,
    near: Near,
    *,
    rules: Rules,
    search: Search,
    progress: Progress | None,
) -> SolvedCounty:
    """
    Solve town by town, improve over the borders, and check the whole.

    Parameters
    ----------
    problem, towns, near
        The county's week, who belongs where, and the nearest nodes of each node.
    rules
        Section ``county`` says how towns are cut and the search is shared out.
    search
        Seed and limits; without a limit, so many seconds a town. Towns are searched by so many
        processes as it says, or as there are processors: the plan is the same.
    progress
        Told how far the whole search has come.

    Raises
    ------
    PlanError
        If the independent check finds a fault in the whole plan.
    """
    parts = part_county(problem, towns, most_sites=rules.county.most_candidates)
    workers = search.processes if search.processes > 1 else processors()
    with search.stopping() as stop:
        planned = solve_county(
            problem,
            parts,
            near=near,
            search=county_search(search, parts, rules=rules, workers=workers),
            hands=Hands(_Crew(workers, stop), progress or silent, stop),
        )
        plan = told_stopped(planned.plan, stop)
    refuse_faults(problem, plan)
    facts = CountyFacts(
        parts={part.name: len(part.sites) for part in parts},
        borders=sum(len(pairs) for pairs in planned.rounds),
        moved=planned.moved,
        workers=workers,
    )
    return SolvedCounty(plan=plan, facts=facts, times=planned.digest.encode())


def county_search(
    search: Search, parts: Sequence[Part], *, rules: Rules, workers: int
) -> CountySearch:
    """Share a search out: the limit that was asked for, or so many seconds a town."""
    asked = search.iterations is not None or search.time_limit_s is not None
    by_town_s = rules.county.seconds_per_town * len(parts) / workers
    limit_s = search.limit_s if asked else max(DEFAULT_TIME_LIMIT_S, by_town_s)
    return CountySearch(
        seed=search.seed,
        iterations=search.iterations,
        time_limit_s=limit_s,
        clock=search.clock,
        workers=workers,
        border_share=rules.county.border_share,
    )


def processors() -> int:
    """Count the processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def near_points(points: pd.DataFrame, network: RoadNetwork) -> Near:
    """Find the nearest points of each point by road, without a matrix."""
    found = network.nearest_neighbours(
        points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy(), _NEIGHBOURS
    )
    return Near(np.asarray(found.place), np.asarray(found.duration_s))
