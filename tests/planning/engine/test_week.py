"""A problem as arrays: windows by shift, ranks of promises, room in a route."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ProblemError
from data.model import UNREACHABLE
from planning.engine.week import (
    AT_LEAST,
    OFFER,
    PENALTIES,
    RANK,
    lay_out,
    most_stops,
    windows_in,
)
from planning.problem import Cover
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit


def test_windows_are_cut_by_the_way_out_and_back() -> None:
    """Two minutes out, ten of work, two back: between 2 and 48 of the hour."""
    asked = problem(visit("a", 2))
    assert windows_in(asked, asked.sites[0], asked.shifts[0], {}) == ((120, 48 * MINUTE),)


def test_a_forbidden_shift_has_no_window() -> None:
    """The other shift has the same hours and keeps them."""
    asked = problem(
        visit("a", 2, forbidden_shifts=frozenset({"mon"})), shifts=(shift("mon"), shift("too"))
    )
    opens = [windows_in(asked, asked.sites[0], one, {}) for one in asked.shifts]
    assert opens == [(), ((120, 48 * MINUTE),)]


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


def test_a_promise_that_nobody_can_keep_is_not_chased() -> None:
    """Closed all week: it has no rank, and of the cover of two only the other counts."""
    sites = (visit("shut", 1, must=True, windows=()), visit("open", 1, must=True))
    cover = (Cover(name="both", sites=("shut", "open"), at_least=2),)
    week = lay_out(problem(*sites, cover=cover))
    assert week.sites[:, RANK].tolist() == [-1, 0]
    assert week.covers[:, AT_LEAST].tolist() == [1]


def test_both_ways_of_a_pair_lie_side_by_side() -> None:
    """From a to b takes 5, from b to a 7."""
    ways = np.array([[0, 5], [7, 0]], dtype=np.int32)
    week = lay_out(problem(visit("a", 0), visit("b", 1), duration_s=ways))
    assert week.ways[0, 1].tolist() == [7, 5]
    assert week.way_s[:2, :2].tolist() == [[0, 5], [7, 0]]


@pytest.mark.parametrize(("longest_s", "kept"), [(65_534, np.uint16), (65_535, np.int32)])
def test_short_ways_take_half_the_memory(longest_s: int, kept: type[np.generic]) -> None:
    """16 bits hold 65,535, which means no way; one second more and every way keeps 32 bits."""
    ways = np.array([[0, longest_s], [7, 0]], dtype=np.int32)
    week = lay_out(problem(visit("a", 0), visit("b", 1), duration_s=ways))
    assert week.ways.dtype == kept
    assert week.ways[0, 1].tolist() == [7, longest_s]


@pytest.mark.parametrize(("end_s", "no_way_s"), [(65_534, 65_535), (65_535, 1 << 30)])
def test_no_way_is_longer_than_any_shift(end_s: int, no_way_s: int) -> None:
    """A shift of 18 hours and more could drive for 65,535 s, so there no way must be longer."""
    ways = np.array([[0, UNREACHABLE], [7, 0]], dtype=np.int32)
    day = shift(end_s=end_s)
    week = lay_out(problem(visit("a", 0), visit("b", 1), duration_s=ways, shifts=(day,)))
    assert week.ways[0, 1].tolist() == [7, no_way_s]


def test_a_visit_far_below_the_margin_is_seldom_offered() -> None:
    """
    One place, 11 minutes each with the minute added, a shift of 30: the third is the margin.

    The fourth earns half as much a second and is offered a quarter as often, the fifth a tenth as
    much and is held at one in twenty; a promise is always offered.
    """
    prizes = [40.0, 30.0, 20.0, 10.0, 2.0]
    sites = [visit(f"s{n}", 0, prize=prize) for n, prize in enumerate(prizes)]
    day = shift(end_s=30 * MINUTE)
    week = lay_out(problem(*sites, visit("law", 0, prize=1.0, must=True), shifts=(day,)))
    assert week.worth[:, OFFER].tolist() == pytest.approx([1, 1, 1, 0.25, 0.05, 1])


def test_where_all_fit_every_visit_is_offered() -> None:
    """Two visits of 11 minutes in an hour: nothing has to be passed over, however poor."""
    week = lay_out(problem(visit("rich", 0), visit("poor", 0, prize=0.1)))
    assert week.worth[:, OFFER].tolist() == [1, 1]
