"""One file per enterprise: what it says is what the store holds, and what is unknown is said."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import NotFoundError
from data.reports import cell_text
from data.store import open_store
from service.pipeline.places.naming import find_site
from service.pipeline.places.standing import report_day
from service.pipeline.reports.around import power_section, tips_section
from service.pipeline.reports.cases import findings_section
from service.pipeline.reports.grades import month_starts, stored_then
from service.pipeline.reports.identity import unknown_section, walls_section
from service.pipeline.reports.known import know_site
from service.pipeline.reports.site import site_report
from service.pipeline.roads.loading import load_roads
from tests.service.filed import AS_OF, day, finding, put, put_sites, score_row, section
from tests.service.roadtown import write_osm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.reports import Report, Table
    from data.store import Store
    from service.pipeline.reports.known import KnownSite


@pytest.fixture
def town(empty_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Give a store of a landlord with two tenants, one of which is next door to a fourth site."""
    path = tmp_path / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as store:
        put_sites(
            store,
            {"name": "大院", "kind": "idle_factory", "village": "刘湾村", "status": "idle"},
            {"name": "喷漆房", "parent_id": "S00001", "industry": "喷涂"},
            {"name": "焊接点", "parent_id": "S00001", "datum": "gcj02", "datum_stated": False},
            {"name": "邻厂"},
        )
        yield store


def reported(store: Store, site_id: str = "S00001") -> Report:
    """Write a file without reckoning scores of before."""
    return site_report(store, site_id, as_of=AS_OF, months=0)


def known(store: Store, site_id: str = "S00001") -> KnownSite:
    """Read what is on record of a site."""
    return know_site(store, site_id, as_of=AS_OF)


def texts(table: Table, lang: str = "zh") -> list[list[str]]:
    """Give the cells of a table as they are read."""
    return [[cell_text(cell, "zh" if lang == "zh" else "en") for cell in row] for row in table.rows]


def test_a_place_that_nobody_visited_or_scored_still_has_its_file(town: Store) -> None:
    """A file begins with the register; what is not known is named, not left out."""
    report = reported(town)
    unknown = "".join(zh for zh, _ in section(report, "尚不清楚").paragraphs)
    assert all(
        said in unknown
        for said in ("没有检查记录", "没有用电记录", "没有处置决定", "尚未评分", "地址")
    )
    assert [figure.value[0] for figure in report.figures] == ["尚未评分", "0", "0", "0"]


def test_an_idle_plant_is_not_asked_for_a_licence(town: Store) -> None:
    """It has no industry either; a workshop in it that states none lacks one."""
    assert "证照" not in unknown_section(known(town)).paragraphs[0][0]
    assert "证照" in unknown_section(known(town, "S00002")).paragraphs[0][0]


def test_landlord_and_tenants_name_each_other(town: Store) -> None:
    """A plant in a plant is found from either side (厂中厂)."""
    host, tenant = walls_section(known(town)), walls_section(known(town, "S00002"))
    assert host is not None
    assert tenant is not None
    (of_host,) = host.tables
    assert [row[:3] for row in texts(of_host)] == [
        ["租户", "S00002", "喷漆房"],
        ["租户", "S00003", "焊接点"],
    ]
    (of_tenant,) = tenant.tables
    assert [row[:3] for row in texts(of_tenant)] == [
        ["院主", "S00001", "大院"],
        ["同院", "S00003", "焊接点"],
    ]
    assert walls_section(known(town, "S00004")) is None


def test_an_assumed_datum_is_said(town: Store) -> None:
    """541 m off is a wrong gate."""
    told = unknown_section(known(town, "S00003")).paragraphs
    assert any("按 GCJ-02(高德、腾讯) 推定" in zh for zh, _ in told)


def test_open_and_overdue_findings_are_counted_by_their_rows(town: Store) -> None:
    """Of four: one late, one not yet due, one closed, one taken back."""
    put(
        town,
        "finding",
        finding(1, level="major"),
        finding(2, due=day(-5)),
        finding(3, state="closed", closed=day(12)),
        finding(4, state="closed", closed=day(9), voided=day(9)),
    )
    report = reported(town)
    by_label = {figure.label[0]: figure for figure in report.figures}
    assert by_label["未销号隐患"].rows == ("YH00001", "YH00002")
    assert by_label["未销号隐患"].detail == ("其中重大 1 条", "1 of them major")
    assert by_label["逾期隐患"].rows == ("YH00001",)
    listed = texts(section(report, "隐患").tables[0])
    assert [(row[0], row[-1]) for row in listed] == [
        ("YH00001", "逾期"),
        ("YH00002", ""),
        ("YH00003", ""),
        ("YH00004", "2026-11-11 作废，不计入"),
    ]


def test_each_step_of_a_finding_is_told_and_findings_without_any_are_counted(town: Store) -> None:
    """A ledger only knows the state; the file says so and invents no history."""
    put(town, "finding", finding(1), finding(2))
    put(
        town,
        "finding_step",
        {"finding_id": "YH00001", "number": 2, "step": "notified", "state": "notified"}
        | {"day": day(29), "who": "一队", "document": "庆安〔2026〕7 号"},
        {"finding_id": "YH00001", "number": 1, "step": "found", "state": "found", "day": day(30)},
    )
    told = findings_section(known(town))
    assert told.paragraphs[0][0].startswith("1 条隐患只有台账写明的状态")
    assert [row[1:6] for row in texts(told.tables[1])] == [
        ["1", "2026-10-21", "发现", "发现", ""],
        ["2", "2026-10-22", "通知", "已通知", "一队"],
    ]


def test_a_disposition_and_its_evidence_are_told(town: Store) -> None:
    """拆、断、清 each with its day and reference."""
    put(
        town,
        "disposition",
        {"site_id": "S00001", "kind": "shut", "day": day(40), "cut_off": day(39)}
        | {"cut_off_proof": "断电单-18.pdf", "finished": day(38)},
    )
    report = reported(town)
    assert ("处置：关停取缔，2026-10-13 办结。") in [zh for zh, _ in report.sections[0].paragraphs]
    assert texts(section(report, "照片与证据").tables[0]) == [
        ["2026-10-12", "断", "disposition-1", "断电单-18.pdf", ""]
    ]


def test_tips_that_name_the_place_or_came_from_near_it_are_told(town: Store) -> None:
    """Of four: one names it, one 222 m away, one 1.1 km away, one of another village's name."""
    spot = {"lon_deg": 115.0, "verified": "open", "day": day(3)}
    put(
        town,
        "tip",
        {"verified": "true", "day": day(9), "site_id": "S00001", "what": "夜间有异味"},
        spot | {"lat_deg": 35.502, "what": "冒烟"},
        spot | {"lat_deg": 35.51, "what": "远处"},
        {"verified": "open", "day": day(2), "village": "别村", "what": "只写了村"},
    )
    rows = texts(tips_section(known(town)).tables[0])
    assert [(row[2], row[4]) for row in rows] == [("夜间有异味", "指明此处"), ("冒烟", "222")]


def test_power_is_summed_over_meters_and_a_missing_month_breaks_the_line(town: Store) -> None:
    """Two meters in August, none read in October: two lines, and no zero that nobody read."""
    readings = [("M1", "2026-08", 100.0), ("M2", "2026-08", 50.0), ("M1", "2026-09", 90.0)]
    readings.append(("M1", "2026-11", 10.0))
    put(
        town,
        "power_reading",
        *(
            {"site_id": "S00001", "meter": meter, "month": month, "kwh": kwh}
            for meter, month, kwh in readings
        ),
    )
    told = power_section(known(town))
    assert told is not None
    assert texts(told.tables[0]) == [
        ["2026-08", "150", "2"],
        ["2026-09", "90", "1"],
        ["2026-11", "10", "1"],
    ]
    assert told.picture is not None
    assert told.picture.count("<polyline") == 2


def test_the_score_is_told_with_its_reason_and_what_it_misses(town: Store) -> None:
    """What is not known belongs to the unknown, not to the advice."""
    put(town, "score", score_row("S00001"))
    report = reported(town)
    assert report.figures[0].value == ("红 50", "red 50")
    assert texts(section(report, "风险评分").tables[0]) == [["有举报", "+50", "X1"]]
    assert ("行业不详", "Not known: industry") in section(report, "尚不清楚").paragraphs


def test_former_grades_are_kept_as_they_were_stored(town: Store) -> None:
    """A grade is a promise to a site: when it changes, the former one stays on record."""
    put(town, "score", score_row("S00001", grade="blue", risk=0.1))
    with town.writing() as unit:
        unit.clear("score")
    put(town, "score", score_row("S00001"))
    (former,) = stored_then(town, "S00001")
    assert (former.grade, former.risk, former.day, former.is_stored) == ("blue", 0.1, AS_OF, True)


def test_scores_of_before_are_reckoned_from_what_was_known_then(town: Store) -> None:
    """A find of 25 October is a reason in November, and was none on the first of October."""
    found = date(2026, 10, 25)
    put(town, "inspection", {"site_id": "S00001", "day": found, "result": "illegal"})
    report = site_report(town, "S00001", as_of=AS_OF, months=2)
    (table,) = section(report, "风险评分").tables
    october, november = table.rows
    assert (october[0], november[0]) == (date(2026, 10, 1), date(2026, 11, 1))
    assert "2026-10-25" not in cell_text(october[5], "zh")
    assert "2026-10-25" in cell_text(november[5], "zh")


def test_the_way_there_is_told_from_each_base(town: Store, tmp_path: Path) -> None:
    """Along 东大街 from the base: 0.01 degrees of longitude are 907 m; two teams share a base."""
    load_roads(town, write_osm(tmp_path))
    base = {"lon_deg": 115.0, "lat_deg": 35.5, "card_holders": 2}
    put(town, "team", base | {"name": "一队"}, base | {"name": "二队"})
    east = {"site_id": "S00009", "kind": "enterprise", "name": "东头厂", "status": "operating"}
    put(town, "site", east | {"lon_deg": 115.01, "lat_deg": 35.5})
    way = section(reported(town, "S00009"), "怎么去")
    ((teams, _, km),) = texts(way.tables[0])
    assert (teams, km) == ("一队、二队", "0.9")
    assert way.picture is not None
    assert "★" in way.picture


def test_a_store_without_roads_says_that_no_way_is_known(town: Store) -> None:
    """Instead of an empty picture."""
    report = reported(town)
    assert section(report, "怎么去").paragraphs[0][0].startswith("库中没有道路")
    assert all(one.picture is None for one in report.sections)


def test_the_same_store_gives_the_same_file(town: Store) -> None:
    """Nothing in it depends on the day it was written."""
    put(town, "finding", finding(1))
    assert reported(town) == reported(town)


def test_several_places_of_a_name_are_candidates_in_one_line(town: Store) -> None:
    """With what tells them apart, so that the next call can say which."""
    again = {"site_id": "S00020", "name": "邻厂", "kind": "enterprise", "status": "stopped"}
    put(town, "site", again | {"village": "西村", "lon_deg": 115.3, "lat_deg": 35.5})
    with pytest.raises(NotFoundError, match="may be any of 2 sites") as error:
        find_site(town, "邻厂")
    assert error.value.zh == (
        "“邻厂”可能是 2 个点位中的一个，请用编号再查："
        "S00004 邻厂（在产）、S00020 邻厂（西村，停产）。"
    )
    assert find_site(town, "大院") == "S00001"


def test_the_id_of_something_else_is_no_place(town: Store) -> None:
    """A finding has a history, but no file of its own."""
    put(town, "finding", finding(1))
    with pytest.raises(NotFoundError, match="YH00001 is not the id of a site"):
        find_site(town, "YH00001")


def test_a_report_stands_on_the_day_after_the_last_dated_row(town: Store) -> None:
    """An order given after the last visit counts too; without any date somebody must say one."""
    with pytest.raises(NotFoundError, match="say the day with --as-of"):
        report_day(town)
    put(town, "inspection", {"site_id": "S00001", "day": day(5), "result": "clean"})
    put(town, "given_order", {"site_id": "S00001", "kind": "talk", "day": day(2)})
    assert report_day(town) == day(1)


def test_firsts_of_months_run_over_the_turn_of_a_year() -> None:
    """A report of the first of a month ends with the month before."""
    assert month_starts(date(2026, 2, 2), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]
    assert month_starts(date(2026, 2, 1), 1) == [date(2026, 1, 1)]
