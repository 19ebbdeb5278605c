"""The routes of a plan, dealt anew among its shifts as far as rules and worth allow."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from data.units import SECONDS_PER_MINUTE
from planning.engine.reach import Reach
from planning.engine.week import windows_in
from planning.placements import Placement, part_of_day, weekday_of
from planning.problem import has_way
from planning.promises import covers_kept_alone
from planning.reasons import Trial
from planning.worth import unevenness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import numpy as np

    from data.model import Plan
    from planning.problem import Problem, ProblemSite
    from planning.rulebook import UnpredictableRules

_TRIES_PER_SHIFT = 20
_MOST_TRIES = 600
"""Exchanges tried for each week dealt."""
_TURN_SHARE = 0.5
"""Share of the tries, the last ones, that turn a piece of one route instead: it costs driving."""
_MOST_DROPPED = 2
"""Visits that may be given up for one exchange."""
_ROUNDING = 1e-9

Routes = dict[str, tuple[str, ...]]
"""Sites in order, by shift id."""


class Dealer:
    """The routes of a plan, dealt anew among its shifts as far as rules and worth allow."""

    def __init__(
        self, problem: Problem, plan: Plan, rules: UnpredictableRules, *, monday: date
    ) -> None:
        """Look at a plan of the week that begins on ``monday``."""
        self.problem, self.plan, self.monday = problem, plan, monday
        self.sites = {site.id: site for site in problem.sites}
        self.shifts = {shift.id: shift for shift in problem.shifts}
        self.routes: Routes = dict.fromkeys(self.shifts, ())
        self.routes |= {r.shift: tuple(stop.site for stop in r.stops) for r in plan.routes}
        visited = [site for route in self.routes.values() for site in route]
        self.visits = Counter(self.sites[site].place for site in visited)
        self.trial = Trial(problem, plan)
        self._reach = Reach(problem)
        self._needed = covers_kept_alone(problem, set(visited))
        self.free = [shift for shift in self.shifts if self._is_free(shift)]
        self.least_worth = self._worth(self.routes) - rules.most_loss * plan.prize - _ROUNDING
        self.most_drive_s = self._drive_s(self.routes) * (1 + rules.most_more_driving)
        self._opens: dict[tuple[str, str], bool] = {}

    def _is_free(self, shift: str) -> bool:
        """Tell whether a shift may exchange its route: nothing in it is held, or seen twice."""
        return not self.shifts[shift].frozen and all(
            self.visits[self.sites[site].place] == 1 for site in self.routes[shift]
        )

    def dealt(self, dice: np.random.Generator) -> Routes:
        """Exchange routes at random for a while, and turn pieces of them round."""
        routes = dict(self.routes)
        tries = min(_TRIES_PER_SHIFT * len(self.free), _MOST_TRIES)
        for number in range(tries):
            one, other = (self.free[place] for place in dice.integers(0, len(self.free), 2))
            if number < tries * (1 - _TURN_SHARE):
                changed = self._exchanged(routes, one, other, dice.integers(0, 2, 2).tolist())
            else:
                changed = self._turned(routes, one, dice)
            if changed is not None and self._is_worth(changed) and self._is_short(changed):
                routes = changed
        return routes

    def _turned(self, routes: Routes, shift: str, dice: np.random.Generator) -> Routes | None:
        """Drive a piece of a route the other way round."""
        sites = routes[shift]
        first, last = sorted(dice.integers(0, len(sites) + 1, 2).tolist())
        turned = (*sites[:first], *sites[first:last][::-1], *sites[last:])
        if not self.trial.follows(self.shifts[shift], [self.sites[site] for site in turned]):
            return None
        return routes | {shift: turned}

    def _exchanged(
        self, routes: Routes, one: str, other: str, turned: Sequence[int]
    ) -> Routes | None:
        taken = {one: routes[other], other: routes[one]}
        fitted: Routes = {}
        for (shift, sites), is_turned in zip(taken.items(), turned, strict=False):
            found = self._fitted(shift, sites[::-1] if is_turned else sites)
            if found is None:
                return None
            fitted[shift] = found
        return routes | fitted

    def _fitted(self, shift: str, sites: Sequence[str]) -> tuple[str, ...] | None:
        """Let a shift take a route; few visits may be given up for it, and no promise."""
        kept = [site for site in sites if self._is_open(shift, site)]
        for _ in range(_MOST_DROPPED + 1):
            given_up = [self.sites[site] for site in sites if site not in kept]
            if len(given_up) > _MOST_DROPPED or any(map(self._is_promised, given_up)):
                return None
            if self.trial.follows(self.shifts[shift], [self.sites[site] for site in kept]):
                return tuple(kept)
            spare = [site for site in kept if not self._is_promised(self.sites[site])]
            if not spare:
                return None
            kept.remove(min(spare, key=lambda site: (self.sites[site].prize, site)))
        return None

    def _is_open(self, shift: str, site: str) -> bool:
        """Tell whether a team may go there at all: skills, villages, hours, pins."""
        if (shift, site) not in self._opens:
            pair = self.sites[site], self.shifts[shift]
            self._opens[shift, site] = bool(windows_in(self.problem, *pair, {}, self._reach))
        return self._opens[shift, site]

    def _is_promised(self, site: ProblemSite) -> bool:
        return site.must or site.pin is not None or site.id in self._needed

    def _is_worth(self, routes: Routes) -> bool:
        return self._worth(routes) >= self.least_worth

    def _is_short(self, routes: Routes) -> bool:
        return self._drive_s(routes) <= self.most_drive_s

    def is_near(self, plan: Plan) -> bool:
        """
        Tell whether a plan with its times set is worth nearly as much, and breaks no more.

        What it drives to visits put into free hours is paid for by their prize.
        """
        routes = {route.shift: tuple(stop.site for stop in route.stops) for route in plan.routes}
        told = {one.promise for one in self.plan.broken}
        return self._is_worth(routes) and {one.promise for one in plan.broken} <= told

    def _worth(self, routes: Mapping[str, Sequence[str]]) -> float:
        """Weigh a week below its promises, as DESIGN section 6 does."""
        prize = sum(self.sites[site].prize for sites in routes.values() for site in sites)
        minutes = self._drive_s(routes) / SECONDS_PER_MINUTE
        work_s = {
            shift: sum(self.sites[site].service_s for site in sites)
            for shift, sites in routes.items()
        }
        uneven = unevenness(self.problem, work_s)
        return prize - self.problem.travel_weight * minutes - self.problem.balance * uneven

    def _drive_s(self, routes: Mapping[str, Sequence[str]]) -> int:
        ways, total = self.problem.duration_s, 0
        for shift, sites in routes.items():
            if sites:
                base = self.shifts[shift]
                nodes = [base.node, *(self.sites[site].node for site in sites), base.last_node]
                total += sum(int(ways[start, end]) for start, end in pairwise(nodes))
        return total

    def placements(self, routes: Routes) -> list[Placement]:
        """Reckon when each site is visited; waiting for it to open counts, the exact break not."""
        return [
            Placement(
                self.monday, self.sites[site].place, weekday_of(self.shifts[shift].start_s), part
            )
            for shift, sites in routes.items()
            for site, part in zip(sites, self._parts(shift, sites), strict=True)
        ]

    def _parts(self, shift: str, sites: Sequence[str]) -> list[str]:
        base, parts = self.shifts[shift], []
        here, now_s, rest = base.node, base.start_s, base.rest
        for site in (self.sites[name] for name in sites):
            way_s = int(self.problem.duration_s[here, site.node])
            now_s += way_s if has_way(way_s) else 0
            if rest is not None and now_s + site.service_s > rest.latest_s:
                now_s, rest = max(now_s, rest.earliest_s) + rest.duration_s, None
            opens = [max(now_s, first) for first, last in site.windows if now_s <= last]
            now_s = min(opens, default=now_s)
            parts.append(part_of_day(now_s))
            now_s, here = now_s + site.service_s, site.node
        return parts
