"""A part of a county as a problem of its own, while the plan elsewhere stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from planning.driven import nodes_of
from planning.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy import int64
    from numpy.typing import NDArray

    from data.model import Route, Stop
    from planning.problem import Cover, ProblemSite, Window


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """
    A problem cut out of a larger one.

    Attributes
    ----------
    problem
        The part alone, with a matrix of its own.
    nodes
        Shape ``(n,)``: the node of the larger problem behind each row of that matrix.
    """

    problem: Problem
    nodes: NDArray[int64]

    def legs(self, routes: Iterable[Route]) -> dict[tuple[int, int], int]:
        """Give the ways that routes drive, seconds by the nodes of the larger problem."""
        known = {}
        for route in routes:
            way = nodes_of(self.problem, route)
            for start, end in pairwise(way):
                pair = int(self.nodes[start]), int(self.nodes[end])
                known[pair] = int(self.problem.duration_s[start, end])
        return known


def cut_out(
    whole: Problem, *, sites: Sequence[int], shifts: Sequence[int], elsewhere: Mapping[str, Stop]
) -> Cut:
    """
    Cut some sites and shifts out of a problem.

    Parameters
    ----------
    whole
        The county's problem.
    sites, shifts
        Numbers of the sites and shifts to keep.
    elsewhere
        Stops by site id that other shifts make: they count for coverage promises that reach
        beyond the part, and a visit of the same place keeps its distance from them.

    Returns
    -------
    cut
        Its matrix is measured anew: of these nodes alone.
    """
    kept, teams = [whole.sites[n] for n in sites], [whole.shifts[n] for n in shifts]
    ends = [node for shift in teams for node in (shift.node, shift.last_node)]
    nodes = np.unique(np.array([site.node for site in kept] + ends, dtype=np.int64))
    row = {int(node): number for number, node in enumerate(nodes)}
    visits, here = _visits_by_place(whole, elsewhere), {shift.id for shift in teams}
    problem = Problem(
        sites=tuple(
            replace(
                site,
                node=row[site.node],
                windows=_apart(site, visits.get(site.place, ())),
                forbidden_shifts=site.forbidden_shifts & here,
            )
            for site in kept
        ),
        shifts=tuple(
            replace(shift, node=row[shift.node], end_node=row[shift.last_node]) for shift in teams
        ),
        cover=_covers(whole.cover, {site.id for site in kept}, elsewhere),
        duration_s=np.ascontiguousarray(whole.duration_s[np.ix_(nodes, nodes)], dtype=np.int32),
        balance=whole.balance,
        travel_weight=whole.travel_weight,
    )
    return Cut(problem, nodes)


def _covers(
    covers: Iterable[Cover], kept: set[str], elsewhere: Mapping[str, Stop]
) -> tuple[Cover, ...]:
    """Keep what a part can still do for coverage; a cover of sites that nobody has is nobody's."""
    cut = []
    for cover in covers:
        mine = tuple(site for site in cover.sites if site in kept)
        if mine:
            seen = sum(site in elsewhere for site in cover.sites)
            needed = max(cover.at_least - seen, 0)
            cut.append(replace(cover, sites=mine, at_least=needed))
    return tuple(cut)


def _visits_by_place(
    whole: Problem, elsewhere: Mapping[str, Stop]
) -> dict[str, list[tuple[Stop, int]]]:
    """List the stops made elsewhere, with the gap that their visit asks for, by place."""
    found: dict[str, list[tuple[Stop, int]]] = {}
    for name, stop in elsewhere.items():
        site = whole.sites[whole.site_index[name]]
        found.setdefault(site.place, []).append((stop, site.min_gap_s))
    return found


def _apart(site: ProblemSite, visits: Iterable[tuple[Stop, int]]) -> tuple[Window, ...]:
    """Take out of a site's hours those too close to another visit of the same place."""
    windows = site.windows
    for stop, asked_s in visits:
        gap_s = max(asked_s, site.min_gap_s)
        before_s, after_s = stop.start_s - gap_s - site.service_s, stop.end_s + gap_s
        windows = tuple(
            (first, last)
            for open_s, close_s in windows
            for first, last in ((open_s, min(close_s, before_s)), (max(open_s, after_s), close_s))
            if first <= last
        )
    return windows
