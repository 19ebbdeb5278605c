"""Roads, villages and water that positions are held against."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from data.ledger.ground import Ground, Survey, ground_of, read_ground
from data.schema import AREA, as_table
from tests.data.ledger.office import KnownTables

ROAD = shapely.LineString([(115.0, 35.5), (115.02, 35.5)])
POND = shapely.box(115.0, 35.51, 115.01, 35.52)
AREAS = as_table(
    [
        {
            "area_id": "n1",
            "kind": "village",
            "name": "刘湾村",
            "source": "m",
            "geometry": shapely.Point(115.0, 35.5),
        },
        {"area_id": "w1", "kind": "water", "name": None, "source": "m", "geometry": POND},
        {"area_id": "w2", "kind": "water", "name": "河", "source": "m", "geometry": ROAD},
        {"area_id": "w3", "kind": "school", "name": "小学", "source": "m", "geometry": POND},
    ],
    AREA,
)


def survey(ground: Ground) -> Survey:
    """Measure around 115 degrees east."""
    return Survey(ground, np.array([115.0]))


def test_areas_are_sorted_by_kind() -> None:
    """A river drawn as a line has no inside; a school is neither."""
    ground = ground_of([ROAD], AREAS)
    assert list(ground.villages) == ["刘湾"]
    assert len(ground.water) == 1
    assert ground.middle == pytest.approx((115.01, 35.5))


def test_a_store_without_roads_is_bare_ground() -> None:
    """A first import comes before the roads."""
    ground = read_ground(KnownTables({"area": AREAS}))
    assert ground.roads.size == 0
    assert ground.middle is None
    assert list(ground.villages) == ["刘湾"]


def test_measures_to_the_nearest_road() -> None:
    """0.001 degrees of latitude at 35.5 are 110.95 m."""
    ground = survey(ground_of([ROAD], AREAS))
    xy = ground.metres(np.array([115.01]), np.array([35.501]))
    assert ground.road_m(xy)[0] == pytest.approx(110.95, abs=0.1)


def test_without_roads_distances_are_missing() -> None:
    """Not zero and not far: unknown."""
    bare = survey(Ground())
    assert np.isnan(bare.road_m(np.zeros((2, 2)))).all()
    assert not bare.is_wet(np.zeros((2, 2))).any()


def test_water_is_wet() -> None:
    """In the pond, and beside it."""
    ground = survey(ground_of([], AREAS))
    xy = ground.metres(np.array([115.005, 115.02]), np.array([35.515, 35.515]))
    assert ground.is_wet(xy).tolist() == [True, False]


def test_names_the_nearest_village() -> None:
    """0.01 degrees of latitude are 1,109.5 m."""
    ground = survey(ground_of([], AREAS))
    xy = ground.metres(np.array([115.0]), np.array([35.51]))[0]
    name, away_m = ground.nearest_village(xy)
    assert (name, round(away_m)) == ("刘湾", pytest.approx(1109.5, abs=1.0))
    assert survey(Ground()).nearest_village(xy) == ("", np.inf)
