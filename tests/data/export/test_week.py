"""A week as lists."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import shapely

from data.export.week import left_out_sheet, promise_sheet, route_sheet, stop_sheet
from tests.maps.town import week


def test_every_stop_is_a_row_in_driving_order() -> None:
    """With time, kind of visit and reason in words; 1,500 m are 1.5 km, 600 s ten minutes."""
    goods = stop_sheet(week(), datum="wgs84", lang="zh")
    by_name = {column.name: column for column in goods.columns}
    assert by_name["order"].cells == [1, 2, 3, 1, 2]
    assert by_name["day"].cells[3] == date(2026, 11, 24)
    assert by_name["start"].cells[0] == datetime(2026, 11, 23, 8, 10)  # noqa: DTZ001 - China's clock
    assert by_name["visit_type"].shown("zh")[0] == "行政检查"
    assert by_name["why"].cells[0] == "整改到期"
    assert (by_name["leg_km"].cells[0], by_name["leg_min"].cells[0]) == (1.5, 10.0)


def test_what_was_left_out_is_told_with_its_reason() -> None:
    """`Why was this place not assigned?` is what offices ask most."""
    columns = {c.name: c.shown("en")[0] for c in left_out_sheet(week(), lang="en").columns}
    assert columns["site_id"] == "S00006"
    assert columns["sentence"] == "needs 35 more minutes"
    assert columns["must"] == "no"


def test_promises_say_whether_they_are_kept() -> None:
    """Both, the kept and the broken."""
    by_name = {c.name: c.shown("zh") for c in promise_sheet(week(), lang="zh").columns}
    assert by_name["kept"] == ["是", "否"]


def test_a_route_is_one_line_from_base_to_base() -> None:
    """Along the ways of its legs."""
    goods = route_sheet(week())
    assert goods.shapes is not None
    line = goods.shapes[0]
    assert isinstance(line, shapely.LineString)
    assert line.coords[0] == pytest.approx((115.0, 35.5))
    assert line.coords[-1] == pytest.approx((115.0, 35.5))
