"""Every rule a plan breaks, found by walking it again; no code is shared with the engine."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.model import UNREACHABLE
from data.words import UNPLANNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.model import Plan, Route, Stop
    from planning.problem import Problem, ProblemShift, ProblemSite

_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One rule that a plan breaks.

    Attributes
    ----------
    code
        Stable name of the rule, such as ``window`` or ``drive_s``.
    item
        The shift, site or promise concerned; ``plan`` for the whole.
    detail
        One sentence with the figures.
    """

    code: str
    item: str
    detail: str

    def __str__(self) -> str:
        """Say the item and what is wrong with it."""
        return f"{self.item}: {self.detail}"


def check_plan(problem: Problem, plan: Plan) -> tuple[Fault, ...]:
    """
    Re-simulate a plan from nothing but the problem.

    Parameters
    ----------
    problem, plan
        What was asked, and what came back; of the engine or of anybody else.

    Returns
    -------
    faults
        Empty if the plan keeps every rule. A broken promise is no fault as long as the plan says
        so; one that it hides is.
    """
    return tuple(_number_faults(plan)) or tuple(_faults(problem, plan))


def _number_faults(plan: Plan) -> Iterator[Fault]:
    """Name times that are not whole and sums that are not finite: no more can be judged then."""
    for route in plan.routes:
        times = {"drive_s": route.drive_s, "work_s": route.work_s}
        if route.break_start_s is not None:
            times["break_start_s"] = route.break_start_s
        yield from _fraction_faults(route.shift, times)
        for stop in route.stops:
            ends = {"arrive_s": stop.arrive_s, "start_s": stop.start_s, "end_s": stop.end_s}
            yield from _fraction_faults(stop.site, ends)
    for name, total in (("prize", plan.prize), ("bound", plan.bound)):
        if not (isinstance(total, int | float) and math.isfinite(total)):
            yield Fault("number", "plan", f"The {name} must be a finite number, not {total!r}.")


def _fraction_faults(item: str, times: Mapping[str, object]) -> Iterator[Fault]:
    for name, value in times.items():
        if isinstance(value, bool) or not isinstance(value, int):
            yield Fault("number", item, f"{name} must be whole seconds, not {value!r}.")


def _faults(problem: Problem, plan: Plan) -> Iterator[Fault]:
    known = _Known(problem)
    yield from _naming_faults(known, plan)
    for route in plan.routes:
        shift = known.shifts.get(route.shift)
        if shift is not None and all(stop.site in known.sites for stop in route.stops):
            yield from _route_faults(known, shift, route)
    yield from _frozen_faults(known, plan)
    yield from _gap_faults(known, plan)
    yield from _unplanned_faults(known, plan)
    yield from _promise_faults(known, plan)
    yield from _total_faults(known, plan)


class _Known:
    """The problem by id."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.sites = {site.id: site for site in problem.sites}
        self.shifts = {shift.id: shift for shift in problem.shifts}
        self.frozen = {
            stop.site: (shift.id, stop.start_s) for shift in problem.shifts for stop in shift.frozen
        }

    def way_s(self, start: int, end: int) -> int | None:
        """Seconds from node to node; ``None`` where there is no way."""
        way_s = int(self.problem.duration_s[start, end])
        return None if way_s == UNREACHABLE else way_s


def _stops(plan: Plan) -> list[Stop]:
    return [stop for route in plan.routes for stop in route.stops]


def _naming_faults(known: _Known, plan: Plan) -> Iterator[Fault]:
    """Ids that the problem does not have, and ids used twice."""
    for shift, times in Counter(route.shift for route in plan.routes).items():
        if shift not in known.shifts:
            yield Fault("unknown_shift", shift, "The problem has no such shift.")
        if times > 1:
            yield Fault("shift_twice", shift, f"The plan has {times} routes for it.")
    for site, times in Counter(stop.site for stop in _stops(plan)).items():
        if site not in known.sites:
            yield Fault("unknown_site", site, "The problem has no such site.")
        if times > 1:
            yield Fault("site_twice", site, f"The plan visits it {times} times.")


def _route_faults(known: _Known, shift: ProblemShift, route: Route) -> Iterator[Fault]:
    yield from _break_faults(shift, route)
    for stop in route.stops:
        site = known.sites[stop.site]
        yield from _stop_faults(shift, route, site, stop)
        if stop.site not in known.frozen:
            yield from _rule_faults(shift, site, stop)
    yield from _way_faults(known, shift, route)
    work_s = sum(known.sites[stop.site].service_s for stop in route.stops)
    if route.work_s != work_s:
        yield Fault("work_s", shift.id, f"Services sum to {work_s} s, not {route.work_s} s.")


def _break_faults(shift: ProblemShift, route: Route) -> Iterator[Fault]:
    rest, start_s = shift.rest, route.break_start_s
    if rest is None:
        if start_s is not None:
            yield Fault("break", shift.id, "The shift has no break, the route does.")
    elif start_s is None:
        if route.stops:
            yield Fault("break", shift.id, "The route lacks the shift's break.")
    elif not rest.earliest_s <= start_s <= rest.latest_s:
        allowed = f"[{rest.earliest_s}, {rest.latest_s}]"
        yield Fault("break", shift.id, f"The break starts at {start_s}, outside {allowed}.")
    elif start_s < shift.start_s or start_s + rest.duration_s > shift.end_s:
        yield Fault("break", shift.id, "The break does not lie within the shift.")


def _stop_faults(
    shift: ProblemShift, route: Route, site: ProblemSite, stop: Stop
) -> Iterator[Fault]:
    """Compare the times of one stop with itself, the break and the shift."""
    if stop.end_s - stop.start_s != site.service_s:
        took_s = stop.end_s - stop.start_s
        yield Fault("service", stop.site, f"Service takes {took_s} s, not {site.service_s} s.")
    if stop.start_s < stop.arrive_s:
        yield Fault("arrival", stop.site, "Service starts before the team arrives.")
    if stop.arrive_s < shift.start_s or stop.end_s > shift.end_s:
        yield Fault("shift", stop.site, f"The stop lies outside shift {shift.id!r}.")
    if _shared_s(shift, route, stop.start_s, stop.end_s) > 0:
        yield Fault("straddle", stop.site, "Service goes on during the break.")


def _shared_s(shift: ProblemShift, route: Route, from_s: int, to_s: int) -> int:
    """Seconds of the break within a span of time."""
    if shift.rest is None or route.break_start_s is None:
        return 0
    over_s = route.break_start_s + shift.rest.duration_s
    return max(0, min(to_s, over_s) - max(from_s, route.break_start_s))


def _rule_faults(shift: ProblemShift, site: ProblemSite, stop: Stop) -> Iterator[Fault]:
    """Rules between one team and one site."""
    if site.barred is not None:
        yield Fault("barred", site.id, f"Nobody may visit it: {site.barred.reason}.")
    if not any(open_s <= stop.start_s <= close_s for open_s, close_s in site.windows):
        yield Fault("window", site.id, f"Service starts at {stop.start_s}, when it is closed.")
    lacking = sorted(site.needs - shift.skills)
    if lacking:
        yield Fault("skill", site.id, f"Shift {shift.id!r} lacks {', '.join(lacking)}.")
    if shift.card_holders < site.card_holders:
        figures = f"{shift.card_holders} card holders, not {site.card_holders}"
        yield Fault("card_holders", site.id, f"Shift {shift.id!r} has {figures}.")
    if site.village is not None and site.village == shift.home_village:
        yield Fault("home_village", site.id, f"Shift {shift.id!r} is at home in its village.")
    if site.pin is not None and site.pin != shift.id:
        yield Fault("pin", site.id, f"It is pinned to shift {site.pin!r}, not {shift.id!r}.")
    if shift.id in site.forbidden_shifts:
        yield Fault("forbidden", site.id, f"Shift {shift.id!r} is forbidden to visit it.")


def _way_faults(known: _Known, shift: ProblemShift, route: Route) -> Iterator[Fault]:
    """Driving between stops, and out and back."""
    left_s, here, drive_s = shift.start_s, shift.node, 0
    for stop in route.stops:
        node = known.sites[stop.site].node
        way_s = known.way_s(here, node)
        free_s = stop.arrive_s - left_s - _shared_s(shift, route, left_s, stop.arrive_s)
        if way_s is None:
            yield Fault("no_way", stop.site, "No way leads there from the stop before.")
        elif free_s < way_s:
            yield Fault("too_fast", stop.site, f"The way takes {way_s} s, the plan has {free_s} s.")
        drive_s += way_s or 0
        left_s, here = stop.end_s, node
    if route.stops:
        way_s = known.way_s(here, shift.last_node)
        free_s = shift.end_s - left_s - _shared_s(shift, route, left_s, shift.end_s)
        if way_s is None:
            yield Fault("no_way", shift.id, "No way leads back from the last stop.")
        elif free_s < way_s:
            yield Fault("late_back", shift.id, f"The way back takes {way_s} s of {free_s} s left.")
        drive_s += way_s or 0
    if route.drive_s != drive_s:
        yield Fault("drive_s", shift.id, f"Ways sum to {drive_s} s, not {route.drive_s} s.")


def _frozen_faults(known: _Known, plan: Plan) -> Iterator[Fault]:
    placed = {
        stop.site: (route.shift, stop.start_s) for route in plan.routes for stop in route.stops
    }
    for site, held in known.frozen.items():
        if site in placed and placed[site] != held:
            yield Fault("frozen", site, f"It must stay in shift {held[0]!r} at {held[1]}.")


def _gap_faults(known: _Known, plan: Plan) -> Iterator[Fault]:
    """Visits of one place that are too close."""
    at_place: dict[str, list[tuple[int, int, ProblemSite]]] = {}
    for stop in _stops(plan):
        site = known.sites.get(stop.site)
        if site is not None:
            visits = at_place.setdefault(site.visit_of or site.id, [])
            visits.append((stop.start_s, stop.end_s, site))
    for visits in at_place.values():
        visits.sort(key=lambda visit: visit[:2])
        for number, (_, end_s, site) in enumerate(visits):
            for start_s, _, other in visits[number + 1 :]:
                gap_s = max(site.min_gap_s, other.min_gap_s)
                if start_s - end_s < gap_s:
                    text = f"It starts {start_s - end_s} s after {site.id!r}, not {gap_s} s."
                    yield Fault("min_gap", other.id, text)


def _unplanned_faults(known: _Known, plan: Plan) -> Iterator[Fault]:
    visited = {stop.site for stop in _stops(plan)}
    listed = Counter(left.site for left in plan.unplanned)
    for site in known.sites:
        if site not in visited and site not in listed:
            yield Fault("unlisted", site, "It is neither visited nor listed as left out.")
    for site, times in listed.items():
        if site not in known.sites:
            yield Fault("unknown_site", site, "It is listed as left out, and nobody asked for it.")
        elif site in visited:
            yield Fault("listed_visited", site, "It is visited, and listed as left out.")
        elif times > 1:
            yield Fault("listed_twice", site, f"It is listed as left out {times} times.")
    for left in plan.unplanned:
        if left.reason not in UNPLANNED:
            yield Fault("reason", left.site, f"{left.reason!r} is no known reason.")


def _promise_faults(known: _Known, plan: Plan) -> Iterator[Fault]:
    """Promises broken in silence, and promises listed as broken that are kept."""
    told = Counter(one.promise for one in plan.broken)
    true = _broken(known, {stop.site for stop in _stops(plan)})
    for promise in true:
        if promise not in told:
            yield Fault("hidden_promise", promise, "It is broken, and the plan does not say so.")
    for promise, times in told.items():
        if promise not in true:
            yield Fault("kept_promise", promise, "It is listed as broken, and is kept or unknown.")
        elif times > 1:
            yield Fault("promise_twice", promise, f"It is listed as broken {times} times.")


def _broken(known: _Known, visited: set[str]) -> list[str]:
    broken = []
    for site in known.sites.values():
        if site.id in visited:
            continue
        if site.id in known.frozen:
            broken.append(f"frozen:{site.id}")
        elif site.must:
            broken.append(f"must:{site.id}")
        elif site.pin is not None:
            broken.append(f"pin:{site.id}")
    short = [
        f"cover:{cover.name}"
        for cover in known.problem.cover
        if len(visited.intersection(cover.sites)) < cover.at_least
    ]
    return broken + short


def _total_faults(known: _Known, plan: Plan) -> Iterator[Fault]:
    visited = {stop.site for stop in _stops(plan)} & set(known.sites)
    prize = sum(known.sites[site].prize for site in visited)
    slack = _TOLERANCE * max(1.0, prize)
    if not abs(plan.prize - prize) <= slack:
        yield Fault("prize", "plan", f"Prizes sum to {prize:g}, not {plan.prize:g}.")
    if not plan.bound >= prize - slack:
        yield Fault("bound", "plan", f"The bound {plan.bound:g} is below the prize {prize:g}.")
