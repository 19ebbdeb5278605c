"""The policies that are compared: each says from the records alone what its week holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from data.model import Why
from data.sample.life import Call
from planning.candidates import Candidate, Frame, standings
from planning.demand import Demand, weekly_demand
from planning.engine import solve
from planning.ground import Ground
from planning.history import site_histories
from planning.kinds import Kinds
from planning.naive import walked
from planning.visits import want_of
from planning.wants import Claim
from service.pipeline.simulation.scoring import bare_scores
from service.pipeline.simulation.trimming import by_weight, within
from service.pipeline.week.alike import set_times

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from data.model import Plan
    from planning.calendar import Shift
    from planning.problem import Problem
    from service.pipeline.simulation.office import Office
    from service.pipeline.simulation.records import Records

ITERATIONS = 1200
"""Moves of the search for each week."""
_SPARE = 1.5
"""Names on a list, as a multiple of the visits: some fit into no team's day."""
_NEVER_DAYS = 36_500.0
_WHY = Why("risk", "按名单", "on the list")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chosen:
    """
    A week as a policy planned it.

    Attributes
    ----------
    problem, plan
        What was asked and answered.
    calls
        The visits as they are made.
    scores
        Scores of the week, where the policy made any.
    is_full
        Whether all that the rules want was asked.
    """

    problem: Problem
    plan: Plan
    calls: tuple[Call, ...]
    scores: pd.DataFrame | None = None
    is_full: bool = False


Policy = Callable[["Records", "Office", int], Chosen]
"""Chooses the visits of a week from the records, what stays as it is, and a seed."""


def ours(records: Records, office: Office, seed: int) -> Chosen:
    """Plan the week as ``gridpatrol plan`` does: promises, draws, audits, risk, hope."""
    shifts, scores = office.shifts(records.monday), _scores(records)
    demand = full_demand(records, office, scores, shifts, seed)
    problem = office.pose(demand, shifts)
    found = _searched(problem, seed)
    plan = within(problem, found, by_weight(problem, found), office.visits)
    calls = _calls(plan, demand, shifts, office)
    return Chosen(problem=problem, plan=plan, calls=calls, scores=scores, is_full=True)


def full_demand(
    records: Records, office: Office, scores: pd.DataFrame, shifts: Sequence[Shift], seed: int
) -> Demand:
    """Ask what the rules want of the week."""
    return weekly_demand(
        records.sites,
        scores,
        records.inspections,
        records.findings,
        records.tips,
        shifts=shifts,
        monday=records.monday,
        as_of=records.monday,
        rules=office.rules,
        seed=seed,
        ground=Ground(team_names=office.team_names),
    )


def greedy(records: Records, office: Office, seed: int) -> Chosen:
    """Take the highest scores, with good routes, and nothing else; who was just seen rests."""
    scores = _scores(records)
    rested = days_unseen(records) >= office.rules.gap.min_days
    order = _ordered(records, -scores["risk"].where(rested, -1.0))[: _names(office)]
    return _routed(records, office, order, scores, seed)


def told(records: Records, office: Office, chances: pd.Series, seed: int) -> Chosen:
    """
    Go where something most likely is, told what no office can know.

    Parameters
    ----------
    chances
        By site id: the true chance, 0-1, that something unknown is there now. It is the only policy
        that is told anything of the truth, and is shown as what is possible at best.
    """
    order = _ordered(records, -chances)[: _names(office)]
    known = _plain_scores(records.sites).assign(risk=chances)
    return replace(_routed(records, office, order, known, seed), scores=None)


def _routed(
    records: Records, office: Office, order: Sequence[str], scores: pd.DataFrame, seed: int
) -> Chosen:
    """Let the engine find ways through a list, and leave out its end."""
    shifts = office.shifts(records.monday)
    demand = listed_demand(records, office, order, shifts, scores)
    problem = office.pose(demand, shifts)
    plan = within(problem, _searched(problem, seed), order, office.visits)
    calls = _calls(plan, demand, shifts, office)
    return Chosen(problem=problem, plan=plan, calls=calls, scores=scores)


def _scores(records: Records) -> pd.DataFrame:
    """Take the scores on record, or make them."""
    return bare_scores(records) if records.scores is None else records.scores


def _names(office: Office) -> int:
    """Say how many names a list has."""
    return ceil(_SPARE * office.visits)


def _searched(problem: Problem, seed: int) -> Plan:
    return solve(problem, seed=seed, iterations=ITERATIONS, bound_steps=0, explain=False)


def at_random(records: Records, office: Office, seed: int) -> Chosen:
    """Draw a list, every site alike, and go through it."""
    dice = np.random.default_rng([seed, 17])
    order = [str(records.sites.index[place]) for place in dice.permutation(len(records.sites))]
    return _by_list(records, office, order)


def by_village(records: Records, office: Office, _seed: int) -> Chosen:
    """Go through the villages in turn, every site once, and begin again."""
    order = sorted(
        zip(records.year, records.sites["village"].fillna(""), records.sites.index, strict=True)
    )
    return _by_list(records, office, [str(site) for _, _, site in order])


def longest_unvisited(records: Records, office: Office, _seed: int) -> Chosen:
    """Go where nobody was for the longest time."""
    return _by_list(records, office, _ordered(records, -days_unseen(records)))


POLICIES: dict[str, Policy] = {
    "random": at_random,
    "village": by_village,
    "unvisited": longest_unvisited,
    "greedy": greedy,
    "ours": ours,
}
"""What an office can do, in the order in which they are shown."""
TOLD = "told"
SHOWN = (*POLICIES, TOLD)
"""Those, and what would be possible for who is told the truth."""


def _by_list(records: Records, office: Office, order: Sequence[str]) -> Chosen:
    """Let each team go down one list, as offices do by hand."""
    shifts = office.shifts(records.monday)
    listed = order[: _names(office)]
    demand = listed_demand(records, office, listed, shifts, None)
    problem = office.pose(demand, shifts)
    walk = walked(problem, {shift.id: listed for shift in problem.shifts}, search=set_times)
    plan = within(problem, walk, listed, office.visits)
    return Chosen(problem=problem, plan=plan, calls=_calls(plan, demand, shifts, office))


def listed_demand(
    records: Records,
    office: Office,
    listed: Sequence[str],
    shifts: Sequence[Shift],
    scores: pd.DataFrame | None,
) -> Demand:
    """
    Ask for the sites of a list, each by the type of visit that law and staff allow.

    Parameters
    ----------
    listed
        Ids, the first first.
    scores
        What each is worth; ``None``: all alike.
    """
    sites, rules, monday = records.sites.loc[list(listed)], office.rules, records.monday
    here = records.inspections["site_id"].isin(sites.index)
    histories = site_histories(
        sites,
        records.inspections[here],
        records.findings.head(0),
        records.tips.head(0),
        as_of=monday,
        rules=rules,
        monday=monday,
    )
    last_day = max(shift.day for shift in shifts)
    frame = Frame(monday, last_day, monday, rules, Kinds(shifts, rules, monday))
    known = _plain_scores(sites) if scores is None else scores
    candidates = []
    for row, standing in standings(sites, known, histories, rules):
        claims = (Claim(_WHY, rules.prize.risk_points * standing.risk),)
        kind = frame.kinds.of(row, standing, claims)
        candidates.append(Candidate(row, standing, claims, kind, None, is_reachable=True))
    wants = tuple(want_of(one) for one in candidates if one.bar is None)
    return Demand(wants, (), (), {}, ())


def _plain_scores(sites: pd.DataFrame) -> pd.DataFrame:
    return sites[[]].assign(risk=0.5, grade="blue", model="none")


def _ordered(records: Records, key: pd.Series) -> list[str]:
    """List all sites, the smallest key first, equal ones by id."""
    order = np.lexsort((records.sites.index.astype(str), key.to_numpy(dtype=float)))
    return [str(records.sites.index[place]) for place in order]


def days_unseen(records: Records) -> pd.Series:
    """Count the days since somebody went to each site; very many where nobody ever did."""
    last = records.inspections.groupby("site_id")["day"].max().reindex(records.sites.index)
    days: pd.Series = (records.monday_stamp - last).dt.days.fillna(_NEVER_DAYS)
    return days


def _calls(plan: Plan, demand: Demand, shifts: Sequence[Shift], office: Office) -> tuple[Call, ...]:
    """List the stops of a plan as visits, in the order of its routes."""
    by_id, names = {shift.id: shift for shift in shifts}, office.team_names
    types = {want.site_id: want.visit_type for want in demand.wants}
    return tuple(
        Call(
            site_id=stop.site,
            day=by_id[route.shift].day,
            team=names[by_id[route.shift].team],
            visit_type=types[stop.site],
        )
        for route in plan.routes
        for stop in route.stops
    )
