"""A running week while hand changes are done to it, and who may go where in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from data.model import Plan, Route, Stop
from data.units import clock
from data.words import SKILLS, UNPLANNED, label
from planning.problem import Window, has_way
from planning.reasons import Trial

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planning.problem import Problem, ProblemShift, ProblemSite

Both = tuple[str, str]
"""Chinese and English."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """
    A running week under change.

    Attributes
    ----------
    problem
        The whole week's problem with the pins, bans and hours set so far.
    plan
        The plan in hand, each stop where the changes so far want it.
    ahead
        What lay ahead before any change: who is free where and when.
    begun
        Visits made or under way.
    hours
        Windows of visits as they were before somebody set a time for them, by site.
    names
        What people call sites and shifts.
    notes
        What a change left as it was, and why; with the number of the change.
    """

    problem: Problem
    plan: Plan
    ahead: Problem
    begun: frozenset[str]
    hours: Mapping[str, tuple[Window, ...]]
    names: Mapping[str, str]
    notes: tuple[tuple[int, Both], ...] = ()

    def site(self, site_id: str) -> ProblemSite:
        """Return a visit as it is asked for by now."""
        return self.problem.sites[self.problem.site_index[site_id]]

    def with_site(self, site: ProblemSite) -> Draft:
        """Ask for a visit in another way."""
        sites = tuple(site if one.id == site.id else one for one in self.problem.sites)
        return replace(self, problem=replace(self.problem, sites=sites))

    def shift_of(self, site_id: str) -> str | None:
        """Find the shift that the plan in hand visits a site in."""
        return next(
            (
                route.shift
                for route in self.plan.routes
                if any(stop.site == site_id for stop in route.stops)
            ),
            None,
        )

    def stops_ahead(self, shift: str) -> tuple[Stop, ...]:
        """List the stops of a shift that can still be changed."""
        stops = (stop for route in self.plan.routes if route.shift == shift for stop in route.stops)
        return tuple(
            stop
            for stop in stops
            if stop.site not in self.begun and stop.site in self.problem.site_index
        )

    def without_stop(self, site_id: str) -> Draft:
        """Take a stop out of the plan in hand."""
        routes = tuple(
            replace(route, stops=tuple(stop for stop in route.stops if stop.site != site_id))
            for route in self.plan.routes
        )
        return replace(self, plan=replace(self.plan, routes=routes))

    def with_stop(self, site_id: str, shift: str, at_s: int | None) -> Draft:
        """
        Put a stop into a shift: near its time, else near where the way grows least.

        Where the day is too full for it, the one or two stops that are worth least and make room
        go.
        """
        bare = self.without_stop(site_id)
        former = next((route for route in bare.plan.routes if route.shift == shift), None)
        route = former or Route(shift=shift, stops=(), break_start_s=None, drive_s=0, work_s=0)
        start_s = at_s or 0
        stop = Stop(site_id, start_s, start_s, start_s + self.site(site_id).service_s)
        return bare.with_route(
            replace(route, stops=_with_room(bare, route, stop, _place(bare, route, site_id, at_s)))
        )

    def with_route(self, route: Route) -> Draft:
        """Put one route in the place of the shift's."""
        others = [one for one in self.plan.routes if one.shift != route.shift]
        routes = {one.shift: one for one in (*others, route)}
        order = [one.shift for one in self.plan.routes]
        listed = [*order, *(shift for shift in routes if shift not in order)]
        return replace(
            self, plan=replace(self.plan, routes=tuple(routes[shift] for shift in listed))
        )

    def obstacle(self, site: ProblemSite, shift_id: str) -> Both | None:
        """
        Say why a shift cannot make a visit, even if it made no other; ``None`` where it can.

        Both texts speak of the visit, without a full stop.
        """
        shift = self.ahead.shifts[self.ahead.shift_index[shift_id]]
        if site.barred is not None:
            reason = site.barred.reason
            return label(UNPLANNED, reason, "zh"), label(UNPLANNED, reason, "en")
        code = shift.refuses(site)
        if code is not None:
            return _rule_words(code, site, shift, self.names)
        if not Trial(self.ahead, None).follows(shift, [site]):
            name = self.names.get(shift_id, shift_id)
            hours = f"{clock(shift.start_s)}–{clock(shift.end_s)}"
            return (
                f"{name}里没有合适的时段（班次 {hours}），已算上往返路程",
                f"no hour of {name} suits it (it works {hours}), ways there and back included",
            )
        return None


def _with_room(draft: Draft, route: Route, stop: Stop, place: int) -> tuple[Stop, ...]:
    """Put a stop as near to a place as the day allows, without one or two others if need be."""
    made = [one for one in route.stops if one.site in draft.begun]
    free = [one for one in route.stops if one.site in draft.ahead.site_index]
    shift = draft.ahead.shifts[draft.ahead.shift_index[route.shift]]
    trial = Trial(draft.ahead, None)
    near = max(0, place - len(made))
    for gone in _fewest(draft, free):
        rest = [one for one in free if one not in gone]
        for at in sorted(range(len(rest) + 1), key=lambda at: (abs(at - near), at)):
            stops = [*rest[:at], stop, *rest[at:]]
            if trial.follows(shift, [draft.site(one.site) for one in stops]):
                return (*made, *stops)
    return (*made, *free[:near], stop, *free[near:])


def _fewest(draft: Draft, stops: Sequence[Stop]) -> list[tuple[Stop, ...]]:
    """List what may make room: nothing, then one or two stops by what they are worth together."""
    loose = [stop for stop in stops if draft.site(stop.site).pin is None]
    sets = [*combinations(loose, 1), *combinations(loose, 2)]

    def worth(gone: tuple[Stop, ...]) -> tuple[int, float]:
        sites = [draft.site(stop.site) for stop in gone]
        return sum(site.must for site in sites), sum(site.prize for site in sites)

    return [(), *sorted(sets, key=worth)]


def _place(draft: Draft, route: Route, site_id: str, at_s: int | None) -> int:
    stops = route.stops
    if at_s is not None:
        return sum(stop.start_s < at_s for stop in stops)
    known = draft.problem.site_index
    shift = draft.problem.shifts[draft.problem.shift_index[route.shift]]
    nodes = [draft.site(stop.site).node if stop.site in known else None for stop in stops]
    return _cheapest(draft.problem, draft.site(site_id).node, [shift.node, *nodes, shift.last_node])


def _cheapest(problem: Problem, node: int, along: Sequence[int | None]) -> int:
    """Find between which two points a stop adds least driving; the last place if none is known."""
    ways = problem.duration_s
    found = [
        (int(ways[a, node]) + int(ways[node, b]) - int(ways[a, b]), place)
        for place, (a, b) in enumerate(pairwise(along))
        if a is not None and b is not None and has_way(int(ways[a, b]))
    ]
    return min(found)[1] if found else len(along) - 2


def _rule_words(
    code: str, site: ProblemSite, shift: ProblemShift, names: Mapping[str, str]
) -> Both:
    team = names.get(shift.id, shift.id)
    if code == "no_skilled_team":
        lacking = [SKILLS.get(skill, (skill, skill)) for skill in sorted(site.needs - shift.skills)]
        zh, en = "、".join(zh for zh, _ in lacking), ", ".join(en for _, en in lacking)
        return f"{team}不具备所需专长（{zh}）", f"{team} lacks a skill it needs ({en})"
    if code == "no_card_holders":
        need, most = site.card_holders, shift.card_holders
        return f"需 {need} 名持证人员，{team}只有 {most} 名", (
            f"it needs {need} card holders, {team} has {most}"
        )
    if code == "home_village_only":
        return f"{site.village}是{team}的本村，须回避", f"{site.village} is the home of {team}"
    return f"已不许{team}前往", f"it is forbidden to {team}"
