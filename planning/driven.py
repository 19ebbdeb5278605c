"""The nodes that a route drives through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.model import Route
    from planning.problem import Problem


def nodes_of(problem: Problem, route: Route) -> list[int]:
    """List the nodes of a route, base to base; empty without a stop."""
    if not route.stops:
        return []
    shift = problem.shifts[problem.shift_index[route.shift]]
    sites, index = problem.sites, problem.site_index
    return [shift.node, *(sites[index[stop.site]].node for stop in route.stops), shift.last_node]
