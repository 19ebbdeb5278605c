"""Small weeks in hand, to which hand changes are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.changes import Order, Situation
from planning.engine import SearchParams, solve
from planning.replan import Moment
from tests.planning.instances import HOUR, problem, shift, visit

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem, ProblemSite

DAY = 24 * HOUR
SHIFTS = (
    shift("mon", team="T1", skills=frozenset({"chem"})),
    shift("tue", team="T1", start_s=DAY, end_s=DAY + HOUR, skills=frozenset({"chem"})),
    shift("mon2", team="T2", home_village="v1"),
)
"""Two days of a team that knows chemistry, and one of a team at home in v1."""


def search(asked: Problem, start: Plan, *, steps: int | None = None) -> Plan:
    """Search a little, taking only what is better."""
    count = 300 if steps is None else min(steps, 300)
    quiet = SearchParams(hot=1e-6, cold=1e-6)
    return solve(asked, seed=3, iterations=count, start=start, params=quiet)


def situation(*sites: ProblemSite, shifts: tuple = SHIFTS, **moment: object) -> Situation:
    """Plan a week and stand before its first hour, or at the moment that is given."""
    asked = problem(*sites, shifts=shifts)
    facts = {"from_s": 0, **moment}
    return Situation(
        problem=asked, plan=solve(asked, seed=1, iterations=300), moment=Moment(**facts)
    )


def order(do: str, site: str | None = None, *shifts: str, at_s: int | None = None) -> Order:
    """Write the first change of a list."""
    return Order(number=1, do=do, site=site, shifts=shifts, at_s=at_s)


def four() -> tuple[ProblemSite, ...]:
    """Ask for four visits of ten minutes near the base."""
    return tuple(visit(name, node) for node, name in enumerate("abcd", start=1))
