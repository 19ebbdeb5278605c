"""Why a site is left out or a promise broken, found by really trying to put the visit in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from data.model import BrokenPromise, Unplanned
from planning.problem import has_way

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.model import Plan
    from planning.problem import Problem, ProblemShift, ProblemSite

_TRIED_SHIFTS = 3
"""How many of the shifts with the smallest detour are searched for a stop to drop."""


def with_reasons(problem: Problem, plan: Plan) -> Plan:
    """
    Give every site left out its reason, and every broken promise its figures.

    Parameters
    ----------
    problem, plan
        What was asked, and a plan that keeps the rules.

    Returns
    -------
    plan
        The same routes; ``unplanned`` has a code of ``data.words.UNPLANNED`` and the figures
        behind it, ``broken`` the reasons of the sites that would have kept the promise.
    """
    trial = Trial(problem, plan)
    unplanned = tuple(
        trial.explain(problem.sites[problem.site_index[u.site]]) for u in plan.unplanned
    )
    reason_of = {left.site: left for left in unplanned}
    broken = tuple(_explained(problem, one, reason_of) for one in plan.broken)
    return replace(plan, unplanned=unplanned, broken=broken)


@dataclass(frozen=True, slots=True)
class _Detour:
    """What a visit would add to one shift at its cheapest place."""

    extra_s: int
    shift: ProblemShift
    place: int


class Trial:
    """A plan to which single visits are added on trial."""

    def __init__(self, problem: Problem, plan: Plan | None) -> None:
        self.problem = problem
        self.routes: dict[str, list[ProblemSite]] = {shift.id: [] for shift in problem.shifts}
        for route in plan.routes if plan is not None else ():
            self.routes[route.shift] = [
                problem.sites[problem.site_index[stop.site]] for stop in route.stops
            ]
        self.frozen = {stop.site: stop.start_s for shift in problem.shifts for stop in shift.frozen}
        self.needed = self._needed()

    def _needed(self) -> dict[str, str]:
        """Find visits without which a coverage promise breaks, and name the promise."""
        visited = {stop.id for route in self.routes.values() for stop in route}
        needed: dict[str, str] = {}
        for cover in self.problem.cover:
            held = [site for site in cover.sites if site in visited]
            if len(held) <= cover.at_least:
                needed |= dict.fromkeys(held, cover.name)
        return needed

    def explain(self, site: ProblemSite) -> Unplanned:
        """
        Find the first rule that keeps every shift from a site, or what is in its way.

        Where those who may go have no hour for it, and somebody who may not go has, the rule that
        keeps that shift away is the reason.
        """
        if site.barred is not None:
            return Unplanned(site.id, site.barred.reason, dict(site.barred.detail))
        shifts = [s for s in self.problem.shifts if site.pin in (None, s.id)]
        able = [shift for shift in shifts if shift.refuses(site) is None]
        if not able:
            return _refused(site, shifts)
        reached = [shift for shift in able if self._is_reached(site, shift)]
        if not reached:
            return Unplanned(site.id, "unreachable", {"shifts": len(able)})
        opened = [shift for shift in reached if self.follows(shift, [site])]
        if not opened:
            fitting = [s for s in shifts if s not in able and self.follows(s, [site])]
            if fitting:
                return _refused(site, fitting)
            detail = {"windows": [list(window) for window in site.windows], "shifts": len(reached)}
            return Unplanned(site.id, "closed_all_week", detail)
        return Unplanned(site.id, "lost_to_better", self._cost(site, opened))

    def _is_reached(self, site: ProblemSite, shift: ProblemShift) -> bool:
        ways = self.problem.duration_s
        return has_way(int(ways[shift.node, site.node])) and has_way(
            int(ways[site.node, shift.last_node])
        )

    def _cost(self, site: ProblemSite, shifts: Sequence[ProblemShift]) -> dict[str, Any]:
        """
        Say what the visit would take, and which single visit of that shift it would drop.

        The shift is that of the cheapest visit to drop, or where the way adds least if none is
        enough.
        """
        detours = sorted(
            (self._detour(site, shift) for shift in shifts), key=lambda detour: detour.extra_s
        )
        drops = [
            (stop, detour)
            for detour in detours[:_TRIED_SHIFTS]
            for stop in self._drops(site, detour)
        ]
        if not drops:
            return self._figures(site, detours[0])
        dropped, detour = min(drops, key=lambda drop: self._worth(drop[0]))
        return self._figures(site, detour) | {
            "drops": dropped.id,
            "drops_prize": round(dropped.prize, 3),
            "drops_must": dropped.must,
            "drops_cover": self.needed.get(dropped.id),
        }

    def _worth(self, stop: ProblemSite) -> tuple[bool, float, str]:
        """Order visits by what dropping them costs: promises last."""
        return stop.must or stop.id in self.needed, stop.prize, stop.id

    @staticmethod
    def _figures(site: ProblemSite, detour: _Detour) -> dict[str, Any]:
        return {
            "shift": detour.shift.id,
            "minutes": round((site.service_s + detour.extra_s) / 60),
            "detour_minutes": round(detour.extra_s / 60),
            "prize": round(site.prize, 3),
        }

    def _detour(self, site: ProblemSite, shift: ProblemShift) -> _Detour:
        ways = self.problem.duration_s
        stops = [shift.node, *(stop.node for stop in self.routes[shift.id]), shift.last_node]
        alone = len(stops) == 2  # noqa: PLR2004
        added = [
            (
                int(ways[a, site.node])
                + int(ways[site.node, b])
                - (0 if alone else int(ways[a, b])),
                i,
            )
            for i, (a, b) in enumerate(pairwise(stops))
        ]
        extra_s, place = min(added)
        return _Detour(extra_s, shift, place)

    def _drops(self, site: ProblemSite, detour: _Detour) -> Iterable[ProblemSite]:
        """Find single stops of a shift for which the visit could be put in, driving unchanged."""
        route = self.routes[detour.shift.id]
        for number, stop in enumerate(route):
            if stop.id in self.frozen:
                continue
            rest = route[:number] + route[number + 1 :]
            place = detour.place - (number < detour.place)
            for at in dict.fromkeys((number, place)):
                if self.follows(detour.shift, [*rest[:at], site, *rest[at:]]):
                    yield stop
                    break

    def follows(self, shift: ProblemShift, stops: Sequence[ProblemSite]) -> bool:
        """Test whether a shift can make these visits in this order, at the earliest each."""
        fresh: float = shift.start_s
        rested: float = shift.start_s if shift.rest is None else float("inf")
        here = shift.node
        for stop in stops:
            fresh, rested = self._onward(shift, fresh, rested, here, stop.node)
            start_fresh, start_rested = self._opens(stop, fresh), self._opens(stop, rested)
            fresh, rested = start_fresh + stop.service_s, start_rested + stop.service_s
            here = stop.node
        return self._onward(shift, fresh, rested, here, shift.last_node)[1] <= shift.end_s

    def _onward(
        self, shift: ProblemShift, fresh: float, rested: float, here: int, there: int
    ) -> tuple[float, float]:
        """Drive on; the break may be taken on the way. Both are the same without a break."""
        way = int(self.problem.duration_s[here, there])
        if not has_way(way):
            return float("inf"), float("inf")
        if shift.rest is not None and fresh <= shift.rest.latest_s:
            taken = max(fresh + way, shift.rest.earliest_s) + shift.rest.duration_s
            return fresh + way, min(rested + way, taken)
        return fresh + way, rested + way

    def _opens(self, stop: ProblemSite, ready: float) -> float:
        if stop.id in self.frozen:
            start = self.frozen[stop.id]
            return start if ready <= start else float("inf")
        starts = [max(ready, open_s) for open_s, close_s in stop.windows if ready <= close_s]
        return min(starts, default=float("inf"))


def _refused(site: ProblemSite, shifts: Sequence[ProblemShift]) -> Unplanned:
    """Name the rule that comes closest to letting somebody go: the last one that anyone meets."""
    skilled = [shift for shift in shifts if site.needs <= shift.skills]
    if not skilled:
        lacking = sorted(site.needs - {skill for shift in shifts for skill in shift.skills})
        return Unplanned(site.id, "no_skilled_team", {"needs": lacking or sorted(site.needs)})
    most = max(shift.card_holders for shift in skilled)
    if most < site.card_holders:
        figures = {"card_holders": site.card_holders, "most": most}
        return Unplanned(site.id, "no_card_holders", figures)
    barred = [shift.id for shift in skilled if shift.refuses(site) == "forbidden"]
    if barred:
        return Unplanned(site.id, "forbidden", {"shifts": barred})
    only = [shift.id for shift in skilled if shift.refuses(site) == "home_village_only"]
    return Unplanned(site.id, "home_village_only", {"village": site.village, "only": only})


def _explained(
    problem: Problem, one: BrokenPromise, reason_of: dict[str, Unplanned]
) -> BrokenPromise:
    kind, _, name = one.promise.partition(":")
    if kind != "cover":
        left = reason_of[name]
        return BrokenPromise(one.promise, {"reason": left.reason, **left.detail})
    cover = next(cover for cover in problem.cover if cover.name == name)
    missed = [reason_of[site] for site in cover.sites if site in reason_of]
    counts: dict[str, int] = {}
    for left in missed:
        counts[left.reason] = counts.get(left.reason, 0) + 1
    visited = len(cover.sites) - len(missed)
    return BrokenPromise(
        one.promise, {"at_least": cover.at_least, "visited": visited, "reasons": counts}
    )
