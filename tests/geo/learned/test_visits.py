"""Visits: what is refused, what is past, and the day a row is frozen on."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from data.errors import InputError, TableError
from geo.learned.visits import past_visits
from tests.geo.learned.builders import ORIGIN, visits

TWO = visits(("A", "2026-01-01", 1), ("B", "2026-02-28", 0))


def test_the_past_ends_before_the_origin() -> None:
    """A visit on the origin's own day, and one without a result, are not past."""
    seen = visits(("A", "2026-02-28", 1), ("A", "2026-03-01", 1), ("B", "2026-01-01", float("nan")))
    assert past_visits(seen, ORIGIN).rows.index.tolist() == ["v0"]


def test_the_order_of_the_table_does_not_matter() -> None:
    """The same visits must give the same score to the last bit."""
    turned = TWO.take(TWO.rows.index[::-1])
    assert past_visits(turned, ORIGIN).rows.index.tolist() == ["v0", "v1"]


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("site", None, "v0 has no site"),
        ("day", pd.NaT, "v0 has no day"),
        ("found", 2.0, "v0 has an outcome that is neither 0 nor 1"),
    ],
)
def test_a_bad_row_is_named(column: str, value: object, message: str) -> None:
    """One line that says which visit and what is wrong."""
    rows = TWO.rows.copy()
    rows.loc["v0", column] = value
    with pytest.raises(InputError, match=message):
        replace(TWO, rows=rows)


def test_two_rows_of_one_id_are_refused() -> None:
    """Scores are given back by id."""
    rows = TWO.rows.set_axis(["v0", "v0"])
    with pytest.raises(InputError, match="v0 has the id of another"):
        replace(TWO, rows=rows, features=TWO.features.set_axis(["v0", "v0"]))


def test_a_missing_column_is_named() -> None:
    """All of them are needed, if only empty."""
    with pytest.raises(TableError, match="column team is missing"):
        replace(TWO, rows=TWO.rows.drop(columns="team"))


def test_history_must_be_numbers() -> None:
    """A mean of words is nothing."""
    words = pd.DataFrame({"result": ["Pass", "Fail"]}, index=TWO.rows.index)
    with pytest.raises(InputError, match="'result' is to be used as history"):
        replace(TWO, history=words)
