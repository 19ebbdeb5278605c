"""Counts, and single columns of some rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError
from data.schema import SETTING, as_table

if TYPE_CHECKING:
    from data.store import Store

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
