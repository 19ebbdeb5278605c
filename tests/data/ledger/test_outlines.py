"""Outlines from WKT."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from data.datum import from_wgs84
from data.ledger.notes import Note
from data.ledger.outlines import read_outline
from tests.data.ledger.office import row

BOX = "POLYGON ((115 35, 115.5 35, 115.5 35.5, 115 35.5, 115 35))"
BOWTIE = "POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))"


def outline(text: str, *, datum: str = "auto", **cells: object) -> shapely.Geometry:
    """Read an outline that must be there."""
    found = read_outline(row("areas", geometry=text, **cells), datum=datum)
    assert not isinstance(found, Note), found
    return found[0]


@pytest.mark.parametrize(
    "text", [BOX, BOX.lower(), f"SRID=4490;{BOX}", BOX.replace("POLYGON ", "POLYGON")]
)
def test_reads_ways_to_write_a_box(text: str) -> None:
    """PostGIS, QGIS and people differ in blanks and letters."""
    assert outline(text, datum="wgs84").equals(shapely.box(115, 35, 115.5, 35.5))


@given(st.sampled_from(["gcj02", "bd09"]), st.floats(100, 120), st.floats(25, 40))
def test_a_stated_datum_is_taken_off(datum: str, lon: float, lat: float) -> None:
    """A corner that was moved there comes back to where it was."""
    corners = [(lon, lat), (lon + 0.1, lat), (lon, lat + 0.1)]
    moved = [from_wgs84(x, y, datum=datum) for x, y in corners]
    text = shapely.Polygon([(float(x), float(y)) for x, y in moved]).wkt
    back = shapely.get_coordinates(outline(text, datum=datum))[:3]
    assert back == pytest.approx(shapely.get_coordinates(shapely.Polygon(corners))[:3], abs=1e-8)


def test_the_row_states_the_datum_before_the_option() -> None:
    """国土 is CGCS2000, which is not moved."""
    found = read_outline(row("areas", geometry=BOX, datum="国土"), datum="gcj02")
    assert not isinstance(found, Note)
    assert found[0].equals(shapely.from_wkt(BOX))


def test_a_datum_that_nobody_states_is_assumed_aloud() -> None:
    """Outlines come from mapping programs, which write WGS-84 or CGCS2000."""
    found = read_outline(row("areas", geometry=BOX), datum="auto")
    assert not isinstance(found, Note)
    assert [note.code for note in found[1]] == ["outline_assumed"]


def test_an_outline_that_crosses_itself_is_mended() -> None:
    """A bow tie of two triangles, each of base 2 and height 1: together 2."""
    found = read_outline(row("areas", geometry=BOWTIE), datum="wgs84")
    assert not isinstance(found, Note)
    assert found[0].is_valid
    assert found[0].area == pytest.approx(2.0)
    assert [note.code for note in found[1]] == ["outline_mended"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("东至公路，西至河", "unreadable_outline"),
        ("POLYGON EMPTY", "unreadable_outline"),
        ("POLYGON ((1 1, 2 2))", "unreadable_outline"),
        (f"SRID=3857;{BOX}", "unreadable_outline"),
        ("GEOMETRYCOLLECTION(" * 500 + "POINT(1 1)" + ")" * 500, "unreadable_outline"),
        (
            "POLYGON ((500000 3900000, 500100 3900000, 500000 3900100, 500000 3900000))",
            "outline_in_metres",
        ),
    ],
)
def test_what_is_no_outline_is_said(text: str, code: str) -> None:
    """Words, nothing, too few corners, metres."""
    found = read_outline(row("areas", geometry=text), datum="auto")
    assert isinstance(found, Note)
    assert found.code == code
