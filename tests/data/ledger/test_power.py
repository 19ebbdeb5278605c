"""Power readings: months, units, meters and the sites they feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.ledger import LedgerImport, read_ledgers
from tests.data.ledger.office import SITE_HEADER, KnownTables, fates, write_book, write_text

if TYPE_CHECKING:
    from pathlib import Path

SITES = (SITE_HEADER, "甲木器厂,东村,115.0,35.5,GPS", "乙板材厂,东村,115.01,35.5,GPS")
LONG = "户号,用户名称,月份,用电量"


def imported(
    folder: Path, *lines: str, name: str = "电.csv", known: KnownTables | None = None
) -> LedgerImport:
    """Import power readings with two sites."""
    sites = write_text(folder / "sites.csv", *SITES)
    power = write_text(folder / name, *lines)
    return read_ledgers([power, sites], known=known or KnownTables())


def readings(result: LedgerImport) -> dict[tuple[str, str], float]:
    """Give what is to be stored: meter and month to kilowatt-hours."""
    table = result.tables["power_reading"]
    return dict(zip(zip(table["meter"], table["month"], strict=True), table["kwh"], strict=True))


def test_one_month_a_row(tmp_path: Path) -> None:
    """Matched to the site of the customer's name."""
    result = imported(tmp_path, LONG, "0101,甲木器厂,2026年1月,1200", "0101,甲木器厂,2026年2月,900")
    assert readings(result) == {("0101", "2026-01"): 1200.0, ("0101", "2026-02"): 900.0}
    assert result.tables["power_reading"]["site_id"].tolist() == ["S00001", "S00001"]


def test_one_column_a_month(tmp_path: Path) -> None:
    """An empty month is no reading, a zero is one."""
    result = imported(
        tmp_path, "户号,户名,2026年1月,2026年2月,2026年3月,合计", "0101,甲木器厂,1200,,0,1200"
    )
    assert readings(result) == {("0101", "2026-01"): 1200.0, ("0101", "2026-03"): 0.0}


@pytest.mark.parametrize(
    ("header", "cell", "kwh"),
    [
        ("用电量(千瓦时)", "1200", 1200.0),
        ("用电量（万千瓦时）", "0.12", 1200.0),
        ("用电量(度)", '"1,200"', 1200.0),
        ("用电量", "0.12万度", 1200.0),
        ("用电量", "1200kWh", 1200.0),
        ("用电量(MWh)", "1.2", 1200.0),
    ],
)
def test_units_become_kilowatt_hours(tmp_path: Path, header: str, cell: str, kwh: float) -> None:
    """The cell decides, else the header; 万 is ten thousand."""
    result = imported(tmp_path, f"户号,户名,月份,{header}", f"1,甲木器厂,2026-01,{cell}")
    assert list(readings(result).values()) == [pytest.approx(kwh)]


def test_months_without_a_year_take_it_from_the_name_of_the_file(tmp_path: Path) -> None:
    """And the row says so."""
    result = imported(tmp_path, "户号,户名,1月,2月", "1,甲木器厂,10,20", name="2025年电量.csv")
    assert list(readings(result)) == [("1", "2025-01"), ("1", "2025-02")]
    assert result.repairs == {"year_from_name": 1}


def test_months_without_any_year_are_rejected(tmp_path: Path) -> None:
    """Nobody guesses the year of a bill."""
    result = imported(tmp_path, "户号,户名,月份,用电量", "1,甲木器厂,1月,10")
    assert [doubt.code for doubt in result.doubts] == ["no_month"]


def test_a_customer_nobody_knows_is_stored_without_a_site(tmp_path: Path) -> None:
    """Nothing is lost, and it is said; when the site is known, the same file fills it in."""
    line = "9,丙陶瓷厂,2026-01,10"
    first = imported(tmp_path, LONG, line)
    assert first.tables["power_reading"]["site_id"].isna().all()
    assert first.repairs == {"meter_unmatched": 1}
    known = KnownTables(first.tables)
    sites = write_text(tmp_path / "more.csv", SITE_HEADER, "丙陶瓷厂,西村,115.02,35.5,GPS")
    again = read_ledgers([write_text(tmp_path / "电.csv", LONG, line), sites], known=known)
    assert again.tables["power_reading"]["site_id"].tolist() == ["S00003"]


def test_a_list_without_meter_numbers_goes_by_name(tmp_path: Path) -> None:
    """One customer, one meter: said, and good enough to follow it over the months."""
    result = imported(tmp_path, "用户名称,月份,用电量", "甲木器厂,2026-01,10")
    assert list(readings(result)) == [("甲木器厂", "2026-01")]
    assert result.repairs == {"meter_from_name": 1}


def test_the_same_month_again(tmp_path: Path) -> None:
    """The same figure is a duplicate, another one a question; the first is stored."""
    row = "1,甲木器厂,2026-01,"
    result = imported(tmp_path, LONG, f"{row}10", f"{row}10", f"{row}11")
    assert sorted(fates(result)) == ["accepted"] * 3 + ["duplicate", "question"]
    assert readings(result) == {("1", "2026-01"): 10.0}
    assert [doubt.code for doubt in result.doubts] == ["months_differ"]


def test_a_corrected_figure_updates_the_stored_one(tmp_path: Path) -> None:
    """The power company mends its own mistakes a month later; importing twice changes nothing."""
    first = imported(tmp_path, LONG, "1,甲木器厂,2026-01,10")
    known = KnownTables(first.tables)
    same = imported(tmp_path, LONG, "1,甲木器厂,2026-01,10", known=known)
    assert {count.kind: count.unchanged for count in same.files} == {"power": 1, "sites": 2}
    later = imported(tmp_path, LONG, "1,甲木器厂,2026-01,12", known=known)
    assert readings(later) == {("1", "2026-01"): 12.0}


@pytest.mark.parametrize(
    ("line", "code"), [("1,甲木器厂,2026-01,停用", "no_kwh"), (",,2026-01,10", "no_name")]
)
def test_rows_without_a_reading_are_rejected(tmp_path: Path, line: str, code: str) -> None:
    """With the reason."""
    result = imported(tmp_path, LONG, line, "2,乙板材厂,2026-01,1")
    assert [doubt.code for doubt in result.doubts] == [code]


def test_a_ledger_of_sites_with_a_meter_column_stays_one(tmp_path: Path) -> None:
    """户号 and 用电量 of a site are extras of the site, not a power ledger."""
    path = write_book(
        tmp_path / "a.xlsx",
        {
            "表": [
                ["企业名称", "地址", "村", "GPS经度", "GPS纬度", "户号", "用电量"],
                ["甲木器厂", "一号", "东村", 115.0, 35.5, "0101", 10],
            ]
        },
    )
    result = read_ledgers([path], known=KnownTables())
    assert [count.kind for count in result.files] == ["sites"]
    assert result.tables["site"]["extra"].tolist() == ['{"户号": "0101", "用电量": "10"}']
