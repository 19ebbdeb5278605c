"""Shortest times to and from a base, over whatever lies between."""

from __future__ import annotations

import numpy as np
import pytest

from planning.engine.reach import FAR_S, Reach
from tests.planning.instances import MINUTE, problem, visit

NO_WAY = 2**31 - 1


@pytest.fixture
def reach() -> Reach:
    """One way round: 0 to 1 to 2 to 0, a minute each; 0 to 2 takes nine; 3 lies apart."""
    ways = np.full((4, 4), NO_WAY, dtype=np.int32)
    ways[[0, 1, 2], [1, 2, 0]] = MINUTE
    ways[0, 2] = 9 * MINUTE
    return Reach(problem(visit("a", 1), visit("b", 2), visit("c", 3), duration_s=ways))


def test_a_detour_may_be_shorter_than_the_direct_way(reach: Reach) -> None:
    """Over 1 it is two minutes to 2, not nine."""
    assert reach.out_s(0, 2) == 2 * MINUTE


def test_the_way_back_is_not_the_way_out(reach: Reach) -> None:
    """From 1 back to 0 leads only over 2."""
    assert (reach.out_s(0, 1), reach.back_s(1, 0)) == (MINUTE, 2 * MINUTE)


def test_where_no_way_leads_is_far(reach: Reach) -> None:
    """Nothing leads to 3 or away from it; a base is at itself."""
    assert min(reach.out_s(0, 3), reach.back_s(3, 0)) >= FAR_S
    assert reach.out_s(0, 0) == 0


def test_a_route_passes_nothing_but_visits_and_bases() -> None:
    """Nobody goes to 1 this week: the way to 2 is the direct one, of nine minutes."""
    ways = np.full((3, 3), 9 * MINUTE, dtype=np.int32)
    ways[[0, 1], [1, 2]] = MINUTE
    asked = problem(visit("b", 2), duration_s=ways)
    assert Reach(asked).out_s(0, 2) == 9 * MINUTE
