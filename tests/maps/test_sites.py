"""Tests of the packed sites."""

from __future__ import annotations

import base64
import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from data.errors import InputError, ShapeError
from maps.sites import SitesLayer, site_blob

places = st.lists(
    st.tuples(st.floats(-179.9, 179.9), st.floats(-84.9, 84.9)), min_size=0, max_size=30
)


def unpacked(text: str, columns: int) -> tuple[np.ndarray, np.ndarray, list[np.ndarray], list[str]]:
    """Read the blob as the page's script does, with numpy in place of typed arrays."""
    raw = gzip.decompress(base64.b64decode(text))
    n, _ = np.frombuffer(raw, "<u4", 2)
    at = 8
    axes = []
    for origin in (-180.0, -90.0):
        planes = np.frombuffer(raw, "u1", 4 * n, at).reshape(4, n).T
        deltas = np.ascontiguousarray(planes).view("<i4").ravel()
        axes.append(np.cumsum(deltas, dtype=np.int64) / 1e5 + origin)
        at += 4 * int(n)
    bytes_of = [np.frombuffer(raw, "u1", int(n), at + int(n) * k) for k in range(columns)]
    names = raw[at + int(n) * columns :].decode("utf-8").split("\n") if n else []
    return axes[0], axes[1], bytes_of, names


@given(places)
def test_positions_columns_and_names_come_back(points: list[tuple[float, float]]) -> None:
    """A site must be drawn where it is and under its own name."""
    lon = np.array([p[0] for p in points])
    lat = np.array([p[1] for p in points])
    ids = [f"S{k}" for k in range(len(points))]
    grade = np.arange(len(points)) % 4
    text, order = site_blob(lon, lat, ids=ids, names=ids, columns={"grade": grade})
    x, y, (grades,), names = unpacked(text, 1)
    assert_allclose(x, lon[order], atol=0.51e-5)
    assert_allclose(y, lat[order], atol=0.51e-5)
    assert grades.tolist() == grade[order].tolist()
    assert names == [ids[k] for k in order]


def test_order_does_not_depend_on_the_order_of_rows() -> None:
    """The same ledger sorted otherwise must give the same page."""
    lon, lat = [115.0, 115.0, 114.0], [35.0, 35.0, 36.0]
    one, _ = site_blob(lon, lat, ids=["a", "b", "c"], names=["a", "b", "c"], columns={})
    two, _ = site_blob(lon[::-1], lat[::-1], ids=["c", "b", "a"], names=["c", "b", "a"], columns={})
    assert one == two


def test_line_ends_in_a_name_do_not_shift_the_names_after_it() -> None:
    """Names are joined by line ends; one inside a name must become a space."""
    text, _ = site_blob([115.0, 116.0], [35, 35], ids=["a", "b"], names=["x\ny", "z"], columns={})
    assert sorted(unpacked(text, 0)[3]) == ["x y", "z"]


def test_a_short_column_is_refused() -> None:
    """Otherwise every grade after the gap would belong to another site."""
    with pytest.raises(ShapeError, match=r"one length, got \[1, 2\]"):
        site_blob([115.0, 116.0], [35, 35], ids=["a", "b"], names=["a", "b"], columns={"g": [1]})


def test_sites_without_grades_are_refused() -> None:
    """A mark without its grade has no colour, and the script would stop."""
    with pytest.raises(InputError, match="'grade' of the sites, got kind") as met:
        SitesLayer("", columns=["kind"])
    assert "grade 一列" in (met.value.zh or "")
