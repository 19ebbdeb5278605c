"""Records, their ids, and what a row adds to one."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.ledger.notes import note
from data.ledger.outcomes import Record, content_id, overlay, stored, taken
from data.schema import INSPECTION, as_table
from tests.data.ledger.office import row

DAY = date(2026, 1, 2)
VISIT: Record = {
    "inspection_id": "JC1",
    "site_id": "S1",
    "day": DAY,
    "result": "clean",
}


def test_missing_values_erase_nothing() -> None:
    """An empty cell is no news."""
    merged, changed = overlay({"a": 1.0, "source": "old"}, {"a": None, "source": "new"})
    assert (merged, changed) == ({"a": 1.0, "source": "old"}, [])


def test_extras_add_up() -> None:
    """A column that a later file lacks is kept."""
    merged, _ = overlay({"extra": '{"电话": "1"}'}, {"extra": '{"法人": "甲"}'})
    assert merged["extra"] == '{"法人": "甲", "电话": "1"}'


def test_reads_stored_rows_as_records() -> None:
    """Missing is None whatever pandas calls it; days are days."""
    table = as_table([{**VISIT, "team": None}], INSPECTION)
    record = stored(table)["JC1"]
    assert (record["day"], record["team"], record["inspection_id"]) == (DAY, None, "JC1")


def test_missing_flag_is_none() -> None:
    """pd.NA must not reach a comparison."""
    table = pd.DataFrame({"x": pd.array([pd.NA], dtype="boolean")}, index=pd.Index(["a"], name="k"))
    assert stored(table)["a"] == {"k": "a", "x": None}


def test_content_ids_differ_with_content() -> None:
    """Equal content, equal id; the parts do not run into each other."""
    assert content_id("JC", "a", "bc") != content_id("JC", "ab", "c")
    assert content_id("JC", "a").startswith("JC-")


def test_a_repair_note_makes_it_repaired() -> None:
    """Fate and notes agree."""
    outcome = taken(row(), VISIT, key="inspection_id", notes=[note("swapped")], before=None)
    assert outcome.fate == "repaired"
