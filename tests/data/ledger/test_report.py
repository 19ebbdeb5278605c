"""What became of rows, as counts and as doubts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.data.ledger.office import SITE_HEADER, KnownTables, read_text

if TYPE_CHECKING:
    from pathlib import Path

GOOD = "永盛木材厂,刘湾村,115.01,35.51,WGS84"
LOST = "乙厂,刘湾村,,,"


def test_a_doubt_says_where_and_why(tmp_path: Path) -> None:
    """The clerk opens that file at that row."""
    (doubt,) = read_text(tmp_path, SITE_HEADER, GOOD, LOST).doubts
    assert (doubt.file, doubt.sheet, doubt.row) == ("a.csv", "", 3)
    assert (doubt.kind, doubt.fate, doubt.code) == ("sites", "rejected", "no_coordinates")
    assert (doubt.zh, doubt.en) == ("没有坐标", "no coordinates")


def test_good_rows_are_no_doubts(tmp_path: Path) -> None:
    """A list of everything would be read by nobody."""
    assert read_text(tmp_path, SITE_HEADER, GOOD).doubts == ()


def test_repairs_count_rows_not_cells(tmp_path: Path) -> None:
    """Two rows with swapped columns are two, and a clean one is none."""
    swapped = ("乙厂,刘湾村,35.53,115.03,WGS84", "丙厂,刘湾村,35.52,115.02,WGS84")
    assert read_text(tmp_path, SITE_HEADER, GOOD, *swapped).repairs == {"swapped": 2}


def test_a_second_reading_is_counted_as_unchanged(tmp_path: Path) -> None:
    """Somebody always sends the same file twice."""
    first = read_text(tmp_path, SITE_HEADER, GOOD)
    second = read_text(tmp_path, SITE_HEADER, GOOD, known=KnownTables(first.tables))
    counts = [(count.new, count.updated, count.unchanged) for count in second.files]
    assert counts == [(0, 0, 1)]
