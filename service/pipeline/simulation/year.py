"""A policy lives through a year of the sample town; what came of it, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from data.sample.life import World
from data.units import SECONDS_PER_HOUR
from planning.promises import broken_promises
from service.pipeline.simulation.policies import (
    POLICIES,
    TOLD,
    days_unseen,
    full_demand,
    told,
)
from service.pipeline.simulation.records import Records
from service.pipeline.simulation.scoring import bare_scores

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from data.ports import Progress
    from data.sample import SampleTown
    from data.sample.life import Episode, LifeParams, Seen
    from planning.problem import Problem
    from service.pipeline.simulation.office import Office
    from service.pipeline.simulation.policies import Chosen, Policy

SCORED_EVERY = 4
"""Weeks between two on which scores are made anew, for every policy that has any."""
PROMISES_EVERY = 12
"""Weeks between two on which promises are counted: to ask what the rules want takes a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """
    What came of one policy in one town.

    Attributes
    ----------
    visits, finds
        Visits made, and those that found something nobody knew of.
    workshops, workshops_found, hidden_days
        Workshops of the year, those that were found, and the mean days from the day each opened
        (at the earliest the first of the year) to the day it was found (at the latest the last of
        the year); ``None`` where there was no workshop.
    sites, unseen
        Sites, and those that nobody went to in the year.
    promised, kept
        Promises of law and rule in the weeks in which they were counted, and those kept.
    drive_h, work_h
        Hours driven, and on the spot.
    types
        Visits by type.
    """

    visits: int
    finds: int
    workshops: int
    workshops_found: int
    hidden_days: float | None
    sites: int
    unseen: int
    promised: int
    kept: int
    drive_h: float
    work_h: float
    types: dict[str, int]


@dataclass(slots=True)
class _Tally:
    visits: int = 0
    finds: int = 0
    promised: int = 0
    kept: int = 0
    drive_s: int = 0
    work_s: int = 0
    types: Counter[str] = field(default_factory=Counter)

    def add(self, chosen: Chosen, seen: Collection[Seen]) -> None:
        self.visits += len(seen)
        self.finds += sum(one.is_new for one in seen)
        self.drive_s += sum(route.drive_s for route in chosen.plan.routes)
        self.work_s += sum(route.work_s for route in chosen.plan.routes)
        self.types.update(one.call.visit_type for one in seen)


def first_records(town: SampleTown, world: World) -> Records:
    """Hand over what the office had on record when the year began."""
    sites = town.tables["site"]
    return Records(
        monday=world.first,
        sites=sites,
        inspections=town.tables["inspection"],
        findings=town.tables["finding"],
        tips=town.tables["tip"],
        power=world.past_readings(),
        year=pd.Series(0, index=sites.index),
    )


def begun(town: SampleTown, params: LifeParams) -> Records:
    """Hand over the first records with the first week's scores, the same for every policy."""
    world = World(town, params)
    records = first_records(town, world)
    news = records.with_news(world.first, *world.next_week())
    return replace(records, scores=bare_scores(news))


def live_year(
    town: SampleTown,
    office: Office,
    policy: str | Policy,
    *,
    params: LifeParams,
    start: Records | None = None,
    progress: Progress | None = None,
) -> YearFigures:
    """
    Let a policy choose, visit and write down, week after week.

    Parameters
    ----------
    town
        Begins the year; its seed is that of all luck.
    office
        Teams, rules and ways.
    policy
        One of ``SHOWN``, or what chooses in its place.
    params
        How fast things come and go, and for how many weeks.
    start
        Of ``begun``, where several policies live in one town; ``None``: made here.
    progress
        Told after each week.
    """
    world, tally = World(town, params), _Tally()
    records = begun(town, params) if start is None else start
    for week in range(params.weeks):
        tips, readings = world.next_week()
        records = records.with_news(world.monday, tips, readings)
        seed = 1000 * town.seed + week
        if week and week % SCORED_EVERY == 0:
            records = replace(records, scores=None)
        chosen = _choose(policy, records, office, world, seed)
        if week % PROMISES_EVERY == 0:
            promised, kept = promises(records, office, chosen, seed)
            tally.promised += promised
            tally.kept += kept
        known = records.open_findings()
        seen = [world.look(call, known.get(call.site_id, ())) for call in chosen.calls]
        records = replace(records.after(seen, week=week), scores=chosen.scores)
        tally.add(chosen, seen)
        if progress is not None:
            progress(week + 1, params.weeks)
    end = world.first + timedelta(weeks=params.weeks)
    return _figures(tally, records, world.episodes, first=world.first, end=end)


def _choose(
    policy: str | Policy, records: Records, office: Office, world: World, seed: int
) -> Chosen:
    """Ask a policy; only the one that is shown as impossible is told anything of the world."""
    if not isinstance(policy, str):
        return policy(records, office, seed)
    if policy != TOLD:
        return POLICIES[policy](records, office, seed)
    chances = world.chances(days_unseen(records).to_numpy())
    return told(records, office, pd.Series(chances, index=records.sites.index), seed)


def promises(records: Records, office: Office, chosen: Chosen, seed: int) -> tuple[int, int]:
    """
    Count the week's promises of law and rule, and those that a choice of visits keeps.

    They are those that the rules ask for on the policy's own records: due re-checks, fresh
    tip-offs, red and orange sites, villages. What is drawn by lot is not among them.
    """
    problem = chosen.problem if chosen.is_full else _asked(records, office, seed)
    visited = {call.site_id for call in chosen.calls}
    of_rule = {site.id for site in problem.sites if site.must and site.must_rank == 0}
    broken = [
        name
        for kind, name in broken_promises(problem, visited)
        if kind == "cover" or name in of_rule
    ]
    promised = len(of_rule) + len(problem.cover)
    return promised, promised - len(broken)


def _asked(records: Records, office: Office, seed: int) -> Problem:
    """Pose the week as the rules want it, for a policy that did not ask them."""
    shifts = office.shifts(records.monday)
    scores = bare_scores(records) if records.scores is None else records.scores
    return office.pose(full_demand(records, office, scores, shifts, seed), shifts)


def _figures(
    tally: _Tally, records: Records, episodes: tuple[Episode, ...], *, first: date, end: date
) -> YearFigures:
    days = [((one.found or end) - max(one.opened, first)).days for one in episodes]
    return YearFigures(
        visits=tally.visits,
        finds=tally.finds,
        workshops=len(episodes),
        workshops_found=sum(one.found is not None for one in episodes),
        hidden_days=sum(days) / len(days) if days else None,
        sites=len(records.sites),
        unseen=int((records.year == 0).sum()),
        promised=tally.promised,
        kept=tally.kept,
        drive_h=tally.drive_s / SECONDS_PER_HOUR,
        work_h=tally.work_s / SECONDS_PER_HOUR,
        types=dict(sorted(tally.types.items())),
    )
