"""Datums: golden points from the published formulas, round trips, and places that must not move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.datum import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    from_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    is_in_china_box,
    to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from data.errors import ConfigError

HANGZHOU = (120.155, 30.2741)
HANGZHOU_GCJ02 = (120.15969477, 30.2717714)
HANGZHOU_BD09 = (120.16625822, 30.27760104)
LONDON = (-0.1276, 51.5072)

in_china = st.tuples(st.floats(72.2, 137.6), st.floats(1.0, 55.6))


def test_matches_golden_points() -> None:
    """Hangzhou as the gcoord library has it, to the eighth digit (about a millimetre)."""
    assert_allclose(wgs84_to_gcj02(*HANGZHOU), HANGZHOU_GCJ02, atol=5e-9)
    assert_allclose(gcj02_to_bd09(*HANGZHOU_GCJ02), HANGZHOU_BD09, atol=2e-8)
    assert_allclose(wgs84_to_bd09(*HANGZHOU), HANGZHOU_BD09, atol=5e-9)


@given(point=in_china)
def test_gcj02_comes_back(point: tuple[float, float]) -> None:
    """A point sent to Amap and back must not wander: 1e-9 degrees are a tenth of a millimetre."""
    assert_allclose(gcj02_to_wgs84(*wgs84_to_gcj02(*point)), point, rtol=0, atol=1e-9)


@given(point=in_china)
def test_bd09_comes_back(point: tuple[float, float]) -> None:
    """The same through Baidu, in one step and in two."""
    assert_allclose(bd09_to_wgs84(*wgs84_to_bd09(*point)), point, rtol=0, atol=1e-9)
    assert_allclose(bd09_to_gcj02(*gcj02_to_bd09(*point)), point, rtol=0, atol=1e-9)


@given(point=in_china)
def test_moves_by_no_more_than_a_kilometre_and_a_half(point: tuple[float, float]) -> None:
    """GCJ-02 moves up to about 0.8 km, BD-09 adds up to 1.1 km; more would be a slip."""
    lon, lat = wgs84_to_bd09(*point)
    assert abs(lat - point[1]) < 0.02
    assert abs(lon - point[0]) < 0.03


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "gcj02", "bd09"])
def test_leaves_places_abroad(datum: str) -> None:
    """Unguarded formulas would move London by 800 metres."""
    assert from_wgs84(*LONDON, datum=datum) == LONDON
    assert to_wgs84(*LONDON, datum=datum) == LONDON


def test_cgcs2000_is_left_alone() -> None:
    """At the scale of a map the land office's datum is WGS-84."""
    assert to_wgs84(*HANGZHOU, datum="cgcs2000") == HANGZHOU


def test_arrays_and_numbers_agree() -> None:
    """A table and a single link must not differ; nan stays nan."""
    lon, lat = wgs84_to_gcj02(np.array([120.155, np.nan]), np.array([30.2741, 30.0]))
    assert (lon[0], lat[0]) == wgs84_to_gcj02(*HANGZHOU)
    assert np.isnan(lon[1])


def test_box_includes_its_edges() -> None:
    """The published box is closed."""
    assert is_in_china_box([72.004, 137.8348], [0.8293, 30.0]).tolist() == [True, False]


@pytest.mark.parametrize("move", [to_wgs84, from_wgs84])
def test_refuses_unknown_datum(move: object) -> None:
    """A misspelt datum must not pass as WGS-84."""
    with pytest.raises(ConfigError, match=r"Expected a datum of wgs84, .* got 'xian80'"):
        move(1.0, 2.0, datum="xian80")  # type: ignore[operator]
