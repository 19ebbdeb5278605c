"""Figures of a map of scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DegenerateInputError
from geo.evaluate.hits import flag_area, hit_share, most_events, pai, pei, places

cells = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=30).filter(
    lambda rows: any(events for events, _ in rows)
)


def test_index_is_events_over_area() -> None:
    """Six of eight events in one of four cells: .75 / .25."""
    assert pai([6, 2, 0, 0], [9, 1, 2, 0], 0.25) == pytest.approx(3.0)


def test_efficiency_compares_with_the_best_cells() -> None:
    """The flagged cell holds two events, the best one six."""
    assert pei([6, 2, 0, 0], [1, 9, 2, 0], 0.25) == pytest.approx(2 / 6)


def test_at_least_one_cell_is_flagged() -> None:
    """A hundredth of four cells is still a cell, and its area counts as a quarter."""
    assert pai([0, 8, 0, 0], [1, 9, 2, 0], 0.01) == pytest.approx(4.0)


@given(cells)
def test_a_constant_map_is_chance(rows: list[tuple[int, int]]) -> None:
    """Flagging any cells finds as large a share of events as of area."""
    events = [row[0] for row in rows]
    assert pai(events, [1] * len(rows), 0.3) == pytest.approx(1.0)


@given(cells)
def test_no_map_beats_the_events(rows: list[tuple[int, int]]) -> None:
    """The events as their own map are the ceiling."""
    events, score = zip(*rows, strict=True)
    assert hit_share(events, score, 0.3) <= hit_share(events, events, 0.3) + 1e-12
    assert pei(events, events, 0.3) == 1.0


def test_no_event_has_no_index() -> None:
    """A quiet month says nothing about a map."""
    assert np.isnan(pai([0, 0], [1, 2], 0.5))
    assert np.isnan(pai([], [], 0.5))


def test_a_negative_number_of_events_is_refused() -> None:
    """Events are counted."""
    with pytest.raises(DegenerateInputError, match=r"events >= 0, got -1\.0 in cell 1"):
        hit_share([1, -1], [1, 2], 0.5)


def test_places_begin_with_the_highest_score() -> None:
    """The tied pair comes last, in an order of the seed's own."""
    found = places([2, 9, 2, 5], seed=3)
    assert found[[1, 3]].tolist() == [1, 2]
    assert sorted(found[[0, 2]].tolist()) == [3, 4]


def test_ties_are_drawn_evenly() -> None:
    """Of two tied cells either is first in about half of the draws: not the one listed first."""
    first = [places([1, 1], seed=seed)[0] for seed in range(200)]
    assert 70 < first.count(1) < 130


@given(cells, st.floats(0.01, 1.0))
def test_equal_areas_are_flagged_as_cells_are(rows: list[tuple[int, int]], share: float) -> None:
    """A share of the area is that share of the cells, rounded the same way."""
    score = np.arange(len(rows))
    top = flag_area(places(score), np.full(len(rows), 0.25), share)
    events = np.array([row[0] for row in rows])
    assert events[top].sum() / events.sum() == pytest.approx(hit_share(events, score, share))


def test_a_large_cell_is_flagged_where_that_comes_nearer() -> None:
    """Half of 10 is 5: with the second cell 4.9 are flagged, with the third 10."""
    assert flag_area([1, 2, 3], [2.0, 2.9, 5.1], 0.5).tolist() == [True, True, False]


@given(cells, st.floats(0.05, 1.0))
def test_no_choice_holds_more_than_the_most(rows: list[tuple[int, int]], share: float) -> None:
    """Whatever is flagged, of whatever sizes, the bound of as much area is not passed."""
    events, area = np.array([row[0] for row in rows]), np.array([row[1] + 1.0 for row in rows])
    top = flag_area(places(events), area, share)
    assert events[top].sum() <= most_events(events, area, area[top].sum()) + 1e-9
