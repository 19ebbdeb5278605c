"""A problem as arrays: windows by shift, ranks of promises, room in a route."""

from __future__ import annotations

import pytest

from data.errors import ProblemError
from planning.engine.week import PENALTIES, RANK, lay_out, most_stops, windows_in
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit


def test_windows_are_cut_by_the_way_out_and_back() -> None:
    """Two minutes out, ten of work, two back: between 2 and 48 of the hour."""
    asked = problem(visit("a", 2))
    assert windows_in(asked, asked.sites[0], asked.shifts[0], {}) == ((120, 48 * MINUTE),)


def test_overlapping_windows_are_joined() -> None:
    """Ten to twenty lies within five to thirty."""
    asked = problem(visit("a", 0, windows=((600, 1200), (300, 1800))))
    assert windows_in(asked, asked.sites[0], asked.shifts[0], {}) == ((300, 1800),)


def test_a_promise_weighs_more_than_all_below_it() -> None:
    """Two of rank 1 and all prizes together are less than one of rank 0."""
    sites = [visit("law", 1, must=True)]
    sites += [visit(f"d{n}", 1, must=True, must_rank=1) for n in range(2)]
    week = lay_out(problem(*sites))
    law, draw = week.weights[PENALTIES:]
    assert law > 2 * draw + 30
    assert week.sites[:, RANK].tolist() == [0, 1, 1]


def test_too_many_ranks_are_refused() -> None:
    """Floating point could not keep them apart, and the order would be a lie."""
    ranks = [visit(f"s{n}", 1, must=True, must_rank=n) for n in range(80)]
    with pytest.raises(ProblemError, match="80 ranks"):
        lay_out(problem(*ranks))


def test_a_route_cannot_hold_more_than_its_shortest_services() -> None:
    """Six visits of ten minutes fill an hour; a seventh has no room."""
    week = lay_out(problem(*(visit(f"s{n}", 0) for n in range(9)), shifts=(shift(end_s=HOUR),)))
    assert most_stops(week) == 6
