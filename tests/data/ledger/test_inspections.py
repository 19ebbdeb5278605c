"""Visits that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.ledger import read_ledgers
from tests.data.ledger.office import KnownTables, fates, read_text, write_text

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

SITES = (
    "企业名称,村,经度,纬度,坐标系",
    "永盛木材厂,刘湾村,115.0,35.5,GPS",
    ",前杨村,115.0,35.5,GPS",
)
HEADER = "检查编号,被检查单位,村,检查日期,检查组,检查方式,结果"
VISIT = "JC1,永盛木材厂,刘湾村,2026/3/16,一队,四不两直,未发现"


def visits(folder: Path, *rows: str, header: str = HEADER) -> LedgerImport:
    """Import visits to the one site of a store."""
    known = KnownTables(read_text(folder, *SITES, name="sites.csv").tables)
    return read_text(folder, header, *rows, known=known, name="visits.csv")


def test_reads_a_visit(tmp_path: Path) -> None:
    """The wording of the mode is kept beside its code."""
    visit = visits(tmp_path, VISIT).tables["inspection"].loc["JC1"]
    assert (visit["site_id"], str(visit["day"])[:10]) == ("S00001", "2026-03-16")
    assert (visit["team"], visit["mode"], visit["mode_stated"], visit["result"]) == (
        "一队",
        "inspection",
        "四不两直",
        "clean",
    )


@pytest.mark.parametrize(
    ("row", "fate", "says"),
    [
        (
            VISIT.replace("永盛", "永胜"),
            "question",
            "no site '永胜木材厂' (刘湾村); the closest is S00001",
        ),
        (VISIT.replace("刘湾", "前杨"), "question", "S00001 of that name is in 刘湾村"),
        (VISIT.replace("未发现", "另议"), "question", "result not understood: '另议'"),
        (VISIT.replace("2026/3/16", "三月"), "rejected", "no readable date: '三月'"),
        (VISIT.replace("永盛木材厂", ""), "rejected", "no name"),
    ],
)
def test_unclear_visits_change_nothing(tmp_path: Path, row: str, fate: str, says: str) -> None:
    """They wait for a person; the row itself is kept."""
    result = visits(tmp_path, row)
    assert fates(result) == [fate]
    assert says in result.rows.note_en.iloc[1]
    assert result.tables["inspection"].empty


def test_question_tells_of_the_rejected_row(tmp_path: Path) -> None:
    """The site is in the ledger, but was turned away: that is what has to be mended."""
    sites = write_text(tmp_path / "s.csv", *SITES, "乙厂,刘湾村,,,")
    visit = write_text(tmp_path / "v.csv", HEADER, VISIT.replace("永盛木材厂", "乙厂"))
    rows = read_ledgers([visit, sites], known=KnownTables()).rows
    assert rows.note_en.iloc[1].endswith(" was not stored at s.csv / 4: no coordinates")


def test_visit_without_a_number_gets_one_from_its_content(tmp_path: Path) -> None:
    """So that reading the file again changes nothing."""
    header, row = HEADER.removeprefix("检查编号,"), VISIT.removeprefix("JC1,")
    first = visits(tmp_path, row, header=header).tables["inspection"].index[0]
    second = visits(tmp_path, row, header=header).tables["inspection"].index[0]
    assert first == second
    assert first.startswith("JC-")


@pytest.mark.parametrize(
    ("header", "cell", "result"),
    [
        ("是否发现隐患", "是", "finding"),
        ("是否发现隐患", "否", "clean"),
        ("存在问题", "无", "clean"),
        ("存在问题", "", "clean"),
        ("存在问题", "电线私拉乱接", "finding"),
        ("检查结果", "大门锁闭,无人", "closed"),
    ],
)
def test_results_in_other_forms(tmp_path: Path, header: str, cell: str, result: str) -> None:
    """A column of problems is clean where it names none."""
    table = visits(
        tmp_path,
        f'JC1,永盛木材厂,刘湾村,2026-03-16,一队,日常,"{cell}"',
        header=HEADER.replace("结果", header),
    ).tables["inspection"]
    assert table.loc["JC1", "result"] == result


def test_two_visits_of_a_day_with_two_results_are_two(tmp_path: Path) -> None:
    """Nothing in the morning, a find in the afternoon, no numbers: the find must not be lost."""
    header, row = HEADER.removeprefix("检查编号,"), VISIT.removeprefix("JC1,")
    table = visits(tmp_path, row, row.replace("未发现", "发现隐患"), header=header).tables
    assert sorted(table["inspection"]["result"]) == ["clean", "finding"]


def test_one_number_with_two_results_is_a_question(tmp_path: Path) -> None:
    """Only a person knows which is right; the note names the column."""
    result = visits(tmp_path, VISIT, VISIT.replace("未发现", "发现隐患"))
    assert fates(result) == ["accepted", "question"]
    assert result.rows.note_en.iloc[-1].endswith("but differs in 结果")
