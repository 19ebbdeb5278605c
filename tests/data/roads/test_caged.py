"""An OpenStreetMap file from anybody is read safely, or refused in one clear line."""

from __future__ import annotations

import bz2
import gzip
import re
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, RoadsError
from data.roads.caged import OsmLimits, read_osm
from tests.data.roads.conftest import SQUARE, document, node, way

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROAD = way(9, "1 2", highway="tertiary", name="磨坊路")


def test_keeps_points_and_what_is_of_interest(write: Callable[..., Path]) -> None:
    """Positions are needed for the lines; a bench or a power line is not needed at all."""
    power, bench = way(8, "3 4", power="line"), node(7, 115, 35, historic="bench")
    text = read_osm(write(ROAD, power, bench), "osm")
    assert text.points.tolist() == [1, 2]
    assert text.lon_deg.tolist() == [115.0, 115.01]
    assert text.numbers.tolist() == [9]
    assert text.way_refs(0).tolist() == [1, 2]
    assert text.tags[0] == {"highway": "tertiary", "name": "磨坊路"}
    assert text.nodes == ()


def test_named_points_keep_their_place(write: Callable[..., Path]) -> None:
    """A village is a point that no way needs."""
    village = node(7, 115.005, 35.505, place="village", name="磨坊村", source="survey")
    (kept,) = read_osm(write(ROAD, village), "osm").nodes
    assert (kept.number, kept.position) == (7, (115.005, 35.505))
    assert kept.tags == {"place": "village", "name": "磨坊村"}


def test_ways_may_come_before_their_points(tmp_path: Path) -> None:
    """Overpass writes them in this order when it is asked to recurse down."""
    path = tmp_path / "town.osm"
    path.write_text(document(ROAD, *SQUARE), encoding="utf-8")
    assert read_osm(path, "osm").lon_deg.tolist() == [115.0, 115.01]


def test_roads_drawn_in_an_editor_are_read(tmp_path: Path) -> None:
    """What is not uploaded yet has numbers below 0."""
    path = tmp_path / "town.osm"
    drawn = (node(-1, 115.0, 35.5), node(-2, 115.01, 35.5), way(-9, "-1 -2", highway="track"))
    path.write_text(document(*drawn), encoding="utf-8")
    text = read_osm(path, "osm")
    assert text.points.tolist() == [-2, -1]
    assert text.lon_deg.tolist() == [115.01, 115.0]


def test_points_that_the_extract_left_out_have_no_place(write: Callable[..., Path]) -> None:
    """The way still names them; who draws it must know."""
    text = read_osm(write(way(9, "1 99 2", highway="track")), "osm")
    assert text.places_of(text.way_refs(0)).tolist() == [0, -1, 1]


@pytest.mark.parametrize("kind", ["boundary", "multipolygon"])
def test_border_brings_the_ways_it_is_made_of(write: Callable[..., Path], kind: str) -> None:
    """Such ways often have no tags at all; a bus line is no border."""
    tags = f'<tag k="type" v="{kind}"/><tag k="boundary" v="administrative"/>'
    border = (
        f'<relation id="5"><member type="way" ref="8" role="outer"/>{tags}'
        '<tag k="admin_level" v="10"/></relation>'
    )
    bus = (
        '<relation id="6"><member type="way" ref="9" role=""/><tag k="type" v="route"/></relation>'
    )
    text = read_osm(write(ROAD, way(8, "1 2 3 1"), border, bus), "osm")
    assert [(kept.number, kept.ways) for kept in text.relations] == [(5, (8,))]
    assert text.numbers.tolist() == [8, 9] or text.numbers.tolist() == [9, 8]


@pytest.mark.parametrize(
    ("pack", "form"),
    [
        (gzip.compress, "osm.gz"),
        (bz2.compress, "osm.bz2"),
        (lambda text: bz2.compress(text[:90]) + bz2.compress(text[90:]), "osm.bz2"),
    ],
)
def test_reads_packed_files(tmp_path: Path, pack: Callable[[bytes], bytes], form: str) -> None:
    """As download sites hand them out; large ones are packed in several streams."""
    path = tmp_path / "town"
    path.write_bytes(pack(document(*SQUARE, ROAD).encode()))
    assert len(read_osm(path, form).numbers) == 1


def test_progress_ends_at_the_size_of_the_file(write: Callable[..., Path]) -> None:
    """A bar that stops short looks like a fault."""
    seen: list[tuple[float, float]] = []

    def progress(done: float, total: float, note: str = "") -> None:
        assert note == "town.osm"
        seen.append((done, total))

    path = write(ROAD)
    read_osm(path, "osm", progress=progress)
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


@pytest.mark.parametrize(
    ("content", "form", "problem"),
    [
        (b"<html><body/></html>", "osm", "expected an OpenStreetMap file, got <html>"),
        (document(ROAD).encode()[:-20], "osm", "is no OpenStreetMap file, damaged, or cut short"),
        (gzip.compress(document(ROAD).encode())[:40], "osm.gz", "cannot be unpacked, or is cut"),
        (bz2.compress(document(ROAD).encode())[:40], "osm.bz2", "cannot be unpacked, or is cut"),
        (document(node(1, 200, 1), way(9, "1 1", highway="a")).encode(), "osm", "no usable lon"),
        (document('<node id="1" lon="20" lat="nan"/>').encode(), "osm", "wrong format for coord"),
        (document('<way id="x"/>').encode(), "osm", "illegal id"),
    ],
)
def test_unusable_content_is_named(tmp_path: Path, content: bytes, form: str, problem: str) -> None:
    """One line: which file, what is wrong with it, in both languages."""
    path = tmp_path / "town.osm"
    path.write_bytes(content)
    with pytest.raises(RoadsError) as caught:
        read_osm(path, form)
    assert str(caught.value).startswith("town.osm: ")
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "town.osm：" in str(caught.value.zh)
    assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", str(caught.value.zh))


@pytest.mark.parametrize(
    ("content", "form", "said"),
    [
        (b"\x00\x00\x00\x0d\x0a\x09OSMHeader", "pbf", "不完整（文件没有写完）"),
        (document(ROAD).encode()[:-20], "osm", "行 文件没有写完）"),
        (gzip.compress(document(ROAD).encode())[:40], "osm.gz", "不完整（文件没有写完）"),
        (document('<way id="x"/>').encode(), "osm", "不完整（编号写法有误）"),
    ],
)
def test_a_chinese_line_says_in_chinese_what_is_damaged(
    tmp_path: Path, content: bytes, form: str, said: str
) -> None:
    """A clerk cannot do anything with 'unexpected EOF'; the English line keeps those words."""
    path = tmp_path / "town.osm"
    path.write_bytes(content)
    with pytest.raises(RoadsError) as caught:
        read_osm(path, form)
    assert said in str(caught.value.zh)


def test_entities_are_refused(tmp_path: Path) -> None:
    """A few lines of entities can grow to gigabytes, or read files of this machine."""
    path = tmp_path / "town.osm"
    path.write_text('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><osm>&a;</osm>')
    with pytest.raises(RoadsError, match="declares XML entities"):
        read_osm(path, "osm")


def test_file_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    """A small packed file may hold terabytes of blanks; nothing of it is kept."""
    path = tmp_path / "town.osm.gz"
    path.write_bytes(gzip.compress(b" " * 200_000))
    with pytest.raises(RoadsError, match=r"holds more than 0\.0001 GB; cut out the town"):
        read_osm(path, "osm.gz", limits=OsmLimits(unpacked_bytes=100_000))


def test_reader_that_asks_for_too_much_memory_is_stopped(write: Callable[..., Path]) -> None:
    """The child ends; the program goes on, and says what to do."""
    with pytest.raises(RoadsError, match=r"more than 0\.03 GB of memory"):
        read_osm(write(ROAD), "osm", limits=OsmLimits(memory_bytes=30_000_000))


def test_reader_that_hangs_is_ended(write: Callable[..., Path]) -> None:
    """Nobody waits for a file that never ends."""
    with pytest.raises(RoadsError, match="takes too long to read"):
        read_osm(write(ROAD), "osm", limits=OsmLimits(wall_s=0.001))


def pbf(*blobs: bytes) -> bytes:
    """Write blobs as a .pbf does: a header block, then blocks of data."""
    kinds = (b"OSMHeader", *[b"OSMData"] * (len(blobs) - 1))
    return b"".join(
        struct.pack(">I", len(head)) + head + blob
        for kind, blob in zip(kinds, blobs, strict=True)
        for head in [b"\x0a" + bytes([len(kind)]) + kind + b"\x18" + number(len(blob))]
    )


def number(value: int) -> bytes:
    """Write a whole number as protocol buffers do: seven bits a byte."""
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def blob(content: bytes, *, said: int | None = None) -> bytes:
    """Pack a block; it may lie about its size."""
    packed = zlib.compress(content)
    size = len(content) if said is None else said
    return b"\x10" + number(size) + b"\x1a" + number(len(packed)) + packed


HEADER = blob(b"\x22\x0eOsmSchema-V0.6")


@pytest.mark.parametrize(
    "hostile",
    [
        pbf(HEADER, blob(b"\0" * 40_000_000)),
        pbf(HEADER, blob(b"\0" * 1000, said=2_000_000_000)),
        pbf(HEADER, blob(b"\xff" * 1000)),
        pbf(HEADER, blob(b"\x12\xff\xff\xff\xff\x07")),
        pbf(HEADER, blob(b""))[:-3],
    ],
    ids=["block of 40 MB", "lies about its size", "rubbish", "lies within", "cut short"],
)
def test_hostile_pbf_is_refused_in_one_line(tmp_path: Path, hostile: bytes) -> None:
    """A block may be at most 32 MB once unpacked, and must be what it says."""
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(hostile)
    with pytest.raises(RoadsError, match=r"town\.osm\.pbf: .*(damaged|cut short)"):
        read_osm(path, "pbf")


def test_truncated_pbf_is_refused(shared_data: Path, tmp_path: Path) -> None:
    """A download that broke off must not give half a county."""
    whole = (shared_data / "osm" / "andorra.osm.pbf").read_bytes()
    path = tmp_path / "town.osm.pbf"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RoadsError, match="cut short"):
        read_osm(path, "pbf")


@pytest.mark.parametrize("name", ["unpacked_bytes", "memory_bytes", "cpu_s", "wall_s"])
def test_limits_are_above_nothing(name: str) -> None:
    """Nothing could be read within a limit of 0."""
    with pytest.raises(ConfigError, match=f"Expected {name} > 0, got 0"):
        OsmLimits(**{name: 0})
