"""Cells on their way out of the cage."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.formats.sheets import CagedCell, CagedRow, CagedSheet, read_row, sheet_lines

cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53) + 1, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=9)),
)


def sent(row: CagedRow) -> CagedRow:
    """Send one row out of the cage and back."""
    lines = list(sheet_lines([CagedSheet("a", [row])]))
    assert orjson.loads(lines[-1]) == {"done": True}
    return read_row(orjson.loads(lines[1]))


@given(st.lists(cells))
def test_cells_arrive_as_they_left(listed: list[CagedCell]) -> None:
    """With their types: a date is no text, a tick no number."""
    row = CagedRow(3, tuple(listed), (("point_on_shape", {}),))
    back = sent(row)
    assert back == row
    assert [type(cell) for cell in back.cells] == [type(cell) for cell in listed]


@pytest.mark.parametrize(
    ("cell", "arrives"), [(float("inf"), "inf"), (2**60, str(2**60)), (float("nan"), "nan")]
)
def test_what_json_cannot_say_arrives_as_text(cell: CagedCell, arrives: str) -> None:
    """Nothing is rounded in silence."""
    assert sent(CagedRow(1, (cell,))).cells == (arrives,)


def test_a_line_that_was_not_written_by_us() -> None:
    """The child may have been taken over; its lines are data, never objects."""
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_row([1, [{"$": "__import__", "v": "os"}], []])


def test_days_keep_their_type() -> None:
    """A day is not a moment, a time not a day."""
    values = (date(2026, 1, 2), time(8, 30), datetime(2026, 1, 2, 8))  # noqa: DTZ001
    assert sent(CagedRow(1, values)).cells == values
