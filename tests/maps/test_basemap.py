"""Tests of the ground under the maps."""

from __future__ import annotations

import pytest

from maps.basemap import basemap, bounds_of
from tests.maps.test_packing import decoded
from tests.maps.town import LAT, LON, roads


def features(stream: bytes) -> list[tuple[int, list[tuple[float, float]]]]:
    """Read the stream as the page's script does."""
    numbers = iter(decoded(stream))
    found, x, y = [], 0, 0
    for kind in numbers:
        line = []
        for _ in range(next(numbers)):
            x, y = x + next(numbers), y + next(numbers)
            line.append((x / 1e5, y / 1e5))
        found.append((kind, line))
    return found


def test_two_directed_edges_are_one_line() -> None:
    """Drawing each street twice would double the page."""
    drawn = features(basemap(roads()).stream)
    assert [kind for kind, _ in drawn if kind < 6] == [1, 4]


def test_lines_keep_their_places() -> None:
    """The primary road runs from 115.00 to 115.01 on latitude 35.5."""
    lines = dict(features(basemap(roads()).stream))
    assert lines[1] == [(LON, LAT), (115.01, LAT)]


def test_water_is_a_ring() -> None:
    """A box has five points, the last equal to the first."""
    ring = dict(features(basemap(roads()).stream))[6]
    assert len(ring) == 5
    assert ring[0] == ring[-1]


def test_far_away_only_main_roads_stay() -> None:
    """An inspector's page holds the lanes near the route; the rest would only cost bytes."""
    far = ((LON - 0.5, LAT), (LON - 0.4, LAT + 0.01))
    drawn = features(basemap(roads(), within=far).stream)
    assert [kind for kind, _ in drawn] == [6, 1]


def test_villages_and_roads_are_named() -> None:
    """The road's name stands at its middle and lies flat on an east-west road."""
    names = basemap(roads()).names
    assert ("village", "东村", 115.02, 35.5, 0) in names
    assert ("road", "幸福路", 115.005, 35.5, 0) in names


def test_bounds_leave_room_around_one_place() -> None:
    """A single stop must not zoom to the doorstep: 0.0015 degrees on each side."""
    bounds = bounds_of([(115.0, 35.5)], roads=roads())
    assert bounds == ((114.9985, 35.4985), (115.0015, 35.5015))


def test_bounds_of_no_place_are_the_towns() -> None:
    """A shift without stops still shows its town."""
    (west, _), (east, _) = bounds_of([], roads=roads())
    assert (west, east) == pytest.approx((114.9985, 115.0215))
