"""What it costs the people who hold a plan that another takes its place, in units of its prize."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from planning.diff import RETIMED_S
from planning.worth import plan_worth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.model import Plan, Stop
    from planning.problem import Problem

DROPPED, MOVED, RETIMED, ROUTE = 1.0, 0.5, 0.05, 1.0
"""
Prices of a visit that goes, that another shift makes, that begins at another time, and of a route
that changes though nobody asked; each in prizes of the middle visit of the plan in hand.
"""

_Place = tuple[str, "Stop"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Toll:
    """
    What changes of a plan in hand cost.

    Attributes
    ----------
    problem
        What is asked now.
    unit
        Prize of the middle visit that was in hand and is still wanted; 0 where there is none.
    was
        Shift and stop of each such visit.
    asked
        Shifts that the change itself names: the stops that people want in them are others than
        those they had.
    """

    problem: Problem
    unit: float
    was: Mapping[str, _Place]
    asked: frozenset[str]

    @classmethod
    def of(cls, problem: Problem, *, former: Plan, wanted: Plan) -> Toll:
        """
        Set the prices.

        Parameters
        ----------
        problem
            What is asked now.
        former
            The plan that people have in hand.
        wanted
            The same with each stop where the changes want it.
        """
        was, now = _placed(problem, former), _placed(problem, wanted)
        asked = {
            place[0]
            for site in was.keys() | now.keys()
            if _shift(was, site) != _shift(now, site)
            for place in (was.get(site), now.get(site))
            if place is not None
        }
        prizes = [problem.sites[problem.site_index[site]].prize for site in was]
        unit = median(prizes) if prizes else 0.0
        return cls(problem=problem, unit=unit, was=was, asked=frozenset(asked))

    def going(self, site: str) -> float:
        """
        Price it that a visit in hand goes, the change of a route that nobody named included.

        Returns
        -------
        price
            In units of prize; 0 for what was not in hand.
        """
        if site not in self.was:
            return 0.0
        is_asked = self.was[site][0] in self.asked
        return self.unit * (DROPPED if is_asked else DROPPED + ROUTE)

    def price(self, plan: Plan) -> float:
        """Price all changes of a plan, in units of prize, 0 or more."""
        now, known = _placed(self.problem, plan), self.problem.shift_index
        units, routes = 0.0, set()
        for site in self.was.keys() | now.keys():
            was_in, is_in = _shift(self.was, site), _shift(now, site)
            if was_in != is_in:
                routes |= {was_in, is_in}
            if is_in is None:
                units += DROPPED
            elif was_in != is_in:
                units += MOVED if was_in in known else 0.0
            elif abs(now[site][1].start_s - self.was[site][1].start_s) >= RETIMED_S:
                units += RETIMED
                routes.add(is_in)
        unasked = {one for one in routes if one in known} - self.asked
        return self.unit * (units + ROUTE * len(unasked))

    def worth(self, plan: Plan) -> tuple[tuple[int, ...], float]:
        """Weigh a plan as ``plan_worth`` does, what it changes taken off."""
        promises, soft = plan_worth(self.problem, plan)
        return promises, soft - self.price(plan)


def _shift(placed: Mapping[str, _Place], site: str) -> str | None:
    return placed[site][0] if site in placed else None


def _placed(problem: Problem, plan: Plan) -> dict[str, _Place]:
    """Find the shift and stop of each visit that is wanted."""
    return {
        stop.site: (route.shift, stop)
        for route in plan.routes
        for stop in route.stops
        if stop.site in problem.site_index
    }
