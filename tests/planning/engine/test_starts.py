"""A budget is shared by several searches only where each has moves enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from planning.check import check_plan
from planning.engine import solve
from planning.engine.starts import starts_for
from planning.plan_json import write_plan
from tests.planning.instances import problem, visit

if TYPE_CHECKING:
    from planning.problem import Problem


@pytest.mark.parametrize(
    ("sites", "moves", "starts"),
    [
        (0, 0, 1),
        (100, 49_999, 1),
        (100, 50_000, 2),
        (200, 159_999, 1),
        (200, 240_000, 3),
        (2000, 600_000, 1),
        (8, 10_000_000, 8),
    ],
)
def test_each_search_has_two_moves_for_every_pair_of_sites(
    sites: int, moves: int, starts: int
) -> None:
    """200 sites: 2 x 200 x 200 = 80,000 moves each; never under 25,000, never over eight."""
    assert starts_for(sites, moves) == starts


def test_several_searches_repeat_and_spend_the_whole_budget() -> None:
    """75,001 moves are three searches of 25,000 or one more; the same seed gives the same plan."""
    first, again = (solve(three(), seed=1, iterations=75_001) for _ in range(2))
    assert first.iterations == 75_001
    assert write_plan(first) == write_plan(again)
    assert check_plan(three(), first) == ()


def test_an_earlier_plan_is_never_lost_to_a_later_search() -> None:
    """Every search begins with the plan handed in, and the best of all is the answer."""
    earlier = solve(three(), seed=1, iterations=100)
    later = solve(three(), seed=2, iterations=50_000, start=earlier)
    assert later.prize >= earlier.prize


def test_a_search_stopped_in_its_second_start_keeps_the_best_of_the_first() -> None:
    """All three sites fit; a second search that has just begun must not take them away."""
    seen: list[float] = []

    def progress(done: float, total: float, note: str = "") -> None:  # noqa: ARG001
        seen.append(done)

    plan = solve(
        three(), seed=1, iterations=50_000, progress=progress, stop=lambda: seen[-1] > 25_000
    )
    assert plan.iterations < 26_000
    assert {stop.site for route in plan.routes for stop in route.stops} == {"a", "b", "c"}


def three() -> Problem:
    """Three sites that one shift can visit."""
    return problem(visit("a", 1), visit("b", 2), visit("c", 3))
