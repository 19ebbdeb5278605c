"""Slack induction by string removals, made to choose among visits as well as to order them.

Christiaens and Vanden Berghe (2020), doi:10.1287/trsc.2019.0914: take strings of visits that lie
near each other out of several routes, put visits back greedily with a few places overlooked at
random, and accept by annealing. Here the visits offered for putting back are not only those taken
out but also absent ones near them, so that the plan changes what it collects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planning.engine.compiled import part
from planning.engine.cost import cost_of
from planning.engine.dice import share
from planning.engine.recreate import recreate
from planning.engine.route import can_be_made
from planning.engine.ruin import ruin
from planning.engine.scratch import keep_best, offer_absent, restore_best, settle, undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float64, uint64
    from numpy.typing import NDArray

    from planning.engine.route import Tour
    from planning.engine.scratch import Scratch
    from planning.engine.week import Week

    Perform = Callable[[int, Week, Tour, Scratch, NDArray[uint64], int, NDArray[float64]], None]

BEGIN, SEARCH, FINISH = range(3)
LEAST_GAIN = 1e-9
"""Smaller differences are rounding, not a better plan."""


def performer(stamp: str) -> Perform:
    """
    Make the function that does all the work on a plan, to be compiled by ``machine``.

    Parameters
    ----------
    stamp
        Fingerprint of the sources it is made from.

    Returns
    -------
    perform
        Called with a task, the problem, the plan under way, room to work, the random state, a
        number of moves, and shape ``(2,)``: the temperature of the first move and the factor
        from move to move. Works in place. ``BEGIN`` times the routes that stand in the scratch
        as the best. ``SEARCH`` moves on from the present plan. ``FINISH`` goes back to the best
        and offers every absent visit once more: annealing may end beside a free hour.
    """

    def perform(  # noqa: PLR0913, PLR0917  # compiled calls cost: all in one
        task: int,
        week: Week,
        tour: Tour,
        scratch: Scratch,
        dice: NDArray[uint64],
        steps: int,
        heat: NDArray[float64],
    ) -> None:
        if not stamp:
            return
        if task != SEARCH:
            restore_best(week, tour, scratch)
            scratch.costs[1] = scratch.costs[0] = cost_of(week, tour)
        heat_now = heat[0]
        for _ in range(steps):
            if task == SEARCH:
                offered, touched = ruin(week, tour, scratch, dice)
            else:
                offered, touched = offer_absent(tour, scratch), 0
            touched = recreate(week, tour, scratch, dice, offered, touched, task == SEARCH)
            cost = cost_of(week, tour) if _can_be_made(week, tour, scratch, touched) else np.inf
            if cost < scratch.costs[0] - heat_now * np.log(1.0 - share(dice)):
                scratch.costs[0] = cost
                settle(scratch, touched)
                if cost < scratch.costs[1] - LEAST_GAIN:
                    keep_best(tour, scratch)
            else:
                undo(week, tour, scratch, offered, touched)
            for i in range(touched):
                scratch.is_touched[scratch.touched[i]] = 0
            heat_now *= heat[1]

    return perform


@part
def _can_be_made(week: Week, tour: Tour, scratch: Scratch, touched: int) -> bool:
    """Test whether every touched route is in time."""
    for n in range(touched):  # noqa: SIM110  # compiled: no generator
        if not can_be_made(week, tour, scratch.touched[n]):
            return False
    return True
