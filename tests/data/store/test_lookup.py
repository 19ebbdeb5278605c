"""Counts, and single columns of some rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError, TableError
from data.schema import SETTING, as_table
from tests.builders import inspections, sites

if TYPE_CHECKING:
    from data.store import Store

MANY = [f"k{number}" for number in range(70_000)]
"""More than SQLite (32,766) and PostgreSQL (65,535) bind one by one."""

ROWS = as_table([{"name": name, "value": name.upper()} for name in "abc"], SETTING)


def test_counts_what_the_unit_wrote(store: Store) -> None:
    """The report of an import says what the store holds afterwards."""
    with store.writing() as unit:
        before = unit.count("setting")
        unit.upsert("setting", ROWS)
        assert unit.count("setting") == before + 3


def test_reads_one_column_of_the_rows_asked_for(store: Store) -> None:
    """A key that is not there is no error."""
    with store.writing() as unit:
        unit.upsert("setting", ROWS)
        assert unit.column("setting", "value", keys=["c", "a", "x"]) == {"a": "A", "c": "C"}


def test_an_unknown_table_is_refused(store: Store) -> None:
    """A slip in a name is told by name."""
    with store.writing() as unit, pytest.raises(NotFoundError, match="got 'sites'"):
        unit.count("sites")


def test_an_unknown_column_is_refused(store: Store) -> None:
    """So is one in the name of a column, with those there are."""
    with (
        store.writing() as unit,
        pytest.raises(NotFoundError, match="no column 'colour'; it has name, value"),
    ):
        unit.column("setting", "colour", keys=["a"])


def test_any_number_of_keys_may_be_asked_for(store: Store) -> None:
    """The import of a county asks for all of its rows at once."""
    with store.writing() as unit:
        unit.upsert("setting", ROWS)
        assert unit.column("setting", "value", keys=[*MANY, "b"]) == {"b": "B"}
        assert unit.read("setting", where={"name": [*MANY, "a", "b"]}).index.tolist() == ["a", "b"]
        unit.clear("setting", where={"name": [*MANY, "a"]})
        assert unit.read("setting").index.tolist() == ["b", "c"]


def test_keys_that_are_known_are_listed_however_many_come(store: Store) -> None:
    """Sorted, so that the message is the same each time."""
    many = as_table([{"name": name, "value": "x"} for name in [*MANY, "c", "a"]], SETTING)
    with store.writing() as unit:
        unit.upsert("setting", ROWS)
    with (
        pytest.raises(TableError, match=r"2 fault\(s\): key 'a' is .*; key 'c' is"),
        store.writing() as unit,
    ):
        unit.append("setting", many)


def test_rows_are_chosen_by_days_numbers_and_flags_too(store: Store) -> None:
    """Both engines compare with the type of the column."""
    table = sites({"chemicals": True, "workers": 3.0}, {"chemicals": False, "workers": 7.0})
    visits = inspections(
        {"day": "2026-01-05", "site_id": "S00001"}, {"day": "2026-01-06", "site_id": "S00001"}
    )
    with store.writing() as unit:
        unit.upsert("site", table)
        unit.upsert("inspection", visits)
        assert unit.read("site", where={"chemicals": [True]})["workers"].tolist() == [3.0]  # type: ignore[list-item]
        assert unit.read("site", where={"workers": [7.0]}).index.tolist() == ["S00002"]  # type: ignore[list-item]
        chosen = unit.read("inspection", where={"day": ["2026-01-06"]})
        assert chosen["day"].dt.day.tolist() == [6]
