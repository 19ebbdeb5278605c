"""Speeds: one table by class and surface, which an office may edit, and what a file itself says."""

from __future__ import annotations

import tomllib
from importlib import resources
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from data.errors import ConfigError
from data.roads.classes import DRIVE_CLASSES
from geo.roads import speeds
from geo.roads.speeds import SpeedParams, checked_table, edge_speed_km_h

LANE = SpeedParams(
    class_km_h={"residential": 20.0},
    surface_factor={"gravel": 0.5, "asphalt": 1.0},
    night_factor=0.8,
)


def edges(**columns: object) -> pd.DataFrame:
    """Describe one village lane, with whatever else is known of it."""
    known = {"highway": "residential", "maxspeed": None, "surface": None, "speed_km_h": np.nan}
    return pd.DataFrame([known | columns])


def shipped() -> dict[str, object]:
    """Read the table that ships, as an office would copy it."""
    return tomllib.loads(resources.files("geo.roads").joinpath("speeds.toml").read_text("utf-8"))


@pytest.mark.parametrize(("tag", "expected"), [("10", 10.0), ("40", 20.0), (None, 20.0)])
def test_a_limit_slows_a_road_down_and_never_speeds_it_up(tag: str | None, expected: float) -> None:
    """Of two equal lanes the one whose sign somebody mapped is no faster for it."""
    assert_allclose(edge_speed_km_h(edges(maxspeed=tag), params=LANE), [expected])


@pytest.mark.parametrize(
    ("surface", "expected"),
    [("gravel", 10.0), ("asphalt", 20.0), ("asphalt;Gravel", 10.0), ("纸", 20.0), (None, 20.0)],
)
def test_a_bad_surface_is_slow(surface: str | None, expected: float) -> None:
    """20 x 0.5 on gravel; of two surfaces the worse; an unknown word changes nothing."""
    assert_allclose(edge_speed_km_h(edges(surface=surface), params=LANE), [expected])


def test_nights_are_slow() -> None:
    """20 x 0.8; where the limit of 10 slows the lane already, the dark adds nothing."""
    assert_allclose(edge_speed_km_h(edges(), params=LANE, night=True), [16.0])
    assert_allclose(edge_speed_km_h(edges(maxspeed="10"), params=LANE, night=True), [10.0])


def test_a_speed_in_the_file_stands_for_class_and_surface() -> None:
    """A graph with measured speeds knows more than our table, gravel included."""
    assert_allclose(edge_speed_km_h(edges(speed_km_h=31.0, surface="gravel"), params=LANE), [31.0])


def test_a_speed_in_the_file_keeps_to_the_limit() -> None:
    """A limit only slows, whatever it slows."""
    assert_allclose(edge_speed_km_h(edges(speed_km_h=31.0, maxspeed="25"), params=LANE), [25.0])


@pytest.mark.parametrize("stated", [0.0, -5.0, 400.0, np.nan, None])
def test_an_impossible_speed_in_the_file_counts_as_none(stated: float | None) -> None:
    """A speed of 0 would make the lane endless."""
    assert_allclose(edge_speed_km_h(edges(speed_km_h=stated), params=LANE), [20.0])


@pytest.mark.parametrize(
    ("scale", "tag", "expected"), [(0.5, None, 10.0), (0.5, "10", 5.0), (2.0, "30", 30.0)]
)
def test_the_scale_is_for_every_road_and_keeps_to_limits(
    scale: float, tag: str | None, expected: float
) -> None:
    """Half as fast everywhere; twice as fast, but not beyond the sign."""
    params = SpeedParams(class_km_h={"residential": 20.0}, scale=scale)
    assert_allclose(edge_speed_km_h(edges(maxspeed=tag), params=params), [expected])


def test_roads_that_know_nothing_but_class_and_limit_will_do() -> None:
    """Graphs made before surfaces were read have no such columns."""
    plain = pd.DataFrame({"highway": ["residential"], "maxspeed": ["40"]})
    assert_allclose(edge_speed_km_h(plain, params=LANE), [20.0])


def test_every_road_that_is_read_has_a_speed() -> None:
    """A class kept at the door and unknown here would be a road that nobody may drive."""
    assert set(SpeedParams().class_km_h) >= DRIVE_CLASSES | {"ferry"}


def test_lets_no_car_on_a_footway_whatever_the_file_says() -> None:
    """Neither a limit nor a speed on a cycleway makes it a road; no class is an ordinary road."""
    ways = pd.concat([edges(highway="footway", maxspeed="20", speed_km_h=9.0), edges(highway=None)])
    assert_allclose(edge_speed_km_h(ways), [np.nan, SpeedParams().class_km_h["road"]])


def test_village_lanes_are_slow() -> None:
    """A plan that takes village lanes for streets promises more visits than a day holds."""
    assert 15 <= SpeedParams().class_km_h["residential"] <= 20


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"class_km_h": {"track": 0.0}}, r"Expected class_km_h\['track'\] in \(0, 150\], got 0.0"),
        ({"surface_factor": {"mud": 1.5}}, r"surface_factor\['mud'\] in \(0, 1\], got 1.5"),
        ({"walk_km_h": 0.0}, r"Expected walk_km_h in \(0, 150\], got 0.0"),
        ({"night_factor": 1.1}, r"Expected night_factor in \(0, 1\], got 1.1"),
        ({"scale": 0.0}, r"Expected scale in \(0, 10\], got 0.0"),
        ({"scale": float("nan")}, r"Expected scale in \(0, 10\], got nan"),
        ({"spread_share": -0.1}, r"Expected spread_share in \[0, 1\], got -0.1"),
        ({"junction_delay_s": -1.0}, "Expected junction_delay_s >= 0, got -1.0"),
        ({"ferry_wait_s": float("inf")}, "Expected ferry_wait_s >= 0, got inf"),
        ({"walk_limit_m": -1.0}, "Expected walk_limit_m >= 0, got -1.0"),
        ({"negligible_m": float("nan")}, "Expected negligible_m >= 0, got nan"),
    ],
)
def test_refuses_impossible_settings(values: dict[str, object], message: str) -> None:
    """A speed of zero would make a road endless in silence."""
    with pytest.raises(ConfigError, match=message) as refused:
        SpeedParams(**values)
    assert refused.value.zh


def test_the_shipped_table_is_what_counts_without_another() -> None:
    """What an office reads in the file is what it gets."""
    assert SpeedParams(**shipped()) == SpeedParams()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"skale": 1.0}, "missing or not known: skale"),
        ({"scale": "fast"}, "Expected numbers for scale in the speeds, got 'fast'"),
        ({"scale": True}, "Expected numbers for scale in the speeds, got True"),
        ({"class_km_h": 20}, "Expected numbers for class_km_h in the speeds, got 20"),
        ({"class_km_h": {"track": "slow"}}, "numbers for class_km_h.track in the speeds"),
    ],
)
def test_a_table_with_a_slip_is_refused(change: dict[str, object], message: str) -> None:
    """A misspelt key would be the shipped value in silence."""
    with pytest.raises(ConfigError, match=message):
        checked_table(shipped() | change)


def test_a_table_that_lacks_a_key_is_refused() -> None:
    """Half a table is no table."""
    table = {name: value for name, value in shipped().items() if name != "night_factor"}
    with pytest.raises(ConfigError, match="missing or not known: night_factor"):
        checked_table(table)


def test_a_slip_in_the_shipped_table_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office may edit the file; a key it lost is named before any time is computed."""
    table = {name: value for name, value in shipped().items() if name != "walk_km_h"}
    monkeypatch.setattr(speeds, "tomllib", SimpleNamespace(loads=lambda _: table))
    speeds._shipped.cache_clear()  # noqa: SLF001 - what an import of today has read already
    try:
        with pytest.raises(ConfigError, match="missing or not known: walk_km_h") as refused:
            SpeedParams()
        assert refused.value.zh
    finally:
        speeds._shipped.cache_clear()  # noqa: SLF001 - the next test reads the true table
