"""What is overdue on a day, wherever it is told: one store, one day, one answer."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from data.export.records import finding_sheet
from data.store import open_store
from geo.card.card import default_card
from geo.sites.features import site_features
from service.pipeline.cases.findingboard import board_findings, count_findings
from service.pipeline.cases.findinglife import show_finding
from service.pipeline.cases.findinglist import due_findings, list_findings
from service.pipeline.cases.findingtable import FindingFilter
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.reports.known import know_site
from service.pipeline.reports.mending import mending_part
from service.pipeline.reports.month import month_report
from service.pipeline.reports.period import month_period
from service.pipeline.reports.records import last_known, read_records
from service.pipeline.reports.register import register
from service.pipeline.reports.site import site_report
from service.pipeline.reports.towns import find_town
from tests.service.filed import AS_OF, day, finding, put, put_sites, score_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

DAY = AS_OF - timedelta(days=1)
"""The last day before that of the scores; a Thursday."""
MONDAY = date(2026, 11, 16)
ALL = FindingFilter()


@pytest.fixture(scope="module")
def town(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a town with findings due about a day, which ledgers call by right and wrong words."""
    path = tmp_path_factory.mktemp("day") / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as store:
        put_sites(store, {"name": "甲厂"})
        put(store, "score", score_row("S00001"))
        put(
            store,
            "inspection",
            {"site_id": "S00001", "day": DAY, "mode": "patrol", "result": "clean"},
        )
        put(
            store,
            "finding",
            finding(1, due=day(2)),
            finding(2, due=day(1)),
            finding(3, due=day(1), state="overdue"),
            finding(4, due=None, state="overdue"),
            finding(5, due=day(2), state="rectifying"),
            finding(6, due=day(2), state="submitted"),
            finding(7, due=MONDAY - timedelta(days=1)),
            finding(8, due=MONDAY),
            finding(9, due=day(9), state="closed", closed=day(8)),
        )
        yield store


LATE = {f"YH{number:05d}" for number in (1, 4, 5, 6, 7, 8)}


def test_every_place_counts_what_is_overdue_on_the_same_day(town: Store) -> None:
    """From the day after its due day: what is due on the day is in time, whatever is written."""
    told = list_findings(town, wanted=FindingFilter(overdue=True), as_of=None, limit=99)
    assert told.as_of == DAY.isoformat()
    assert {line.finding_id for line in told.lines} == LATE
    period = month_period("2026-11", known=last_known(town))
    report = mending_part(read_records(town, period))
    assert set(report.lead[0].rows) == LATE
    assert set(know_site(town, "S00001", as_of=AS_OF).overdue.index) == LATE
    map_hotspots(town)
    tables = (town.read(name) for name in ("site", "inspection", "finding", "tip"))
    features = site_features(*tables, as_of=AS_OF, card=default_card())
    book = register(town, find_town(town, None), as_of=AS_OF)
    counts = {
        "overview": count_findings(town, as_of=DAY).late,
        "list": list_findings(town, wanted=ALL, as_of=DAY, limit=1).counts["overdue"],
        "board": sum(one.late for one in board_findings(town, wanted=ALL, as_of=DAY, limit=9)),
        "book": int(book["overdue"].sum()),
        "maps": int(town.read("cell")["overdue"].sum()),
        "card": int(features["overdue"].sum()),
    }
    assert set(counts.values()) == {len(LATE)}, counts


def test_every_place_counts_the_same_days(town: Store) -> None:
    """Due on Monday, late for three days on Thursday; the export, which has days alone, too."""
    lines = list_findings(town, wanted=ALL, as_of=DAY, limit=99).lines
    listed = {line.finding_id: line.days_late for line in lines}
    sheet = finding_sheet(town.read("finding"), town.read("site"), as_of=AS_OF)
    columns = {one.name: one.cells for one in sheet.columns}
    exported = dict(zip(columns["finding_id"], columns["overdue_days"], strict=True))
    assert {key: exported[key] or 0 for key in listed} == listed
    assert listed["YH00008"] == 3
    assert show_finding(town, "YH00008", as_of=DAY).finding.days_late == 3


def test_a_week_begins_with_what_is_overdue_on_its_monday(town: Store) -> None:
    """
    What teams take along on Monday is what the list says of Monday.

    YH00007 is due on the Sunday: late by the calendar, but the week's own, not of its backlog.
    """
    of_week = due_findings(town, "2026-W47", wanted=FindingFilter(overdue=True), limit=99)
    of_day = list_findings(town, wanted=FindingFilter(overdue=True), as_of=MONDAY, limit=99)
    ids = [{one.finding_id for one in told.lines} for told in (of_week, of_day)]
    assert ids == [{"YH00004"}, {"YH00004", "YH00007"}]


def test_the_board_puts_what_is_late_under_late(town: Store) -> None:
    """A step that was taken does not hide it; what was handed in waits for its re-check."""
    board = board_findings(town, wanted=ALL, as_of=DAY, limit=99)
    columns = {one.state: [line.finding_id[-1] for line in one.lines] for one in board}
    assert sorted(columns["overdue"]) == ["1", "4", "5", "7", "8"]
    assert (columns["submitted"], columns["rectifying"]) == (["6"], ["3"])
    shown = show_finding(town, "YH00005", as_of=DAY).finding
    assert (shown.state, shown.days_late) == ("overdue", 1)


def test_pages_bear_the_last_day_they_tell_of(town: Store) -> None:
    """Nothing is as of a day that has not come."""
    reports = (month_report(town, "2026-11"), site_report(town, "S00001", as_of=AS_OF, months=0))
    assert [one.facts.data_date for one in reports] == [DAY, DAY]
