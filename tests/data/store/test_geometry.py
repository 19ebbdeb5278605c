"""Shapes survive the store, and the spatial index gets the right box."""

from __future__ import annotations

import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.errors import StoreError
from data.store.geometry import bounds, from_blob, to_blob

LINE = shapely.LineString([(115.0, 35.5), (115.2, 35.4)])
degrees = st.floats(-90, 90)


@given(lon=degrees, lat=degrees)
def test_points_come_back_exactly(lon: float, lat: float) -> None:
    """A position must not drift, however often the store is read and written."""
    point = shapely.Point(lon, lat)
    assert from_blob(to_blob(point)).equals(point)
    assert bounds(to_blob(point)) == (lon, lon, lat, lat)


def test_line_carries_its_box() -> None:
    """GeoPackage orders a box min x, max x, min y, max y; shapely does not."""
    assert bounds(to_blob(LINE)) == (115.0, 115.2, 35.4, 35.5)


def test_header_is_that_of_the_standard() -> None:
    """Magic GP, version 0, little endian with a two-dimensional box, EPSG 4326."""
    assert struct.unpack_from("<2sBBi", to_blob(LINE)) == (b"GP", 0, 0b00000011, 4326)


def test_empty_shape_is_marked_empty() -> None:
    """Bit 4 of the flags keeps it out of the spatial index."""
    blob = to_blob(shapely.Polygon())
    assert blob[3] & 0x10
    assert bounds(blob) is None
    assert from_blob(blob).is_empty


def test_unmarked_empty_point_has_no_box() -> None:
    """Some writers forget the bit: not-a-number coordinates tell."""
    blob = struct.pack("<2sBBi", b"GP", 0, 1, 4326) + shapely.to_wkb(shapely.Point(), byte_order=1)
    assert bounds(blob) is None


def test_reads_a_big_endian_box_with_heights() -> None:
    """Other programs may write boxes with z (kind 2) and in the other byte order."""
    header = struct.pack(">2sBBi", b"GP", 0, 2 << 1, 4326)
    blob = header + struct.pack(">6d", 1, 2, 3, 4, 0, 9) + shapely.to_wkb(LINE)
    assert bounds(blob) == (1, 2, 3, 4)
    assert from_blob(blob).equals(LINE)


def test_foreign_bytes_are_refused() -> None:
    """Bare WKB is no GeoPackage geometry."""
    with pytest.raises(StoreError, match="Expected a GeoPackage geometry"):
        from_blob(shapely.to_wkb(LINE))


def test_unknown_box_kind_is_refused() -> None:
    """Kinds 5 to 7 are not defined; guessing would cut the shape in the wrong place."""
    with pytest.raises(StoreError, match="box of kind 0-4, got 7"):
        from_blob(struct.pack("<2sBBi", b"GP", 0, 7 << 1, 4326) + shapely.to_wkb(LINE))
