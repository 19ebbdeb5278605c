"""The layer of road spots: off until asked for, and safe whatever a ledger holds."""

from __future__ import annotations

from dataclasses import replace

from maps.pages import HotspotLayers, hotspots_page, week_page
from maps.roadspots import RoadMark
from tests.maps.town import FACTS, LAT, LON, cells_table, roads, sites_table, week


def test_marks_add_a_box_that_is_not_ticked() -> None:
    """The page opens as it always did; who cares for roads ticks the box."""
    mark = RoadMark(LON, LAT, "离路 500 米", "500 m from a road")
    layers = HotspotLayers(road_marks=[mark])
    text = hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS, layers=layers)
    assert '<input type="checkbox" data-layer="roadspots">' in text
    assert "Road doubts 1" in text


def test_the_switch_stands_on_the_map_with_the_sign_it_switches() -> None:
    """On a phone the other switches lie far below the map; the ring is what the map shows."""
    mark = RoadMark(LON, LAT, "离路 500 米", "500 m from a road")
    layers = HotspotLayers(road_marks=[mark])
    text = hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS, layers=layers)
    box = text[text.index('<div class="legend doubts">') :].partition("</div>")[0]
    assert 'data-layer="roadspots"' in box
    assert '<i class="ring"' in box


def test_no_mark_no_box() -> None:
    """A box for nothing would be noise."""
    text = hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS)
    assert 'data-layer="roadspots"' not in text


def test_the_week_page_names_its_closures_and_its_range() -> None:
    """Text of the office is escaped."""
    plan = replace(
        week(), closures=(("R1 <b>桥</b>", "R1 bridge"),), spread_share=0.25, speed_legs=40
    )
    text = week_page(plan, roads())
    assert "R1 &lt;b&gt;桥&lt;/b&gt;" in text
    assert "±25%" in text
    assert "fitted to 40 past drives" in text
