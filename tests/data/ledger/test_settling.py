"""Batches: the same fates whatever their size, and nothing held that need not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.ledger import KINDS, Settling, files, open_ledgers, settle_ledgers
from data.ledger.files import read_file
from data.ledger.reading import read_sheets
from data.ledger.streams import repeated_ids
from tests.data.ledger.office import SITE_HEADER, KnownTables, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import Batch, LedgerImport, PlainBatch

VISITS = (
    "检查编号,被检查单位,村,检查日期,检查组,结果",
    "JC1,甲厂,刘湾村,2026-03-16,,未发现",
    "JC2,甲厂,刘湾村,2026-03-17,一队,未发现",
    ",甲厂,刘湾村,2026-03-18,一队,发现隐患",
    "JC3,没有的厂,刘湾村,2026-03-18,一队,未发现",
    "合计,5",
    "JC1,甲厂,刘湾村,2026-03-16,一队,未发现",
    "JC2,甲厂,刘湾村,2026-03-17,一队,发现隐患",
    ",甲厂,刘湾村,2026/3/18,一队,发现隐患",
)
FINDINGS = (
    "隐患编号,检查编号,单位名称,隐患内容,隐患等级,发现日期,整改期限,整改状态",
    "YH1,JC1,甲厂,污水直排,一般,2026-03-16,2026-04-15,整改中",
    "YH2,JC3,没有的厂,污水直排,一般,2026-03-18,2026-04-15,整改中",
    "YH1,JC1,甲厂,污水直排,一般,2026-03-16,2026-04-15,已销号",
)


@pytest.fixture
def office(tmp_path: Path) -> list[Path]:
    """Give ledgers in which numbers come again, chunks apart."""
    return [
        write_text(tmp_path / "f.csv", *FINDINGS),
        write_text(tmp_path / "v.csv", *VISITS),
        write_text(tmp_path / "s.csv", SITE_HEADER, "甲厂,刘湾村,115.0,35.5,GPS"),
    ]


def read(paths: list[Path], *, known: KnownTables | None = None, rows: int = 50) -> LedgerImport:
    """Import files, some rows at a time."""
    return settle_ledgers(open_ledgers(paths), known=known or KnownTables(), chunk_rows=rows)


def batches(paths: list[Path], rows: int) -> list[Batch | PlainBatch]:
    """Settle files, some rows at a time."""
    settling = Settling(
        open_ledgers(paths).sheets, known=KnownTables(), datum="auto", chunk_rows=rows
    )
    return list(settling)


def test_rows_of_one_number_are_settled_together_however_far_apart(office: list[Path]) -> None:
    """The gap filled, the contradiction asked about, the later state kept, the copy named."""
    result = read(office)
    fates = result.rows.groupby("file", sort=False)["fate"].apply(list)
    assert fates["v.csv"][1:] == [
        "accepted",
        "accepted",
        "accepted",
        "question",
        "skipped",
        "duplicate",
        "question",
        "duplicate",
    ]
    assert fates["f.csv"][1:] == ["duplicate", "question", "accepted"]
    assert result.tables["inspection"].loc["JC1", "team"] == "一队"
    assert result.tables["finding"].loc["YH1", "state"] == "closed"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_size_of_chunks_changes_nothing(
    office: list[Path], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor does it matter whether rows stay in their file."""
    whole = read(office)
    monkeypatch.setattr(files, "STREAMED_BYTES", 0)
    again = read(office, rows=size)
    pd.testing.assert_frame_equal(whole.rows, again.rows)
    for name, table in whole.tables.items():
        pd.testing.assert_frame_equal(table, again.tables[name])
    assert (whole.files, whole.doubts, whole.repairs) == (again.files, again.doubts, again.repairs)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_batch_holds_more_rows_than_a_chunk(office: list[Path], size: int) -> None:
    """Plain visits, others and those that waited; else a size would be said and not kept."""
    visits = [batch for batch in batches(office, size) if "inspection" in batch.tables()]
    assert visits
    assert max(map(len, visits)) <= size


def test_imported_again_in_chunks_changes_nothing(office: list[Path]) -> None:
    """What the store holds is read chunk by chunk too."""
    first = read(office)
    second = read(office, known=KnownTables(first.tables), rows=2)
    assert [(count.new, count.updated) for count in second.files] == [(0, 0)] * 3
    assert first.rows["fate"].tolist() == second.rows["fate"].tolist()


def test_ids_that_come_again_are_found(office: list[Path]) -> None:
    """By their own column, and by what a row without one would be called."""
    sheets = read_sheets(read_file(office[1]), kinds=KINDS)
    found = repeated_ids(sheets, "inspection_id", lambda row: f"of {row.text('team')}")
    assert found == {hash("JC1"), hash("JC2"), hash("of 一队")}


def test_progress_counts_every_row_once(office: list[Path]) -> None:
    """Sites, visits, findings, titles and totals: 2 + 9 + 4."""
    told: list[tuple[float, float]] = []
    sheets = [sheet for path in office for sheet in read_sheets(read_file(path), kinds=KINDS)]

    def tell(done: float, total: float, note: str = "") -> None:
        del note
        told.append((done, total))

    for _ in Settling(sheets, known=KnownTables(), datum="auto", progress=tell):
        pass
    assert told[-1] == (15, 15)
    assert told == sorted(told)
