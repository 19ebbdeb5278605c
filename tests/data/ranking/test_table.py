"""Tables of visits as people keep them: what is read, what is refused, and in which words."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import LedgerError
from data.ranking import RankConfig, RankTable, Remark, read_rank_table

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = RankConfig(id="No", site="Firm", date="Day", outcome="Found", train_until=date(2026, 3, 1))
HEADER = "No,Firm,Day,Found,Team,Lon,Lat,Size,Kind,Wet,Faults"
PAST = "1,A,2026-02-01,1,east,115.0,35.5,3,mill,yes,4"
AHEAD = "2,A,2026-03-01,1,west,115.0,35.5,5,mill,no,7"
FULL = replace(
    CONFIG,
    team="Team",
    lon="Lon",
    lat="Lat",
    features=("Size", "Kind", "Wet"),
    history=("Faults",),
)


def put(folder: Path, *lines: str) -> Path:
    """Write a text table."""
    path = folder / "visits.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def read(folder: Path, *lines: str, config: RankConfig = CONFIG) -> RankTable:
    """Read a text table."""
    return read_rank_table(put(folder, *lines), config)


def test_a_row_before_the_day_is_past_and_one_on_it_is_ahead(tmp_path: Path) -> None:
    """And what a row to score is said to have found is not even kept."""
    table = read(tmp_path, HEADER, PAST, AHEAD, config=FULL)
    assert table.ahead.tolist() == [False, True]
    assert table.rows["found"].tolist()[0] == 1.0
    assert np.isnan(table.rows["found"].tolist()[1])
    assert table.history["Faults"].tolist()[0] == 4.0
    assert np.isnan(table.history["Faults"].tolist()[1])


def test_each_column_is_read_as_what_it_holds(tmp_path: Path) -> None:
    """Numbers, words, and yes or no as 1 or 0."""
    features = read(tmp_path, HEADER, PAST, AHEAD, config=FULL).features
    assert features["Size"].tolist() == [3.0, 5.0]
    assert features["Kind"].tolist() == ["mill", "mill"]
    assert features["Wet"].tolist() == [1.0, 0.0]


@pytest.mark.parametrize("one", ["269961.0", "007", "企业-3", " x ", "1e5"])
def test_ids_stay_as_they_are_written(tmp_path: Path, one: str) -> None:
    """Whoever joins the scores to the table finds every row again."""
    table = read(tmp_path, "No,Firm,Day,Found", f"{one},A,2026-03-02,")
    assert table.rows.index.tolist() == [one]


@pytest.mark.parametrize(
    "day", ["2026-03-02", "2026/3/2", "2026.03.02", "20260302", "2026年3月2日", "2026-03-02 14:30"]
)
def test_days_are_read_in_the_usual_forms(tmp_path: Path, day: str) -> None:
    """As in ledgers."""
    table = read(tmp_path, "No,Firm,Day,Found", f"1,A,{day},")
    assert str(table.rows["day"].iloc[0].date()) == "2026-03-02"


@pytest.mark.parametrize(
    ("text", "found"), [("1", 1.0), ("0", 0.0), ("1.0", 1.0), ("true", None), ("", None)]
)
def test_outcomes_are_1_or_0_or_unknown(tmp_path: Path, text: str, found: float | None) -> None:
    """A word is no outcome: nobody should guess which of two words is the bad one."""
    lines = "No,Firm,Day,Found", f"1,A,2026-02-01,{text}", "2,A,2026-03-02,"
    if text == "true":
        with pytest.raises(LedgerError, match="'true' is neither 0 nor 1"):
            read(tmp_path, *lines)
        return
    value = read(tmp_path, *lines).rows["found"].iloc[0]
    assert np.isnan(value) if found is None else value == found


def test_past_rows_without_an_outcome_are_counted(tmp_path: Path) -> None:
    """They teach nothing; their owner should know."""
    table = read(tmp_path, "No,Firm,Day,Found", "1,A,2026-02-01,", "2,A,2026-03-02,")
    assert table.remarks == (Remark("unknown_outcome", "Found", 1),)


def test_outcomes_of_rows_to_score_are_counted_and_not_read(tmp_path: Path) -> None:
    """A word is no fault there, since nobody looks; whoever filled it in is told."""
    lines = "1,A,2026-02-01,1", "2,A,2026-03-01,bad", "3,A,2026-03-02,0", "4,A,2026-03-03,"
    table = read(tmp_path, "No,Firm,Day,Found", *lines)
    assert table.remarks == (Remark("later_outcome", "Found", 2),)
    assert table.rows["found"].isna().tolist() == [False, True, True, True]


def test_packed_tables_and_workbooks_are_read_too(tmp_path: Path) -> None:
    """The same rows in three forms."""
    packed = tmp_path / "visits.csv.gz"
    packed.write_bytes(gzip.compress(f"{HEADER}\n{PAST}\n{AHEAD}".encode()))
    book = openpyxl.Workbook()
    for line in (HEADER, PAST, AHEAD):
        book.active.append(line.split(","))
    book.save(tmp_path / "visits.xlsx")
    wanted = read(tmp_path, HEADER, PAST, AHEAD, config=FULL)
    for path in (packed, tmp_path / "visits.xlsx"):
        table = read_rank_table(path, FULL)
        assert table.rows.equals(wanted.rows)
        assert table.features.equals(wanted.features)


def test_the_tables_of_chinese_offices_are_read(tmp_path: Path) -> None:
    """GB18030, as their spreadsheets save."""
    path = tmp_path / "表.csv"
    path.write_bytes("No,Firm,Day,Found\n1,甲厂,2026-03-02,".encode("gb18030"))
    assert read_rank_table(path, CONFIG).rows["site"].tolist() == ["甲厂"]


def test_one_odd_row_to_score_does_not_change_how_others_are_read(tmp_path: Path) -> None:
    """The past decides what a column holds; a word among numbers counts as missing, and is told."""
    odd = AHEAD.replace(",5,", ",about 5,")
    table = read(tmp_path, HEADER, PAST, odd, AHEAD.replace("2,A", "3,A", 1), config=FULL)
    assert table.features["Size"].tolist()[::2] == [3.0, 5.0]
    assert np.isnan(table.features["Size"].iloc[1])
    assert table.remarks[0] == Remark("odd", "Size", 1, "about 5")


def test_endless_numbers_count_as_missing(tmp_path: Path) -> None:
    """They come from divisions by 0."""
    table = read(tmp_path, HEADER, PAST, AHEAD.replace(",5,", ",inf,"), config=FULL)
    assert np.isnan(table.features["Size"].iloc[1])
    assert table.remarks[0] == Remark("infinite", "Size", 1, "inf")


def test_a_column_that_says_nothing_of_the_past_is_told(tmp_path: Path) -> None:
    """Nothing can be learned from it."""
    table = read(tmp_path, HEADER, PAST.replace(",3,", ",,"), AHEAD, config=FULL)
    assert table.remarks[0] == Remark("empty", "Size", 1)


def test_codes_made_of_digits_may_be_words(tmp_path: Path) -> None:
    """A postal code of twice another is not twice as far."""
    config = replace(FULL, categories=("Size",))
    assert read(tmp_path, HEADER, PAST, AHEAD, config=config).features["Size"].tolist() == [
        "3",
        "5",
    ]


BAD: list[tuple[str, str, str]] = [
    (AHEAD.replace("2026-03-01", "2026-13-01"), "row 3: Day '2026-13-01' is not a day", "不是日期"),
    (AHEAD.replace("2026-03-01", ""), "row 3: there is no Day", "没有 Day"),
    (AHEAD.replace("2,A", "2,", 1), "row 3: there is no Firm", "没有 Firm"),
    (AHEAD.replace("2,A", ",A", 1), "row 3: there is no No", "没有 No"),
    (AHEAD.replace("2,A", "1,A", 1), "row 3: No '1' is that of row 2 too", "与第 2 行相同"),
    (AHEAD.replace("35.5", "135.5"), "row 3: Lat '135.5' is not in degrees", "之间的度数"),
    (AHEAD.replace("115.0", "east"), "row 3: Lon 'east' is not in degrees", "之间的度数"),
    (
        PAST.replace("1,A", "2,A", 1).replace(",1,", ",2,", 1),
        "row 3: Found '2' is neither 0 nor 1",
        "不是 0 或 1",
    ),
    (
        PAST.replace("1,A", "2,A", 1).replace(",4", ",bad"),
        "history column 'Faults' holds words",
        "是文字",
    ),
]


@pytest.mark.parametrize(("row", "en", "zh"), BAD)
def test_a_cell_that_cannot_be_is_told_with_its_row(
    tmp_path: Path, row: str, en: str, zh: str
) -> None:
    """As the spreadsheet counts, with what to do, in both languages."""
    with pytest.raises(LedgerError) as caught:
        read(tmp_path, HEADER, PAST, row, config=FULL)
    assert en in str(caught.value)
    assert zh in str(caught.value.zh)


def test_what_a_row_to_score_has_found_is_not_even_checked(tmp_path: Path) -> None:
    """Nobody looks at it, so that nothing can leak."""
    table = read(tmp_path, HEADER, PAST, AHEAD.replace(",1,", ",illegal,", 1), config=FULL)
    assert np.isnan(table.rows["found"].iloc[1])


def test_many_faults_are_one_line(tmp_path: Path) -> None:
    """The first in full, the next ones by their rows."""
    rows = [f"{number},A,never," for number in range(1, 11)]
    with pytest.raises(LedgerError) as caught:
        read(tmp_path, "No,Firm,Day,Found", *rows)
    assert "(9 more, in row 3, 4, 5, 6, 7 ...)" in str(caught.value)
    assert "（另有 9 行：3、4、5、6、7……）" in str(caught.value.zh)


@pytest.mark.parametrize(
    ("lines", "en", "zh"),
    [
        (("No,Firm,Day,Find", "1,A,2026-03-01,"), "did you mean 'Find'", "是否想写“Find”"),
        (("a,b", "1,2"), "no column 'No', which the config names as id; it has a, b", "现有：a、b"),
        (("No,No,Firm,Day,Found", "1,1,A,2026-03-01,"), "2 columns called 'No'", "都叫“No”"),
        (("No,Firm,Day,Found",), "has a header but no row", "只有表头"),
        (
            ("No,Firm,Day,Found", "1,A,2026-02-27,0"),
            "none is on or after train_until 2026-03-01, the last is of 2026-02-27",
            "最后一行是 2026-02-27",
        ),
    ],
)
def test_a_table_that_cannot_be_ranked_says_why(
    tmp_path: Path, lines: tuple[str, ...], en: str, zh: str
) -> None:
    """With what to do."""
    with pytest.raises(LedgerError) as caught:
        read(tmp_path, *lines)
    assert en in str(caught.value)
    assert zh in str(caught.value.zh)


def test_a_damaged_packed_file_is_one_line(tmp_path: Path) -> None:
    """Half of a download."""
    path = tmp_path / "visits.csv.gz"
    path.write_bytes(gzip.compress(b"No,Firm\n" * 10_000)[:-20])
    with pytest.raises(LedgerError, match="damaged gzip file"):
        read_rank_table(path, CONFIG)


def test_a_packed_file_may_not_flood_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand bytes can unpack to a million."""
    monkeypatch.setattr("data.ranking.files.MAX_TEXT_BYTES", 10_000)
    path = tmp_path / "visits.csv.gz"
    path.write_bytes(gzip.compress(b"No,Firm\n" * 10_000))
    with pytest.raises(LedgerError, match="unpacks to more than"):
        read_rank_table(path, CONFIG)


def test_a_workbook_with_two_tables_is_refused(tmp_path: Path) -> None:
    """Nobody can know which was meant."""
    book = openpyxl.Workbook()
    book.active.append(["No"])
    book.create_sheet("other").append(["No"])
    book.save(tmp_path / "two.xlsx")
    with pytest.raises(LedgerError, match="2 sheets with something in them"):
        read_rank_table(tmp_path / "two.xlsx", CONFIG)


@given(st.permutations(range(6)))
def test_the_order_of_the_table_is_kept(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    """Whoever lays the scores beside the table may rely on it."""
    rows = [f"r{number},A,2026-0{number + 1}-01," for number in order]
    table = read(tmp_path_factory.mktemp("t"), "No,Firm,Day,Found", *rows)
    assert table.rows.index.tolist() == [f"r{number}" for number in order]
