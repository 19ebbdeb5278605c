"""A map file from anybody is read safely, or refused in one clear line."""

from __future__ import annotations

import bz2
import gzip
from typing import TYPE_CHECKING

import pytest

from data.errors import RoadsError
from data.roads.osm import read_osm
from tests.data.roads.conftest import SQUARE, document, node, way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROAD = way(9, "1 2", highway="tertiary", name="磨坊路")
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 50


def test_keeps_points_and_what_is_of_interest(write: Callable[..., Path]) -> None:
    """Positions are needed for the lines; a bench is not needed at all."""
    text = read_osm(write(ROAD, way(8, "1 2", power="line"), node(7, 115, 35, amenity="bench")))
    assert text.positions[2] == (115.01, 35.5)
    assert [(found.number, found.refs, found.tags["name"]) for found in text.ways] == [
        (9, (1, 2), "磨坊路")
    ]
    assert [found.number for found in text.nodes] == [7]


def test_relation_does_not_lend_its_tags(write: Callable[..., Path]) -> None:
    """A way before a relation must not end up with the relation's tags."""
    relation = '<relation id="5"><tag k="landuse" v="industrial"/></relation>'
    assert "landuse" not in read_osm(write(ROAD, relation)).ways[0].tags


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, "gz"), (bz2.compress, "bz2")])
def test_reads_packed_files(tmp_path: Path, pack: Callable[[bytes], bytes], ending: str) -> None:
    """As download sites hand them out."""
    path = tmp_path / f"town.osm.{ending}"
    path.write_bytes(pack(document(*SQUARE, ROAD).encode()))
    assert len(read_osm(path).ways) == 1


def test_packed_file_without_the_ending_is_read(tmp_path: Path) -> None:
    """What a file is decides, not what it is called."""
    path = tmp_path / "town.osm"
    path.write_bytes(gzip.compress(document(*SQUARE, ROAD).encode()))
    assert len(read_osm(path).ways) == 1


def test_progress_ends_at_the_size_of_the_file(write: Callable[..., Path]) -> None:
    """A bar that stops short looks like a fault."""
    seen: list[tuple[float, float]] = []

    def progress(done: float, total: float, note: str = "") -> None:
        assert note == "town.osm"
        seen.append((done, total))

    path = write(ROAD)
    read_osm(path, progress=progress)
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "the file is empty"),
        (PNG, "is no OpenStreetMap XML, or cut short"),
        (b"<html><body/></html>", "expected an OpenStreetMap file, got <html>"),
        (document(ROAD).encode()[:-20], "is no OpenStreetMap XML, or cut short"),
        (gzip.compress(document(ROAD).encode())[:40], "cannot be read or unpacked"),
        (b'<osm><node id="1" lon="200" lat="1"/></osm>', "element 1 has no usable lon: '200'"),
        (b'<osm><node id="1" lon="20" lat="nan"/></osm>', "element 1 has no usable lat: 'nan'"),
        (b'<osm><node id="1" lon="20"/></osm>', "element 1 has no usable lat: None"),
        (b'<osm><way id="x"/></osm>', "element x has no usable id: 'x'"),
    ],
)
def test_unusable_content_is_named(tmp_path: Path, content: bytes, problem: str) -> None:
    """One line: which file, what is wrong with it."""
    path = tmp_path / "town.osm"
    path.write_bytes(content)
    with pytest.raises(RoadsError) as caught:
        read_osm(path)
    assert str(caught.value).startswith(f"town.osm: {problem}")
    assert "\n" not in str(caught.value)


def test_entities_are_refused(tmp_path: Path) -> None:
    """A few lines of entities can grow to gigabytes, or read files of this machine."""
    path = tmp_path / "town.osm"
    path.write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><osm>&a;</osm>')
    with pytest.raises(RoadsError, match="declares XML entities"):
        read_osm(path)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("none.osm", "no such file"),
        ("town.osm.pbf", r"\.pbf form are not read yet; save the area as \.osm"),
        ("roads.shp", r"expected a road file that ends in \.osm"),
    ],
)
def test_other_paths_are_refused(tmp_path: Path, name: str, problem: str) -> None:
    """The message says which endings are read today."""
    with pytest.raises(RoadsError, match=problem):
        read_osm(tmp_path / name)


def test_file_that_grows_without_end_is_refused(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small packed file may hold terabytes of blanks."""
    monkeypatch.setattr("data.roads.osm._MAX_TEXT_BYTES", 100)
    with pytest.raises(RoadsError, match="cut out the town first"):
        read_osm(write(ROAD))
