"""The county's plan under way: the route of every shift, and who is left for whom to visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.model import BrokenPromise, Plan, Unplanned
from planning.county.cutting import Cut, cut_out
from planning.promises import broken_promises, promise_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data.model import Route
    from planning.county.parting import Part
    from planning.county.zones import Zone
    from planning.problem import Problem


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What stands so far.

    Attributes
    ----------
    problem, parts
        The county's problem, and its parts.
    routes
        Routes by shift id; a shift that nobody planned yet has none.
    """

    problem: Problem
    parts: Sequence[Part]
    routes: Mapping[str, Route]

    def shifts_of(self, parts: Iterable[int]) -> list[int]:
        """List the shifts of some parts, rising."""
        return sorted(shift for part in parts for shift in self.parts[part].shifts)

    def cut(self, zone: Zone, *, moving: Collection[int] = ()) -> Cut:
        """
        Cut a zone out as it stands.

        Parameters
        ----------
        zone
            Its shifts with what they visit, and what else is offered to them and is visited by
            nobody.
        moving
            Shifts that are searched at the same time: nobody counts on what they visit.
        """
        mine = {self.problem.shifts[shift].id for shift in zone.shifts}
        away = {self.problem.shifts[shift].id for shift in moving} - mine
        stops = {name: route.stops for name, route in self.routes.items()}
        held = {stop.site for name in mine for stop in stops.get(name, ())}
        taken = self.visited() - held
        offered = set(zone.sites)
        sites = [
            number
            for number, site in enumerate(self.problem.sites)
            if site.id in held or (number in offered and site.id not in taken)
        ]
        fixed = {
            stop.site: stop
            for name, found in stops.items()
            if name not in mine and name not in away
            for stop in found
        }
        return cut_out(self.problem, sites=sites, shifts=zone.shifts, elsewhere=fixed)

    def visited(self) -> set[str]:
        """List the ids of all sites that somebody visits."""
        return {stop.site for route in self.routes.values() for stop in route.stops}

    def nearness(self, shift: int, away_s: Mapping[int, int]) -> int:
        """Give the least of some figures of sites among the stops of a shift; -1 without a stop."""
        stops = self.routes[self.problem.shifts[shift].id].stops
        index = self.problem.site_index
        known = [away_s[index[stop.site]] for stop in stops if index[stop.site] in away_s]
        return min(known, default=-1)

    def is_promised(self, site: int) -> bool:
        """Tell whether a visit is a promise by itself."""
        return promise_of(self.problem.sites[site]) is not None

    def part_plan(self, cut: Cut) -> Plan:
        """Write what stands of a cut as a plan of its own, not explained."""
        routes = tuple(
            self.routes[shift.id] for shift in cut.problem.shifts if shift.id in self.routes
        )
        visited = {stop.site for route in routes for stop in route.stops}
        broken = broken_promises(cut.problem, visited)
        sites = cut.problem.sites
        return Plan(
            routes=routes,
            unplanned=tuple(
                Unplanned(site.id, "lost_to_better") for site in sites if site.id not in visited
            ),
            broken=tuple(BrokenPromise(f"{kind}:{name}") for kind, name in broken),
            prize=sum(site.prize for site in sites if site.id in visited),
            bound=0.0,
            seed=0,
            iterations=0,
        )

    def with_routes(self, routes: Iterable[Route]) -> Standing:
        """Put other routes in the place of those of the same shifts."""
        changed = {**self.routes, **{route.shift: route for route in routes}}
        return Standing(self.problem, self.parts, changed)

    def clashes(self, routes: Iterable[Route]) -> bool:
        """Tell whether routes visit a place too close to a visit that other shifts make there."""
        new = {route.shift: route for route in routes}
        sites, index = self.problem.sites, self.problem.site_index
        visits: dict[str, list[tuple[int, int, int]]] = {}
        for name, route in {**self.routes, **new}.items():
            for stop in route.stops:
                site = sites[index[stop.site]]
                if name in new or site.visit_of is not None or site.min_gap_s:
                    facts = (stop.start_s, stop.end_s, site.min_gap_s)
                    visits.setdefault(site.place, []).append(facts)
        return any(_are_close(found) for found in visits.values() if len(found) > 1)


def _are_close(visits: list[tuple[int, int, int]]) -> bool:
    """Tell whether two visits of one place follow each other sooner than either allows."""
    ordered = sorted(visits)
    return any(
        later[0] - earlier[1] < max(earlier[2], later[2])
        for number, earlier in enumerate(ordered)
        for later in ordered[number + 1 :]
    )
