"""Datums: golden points from the published formulas, round trips, and places that must not move."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

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
from tests.conftest import lacking

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


NODE_MODULES = Path(__file__).parents[2] / "node_modules"
GCOORD = """
const gcoord = require(process.argv[1]);
const points = JSON.parse(require("fs").readFileSync(0));
const move = (from, to) => points.map((point) => gcoord.transform(point, gcoord[from], gcoord[to]));
console.log(JSON.stringify({ gcj02: move("WGS84", "GCJ02"), bd09: move("WGS84", "BD09") }));
"""


@pytest.fixture(scope="module")
def spread() -> np.ndarray:
    """Give 2,000 points all over the box, its corners and points just outside included."""
    rng = np.random.default_rng(9)
    west, south, east, north = 72.004, 0.8293, 137.8347, 55.8271
    corners = [(x, y) for x in (west, east) for y in (south, north)]
    outside = [
        (west - 1e-4, 30.0),
        (east + 1e-4, 30.0),
        (110.0, south - 1e-4),
        (110.0, north + 1e-4),
    ]
    inside = rng.uniform((west, south), (east, north), (2000 - 8, 2))
    return np.vstack([corners, outside, inside])


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_agrees_with_an_independent_implementation(spread: np.ndarray, datum: str) -> None:
    """The library gcoord, run by node: 1e-9 degrees are a tenth of a millimetre.

    It knows no box for BD-09: points outside ours, or that leave it on the way, are left out.
    """
    node = shutil.which("node")
    if node is None or not (NODE_MODULES / "gcoord").is_dir():
        lacking("gcoord", "run npm ci --ignore-scripts in the project folder")
    done = subprocess.run(  # noqa: S603 - our own script
        [str(node), "-e", GCOORD, str(NODE_MODULES / "gcoord")],
        input=json.dumps(spread.tolist()),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    theirs = np.array(json.loads(done.stdout)[datum])
    ours = np.column_stack(from_wgs84(*spread.T, datum=datum))
    within = is_in_china_box(*wgs84_to_gcj02(*spread.T)) & is_in_china_box(*spread.T)
    chosen = within if datum == "bd09" else np.ones(len(spread), dtype=bool)
    assert chosen.sum() >= 1990
    assert_allclose(ours[chosen], theirs[chosen], rtol=0, atol=1e-9)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_nothing_moves_outside_the_box(datum: str) -> None:
    """A hair beyond each edge, there and back."""
    lon = np.array([72.0039, 137.8348, 110.0, 110.0])
    lat = np.array([30.0, 30.0, 0.8292, 55.8272])
    for move in (from_wgs84, to_wgs84):
        moved = move(lon, lat, datum=datum)
        assert np.array_equal(moved[0], lon)
        assert np.array_equal(moved[1], lat)
