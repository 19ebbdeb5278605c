"""Rows told before, against what was told since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.ledger.batches import row_id
from data.ledger.news import keep_later_news
from data.ledger.outcomes import Outcome, taken
from data.schema import IMPORT_ROW, as_table
from tests.data.ledger.office import KnownTables, row

if TYPE_CHECKING:
    from data.ledger.outcomes import Record

ROW = row("tips")
STORED: Record = {"tip_id": "XS1", "verified": "true", "content": None, "source": "b.csv / 2"}
OLD: Record = {"tip_id": "XS1", "verified": "false", "content": None, "source": "a.csv / 2"}


def told(target: str) -> KnownTables:
    """Give a store in which the row became a record before."""
    before = {
        "import_row_id": row_id(ROW),
        "file": ROW.file,
        "file_hash": ROW.sha256,
        "row": ROW.number,
        "kind": ROW.kind,
        "fate": "accepted",
        "target": target,
    }
    return KnownTables({"import_row": as_table([before], IMPORT_ROW)})


def settled(fresh: Record, known: KnownTables) -> Outcome:
    """Take the row against what is stored, and keep what is newer."""
    outcome = taken(ROW, dict(fresh), key="tip_id", notes=(), before=STORED)
    (left,) = keep_later_news([outcome], before={"XS1": STORED}, known=known)
    return left


def test_a_row_told_before_undoes_nothing() -> None:
    """It was heard once; the tip was found true since, by b.csv."""
    left = settled(OLD, told("XS1"))
    assert (left.change, left.fate, left.record) == ("unchanged", "accepted", STORED)
    assert [said.code for said in left.notes] == ["old_news"]
    assert "b.csv / 2" in left.notes[-1].zh


def test_a_row_told_before_fills_what_is_open() -> None:
    """What nobody said since is no contradiction."""
    left = settled({**OLD, "content": "异味"}, told("XS1"))
    assert (left.change, left.record) == ("updated", {**STORED, "content": "异味"})


@pytest.mark.parametrize("known", [KnownTables(), told("XS9")], ids=["never", "of another"])
def test_a_row_that_was_not_told_of_the_record_changes_it(known: KnownTables) -> None:
    """One that was never read, or that became another record then, is news."""
    left = settled(OLD, known)
    assert left.change == "updated"
    assert left.record == OLD


def test_another_version_of_the_file_is_news() -> None:
    """One sign differs somewhere: its fingerprint, and so the name of the row, is another."""
    outcome = taken(replace(ROW, sha256="1" * 64), dict(OLD), key="tip_id", notes=(), before=STORED)
    assert keep_later_news([outcome], before={"XS1": STORED}, known=told("XS1")) == [outcome]
