"""One book per town: whose sites are in it, in which order, and that its counts are its rows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import shapely

from data.errors import NotFoundError
from data.reports import cell_text
from data.store import open_store
from service.pipeline.reports.book import town_report
from service.pipeline.reports.towns import find_town
from tests.service.filed import AS_OF, day, finding, put, put_sites, score_row, section

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.reports import Report, Table
    from data.store import Store


@pytest.fixture
def store(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Give an empty store in a file."""
    path = tmp_path / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as opened:
        yield opened


@pytest.fixture
def town(store: Store) -> Store:
    """Give a store of two villages and a site without one, in no stated order."""
    put_sites(
        store,
        {"name": "张家铸造厂", "village": "张村", "keeper": "刘某"},
        {"name": "安平喷涂厂", "village": "安庄村", "keeper": "王某"},
        {"name": "无村厂"},
        {"name": "八方仓库", "village": "张村", "kind": "idle_factory", "status": "idle"},
        {"name": "旧厂", "village": "张村", "status": "gone"},
    )
    return store


def booked(store: Store, asked: str | None = None) -> Report:
    """Write the book of a town."""
    return town_report(store, find_town(store, asked), as_of=AS_OF)


def texts(table: Table) -> list[list[str]]:
    """Give the cells of a table as they are read in Chinese."""
    return [[cell_text(cell, "zh") for cell in row] for row in table.rows]


def test_villages_stand_in_the_order_of_sound_and_sites_in_that_of_ids(town: Store) -> None:
    """安 before 张; sites without a village come last; each has its number in the book."""
    tables = section(booked(town), "点位名册").tables
    assert [table.title[0] for table in tables] == [
        "1 安庄村（1 处）",
        "2 张村（3 处）",
        "3 村名不详（1 处）",
    ]
    assert [row[:3] for row in texts(tables[1])] == [
        ["2-1", "S00001", "张家铸造厂"],
        ["2-2", "S00004", "八方仓库"],
        ["2-3", "S00005", "旧厂"],
    ]


def test_the_index_leads_from_a_name_to_its_place(town: Store) -> None:
    """In the order of pinyin: an, ba, jiu, wu, zhang."""
    (index,) = section(booked(town), "索引").tables
    assert [row[:2] for row in texts(index)] == [
        ["安平喷涂厂", "1-1"],
        ["八方仓库", "2-2"],
        ["旧厂", "2-3"],
        ["无村厂", "3-1"],
        ["张家铸造厂", "2-1"],
    ]


def test_counts_by_village_add_up_and_leave_out_what_is_gone(town: Store) -> None:
    """Four stand, one is gone; two are graded, two of the standing are not."""
    put(town, "score", score_row("S00001"), score_row("S00004", grade="blue"))
    counts = texts(section(booked(town), "各村情况").tables[0])
    assert counts[-1][1:9] == ["合计", "4", "1", "0", "0", "1", "2", "1"]
    assert [row[1:3] for row in counts[:-1]] == [["安庄村", "1"], ["张村", "2"], ["村名不详", "1"]]


def test_every_figure_is_the_number_of_its_rows(town: Store) -> None:
    """So that each can be looked up."""
    put(town, "finding", finding(1), finding(2, due=day(-1)), finding(3, voided=day(1)))
    put(town, "inspection", {"site_id": "S00001", "day": day(20), "result": "clean"})
    put(
        town,
        "inspection",
        {"inspection_id": "J", "site_id": "S00002"} | {"day": day(400)} | {"result": "clean"},
    )
    figures = {figure.label[0]: figure for figure in booked(town).figures}
    assert all(figure.value[0] == str(len(figure.rows)) for figure in figures.values())
    assert figures["在册点位"].rows == ("S00002", "S00001", "S00004", "S00003")
    assert figures["一年内查过"].rows == ("S00001",)
    assert figures["一年内查过"].detail == ("从未有检查记录的 2 处", "2 never visited")
    assert figures["未销号隐患"].rows == ("YH00001", "YH00002")
    assert figures["逾期隐患"].rows == ("YH00001",)


def test_open_findings_are_listed_with_the_days_they_are_late(town: Store) -> None:
    """Due 9 days before the last day that the book tells of: 9 days late; due later: not late."""
    put(town, "finding", finding(1), finding(2, due=day(-1), level="major"))
    (listed,) = section(booked(town), "未办结").tables
    assert [(row[0], row[3], row[-1]) for row in texts(listed)] == [
        ("2-1", "YH00001", "9"),
        ("2-1", "YH00002", ""),
    ]


def test_an_order_waits_until_a_visit_that_saw_inside(town: Store) -> None:
    """Of three: one late, one that a later visit followed up, one taken back."""
    order = {"site_id": "S00001", "kind": "stop", "day": day(20), "due": day(13)}
    put(
        town,
        "given_order",
        order | {"document": "7号"},
        order | {"site_id": "S00002"},
        order | {"withdrawn": day(19)},
    )
    put(town, "inspection", {"site_id": "S00002", "day": day(15), "result": "clean"})
    (waiting,) = section(booked(town), "未办结").tables
    assert [(row[1], row[5], row[-1]) for row in texts(waiting)] == [
        ("张家铸造厂", "7号", "逾期未回访")
    ]


def test_keepers_of_every_level_are_named_and_gaps_are_said(town: Store) -> None:
    """Town, district, village, then the grid keepers of the ledger of sites."""
    box = shapely.box(114.99, 35.4999, 115.01, 35.5001)
    put(
        town,
        "area",
        {"kind": "district", "name": "南片", "keeper": "赵某", "geometry": box},
        {"kind": "village", "name": "张村委会", "keeper": "钱某", "geometry": box},
    )
    (keepers,) = section(booked(town), "网格责任人").tables
    assert [row[:4] for row in texts(keepers)] == [
        ["镇", "", "没有写明", "5"],
        ["片区", "南片", "赵某", "1"],
        ["村", "张村", "钱某", "3"],
        ["村", "其余 1 个村", "没有写明", "1"],
        ["网格员", "安庄村", "王某", "1"],
        ["网格员", "张村", "刘某", "1"],
    ]


def test_the_newest_disposition_that_was_not_taken_back_counts(town: Store) -> None:
    """A decision taken back leaves the one before in force."""
    shut = {"site_id": "S00001", "kind": "shut"}
    put(
        town,
        "disposition",
        {"site_id": "S00001", "kind": "standard", "day": day(50), "finished": day(45)},
        shut | {"day": day(40), "withdrawn": day(30)},
    )
    counts, listed = section(booked(town), "处置分类").tables
    assert texts(counts)[1] == ["规范提升", "1", "1", "0"]
    assert texts(listed) == [
        ["2-1", "S00001", "张家铸造厂", "张村", "规范提升", "2026-10-01", "2026-10-06", ""]
    ]


def test_a_shut_site_that_a_visit_found_at_work_has_relapsed(town: Store) -> None:
    """Nobody entered it with the disposition; shut on the 31st of October, found on 5 November."""
    shut = {"kind": "shut", "day": day(40), "finished": day(20)}
    put(town, "disposition", {"site_id": "S00001", **shut})
    put(town, "inspection", {"site_id": "S00001", "day": day(15), "result": "illegal"})
    counts, listed = section(booked(town), "处置分类").tables
    assert texts(counts)[0] == ["关停取缔", "1", "1", "1"]
    assert texts(listed)[0][-2:] == ["2026-10-31", "2026-11-05"]


def test_a_store_of_several_towns_gives_the_book_of_the_one_that_is_meant(store: Store) -> None:
    """What names another town, or none, is counted and left out; so are their tip-offs."""
    put_sites(
        store,
        {"town": "东镇", "village": "一村"},
        {"town": "西镇", "village": "二村", "lon_deg": 115.2},
        {"lon_deg": 115.3},
    )
    tip = {"verified": "open", "day": day(4)}
    put(
        store,
        "tip",
        tip | {"what": "东镇边上", "lon_deg": 115.01, "lat_deg": 35.5},
        tip | {"what": "二村有异味", "village": "二村"},
        tip | {"what": "不知何处"},
    )
    report = booked(store, "东")
    assert report.title[0] == "一镇一册：东镇"
    assert report.figures[0].rows == ("S00001",)
    told = [zh for zh, _ in report.sections[0].paragraphs]
    assert any("另有 1 个点位没有写明乡镇" in zh for zh in told)
    assert any("其他乡镇的 1 个点位" in zh for zh in told)
    pending = section(report, "未办结")
    assert [row[3] for row in texts(pending.tables[0])] == ["东镇边上"]
    assert "另有 1 条线索没有写明在哪里" in pending.paragraphs[0][0]


@pytest.mark.parametrize("asked", [None, "镇", "南镇"])
def test_a_town_that_is_not_clear_is_asked_for_by_name(store: Store, asked: str | None) -> None:
    """One line with the names it may be."""
    put_sites(store, {"town": "东镇"}, {"town": "西镇"})
    with pytest.raises(NotFoundError, match="it may be 东镇, 西镇") as error:
        find_town(store, asked)
    assert error.value.zh.endswith("可以是东镇、西镇。")


def test_the_only_town_need_not_be_named_and_another_is_refused(store: Store) -> None:
    """A book of the wrong town must not come out under its name."""
    put_sites(store, {"town": "东镇"}, {})
    assert len(find_town(store, None).sites) == 2
    with pytest.raises(NotFoundError, match="it may be 东镇"):
        find_town(store, "西镇")
