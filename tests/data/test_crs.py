"""Degrees and metres: one zone for a town, shapes in it, and distances over the sphere."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from pyproj import CRS

from data.crs import (
    EARTH_RADIUS_M,
    gauss_kruger,
    great_circle_m,
    metric_crs,
    project,
    to_metres,
    town_extent,
    unproject,
)
from data.errors import DegenerateInputError

lons = st.floats(-179, 179)
lats = st.floats(-89, 89)


def test_a_degree_of_latitude_is_its_share_of_the_circle() -> None:
    """2 pi R / 360 = 111,195 m anywhere."""
    assert_allclose(great_circle_m(115.0, 35.0, 115.0, 36.0), math.tau * EARTH_RADIUS_M / 360)


def test_distance_matches_hand_arithmetic() -> None:
    """Ten degrees east at 35.5 north: 2 asin(0.814116 x 0.0871557) R = 904.87 km."""
    assert float(great_circle_m(115.0, 35.5, 125.0, 35.5)) == pytest.approx(904_870, abs=10)


def test_the_other_side_of_the_earth_is_half_a_circle_away() -> None:
    """Rounding must not take the root of a number above 1."""
    assert_allclose(great_circle_m(0.0, 0.0, 180.0, 0.0), math.pi * EARTH_RADIUS_M)


@settings(deadline=None)
@given(lon=lons, lat=lats, to_lon=lons, to_lat=lats)
def test_the_way_back_is_as_long(lon: float, lat: float, to_lon: float, to_lat: float) -> None:
    """And nothing is away from itself."""
    there, back = great_circle_m(lon, lat, to_lon, to_lat), great_circle_m(to_lon, to_lat, lon, lat)
    assert_allclose(there, back, atol=1e-6)
    assert float(great_circle_m(lon, lat, lon, lat)) == 0


def test_many_places_are_measured_to_one() -> None:
    """Arguments broadcast; a missing position has a missing distance."""
    found = great_circle_m(np.array([115.0, 115.0, np.nan]), np.array([35.0, 36.0, 35.0]), 115, 35)
    assert_allclose(found, [0.0, math.tau * EARTH_RADIUS_M / 360, np.nan])


def test_projects_every_corner_of_a_shape() -> None:
    """A line and an area of known metres come back in those metres."""
    crs = metric_crs([115.0])
    metres = np.array([shapely.LineString([(590_000, 3_930_000), (590_300, 3_930_400)])])
    degrees = unproject(metres, crs)
    (line,) = project(degrees, crs)
    assert line.length == pytest.approx(500.0, abs=1e-3)
    assert_allclose(line.coords[0], (590_000, 3_930_000), atol=1e-3)
    assert degrees[0].length < 1


def test_no_shapes_are_no_error() -> None:
    """A map without water has none to project."""
    assert project(np.empty(0, dtype=object), metric_crs([115.0])).shape == (0,)


def test_a_town_without_a_position_has_no_zone() -> None:
    """A zone must not be made up."""
    with pytest.raises(DegenerateInputError, match="Expected at least one position"):
        metric_crs([np.nan])


@pytest.mark.parametrize("zone", [25, 38, 45])
def test_a_meridian_gives_the_zone_that_proj_has(zone: int) -> None:
    """The CGCS2000 3-degree zones of the EPSG registry, without zone number, to 0.1 mm."""
    meridian = 3.0 * zone
    lon, lat = np.array([meridian - 1.4, meridian, meridian + 1.4]), np.array([20.0, 35.5, 50.0])
    theirs = to_metres(lon, lat, CRS.from_epsg(4534 + zone - 25))
    assert_allclose(to_metres(lon, lat, gauss_kruger(meridian)), theirs, rtol=0, atol=1e-4)


def test_a_village_has_the_least_limit() -> None:
    """All within a kilometre: 30 km, so that a neighbouring village is no mistake."""
    extent = town_extent([115.00, 115.01, 115.02], [35.5, 35.5, 35.5])
    assert extent == (115.01, 35.5, 30_000.0)


def test_a_county_has_four_times_what_holds_three_quarters() -> None:
    """Nine places on a meridian, 0.1 degrees apart: the 7th nearest of 9 is 0.3 degrees off."""
    lat = 35.5 + 0.1 * np.arange(-4, 5)
    extent = town_extent(np.full(9, 115.0), lat)
    assert extent.limit_m == pytest.approx(4 * math.radians(0.3) * EARTH_RADIUS_M)


def test_no_place_tells_of_no_town() -> None:
    """A middle must not be made up."""
    with pytest.raises(DegenerateInputError, match="where a town lies, got none"):
        town_extent([], [])
