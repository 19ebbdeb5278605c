"""Tests of what the analyst's page says."""

from __future__ import annotations

import re
from dataclasses import replace

import shapely
import shapely.affinity

from maps.pages import hotspots_page
from tests.maps.pages.test_pages import packed
from tests.maps.town import FACTS, LAT, LON, cells_table, roads, sites_table


def text_of_page() -> str:
    """Write the page of the tiny town."""
    return hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS)


def test_grades_are_counted() -> None:
    """The tiny town has 1 red, 2 orange, 2 yellow, 1 blue."""
    counts = dict(re.findall(r'data-count="(\w+)">(\d+)<', text_of_page()))
    assert counts == {"red": "1", "orange": "2", "yellow": "2", "blue": "1"}


def test_red_and_orange_are_shown_first() -> None:
    """All four grades at once are confetti."""
    shown = re.findall(r'name="grade" value="(\w+)" checked', text_of_page())
    assert shown == ["red", "orange"]


def test_villages_are_ranked_by_red_and_orange() -> None:
    """西村 has 1 red and 1 orange, 东村 1 orange."""
    villages = packed(text_of_page())["held"]["ranking"]["villages"]
    assert [(one["name"], one["high"]) for one in villages] == [("西村", 2), ("东村", 1)]


def test_the_verdict_counts_what_is_significant() -> None:
    """One hot cell of two, the other with too few visits."""
    assert "2 个网格中，1 个是统计显著的热点，0 个是冷点，1 个检查太少" in text_of_page()


def test_no_hotspot_is_said_in_words() -> None:
    """Chance must not look like a finding."""
    plain = cells_table().assign(**{"class": "plain"})
    text = hotspots_page(sites_table(), plain, roads(), facts=FACTS)
    assert "差异可能只是运气" in text


def test_colours_of_chances_are_explained_and_those_of_a_card_are_not() -> None:
    """A chance of 43 % in blue is a riddle to whoever takes colours for bands of the figure."""
    foreseen = replace(FACTS, model="learned-1+card-2")
    chances = hotspots_page(sites_table(), cells_table(), roads(), facts=foreseen)
    assert "各色个数与评分卡相同" in chances
    assert '"hint colours"' not in text_of_page()


def test_a_town_without_sites_has_a_page() -> None:
    """The first look, before any ledger is read."""
    text = hotspots_page(sites_table().iloc[:0], cells_table().iloc[:0], roads(), facts=FACTS)
    assert "<main" in text


def test_the_side_of_a_square_is_measured_along_it() -> None:
    """A grid turned by the meridian's 3 degrees: a box in degrees would say 530 m."""
    side = 500 / 111_000
    turned = shapely.affinity.rotate(shapely.box(LON, 0, LON + side, side), 3)
    text = hotspots_page(
        sites_table(), cells_table().assign(geometry=[turned, turned]), roads(), facts=FACTS
    )
    assert "网格边长 500 米" in text


def test_areas_that_are_no_squares_have_no_side() -> None:
    """Villages can be the cells; a side in metres would be invented."""
    triangle = shapely.Polygon([(LON, LAT), (LON + 0.01, LAT), (LON, LAT + 0.01)])
    text = hotspots_page(
        sites_table(), cells_table().assign(geometry=[triangle, triangle]), roads(), facts=FACTS
    )
    assert "网格边长" not in text
