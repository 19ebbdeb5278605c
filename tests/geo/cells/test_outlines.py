"""Outlines as offices draw them: overlapping, crossing themselves, with strips between."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from numpy.testing import assert_allclose

from data.errors import ConfigError, DegenerateInputError
from geo.cells.division import area_division
from geo.cells.outlines import place_points
from tests.geo.builders import lonlat
from tests.geo.cells.builders import areas, at, box, label


def test_the_smallest_of_several_outlines_counts() -> None:
    """A grid drawn within a village keeps its sites."""
    drawn = areas(
        {"area_id": "a", "geometry": box(0, 0, 2000, 2000)},
        {"area_id": "b", "geometry": box(0, 0, 500, 500)},
    )
    division = area_division(at((100, 100), (1000, 1000)), drawn)
    assert division.cell_of_site.tolist() == ["b", "a"]
    assert division.counted == {"overlapping": 1}


def test_of_equal_outlines_the_smallest_id_counts() -> None:
    """The same village drawn twice."""
    twice = areas(
        {"area_id": "b", "geometry": box(0, 0, 500, 500)},
        {"area_id": "a", "geometry": box(0, 0, 500, 500)},
    )
    assert area_division(at((100, 100)), twice).cell_of_site.tolist() == ["a"]


def test_a_site_on_the_line_belongs_to_the_smallest_id() -> None:
    """The corner that both outlines share, whichever is the smaller."""
    shared = areas(
        {"area_id": "a", "geometry": shapely.box(115, 35, 115.02, 35.02)},
        {"area_id": "b", "geometry": shapely.box(115.02, 35.02, 115.03, 35.03)},
    )
    sites = at((0, 0))
    sites["lon_deg"], sites["lat_deg"] = 115.02, 35.02
    division = area_division(sites, shared)
    assert division.cell_of_site.tolist() == ["a"]
    assert division.counted["border"] == 1


def test_a_site_outside_goes_to_the_nearest_within_a_limit() -> None:
    """400 m beyond the edge belongs to it, 600 m does not; both are counted."""
    drawn = areas({"area_id": "a", "geometry": box(0, 0, 1000, 1000)})
    division = area_division(at((1400, 500), (1600, 500), (10, 10)), drawn)
    assert division.cell_of_site.isna().tolist() == [False, True, False]
    assert division.place.tolist() == [0, -1, 0]
    assert division.counted == {"nearest": 1, "outside": 1}


def test_of_equally_near_outlines_the_smallest_id_counts() -> None:
    """100 m from either."""
    apart = areas(
        {"area_id": "b", "geometry": shapely.box(115.0, 35.0, 115.01, 35.01)},
        {"area_id": "a", "geometry": shapely.box(115.0, 35.0, 115.01, 35.01)},
    )
    sites = at((0, 0))
    sites["lon_deg"], sites["lat_deg"] = 115.011, 35.005
    assert area_division(sites, apart).cell_of_site.tolist() == ["a"]


def test_an_outline_that_crosses_itself_is_mended() -> None:
    """A bow tie of two triangles, 1 km wide and high: half a square kilometre."""
    tie = shapely.Polygon([lonlat(0, 0), lonlat(1000, 1000), lonlat(1000, 0), lonlat(0, 1000)])
    division = area_division(at((900, 500)), areas({"area_id": "a", "geometry": tie}))
    assert division.counted == {"mended": 1}
    assert division.cell_of_site.tolist() == ["a"]
    assert division.cells["geometry"]["a"].is_valid
    assert_allclose(division.cells["area_km2"], [0.5], rtol=1e-3)


def test_points_and_lines_are_no_outlines() -> None:
    """They are left out and counted; a collection keeps its polygon."""
    drawn = areas(
        {"area_id": "a", "geometry": shapely.GeometryCollection([label(0, 0), box(0, 0, 9, 9)])},
        {"area_id": "b", "geometry": label(5, 5)},
        {"area_id": "c", "geometry": shapely.LineString([lonlat(0, 0), lonlat(9, 9)])},
    )
    division = area_division(at((5, 5)), drawn)
    assert division.cells.index.tolist() == ["a"]
    assert division.cells["geometry"]["a"].geom_type == "Polygon"
    assert division.counted == {"no_outline": 2}


def test_no_outline_at_all_is_one_clear_line() -> None:
    """It says what was found and what to do, in both languages."""
    with pytest.raises(DegenerateInputError, match="got none among 1 area") as caught:
        area_division(at((5, 5)), areas({"area_id": "b", "geometry": label(5, 5)}))
    assert "边界" in (caught.value.zh or "")


def test_a_strip_between_neighbours_does_not_part_them() -> None:
    """15 m apart are neighbours, 30 m apart are not."""
    drawn = areas(
        {"area_id": "a", "geometry": box(0, 0, 1000, 1000)},
        {"area_id": "b", "geometry": box(1015, 0, 2000, 1000)},
        {"area_id": "c", "geometry": box(2030, 0, 3000, 1000)},
    )
    near = area_division(at((5, 5)), drawn).weights.toarray()
    assert near.tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_two_grids_of_one_name_are_told_apart() -> None:
    """By their ids; a grid without a name has only that."""
    drawn = areas(
        {"area_id": "a", "geometry": box(0, 0, 9, 9), "name": "一网格"},
        {"area_id": "b", "geometry": box(10, 0, 19, 9), "name": "一网格"},
        {"area_id": "c", "geometry": box(20, 0, 29, 9)},
    )
    names = area_division(at((5, 5)), drawn).cells["name"].tolist()
    assert names == ["一网格（a）", "一网格（b）", "c"]


@pytest.mark.parametrize("near_m", [-1.0, float("nan")])
def test_refuses_a_negative_limit(near_m: float) -> None:
    """A distance is not less than nothing."""
    drawn = areas({"area_id": "a", "geometry": box(0, 0, 9, 9)})
    with pytest.raises(ConfigError, match="Expected near_m >= 0"):
        area_division(at((5, 5)), drawn, near_m=near_m)


def test_without_a_limit_the_nearest_counts_however_far() -> None:
    """Work at a place outside all outlines is still somebody's; overlaps go to the smallest."""
    large, small = (
        shapely.box(0.0, 0.0, 4000.0, 4000.0),
        shapely.box(1000.0, 1000.0, 2000.0, 2000.0),
    )
    points = shapely.points([[1500.0, 1500.0], [90_000.0, 3000.0]])
    which, counted = place_points(points, np.array([large, small]), near_m=None)
    assert which.tolist() == [1, 0]
    assert counted == {"overlapping": 1, "border": 0, "nearest": 1, "outside": 0}
