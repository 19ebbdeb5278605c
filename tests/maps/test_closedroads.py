"""Closed roads on the map: on the pages of their days, with a word in the legend."""

from __future__ import annotations

import base64
import gzip
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson

from data.sheets import ClosedRoads
from maps.closedroads import ClosedRoadsLayer
from maps.pages import route_page, week_page
from tests.maps.town import LAT, LON, MONDAY, roads, week

if TYPE_CHECKING:
    from datetime import date

SIGN = "封闭的道路"


def closed(first: date, last: date) -> ClosedRoads:
    """Close one road of two points, with a hostile note."""
    line = ((LON, LAT), (LON + 0.01, LAT + 0.002))
    return ClosedRoads(zh="R1 <b>桥</b>", en="R1 bridge", first=first, last=last, lines=(line,))


def test_lines_are_written_in_steps_of_a_metre() -> None:
    """Steps of 0.00001 degrees, lon before lat, one list a road."""
    content = base64.b64decode(ClosedRoadsLayer([closed(MONDAY, MONDAY)]).content)
    ((zh, en, lines),) = orjson.loads(gzip.decompress(content))
    lon, lat = round(LON * 1e5), round(LAT * 1e5)
    assert lines == [[lon, lat, lon + 1000, lat + 200]]
    assert en == "R1 bridge"
    assert "桥" in zh


def test_the_week_page_has_the_layer_and_its_sign() -> None:
    """Only where something is closed: a sign for nothing would be noise."""
    plan = week()
    assert SIGN not in week_page(plan, roads())
    text = week_page(replace(plan, closed=(closed(MONDAY, MONDAY),)), roads())
    assert SIGN in text
    assert "closed roads" in text


def test_a_route_page_marks_what_is_closed_on_its_day() -> None:
    """Monday's route shows Monday's closure, Tuesday's does not."""
    plan = replace(week(), closed=(closed(MONDAY - timedelta(days=2), MONDAY),))
    monday, tuesday = plan.routes
    assert SIGN in route_page(monday, plan, roads())
    assert SIGN not in route_page(tuesday, plan, roads())


def test_minutes_of_a_drive_stay_on_one_line() -> None:
    """At 390 px the last sign of 分钟车程 stood alone on the next line."""
    plan = week()
    text = route_page(plan.routes[0], plan, roads())
    legs = text.split('<span class="together">')[1:]
    assert any("分钟车程" in leg[:200] for leg in legs)
