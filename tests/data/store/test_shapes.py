"""One type for shapes on both engines: what goes in comes out, and many are written as one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.schema import AREA, as_table
from data.store.geometry import to_blob, to_blobs
from data.store.shapes import from_ewkb, given_positions, given_shapes, to_ewkb

if TYPE_CHECKING:
    from data.store import Store

degrees = st.floats(-90, 90)
points = st.builds(shapely.Point, degrees, degrees)
lines = st.lists(st.tuples(degrees, degrees), min_size=2, max_size=4).map(shapely.LineString)
empty = st.sampled_from([None, shapely.Point(), shapely.Polygon()])


@given(shapes=st.lists(st.one_of(points, lines, empty), max_size=6))
def test_many_shapes_are_written_as_one_is(shapes: list[shapely.Geometry | None]) -> None:
    """The fast way for plain points must not be another format."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    assert to_blobs(array) == [None if shape is None else to_blob(shape) for shape in shapes]


@given(shapes=st.lists(st.one_of(points, lines, empty), max_size=6))
def test_many_shapes_are_read_as_one_is(shapes: list[shapely.Geometry | None]) -> None:
    """Bytes of a file and digits of a server, all at once: the same shapes in the same places."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    digits = [None if shape is None else to_ewkb(shape) for shape in shapes]
    for stored in (to_blobs(array), digits):
        found = given_shapes(stored)
        assert shapely.to_wkt(found).tolist() == shapely.to_wkt(array).tolist()
        assert set(shapely.get_srid(found)) <= {0, -1}


@given(shapes=st.lists(st.one_of(points, st.sampled_from([None, shapely.Point()])), max_size=6))
def test_positions_are_those_of_the_points(shapes: list[shapely.Point | None]) -> None:
    """Read from the bytes or from the shapes; a missing or empty point has none."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    digits = [None if shape is None else to_ewkb(shape) for shape in shapes]
    nowhere = (np.nan, np.nan)
    expected = np.array([(p.x, p.y) if p and not p.is_empty else nowhere for p in shapes])
    for stored in (to_blobs(array), digits):
        np.testing.assert_array_equal(given_positions(stored), expected.reshape(-1, 2))


def test_points_written_by_others_have_their_position() -> None:
    """A program may write the box of a point as well, which ours leaves out."""
    plain = to_blob(shapely.Point(115.0, 35.5))
    boxed = plain[:3] + b"\x03" + plain[4:8] + bytes(32) + plain[8:]
    assert given_positions([plain, boxed]).tolist() == [[115.0, 35.5], [115.0, 35.5]]


@given(shape=st.one_of(points, lines))
def test_shapes_come_back_from_a_server(shape: shapely.Geometry) -> None:
    """The digits name WGS-84; the shape that comes back is as one from a file."""
    back = from_ewkb(to_ewkb(shape))
    assert back.equals_exact(shape)
    assert shapely.get_srid(back) == 0


def test_digits_name_the_reference_system() -> None:
    """Little endian, point with SRID flag, 4326 = 0x10E6: PostGIS refuses shapes without it."""
    assert to_ewkb(shapely.Point(0, 0)).startswith("0101000020E6100000")


def test_heights_are_left_out(store: Store) -> None:
    """The columns are flat on both engines; a village drawn with heights is still a village."""
    row = {"area_id": "V", "kind": "village", "geometry": shapely.Point(1, 2, 3)}
    with store.writing() as unit:
        unit.upsert("area", as_table([row], AREA))
    (shape,) = store.read("area")["geometry"]
    assert shape == shapely.Point(1, 2)
    assert not shape.has_z
