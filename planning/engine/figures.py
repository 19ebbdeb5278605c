"""How far a search has come, in figures that people understand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planning.promises import broken_promises

if TYPE_CHECKING:
    from planning.engine.run import Run
    from planning.problem import Problem


@dataclass(frozen=True, slots=True)
class Figures:
    """
    The best plan so far.

    Attributes
    ----------
    prize, broken
        What it collects, and how many promises it breaks.
    bound
        What no plan that keeps its promises can collect more than.
    moves
        Moves made.
    """

    prize: float
    broken: int
    bound: float
    moves: int


def figures_of(asked: Problem, problem: Problem, run: Run, bound: float) -> Figures:
    """Count what the best plan so far holds; ``problem`` is ``asked`` in the search's order."""
    stops, length = run.champion.stops, run.champion.length
    if run.scratch.costs[1] < run.champion.cost:
        stops, length = run.scratch.best_stops, run.scratch.best_length
    routes = zip(stops, length, strict=True)
    visited = {problem.sites[site].id for route, count in routes for site in route[:count]}
    return Figures(
        prize=sum(site.prize for site in asked.sites if site.id in visited),
        broken=len(broken_promises(asked, visited)),
        bound=bound,
        moves=run.done,
    )
