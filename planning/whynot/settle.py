"""The last visits that need nobody's place: put in before anybody is told why they are out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.model import BrokenPromise, Unplanned
from planning.promises import broken_promises
from planning.whynot.board import Board
from planning.whynot.gain import Gains

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem
    from planning.whynot.swaps import Swap


def settled(problem: Problem, plan: Plan) -> tuple[Plan, Board]:
    """
    Put in what fits without loss, and what keeps a promise for no promise of its rank.

    Parameters
    ----------
    problem, plan
        What was asked, and a plan that keeps the rules.

    Returns
    -------
    plan
        The plan, better or the same: nobody is told that a visit is out for want of room when
        there is room, or that a promise is broken that a swap would keep.
    board
        The same plan laid out for trials.
    """
    while True:
        board = Board(problem, plan)
        swap = _gaining(problem, plan, board)
        if swap is None:
            return plan, board
        plan = swapped(problem, plan, swap)


def _gaining(problem: Problem, plan: Plan, board: Board) -> Swap | None:
    """Find a swap to make; those that trade prize for prize are the search's business."""
    gains = Gains(problem, plan)
    held = wanted(problem, plan)
    for swap in board.swaps.values():
        if (not swap.drops or swap.site.id in held) and gains.is_gain(swap):
            return swap
    return None


def wanted(problem: Problem, plan: Plan) -> set[str]:
    """Find the visits that would keep a broken promise."""
    covers = {cover.name: cover for cover in problem.cover}
    sites: set[str] = set()
    for one in plan.broken:
        kind, _, name = one.promise.partition(":")
        sites.update(covers[name].sites if kind == "cover" else [name])
    return sites


def swapped(problem: Problem, plan: Plan, swap: Swap) -> Plan:
    """Make a swap; reasons and figures of what is left out are to be found anew."""
    routes = tuple(swap.route if one.shift == swap.shift.id else one for one in plan.routes)
    visited = {stop.site for route in routes for stop in route.stops}
    prize = sum(site.prize for site in problem.sites if site.id in visited)
    return replace(
        plan,
        routes=routes,
        unplanned=tuple(
            Unplanned(site.id, "lost_to_better") for site in problem.sites if site.id not in visited
        ),
        broken=tuple(
            BrokenPromise(f"{kind}:{name}") for kind, name in broken_promises(problem, visited)
        ),
        prize=prize,
        bound=max(plan.bound, prize),
    )
