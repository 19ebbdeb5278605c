"""Findings, inspections and tip-offs as lists."""

from __future__ import annotations

from datetime import date, timedelta

from data.export.records import finding_sheet, inspection_sheet, tip_sheet
from data.schema import FINDING, TIP, as_table
from tests.builders import inspections, sites

AS_OF = date(2026, 11, 22)


def finding(number: int, **cells: object) -> dict[str, object]:
    """Make a finding of the first site."""
    return {
        "finding_id": f"F{number}",
        "site_id": "S00001",
        "level": "major",
        "found": "2026-10-01",
        "state": "rectifying",
        **cells,
    }


def test_overdue_days_count_to_the_day_of_the_list() -> None:
    """Due on the 12th, ten days late on the 22nd; closed, not yet due, and undated ones are not."""
    rows = (
        finding(1, due="2026-11-12"),
        finding(2, due="2026-11-22"),
        finding(3, due="2026-11-12", closed="2026-11-13", state="closed"),
        finding(4),
    )
    goods = finding_sheet(
        as_table(rows, FINDING), sites({"name": "甲厂"}), as_of=AS_OF + timedelta(days=1)
    )
    by_name = {column.name: column for column in goods.columns}
    assert by_name["overdue_days"].cells == [10, None, None, None]
    assert by_name["name"].cells == ["甲厂"] * 4
    assert by_name["state"].shown("zh") == ["整改中", "整改中", "已销号", "整改中"]


def test_inspections_name_their_site_and_lie_where_it_lies() -> None:
    """An id alone says nothing to a reader."""
    visits = inspections({"site_id": "S00001", "day": "2026-11-02"})
    goods = inspection_sheet(visits, sites({"name": "甲厂", "lon_deg": 115.5}))
    by_name = {column.name: column.cells for column in goods.columns}
    assert by_name["name"] == ["甲厂"]
    assert goods.shapes is not None
    assert goods.shapes[0].x == 115.5


def test_a_visit_to_a_site_that_is_gone_stays_in_the_list() -> None:
    """It happened all the same."""
    goods = inspection_sheet(inspections({"site_id": "S9", "day": "2026-11-02"}), sites({}))
    by_name = {column.name: column.cells for column in goods.columns}
    assert (by_name["site_id"], by_name["name"]) == (["S9"], [None])
    assert goods.shapes is not None
    assert goods.shapes[0] is None


def test_a_tip_without_a_place_has_none() -> None:
    """And no zero in the place of one."""
    tips = as_table([{"tip_id": "T1", "day": "2026-11-02", "verified": "open"}], TIP)
    goods = tip_sheet(tips, datum="gcj02")
    by_name = {column.name: column.cells for column in goods.columns}
    assert by_name["lon_deg"] == [None]
