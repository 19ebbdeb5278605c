"""Plain visits: read column by column, they become what settling row by row makes of them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.ledger import LedgerImport, PlainBatch, Settling, open_ledgers, settle_ledgers
from data.ledger.reader import SheetReader
from tests.data.ledger.office import SITE_HEADER, KnownTables, write_book, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SITES = (
    SITE_HEADER,
    "甲厂,刘湾村,115.0,35.5,GPS",
    "乙木器厂,前杨村,115.01,35.5,GPS",
    "乙木器厂,刘湾村,115.02,35.51,GPS",
)
HEADER = ("检查编号", "被检查单位", "村", "检查日期", "检查组", "检查方式", "结果")
COLUMNS: tuple[tuple[object, ...], ...] = (
    ("JC1", "JC2", "JC3", "JC4", "ＪＣ５", 6, "", None, "/"),
    ("甲厂", "甲厂", "乙木器厂", " 甲厂 ", "没有的厂", "", None),
    ("刘湾村", "刘湾村", "前杨村", "", None),
    ("2026-03-16", "2026.3.17", "2026年3月", 46097, "三月", "2026年13月1日", "", None),
    ("一队", "二队", "", None),
    ("四不两直", "夜查", "来看看", "", None),
    ("未发现", "发现隐患", "是", "另议", "", None),
)
"""Cells of a ledger of visits, what is clear and what is not."""
ASIDES: tuple[tuple[object, ...], ...] = (
    ("合计", 5),
    ("备注：本表由网格员填写",),
    HEADER,
    ("JC9", "甲厂", "刘湾村", "2026-03-16", "一队", "夜查", "未发现", "多出的一格"),
)

Row = tuple[object, ...]
visits = st.one_of(
    st.tuples(*(st.sampled_from(cells) for cells in COLUMNS)),
    st.tuples(  # mostly clear ones
        st.integers(10, 40).map("JC{}".format),
        st.just("甲厂"),
        st.just("刘湾村"),
        *(st.sampled_from(cells[:2]) for cells in COLUMNS[3:]),
    ),
    st.sampled_from(ASIDES),
)
sheets = st.lists(visits, max_size=8)
answers = st.lists(st.sampled_from(("", "S00001", "不要", "不懂")), min_size=8, max_size=8)
merges = st.lists(
    st.tuples(st.integers(2, 8), st.sampled_from("ABCDEFG")).map(
        lambda at: f"{at[1]}{at[0]}:{at[1]}{at[0] + 1}"
    ),
    max_size=1,
)


@pytest.fixture(scope="module")
def town() -> Iterator[KnownTables]:
    """Give a store that holds two sites of one name and one more."""
    with TemporaryDirectory() as folder:
        yield KnownTables(imported([write_text(Path(folder) / "s.csv", *SITES)]).tables)


def imported(paths: Sequence[Path], known: KnownTables | None = None) -> LedgerImport:
    """Import files, three rows at a time."""
    return settle_ledgers(open_ledgers(paths), known=known or KnownTables(), chunk_rows=3)


def row_by_row(paths: Sequence[Path], known: KnownTables) -> LedgerImport:
    """Import files as if no sheet were plain."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SheetReader, "is_plain", False)
        return imported(paths, known)


def assert_same(one: LedgerImport, other: LedgerImport) -> None:
    """Compare all that an import says."""
    pd.testing.assert_frame_equal(one.rows, other.rows)
    assert one.tables.keys() == other.tables.keys()
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name])
    assert (one.files, one.doubts, one.repairs) == (other.files, other.doubts, other.repairs)
    assert one.unchanged_rows == other.unchanged_rows


def as_line(row: Row) -> str:
    """Write a row as csv; no cell holds a comma."""
    return ",".join("" if cell is None else str(cell) for cell in row)


@settings(deadline=None, max_examples=15)
@given(first=sheets, second=sheets, merged=merges)
def test_a_workbook_is_settled_alike_with_and_without_the_plain_path(
    town: KnownTables, first: list[Row], second: list[Row], merged: list[str]
) -> None:
    """Two sheets of one file, numbers that come again in both, cells merged in one of them."""
    with TemporaryDirectory() as folder:
        grids = {"三月": [HEADER, *first], "四月": [HEADER, *second]}
        paths = [write_book(Path(folder) / "v.xlsx", grids, merge=merged)]
        assert_same(imported(paths, town), row_by_row(paths, town))


@settings(deadline=None, max_examples=15)
@given(first=sheets, second=sheets)
def test_an_import_over_what_the_store_holds_is_settled_alike(
    town: KnownTables, first: list[Row], second: list[Row]
) -> None:
    """Visits that are there already, the same or in contradiction, and new ones between them."""
    with TemporaryDirectory() as folder:
        one = write_text(Path(folder) / "1.csv", *map(as_line, (HEADER, *first)))
        two = write_text(Path(folder) / "2.csv", *map(as_line, (HEADER, *second, *first[:2])))
        held = imported([one], town).tables["inspection"]
        known = KnownTables({**town.tables, "inspection": held})
        assert_same(imported([two], known), row_by_row([two], known))
        assert_same(imported([one], known), row_by_row([one], known))


@settings(deadline=None, max_examples=10)
@given(first=sheets, second=sheets, said=answers)
def test_sheets_with_and_without_answers_are_settled_alike(
    town: KnownTables, first: list[Row], second: list[Row], said: list[str]
) -> None:
    """An answer in one file may be about a row of the other: what is the same row is the same."""
    asked = [(*row, *[None] * (7 - len(row)), word) for row, word in zip(first, said, strict=False)]
    with TemporaryDirectory() as folder:
        one = write_text(Path(folder) / "1.csv", *map(as_line, (HEADER, *second, *first)))
        two = write_text(Path(folder) / "2.csv", *map(as_line, ((*HEADER, "答复"), *asked)))
        for paths in ([one, two], [two, one]):
            assert_same(imported(paths, town), row_by_row(paths, town))


def test_clear_visits_take_the_plain_path_and_others_do_not(
    town: KnownTables, tmp_path: Path
) -> None:
    """Else the comparisons above would compare nothing."""
    lines = (
        as_line(HEADER),
        "JC1,甲厂,刘湾村,2026-03-16,一队,夜查,未发现",
        "JC2,没有的厂,刘湾村,2026-03-16,一队,夜查,未发现",
        "JC3,甲厂,刘湾村,三月,一队,夜查,未发现",
        "JC4,甲厂,刘湾村,2026-03-16,一队,夜查,另议",
        "JC5,甲厂,刘湾村,2026-03-16,一队,夜查,未发现",
        "JC5,甲厂,刘湾村,2026-03-16,一队,夜查,未发现",
        ",甲厂,刘湾村,2026-03-16,一队,夜查,未发现",
    )
    sheets = open_ledgers([write_text(tmp_path / "v.csv", *lines)]).sheets
    found = [
        batch
        for batch in Settling(sheets, known=town, datum="auto")
        if isinstance(batch, PlainBatch)
    ]
    assert [batch.visits["inspection_id"] for batch in found] == [["JC1"]]


def test_a_plain_visit_is_written_with_what_was_read_and_where_it_stood(
    town: KnownTables, tmp_path: Path
) -> None:
    """Full-width signs of a number are narrowed; a type of visit nobody knows stays as stated."""
    line = "ＪＣ７,甲厂,刘湾村,2026.3.16,一队,来看看,发现隐患"
    result = imported([write_text(tmp_path / "v.csv", as_line(HEADER), line)], town)
    visit = result.tables["inspection"].loc["JC7"]
    assert (visit["site_id"], visit["team"], visit["result"]) == ("S00001", "一队", "finding")
    assert visit["day"] == pd.Timestamp("2026-03-16")
    assert (visit["mode_stated"], visit["source"]) == ("来看看", "v.csv / 2")
    assert pd.isna(visit["mode"])
    assert result.rows["fate"].tolist() == ["skipped", "accepted"]


def test_visits_that_are_stored_already_take_the_plain_path_too(
    town: KnownTables, tmp_path: Path
) -> None:
    """A file read again costs no more than the first time; one that says more is settled."""
    lines = (
        as_line(HEADER),
        "JC1,甲厂,刘湾村,2026-03-16,一队,夜查,未发现",
        "JC2,甲厂,刘湾村,2026-03-17,,夜查,未发现",
    )
    first = write_text(tmp_path / "v.csv", *lines)
    held = imported([first], town).tables["inspection"]
    known = KnownTables({**town.tables, "inspection": held})
    again = write_text(tmp_path / "w.csv", *lines, "JC2,甲厂,刘湾村,2026-03-17,二队,夜查,未发现")
    changed = write_text(tmp_path / "x.csv", lines[0], lines[1].replace("一队", "二队"))
    found = {
        path.name: [
            (batch.change, list(batch.visits["inspection_id"]))
            for batch in Settling(open_ledgers([path]).sheets, known=known, datum="auto")
            if isinstance(batch, PlainBatch)
        ]
        for path in (first, again, changed)
    }
    assert found == {
        "v.csv": [("unchanged", ["JC1", "JC2"])],
        "w.csv": [("unchanged", ["JC1"])],
        "x.csv": [],
    }
