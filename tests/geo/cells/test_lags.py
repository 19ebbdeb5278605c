"""What a forecast learns from: only the past, fading, and from around each cell."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.sparse import csr_array

from geo.cells.lags import FADING_DAYS, WIDTHS_CELLS, Record, day_number, lag_columns, last_year
from geo.cells.smoothing import smoothing_of

PAIR = smoothing_of(["north", "south"], csr_array(np.ones((2, 2))))
EVENTS = Record.of(np.array([400, 10, 100, 399]), np.array([1, 0, 0, 1]), 2)


def test_days_count_from_1970() -> None:
    """The second day has number 1."""
    assert day_number(date(1970, 1, 2)) == 1


def test_a_span_ends_before_its_last_day() -> None:
    """Days 10 and 100 lie in [10, 399); day 399 does not."""
    assert EVENTS.count(10, 399).tolist() == [2.0, 0.0]
    assert EVENTS.count(None, 400).tolist() == [2.0, 1.0]


def test_the_year_before_a_day_has_365_days() -> None:
    """From day 401 it reaches back to day 36: day 10 is too old."""
    assert last_year(EVENTS, 401).tolist() == [1.0, 2.0]


def test_an_event_fades_from_noon_of_its_day() -> None:
    """On the morning of day 400 that of day 399 is half a day old, that of day 400 not known."""
    assert_allclose(EVENTS.faded(400, 10.0)[1], np.exp(-0.05))


def test_a_cell_is_described_at_every_speed_and_width() -> None:
    """The cell alone first, then its surroundings; at last the yearly rate: 1 event in 300 days."""
    columns = lag_columns(EVENTS, 400, PAIR)
    assert columns.shape == (2, len(FADING_DAYS) * len(WIDTHS_CELLS) + 1)
    left = EVENTS.faded(400, FADING_DAYS[0])
    assert_allclose(columns[:, 0], np.log1p(left))
    assert_allclose(columns[:, 1], np.log1p(PAIR.around(left, WIDTHS_CELLS[1])))
    assert_allclose(columns[:, -1], np.log1p(np.array([2.0, 1.0]) * 365 / 390))


@given(day=st.integers(11, 500), later=st.lists(st.integers(0, 100), max_size=5))
def test_the_future_is_not_known(day: int, later: list[int]) -> None:
    """What happens on the day or after it changes nothing of what is known of it."""
    known = EVENTS.day < day
    days = np.concatenate([EVENTS.day[known], day + np.array(later, dtype=np.int64)])
    cells = np.concatenate([EVENTS.cell[known], np.zeros(len(later), dtype=np.int64)])
    assert_allclose(
        lag_columns(Record.of(days, cells, 2), day, PAIR), lag_columns(EVENTS, day, PAIR)
    )
