"""What lies far from the sites is measured and left out, whatever the size of the blocks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.roads import clip
from data.roads.clip import clip_text, nearest_road_m
from data.roads.draft import draft_of_text
from data.roads.needs import Box
from data.roads.osm import OsmText, OsmWay, osm_text
from tests.data.roads.test_draft import pieces

SPOTS = {number: (115.0 + 0.01 * number, 35.5) for number in range(1, 9)}
BOX = Box(115.025, 35.49, 115.045, 35.51)
"""Holds points 3 and 4 of the eight in a row."""
SERVICE = {"highway": "service"}
tags = st.sampled_from([SERVICE, {"highway": "service", "oneway": "-1"}, {"building": "yes"}])
ways = st.lists(st.tuples(st.lists(st.integers(1, 9), max_size=5), tags), max_size=6)


def text(*listed: tuple[int, ...], known: dict[str, str] | None = None) -> OsmText:
    """Build a text of roads along the row of points."""
    made = [OsmWay(10 + at, refs, known or SERVICE) for at, refs in enumerate(listed)]
    return osm_text(SPOTS, made)


def test_far_roads_and_their_points_are_left_out() -> None:
    """The road 7-8 is 0.01 degrees at 35.5 north: 905.2 m each way, and 5-6-7 twice that."""
    near, left_km = clip_text(text((1, 2), (2, 3), (5, 6, 7), (7, 8)), BOX)
    assert near.numbers.tolist() == [11]
    assert near.points.tolist() == [2, 3]
    assert left_km == pytest.approx(2 * 4 * 0.9053, abs=0.001)


def test_far_pieces_of_a_near_road_are_counted_as_left_out() -> None:
    """Of 4-5-6 the piece 5-6 has no end in the box."""
    near, left_km = clip_text(text((4, 5, 6)), BOX)
    assert pieces(draft_of_text(near).within(BOX)) == [(4, 5), (5, 4)]
    assert left_km == pytest.approx(2 * 0.9053, abs=0.001)


@given(listed=ways, at_once=st.integers(1, 9))
def test_same_roads_as_clipping_the_whole_draft(
    listed: list[tuple[list[int], dict[str, str]]], at_once: int
) -> None:
    """Blocks of any size, ways with a missing point (9), repeated points, one-way roads."""
    made = [OsmWay(10 + at, tuple(refs), known) for at, (refs, known) in enumerate(listed)]
    whole = osm_text(SPOTS, made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clip, "POINTS_AT_ONCE", at_once)
        near, left_km = clip_text(whole, BOX)
    everything = draft_of_text(whole)
    kept, expected = draft_of_text(near).within(BOX), everything.within(BOX)
    assert pieces(kept) == pieces(expected)
    assert left_km == pytest.approx(everything.km - expected.km, abs=1e-9)


def test_nearest_road_is_measured_to_its_points() -> None:
    """From point 1 to point 7, six times 905.2 m; point 2 lies on no road."""
    assert nearest_road_m(text((7, 8)), SPOTS[1]) == pytest.approx(6 * 905.3, abs=1)


def test_without_a_road_nothing_is_near() -> None:
    """A building is no road: the file says nothing of how far roads are."""
    buildings = text((1, 2), known={"building": "yes"})
    assert math.isinf(nearest_road_m(buildings, SPOTS[1]))
    assert clip_text(buildings, BOX).text.numbers.tolist() == []
