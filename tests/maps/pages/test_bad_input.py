"""Pages of towns that hold less, or more, or stranger things than a page expects."""

from __future__ import annotations

import re
from dataclasses import replace

from maps.basemap import bounds_of
from maps.pages import hotspots_page, week_page
from maps.pages.hotspot_sites import site_rows
from maps.sketch import Drawing, Mark, sketch
from tests.maps.pages.test_pages import packed
from tests.maps.town import FACTS, LAT, LON, cells_table, roads, route, sites_table, stop, week


def test_a_place_without_a_name_is_called_by_its_id() -> None:
    """A list without names, or with marks nobody sees, still tells where to go."""
    names = [row["name"] for row in site_rows(sites_table(("\u200f", "\u200e ")))]
    assert names == ["S00001", "S00002", "第3厂", "第4厂", "第5厂", "第6厂"]


def test_a_week_in_which_nobody_works_is_drawn() -> None:
    """No route: the map shows the whole graph, the page what was left out."""
    text = week_page(replace(week(), routes=(), hand=None), roads())
    assert packed(text)["held"]["week"]["routes"] == []
    assert "未安排" in text


def test_a_town_without_cells_is_drawn() -> None:
    """Too small to be cut: places are shown, and nothing is called hot."""
    text = hotspots_page(sites_table(), cells_table().head(0), roads(), facts=FACTS)
    assert "0 个网格中" in text


def test_pins_at_one_place_are_spread() -> None:
    """Five plants in one yard: five numbers to read, each at a place of its own."""
    marks = [Mark((LON + 0.01, LAT), "red", str(number)) for number in range(1, 6)]
    within = bounds_of([(LON, LAT), (LON + 0.02, LAT)], roads=roads())
    drawn = str(sketch(roads(), within, Drawing(marks=marks)))
    spots = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" [^>]*font-size="11.5"', drawn)
    assert len(set(spots)) == 5


def test_five_thousand_numbers_are_drawn_as_dots() -> None:
    """Spread apart they would take minutes and hide the map."""
    marks = [Mark((LON, LAT), "red", str(number)) for number in range(5_000)]
    within = bounds_of([(LON, LAT)], roads=roads())
    assert "11.5" not in str(sketch(roads(), within, Drawing(marks=marks)))


def test_a_week_of_five_thousand_stops_holds_each_of_them() -> None:
    """Nothing is dropped in silence; the lists are built when a day is chosen."""
    stops = tuple(
        replace(one, site=replace(one.site, site_id=f"S{number}"))
        for number, one in enumerate([stop(1, 1, 30_000)] * 5_000)
    )
    text = week_page(replace(week(), routes=(route(stops=stops),), hand=None), roads())
    (held,) = packed(text)["held"]["week"]["routes"]
    assert len({one["id"] for one in held["stops"]}) == 5_000
