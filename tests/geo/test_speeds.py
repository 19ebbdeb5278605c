"""Speeds: tags as people write them, and one table where there is no tag."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from data.errors import ConfigError
from data.roads.graph import DRIVE_CLASSES
from geo.speeds import CLASS_SPEED_KM_H, SpeedParams, edge_speed_km_h, limit_km_h


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40", 40.0),
        ("40 km/h", 40.0),
        ("30 mph", 48.28032),
        ("['40', '60']", 40.0),
        ("60;40", 40.0),
        ("CN:urban", 50.0),
        ("限速30公里", 30.0),
        ("４０", 40.0),
        (40, 40.0),
    ],
)
def test_reads_tags_as_they_are_written(text: object, expected: float) -> None:
    """One mile is 1.609344 km; of several limits the lowest is the safe one to plan with."""
    assert limit_km_h(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", [None, np.nan, "", "none", "signals", "0", "4000"])
def test_says_nothing_where_the_tag_says_nothing(text: object) -> None:
    """A tag without a usable number must not become a speed of 0 or of a rocket."""
    assert np.isnan(limit_km_h(text))


@pytest.mark.parametrize(("tag", "expected"), [("10", 10.0), ("40", 20.0), (None, 20.0)])
def test_a_limit_slows_a_road_down_and_never_speeds_it_up(tag: str | None, expected: float) -> None:
    """Of two equal lanes the one whose sign somebody mapped is no faster for it."""
    params = SpeedParams(class_km_h={"residential": 20.0})
    speed = edge_speed_km_h(pd.Series(["residential"]), pd.Series([tag]), params=params)
    assert_allclose(speed, [expected])


def test_every_road_that_is_read_has_a_speed() -> None:
    """A class kept at the door and unknown here would be a road that nobody may drive."""
    assert set(CLASS_SPEED_KM_H) == DRIVE_CLASSES


def test_lets_no_car_on_a_footway_even_with_a_tag() -> None:
    """A limit on a cycleway does not make it a road."""
    speed = edge_speed_km_h(pd.Series(["footway", None]), pd.Series(["20", None]))
    assert_allclose(speed, [np.nan, CLASS_SPEED_KM_H["road"]])


def test_village_lanes_are_slow() -> None:
    """A plan that takes village lanes for streets promises more visits than a day holds."""
    assert 15 <= CLASS_SPEED_KM_H["residential"] <= 20


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"class_km_h": {"track": 0.0}}, r"Expected class_km_h\['track'\] in \(0, 150\], got 0.0"),
        ({"walk_km_h": 0.0}, "Expected walk_km_h > 0, got 0.0"),
        ({"junction_delay_s": -1.0}, "Expected junction_delay_s >= 0, got -1.0"),
        ({"negligible_m": float("nan")}, "Expected negligible_m >= 0, got nan"),
    ],
)
def test_refuses_impossible_settings(values: dict[str, object], message: str) -> None:
    """A speed of zero would make a road endless in silence."""
    with pytest.raises(ConfigError, match=message):
        SpeedParams(**values)
