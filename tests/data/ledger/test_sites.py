"""Sites from ledgers of enterprises and idle factories."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.ledger import read_ledgers
from tests.data.ledger.office import SITE_HEADER, KnownTables, fates, read_text, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from data.ledger import LedgerImport

GOOD = "甲厂,刘湾村,115.0,35.5,GPS"


def site(result: LedgerImport) -> pd.Series:
    """Give the only site of an import."""
    table = result.tables["site"]
    assert len(table) == 1
    return table.iloc[0]


def one(folder: Path, header: str, cells: str) -> pd.Series:
    """Import one site with further columns."""
    return site(read_text(folder, f"{SITE_HEADER},{header}", f"{GOOD},{cells}"))


@pytest.mark.parametrize(
    ("header", "cell", "column", "value"),
    [
        ("从业人数", "约12人", "workers", 12.0),
        ("占地面积(亩)", "3", "area_m2", 2000.0),
        ("证照情况", "缺环评", "licences", "缺环评"),
        ("危险化学品", "有", "chemicals", True),
        ("危险化学品", "硫酸", "chemicals", True),
        ("危险化学品", "无", "chemicals", False),
        ("园中园/厂中厂", "厂中厂", "shared_walls", "厂中厂"),
        ("经营状态", "半停产", "status", "partly"),
        ("风险等级", "橙色", "ledger_grade", "orange"),
        ("生产时段", "夜间", "hours", "night"),
        ("最近检查日期", "2025.05.20", "stated_visit", "2025-05-20"),
        ("统一社会信用代码", "91320412ma1abcde2x", "code", "91320412MA1ABCDE2X"),
        ("行业代码", "C2110", "industry_code", "C2110"),
    ],
)
def test_reads_columns(tmp_path: Path, header: str, cell: str, column: str, value: object) -> None:
    """Each column of the schema from an office's wording."""
    found = one(tmp_path, header, cell)[column]
    assert (str(found)[:10] if column == "stated_visit" else found) == value


@pytest.mark.parametrize("cell", ["无", "否", ""])
def test_no_shared_walls_is_missing(tmp_path: Path, cell: str) -> None:
    """Missing means neither; the word for none must not count as one."""
    assert pd.isna(one(tmp_path, "园中园/厂中厂", cell)["shared_walls"])


def test_what_is_not_understood_is_kept(tmp_path: Path) -> None:
    """In the extras, with a note."""
    result = read_text(tmp_path, f"{SITE_HEADER},经营状态,联系电话", f"{GOOD},看情况,123")
    assert json.loads(site(result)["extra"]) == {"经营状态": "看情况", "联系电话": "123"}
    assert result.rows.note_en.iloc[-1] == "'经营状态' not understood: 看情况; kept as an extra"
    assert fates(result) == ["repaired"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",刘湾村,,,", "no name"),
        ("乙厂,刘湾村,,,高德", "no coordinates"),
        ("乙厂,刘湾村,0,0,高德", "coordinates are 0,0"),
        ("乙厂,刘湾村,200.5,35.5,高德", "impossible coordinates: longitude 200.5, latitude 35.5"),
        (",刘湾村,200.5,35.5,高德", "no name"),
    ],
)
def test_turns_away_with_the_first_true_reason(tmp_path: Path, row: str, reason: str) -> None:
    """And does not block the others."""
    result = read_text(tmp_path, SITE_HEADER, row, GOOD)
    assert fates(result) == ["rejected", "accepted"]
    assert result.rows.note_en.iloc[1] == reason


def test_first_of_two_rows_stays(tmp_path: Path) -> None:
    """The second is a duplicate that names the first."""
    result = read_text(tmp_path, SITE_HEADER, GOOD, "甲 厂,刘湾,115.0,35.5,GPS")
    assert fates(result) == ["accepted", "duplicate"]
    assert result.rows.target.tolist()[1:] == ["S00001", "S00001"]


def test_rows_of_one_name_apart_are_two_sites(tmp_path: Path) -> None:
    """0.005 degrees are 450 m."""
    result = read_text(tmp_path, SITE_HEADER, GOOD, "甲厂,刘湾村,115.005,35.5,GPS")
    assert result.tables["site"].index.tolist() == ["S00001", "S00002"]


def test_duplicates_across_sheets_and_files(tmp_path: Path) -> None:
    """The same enterprise in two lists."""
    rows = [SITE_HEADER.split(","), ["甲厂", "刘湾村", 115.0, 35.5, "GPS"]]
    first = write_book(tmp_path / "a.xlsx", {"一": rows, "二": rows})
    second = write_book(tmp_path / "b.xlsx", {"三": rows})
    result = read_ledgers([first, second], known=KnownTables())
    assert fates(result) == ["accepted", "duplicate", "duplicate"]


def test_news_of_a_stored_site(tmp_path: Path) -> None:
    """Next month's file changes the status; what it leaves out stays."""
    first = read_text(tmp_path, f"{SITE_HEADER},经营状态,备注", f"{GOOD},在产,旧")
    later = f"{SITE_HEADER},经营状态,备注"
    second = read_text(tmp_path, later, f"{GOOD},停产,", known=KnownTables(first.tables))
    changed = site(second)
    assert (changed.name, changed["status"], changed["remark"]) == ("S00001", "stopped", "旧")
    assert second.rows.note_en.iloc[-1] == "updates S00001 in the store: status"
    assert (second.files[0].new, second.files[0].updated) == (0, 1)


def test_a_guess_does_not_move_a_stated_position(tmp_path: Path) -> None:
    """A later file without datum would shift the site by half a kilometre."""
    known = KnownTables(read_text(tmp_path, f"{SITE_HEADER},地址", f"{GOOD},1号").tables)
    again = read_text(tmp_path, f"{SITE_HEADER},地址", "甲厂,刘湾村,115.0,35.5,,1号", known=known)
    assert (site(again)["lon_deg"], bool(site(again)["datum_stated"])) == (115.0, True)
    assert again.files[0].unchanged == 1


def test_unstated_datum_is_a_question(tmp_path: Path) -> None:
    """One row, no roads, no neighbours: nobody can tell, so nothing is stored."""
    result = read_text(tmp_path, SITE_HEADER, "甲厂,刘湾村,115.0,35.5,")
    assert result.tables["site"].empty
    assert fates(result) == ["question"]
    assert [doubt.code for doubt in result.doubts] == ["datum_silent"]
    assert result.rows.note_en.iloc[-1].startswith("candidate places: GCJ-02 (Amap, Tencent) 114.")


def test_argument_settles_questions_only(tmp_path: Path) -> None:
    """The stated row stays what it says; the silent one is as the user says."""
    result = read_text(
        tmp_path, SITE_HEADER, GOOD, "乙厂,东村,115.0,35.5,", datum="bd09", name="b.csv"
    )
    sites = result.tables["site"]
    assert sites["datum"].tolist() == ["wgs84", "bd09"]
    assert sites["datum_stated"].tolist() == [True, True]


def test_an_answer_is_remembered(tmp_path: Path) -> None:
    """Imported again without the argument, the settled row finds itself in the store."""
    first = read_text(tmp_path, SITE_HEADER, "甲厂,刘湾村,115.0,35.5,", datum="bd09")
    again = read_text(
        tmp_path, SITE_HEADER, "甲厂,刘湾村,115.0,35.5,", known=KnownTables(first.tables)
    )
    assert again.files[0].unchanged == 1
    assert (site(again)["datum"], bool(site(again)["datum_stated"])) == ("bd09", True)


def test_an_open_row_told_twice_is_asked_once(tmp_path: Path) -> None:
    """The second is a duplicate of the row, which has no id yet."""
    silent = "甲厂,刘湾村,115.0,35.5,"
    result = read_text(tmp_path, SITE_HEADER, silent, silent)
    assert fates(result) == ["question", "duplicate"]
    assert result.rows.note_en.iloc[-1] == "duplicate of a.csv / 2"


def test_metres_are_read_where_the_town_is(tmp_path: Path) -> None:
    """Land office rows among others: 608,877.88 m east in the zone of 114 is 115.2, 35.5.

    Checked with EPSG:4547 of the PROJ database, which this code does not use.
    """
    rows = [f"厂{i},刘湾村,115.2{i},35.5{i},GPS" for i in range(5)]
    metres = "国土厂,刘湾村,3930727.637,608877.884,"
    result = read_text(tmp_path, SITE_HEADER, *rows, metres)
    found = result.tables["site"].iloc[-1]
    assert (found["lon_deg"], found["lat_deg"]) == pytest.approx((115.2, 35.5), abs=1e-8)
    assert found["datum"] == "cgcs2000"
    assert "central meridian 114 degrees" in result.rows.note_en.iloc[-1]


def test_old_datums_are_asked_about(tmp_path: Path) -> None:
    """Beijing 1954 is some 100 m off and has no public conversion for most of the country."""
    result = read_text(tmp_path, SITE_HEADER, "甲厂,刘湾村,115.0,35.5,北京54")
    assert [doubt.code for doubt in result.doubts] == ["old_datum"]
    assert fates(result) == ["question"]


@pytest.mark.parametrize("words", ["坐标系：百度", "注：坐标取自百度地图"])
def test_datum_of_the_title_or_note(tmp_path: Path, words: str) -> None:
    """Said once for the whole table, above it or below it."""
    rows = [["企业名称", "经度", "纬度"], ["甲厂", 115.0, 35.5], ["乙厂", 115.01, 35.5]]
    for table in ([[words], *rows], [*rows, [words]]):
        path = write_book(tmp_path / "a.xlsx", {"表": table})
        sites = read_ledgers([path], known=KnownTables()).tables["site"]
        assert sites["datum"].tolist() == ["bd09", "bd09"]
        assert sites["datum_stated"].all()


def test_a_title_of_a_text_file_is_no_name_of_it(tmp_path: Path) -> None:
    """A list of Baidu's own offices says nothing of its coordinates; the file's name may."""
    rows = ["百度公司检查台账,,", "企业名称,经度,纬度", "甲厂,115.0,35.5"]
    assert fates(read_text(tmp_path, *rows))[-1] == "question"
    assert site(read_text(tmp_path, *rows, name="台账_高德.csv"))["datum"] == "gcj02"


def test_datum_of_the_sheet(tmp_path: Path) -> None:
    """A tab called 高德坐标 says it for its rows, and not for those of another."""
    rows = [["企业名称", "经度", "纬度"], ["甲厂", 115.0, 35.5]]
    path = write_book(
        tmp_path / "a.xlsx", {"高德坐标": rows, "另表": [rows[0], ["乙厂", 115, 35.5]]}
    )
    result = read_ledgers([path], known=KnownTables())
    assert result.tables["site"]["datum"].tolist() == ["gcj02"]
    assert fates(result)[-1] == "question"


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("企业名称,GPS经度,GPS纬度,类型", "甲厂,115,35.5,闲置厂房", "idle_factory"),
        ("厂房名称,GPS经度,GPS纬度,经营状态", "甲厂,115,35.5,闲置厂房", "idle_factory"),
        ("闲置厂房名称,GPS经度,GPS纬度", "甲厂,115,35.5", "idle_factory"),
        ("企业名称,GPS经度,GPS纬度,经营状态", "甲厂,115,35.5,闲置", "enterprise"),
    ],
)
def test_tells_idle_factories(tmp_path: Path, header: str, cells: str, kind: str) -> None:
    """An enterprise that stands idle is still an enterprise."""
    assert site(read_text(tmp_path, header, cells))["kind"] == kind


def test_status_not_stated(tmp_path: Path) -> None:
    """Unknown for an enterprise, idle for an idle factory."""
    assert (
        site(read_text(tmp_path, "企业名称,GPS经度,GPS纬度", "甲厂,115,35.5"))["status"]
        == "unknown"
    )
    idle = read_text(tmp_path, "闲置厂房名称,GPS经度,GPS纬度", "甲厂,115,35.5")
    assert site(idle)["status"] == "idle"


def test_datum_of_the_header(tmp_path: Path) -> None:
    """经度(百度) says it for the whole column."""
    found = site(read_text(tmp_path, "企业名称,经度(百度),纬度(百度)", "甲厂,115.0,35.5"))
    assert (found["datum"], bool(found["datum_stated"])) == ("bd09", True)


def test_hostile_names_are_names(tmp_path: Path) -> None:
    """Kept as they are; pages and exports disarm them."""
    rows = [
        ["企业名称", "GPS经度", "GPS纬度"],
        ['=HYPERLINK("http://127.0.0.1/x","点我")', 115.0, 35.5],
        ["<img src=x onerror=alert(1)>塑料厂", 115.0, 35.5],
        ["东${7*7}厂", 115.0, 35.5],
    ]
    path = write_book(tmp_path / "a.xlsx", {"表": rows})
    names = read_ledgers([path], known=KnownTables()).tables["site"]["name"].tolist()
    assert names == [row[0] for row in rows[1:]]


def test_metres_mean_the_same_when_their_file_is_read_again(tmp_path: Path) -> None:
    """Four zones fit; what the file itself gave to the store tells no more than the file did."""
    lines = (
        SITE_HEADER,
        "甲厂,刘湾村,115.01,35.51,国土",
        "甲厂,刘湾村,115.01,35.51,国土",
        "乙厂,前杨村,35.51,35.51,国土",
        "丙厂,前杨村,497000.5,3931000,国土",
    )
    first = read_text(tmp_path, *lines)
    again = read_text(tmp_path, *lines, known=KnownTables(first.tables))
    assert first.rows["fate"].tolist() == again.rows["fate"].tolist()


def test_a_row_is_outside_again_only_if_it_was_outside_before(tmp_path: Path) -> None:
    """A site counts once, told by its row and by the store; twice, it would outvote the others."""
    lines = (
        SITE_HEADER,
        "甲厂,刘湾村,35.51,35.50,GPS",
        "乙厂,刘湾村,35.52,35.50,GPS",
        "丙厂,刘湾村,35.51,35.52,GPS",
        "丁厂,刘湾村,115.01,35.50,",
    )
    first = read_text(tmp_path, *lines)
    again = read_text(tmp_path, *lines, known=KnownTables(first.tables))
    assert first.rows["fate"].tolist() == again.rows["fate"].tolist()
