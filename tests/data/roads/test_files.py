"""What a road file is told by its first bytes; what is none is refused before anything reads it."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from data.errors import RoadsError
from data.roads.files import road_form

GEOPACKAGE = b"SQLite format 3\0" + b"\0" * 52 + b"GPKG"


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b'<?xml version="1.0"?><osm version="0.6"/>', "osm"),
        (b"\xef\xbb\xbf<osm/>", "osm"),
        (gzip.compress(b"<osm/>"), "osm.gz"),
        (b"BZh91AY", "osm.bz2"),
        (b"\0\0\0\x0d\x0a\x09OSMHeader", "pbf"),
        (
            b'<?xml version="1.0"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
            "graphml",
        ),
        (GEOPACKAGE, "geopackage"),
        (b' {"type": "FeatureCollection"}', "geojson"),
        (b"PK\x03\x04", "shapefile"),
    ],
)
def test_bytes_decide(tmp_path: Path, content: bytes, form: str) -> None:
    """Whatever the file is called."""
    path = tmp_path / "roads.xyz"
    path.write_bytes(content)
    assert road_form(path) == form


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.osm", b"", "the file is empty"),
        ("a.osm", b"\x89PNG\r\n", "expected a road file: .osm"),
        ("a.gpkg", b"<OGRVRTDataSource><SrcDataSource>/etc", "expected a road file"),
        ("a.gpkg", b"SQLite format 3\0" + b"\0" * 80, "expected a road file"),
        ("a.shp", b"\0\0\x27\x0a", "is a lone .shp file; zip it"),
        ("a.osm.pbf", b"\0\0\0\x0d rubbish", "is no OpenStreetMap .pbf"),
    ],
)
def test_what_is_no_road_file_is_named(
    tmp_path: Path, name: str, content: bytes, problem: str
) -> None:
    """One line that says what is read; a virtual layer of GDAL opens nothing."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RoadsError) as caught:
        road_form(path)
    assert f"{name}: {problem}" in str(caught.value)
    assert caught.value.zh


def test_only_the_file_that_was_named_is_read(tmp_path: Path) -> None:
    """No link to another file, no folder, no pipe, no address."""
    (tmp_path / "true.osm").write_bytes(b"<osm/>")
    (tmp_path / "link.osm").symlink_to(tmp_path / "true.osm")
    os.mkfifo(tmp_path / "pipe.osm")
    said = {
        "link.osm": "is a link to another file",
        "pipe.osm": "is no ordinary file",
        ".": "is a folder",
        "none.osm": "no such file",
    }
    for name, problem in said.items():
        with pytest.raises(RoadsError, match=problem):
            road_form(tmp_path / name)


@pytest.mark.parametrize("address", ["http://a.example/b.osm", "/vsicurl/http://a/b.gpkg"])
def test_addresses_are_refused(address: str) -> None:
    """A road file is a file; servers are asked with --place only."""
    with pytest.raises(RoadsError, match="is an address or a virtual path"):
        road_form(Path(address))
