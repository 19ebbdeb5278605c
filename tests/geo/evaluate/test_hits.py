"""Figures of a map of scores."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import DegenerateInputError
from geo.evaluate.hits import hit_share, pai, pei

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
