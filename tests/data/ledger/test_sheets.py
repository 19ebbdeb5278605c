"""Cells as text."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.sheets import cell_text, clean_text, is_empty, says_nothing, silent_texts


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (12.0, "12"),
        (12.5, "12.5"),
        (3, "3"),
        (True, "True"),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001 - cells have no zone
        (datetime(2026, 1, 2, 8, 30), "2026-01-02 08:30:00"),  # noqa: DTZ001
        ("  甲\n乙　丙 ", "甲 乙 丙"),
    ],
)
def test_writes_cells(cell: object, text: str) -> None:
    """Codes that Excel made numbers of must not end in .0; midnight is no time of day."""
    assert cell_text(cell) == text  # type: ignore[arg-type]


def test_drops_what_turns_text_around() -> None:
    """U+202E would show a name backwards on a page."""
    assert clean_text("\u202eabc\u200b\u0007") == "abc"


@given(text=st.text())
def test_clean_text_is_stable(text: str) -> None:
    """Cleaning twice changes nothing more, so keys do not drift."""
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("cell", [None, "", " ", "/", "—", "N/A", "#REF!", "#N/A", "#NAME?"])
def test_knows_ways_to_say_nothing(cell: object) -> None:
    """Dashes and error marks are not names."""
    assert is_empty(cell)  # type: ignore[arg-type]


@pytest.mark.parametrize("cell", [0, False, "无", "0"])
def test_zero_and_no_are_something(cell: object) -> None:
    """No workers is not unknown workers."""
    assert not is_empty(cell)  # type: ignore[arg-type]


@given(texts=st.lists(st.text(alphabet="#/-naulNA!?厂 ", max_size=7) | st.text()))
def test_many_texts_are_silent_as_each_is(texts: list[str]) -> None:
    """A column is looked at faster than its cells, and must not be read otherwise."""
    assert silent_texts(texts) == {text for text in texts if says_nothing(text)}
