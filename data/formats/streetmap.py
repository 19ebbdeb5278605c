"""
The caged process: reads one OpenStreetMap file and leaves its roads and places as arrays.

Started by ``data.roads.caged`` as ``python -P -m data.formats.streetmap FORM FILE CPU_S MEMORY``;
``FILE`` lies alone in a temporary folder, into which the arrays go. What went wrong is said in one
line of JSON on standard output.
"""

from __future__ import annotations

import sys
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import osmium

from data.formats.cage import close_cage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Tags = dict[str, str]

WANTED_KEYS = (
    "amenity",
    "building",
    "healthcare",
    "highway",
    "landuse",
    "leisure",
    "natural",
    "place",
    "route",
    "waterway",
)
"""A way with none of these keys is no road and no place."""
_POINT_KEYS = ("amenity", "healthcare", "place")
_AREA_KEYS = ("landuse", "natural", "amenity", "leisure", "place", "waterway", "healthcare")
_KEPT_KEYS = frozenset(
    [
        *WANTED_KEYS,
        "access",
        "admin_level",
        "area",
        "boundary",
        "junction",
        "maxspeed",
        "motor_vehicle",
        "motorcar",
        "name",
        "name:zh",
        "oneway",
        "ref",
        "surface",
        "vehicle",
    ]
)
"""All that is asked of a way; notes, sources and house numbers stay in the file."""
_NOWHERE = 2**31 - 1  # what the library gives as the position of a point it does not have
_NO_MEMORY = ("alloc", "temporarily unavailable")  # the second is a thread that could not start
_LOWEST_LEVEL, _HIGHEST_LEVEL = 8, 10


class _Shelf:
    """Gathers numbers in arrays; equal sets of tags are kept once."""

    def __init__(self) -> None:
        self.tags: dict[tuple[tuple[str, str], ...], int] = {}
        self.ways = array("q")
        self.way_tags = array("q")
        self.counts = array("q", [0])
        self.refs = array("q")
        self.x = array("i")
        self.y = array("i")
        self.nodes: list[tuple[int, int, int, int]] = []
        self.relations: list[tuple[int, int, list[int]]] = []

    def tags_number(self, tags: Any) -> int:  # noqa: ANN401 - the library's list of tags
        """Find the number of a set of tags."""
        kept = tuple((tag.k, tag.v) for tag in tags if tag.k in _KEPT_KEYS)
        return self.tags.setdefault(kept, len(self.tags))

    def take_node(self, node: Any) -> None:  # noqa: ANN401 - an object of the library
        """Keep a named point."""
        if node.location:
            place = (node.location.x, node.location.y)
            self.nodes.append((node.id, self.tags_number(node.tags), *place))

    def take_way(self, way: Any) -> None:  # noqa: ANN401 - an object of the library
        """Keep a way with its points and where they are."""
        self.ways.append(way.id)
        self.way_tags.append(self.tags_number(way.tags))
        for point in way.nodes:
            self.refs.append(point.ref)
            self.x.append(point.x)
            self.y.append(point.y)
        self.counts.append(len(self.refs))

    def take_relation(self, relation: Any) -> set[int]:  # noqa: ANN401 - as above
        """Keep a relation; gives the ways it is made of."""
        members = [member.ref for member in relation.members if member.type == "w"]
        self.relations.append((relation.id, self.tags_number(relation.tags), members))
        return set(members)


def run(path: Path, form: str) -> None:
    """
    Read a file and write its arrays beside it.

    Relations come first, since they name ways; then points, kept by the library outside Python;
    then ways. The order of the file does not matter.
    """
    shelf, file = _Shelf(), osmium.io.File(str(path), form)
    members: set[int] = set()
    for relation in osmium.FileProcessor(file, osmium.osm.RELATION):
        if _is_area(relation.tags):
            members |= shelf.take_relation(relation)
    places = osmium.NodeLocationsForWays(osmium.index.create_map("flex_mem"))
    places.ignore_errors()
    named = osmium.filter.KeyFilter(*_POINT_KEYS)  # the iterator keeps no hold of its filters
    with osmium.io.Reader(file, osmium.osm.NODE) as reader:
        for node in osmium.OsmFileIterator(reader, places, named):
            shelf.take_node(node)
    with osmium.io.Reader(file, osmium.osm.WAY) as reader:
        for way in _ways(reader, places, members):
            shelf.take_way(way)
    _write(shelf, path.parent, _drawn_points(shelf, file))


def _ways(reader: Any, places: Any, members: set[int]) -> Iterator[Any]:  # noqa: ANN401 - as above
    wanted = osmium.filter.KeyFilter(*WANTED_KEYS)
    if not members:
        yield from osmium.OsmFileIterator(reader, places, wanted)
        return
    for way in osmium.OsmFileIterator(reader, places):
        if way.id in members or any(key in way.tags for key in WANTED_KEYS):
            yield way


def _is_area(tags: Any) -> bool:  # noqa: ANN401 - the library's list of tags
    """Tell whether a relation is an area we know: land, water, or the border of a town."""
    if tags.get("type") not in {"multipolygon", "boundary"}:
        return False
    if tags.get("boundary") != "administrative":
        return any(key in tags for key in _AREA_KEYS)
    level = tags.get("admin_level", "")
    return level.isdecimal() and _LOWEST_LEVEL <= int(level) <= _HIGHEST_LEVEL


def _drawn_points(shelf: _Shelf, file: Any) -> dict[int, tuple[int, int]]:  # noqa: ANN401 - as above
    """Find points with numbers below 0, which editors give to what is not uploaded yet."""
    if not any(ref < 0 for ref in shelf.refs):
        return {}
    nodes: Any = osmium.FileProcessor(file, osmium.osm.NODE)
    return {node.id: (node.location.x, node.location.y) for node in nodes if node.id < 0}


def _write(shelf: _Shelf, folder: Path, drawn: dict[int, tuple[int, int]]) -> None:
    refs = np.frombuffer(shelf.refs, dtype=np.int64)
    points, at = np.unique(refs, return_index=True)
    x, y = (np.frombuffer(axis, dtype=np.int32)[at].astype(np.int64) for axis in (shelf.x, shelf.y))
    for spot in np.flatnonzero(points < 0):
        x[spot], y[spot] = drawn.get(int(points[spot]), (_NOWHERE, _NOWHERE))
    found = (x != _NOWHERE) & (y != _NOWHERE)
    arrays = {
        "points": points[found],
        "x": x[found],
        "y": y[found],
        "numbers": np.frombuffer(shelf.ways, dtype=np.int64),
        "way_tags": np.frombuffer(shelf.way_tags, dtype=np.int64),
        "first": np.frombuffer(shelf.counts, dtype=np.int64),
        "refs": refs,
    }
    for name, values in arrays.items():
        _save(folder / f"{name}.npy", values)
    listed = {
        "tags": [dict(kept) for kept in shelf.tags],
        "nodes": shelf.nodes,
        "relations": shelf.relations,
    }
    (folder / "listed.json").write_bytes(orjson.dumps(listed))


def _save(path: Path, values: NDArray[Any]) -> None:
    with path.open("wb") as file:
        np.save(file, values, allow_pickle=False)


def main(form: str, path: Path, *, cpu_s: int, memory_bytes: int) -> dict[str, str]:
    """Read in the cage, and give what happened: nothing, or the library's own words."""
    close_cage(path.parent, cpu_s=cpu_s, memory_bytes=memory_bytes)
    try:
        run(path, form)
    except MemoryError:
        return {"error": "memory"}
    except (RuntimeError, ValueError, osmium.InvalidLocationError, UnicodeError) as error:
        words = str(error) or type(error).__name__
        return {"error": "memory" if any(sign in words for sign in _NO_MEMORY) else words}
    return {"done": ""}


if __name__ == "__main__":
    _form, _path, _cpu_s, _memory = sys.argv[1:]
    answer = main(_form, Path(_path), cpu_s=int(_cpu_s), memory_bytes=int(_memory))
    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.flush()
