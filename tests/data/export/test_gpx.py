"""Exports as GPX."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import gpxpy
import pytest

from data.datum import wgs84_to_gcj02
from data.export.gpx import write_gpx
from data.export.sites import site_marks
from data.export.table import plain_text
from data.export.week import week_marks
from tests.data.export.goods import FACTS, ODD_NAMES, listed
from tests.maps.town import week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gpxpy.gpx import GPX

    from data.export.table import Mark


def written(folder: Path, marks: Sequence[Mark], *, as_routes: bool, datum: str = "wgs84") -> GPX:
    """Write a GPX file and read it as a device does."""
    facts = replace(FACTS, datum=datum)
    write_gpx(folder / "a.gpx", marks, facts, lang="zh", as_routes=as_routes)
    return gpxpy.parse((folder / "a.gpx").read_text("utf-8"))


def test_sites_are_waypoints(tmp_path: Path) -> None:
    """Name, place, and what one wants to know before getting out of the car."""
    goods = listed({"name": "甲厂", "lon_deg": 115.1, "lat_deg": 35.5}, grades=("red",))
    gpx = written(tmp_path, site_marks(goods, datum="wgs84", lang="zh"), as_routes=False)
    (point,) = gpx.waypoints
    assert (point.name, point.longitude, point.latitude) == ("甲厂", 115.1, 35.5)
    assert point.description.splitlines()[0] == "S00001"
    assert "巡格理由：久未检查" in point.description


def test_a_route_per_team_and_day_begins_and_ends_at_the_base(tmp_path: Path) -> None:
    """Stops in driving order, with the time of each; 08:10 in China is 00:10 UTC."""
    gpx = written(tmp_path, week_marks(week(), datum="wgs84", lang="zh"), as_routes=True)
    assert [route.name for route in gpx.routes] == ["2026-11-23 一队", "2026-11-24 二队"]
    names = [point.name for point in gpx.routes[0].points]
    assert names == ["一队 驻地 镇政府", "1. 第1厂", "2. 第2厂", "3. 第3厂", "一队 驻地 镇政府"]
    first = gpx.routes[0].points[1]
    assert first.time is not None
    assert first.time.isoformat() == "2026-11-23T00:10:00+00:00"
    assert "整改到期" in first.description


def test_it_says_its_datum_and_is_in_it(tmp_path: Path) -> None:
    """GPX is WGS-84 by its standard; whoever asked for another must be told inside, too."""
    goods = listed({"lon_deg": 115.1, "lat_deg": 35.5}, datum="gcj02")
    marks = site_marks(goods, datum="gcj02", lang="zh")
    gpx = written(tmp_path, marks, as_routes=False, datum="gcj02")
    assert "坐标系：GCJ-02" in str(gpx.description)
    expected = wgs84_to_gcj02(115.1, 35.5)
    place = (gpx.waypoints[0].longitude, gpx.waypoints[0].latitude)
    assert place == pytest.approx(expected, abs=1e-7)


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    """They pass through XML and come out as they went in."""
    names = [plain_text(name) for name in ODD_NAMES]
    marks = site_marks(listed(*({"name": name} for name in names)), datum="wgs84", lang="zh")
    gpx = written(tmp_path, marks, as_routes=False)
    assert [point.name for point in gpx.waypoints] == names
