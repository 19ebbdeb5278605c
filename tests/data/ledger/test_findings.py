"""Hazards found and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

SITES = ("企业名称,村,经度,纬度,坐标系", "甲厂,刘湾村,115.0,35.5,GPS")
VISITS = (
    "检查编号,被检查单位,检查日期,结果",
    "JC1,甲厂,2026-03-16,发现隐患",
    "JC2,丙厂,2026-03-16,发现隐患",
)
HEADER = "隐患编号,检查编号,单位名称,隐患内容,隐患等级,发现日期,整改期限,整改状态,销号日期"
FINDING = "YH1,JC1,甲厂,污水直排,重大,2026-03-16,2026-04-15,已销号,2026-04-10"


def findings(folder: Path, *rows: str, header: str = HEADER) -> LedgerImport:
    """Import findings together with the visits they come from, findings first."""
    paths = [
        write_text(folder / "f.csv", header, *rows),
        write_text(folder / "v.csv", *VISITS),
        write_text(folder / "s.csv", *SITES),
    ]
    return read_ledgers(paths, known=KnownTables())


def test_reads_a_finding(tmp_path: Path) -> None:
    """Site by the inspection, all its days."""
    finding = findings(tmp_path, FINDING).tables["finding"].loc["YH1"]
    assert (finding["site_id"], finding["inspection_id"]) == ("S00001", "JC1")
    assert (finding["level"], finding["state"], finding["what"]) == ("major", "closed", "污水直排")
    days = [str(finding[name])[:10] for name in ("found", "due", "closed")]
    assert days == ["2026-03-16", "2026-04-15", "2026-04-10"]


@pytest.mark.parametrize(
    ("word", "header", "state"),
    [
        ("逾期", "整改状态", "overdue"),
        ("整改中", "整改状态", "rectifying"),
        ("已整改", "整改状态", "submitted"),
        ("是", "是否整改", "submitted"),
        ("是", "是否销号", "closed"),
        ("否", "是否销号", "rectifying"),
    ],
)
def test_states(tmp_path: Path, word: str, header: str, state: str) -> None:
    """Mended waits for a re-check; struck off is closed."""
    row = FINDING.replace("已销号,2026-04-10", f"{word},")
    table = findings(tmp_path, row, header=HEADER.replace("整改状态", header)).tables["finding"]
    assert table.loc["YH1", "state"] == state
    assert pd.isna(table.loc["YH1", "closed"])


def test_closing_day_closes(tmp_path: Path) -> None:
    """已整改 with a closing day was looked at."""
    table = findings(tmp_path, FINDING.replace("已销号", "已整改")).tables["finding"]
    assert table.loc["YH1", "state"] == "closed"


def test_finding_of_an_open_question_is_one(tmp_path: Path) -> None:
    """丙厂 is no known site, so neither its visit nor its finding can land."""
    result = findings(tmp_path, FINDING.replace("JC1,甲厂", "JC2,丙厂"))
    assert result.rows.fate.iloc[1] == "question"
    assert result.rows.note_en.iloc[1] == "its inspection JC2 is itself a question"


def test_finding_of_an_unknown_visit_goes_by_name(tmp_path: Path) -> None:
    """Old findings outlive the ledger of visits."""
    table = findings(tmp_path, FINDING.replace("JC1", "JC9")).tables["finding"]
    assert table.loc["YH1", "site_id"] == "S00001"


def test_inspection_outranks_another_name(tmp_path: Path) -> None:
    """The name is typed again, the number copied; the note tells."""
    result = findings(tmp_path, FINDING.replace("甲厂", "甲工厂"))
    assert result.tables["finding"].loc["YH1", "site_id"] == "S00001"
    assert result.rows.fate.iloc[1] == "repaired"


def test_empty_level_is_ordinary_and_said(tmp_path: Path) -> None:
    """No finding is dropped for want of a level."""
    result = findings(tmp_path, FINDING.replace("重大", ""))
    assert result.tables["finding"].loc["YH1", "level"] == "ordinary"
    assert result.rows.note_en.iloc[1] == "'隐患等级' is empty, taken as ordinary"


def test_a_finding_told_twice_keeps_its_later_state(tmp_path: Path) -> None:
    """The list of March says 整改中, that of April 已销号; both are sent together."""
    result = findings(tmp_path, FINDING.replace("已销号,2026-04-10", "整改中,"), FINDING)
    assert result.tables["finding"].loc["YH1", "state"] == "closed"
    assert fates(result)[:2] == ["duplicate", "accepted"]
    assert result.rows.note_en.iloc[1] == "duplicate of YH1: f.csv / 3 tells the later state"


def test_reading_both_states_again_changes_nothing(tmp_path: Path) -> None:
    """Same fates, nothing new."""
    rows = (FINDING.replace("已销号,2026-04-10", "整改中,"), FINDING)
    first = findings(tmp_path, *rows)
    paths = [tmp_path / name for name in ("f.csv", "v.csv", "s.csv")]
    again = read_ledgers(paths, known=KnownTables(first.tables))
    assert [(count.new, count.updated) for count in again.files] == [(0, 0)] * 3
    assert fates(again) == fates(first)
