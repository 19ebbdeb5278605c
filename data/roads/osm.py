"""OpenStreetMap XML as text: which points and lines of a file the town needs.

The file may come from anybody, so its XML is read without entities or document types, as a stream,
and nothing of it is kept that no road or place asks for.
"""

from __future__ import annotations

import bz2
import gzip
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, NoReturn
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from data.errors import RoadsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.model import LonLat
    from data.ports import Progress

Tags = dict[str, str]

_ENDINGS = (".osm", ".osm.gz", ".osm.bz2", ".osm.xml")
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_CHUNK_BYTES = 1 << 20
_MAX_TEXT_BYTES = 2_000_000_000
_WANTED_KEYS = frozenset(
    [
        "amenity",
        "building",
        "healthcare",
        "highway",
        "landuse",
        "leisure",
        "natural",
        "place",
        "waterway",
    ]
)


@dataclass(frozen=True, slots=True)
class OsmNode:
    """A point that means something by itself, such as a village."""

    number: int
    tags: Tags


@dataclass(frozen=True, slots=True)
class OsmWay:
    """A line or outline: numbers of its points in order, and its tags."""

    number: int
    refs: tuple[int, ...]
    tags: Tags


@dataclass(slots=True)
class OsmText:
    """
    What a file holds for us.

    Attributes
    ----------
    positions
        Number of a point to lon, lat in degrees; a way may name points that an extract left out.
    nodes, ways
        Those with a tag of interest, in the order of the file.
    """

    positions: dict[int, LonLat] = field(default_factory=dict)
    nodes: list[OsmNode] = field(default_factory=list)
    ways: list[OsmWay] = field(default_factory=list)


class _Collector:
    """Takes the elements of the file as they come by."""

    def __init__(self, file: str) -> None:
        self.text = OsmText()
        self._file = file
        self._root_seen = False
        self._number = 0
        self._tags: Tags | None = None
        self._refs: list[int] = []

    def start(self, element: str, words: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if not self._root_seen:
            self._check_root(element)
        elif element == "tag" and self._tags is not None:
            self._tags[words.get("k", "")] = words.get("v", "")
        elif element == "nd":
            self._refs.append(self._whole(words, "ref"))
        elif element in {"node", "way"}:
            self._begin(element, words)

    def _check_root(self, element: str) -> None:
        if element != "osm":
            raise RoadsError(
                self._file,
                f"expected an OpenStreetMap file, got <{element}>.",
                zh=f"不是 OpenStreetMap 文件，开头是 <{element}>。",
            )
        self._root_seen = True

    def _begin(self, element: str, words: dict[str, str]) -> None:
        self._number, self._tags, self._refs = self._whole(words, "id"), {}, []
        if element == "node" and "lon" in words:
            lon, lat = self._degrees(words, "lon", 180.0), self._degrees(words, "lat", 90.0)
            self.text.positions[self._number] = (lon, lat)

    def end(self, element: str) -> None:
        """Keep an element that is finished and of interest."""
        if element not in {"node", "way", "relation"}:
            return
        tags, self._tags = self._tags or {}, None
        if _WANTED_KEYS.isdisjoint(tags):
            return
        if element == "node" and self._number in self.text.positions:
            self.text.nodes.append(OsmNode(self._number, tags))
        elif element == "way":
            self.text.ways.append(OsmWay(self._number, tuple(self._refs), tags))

    def close(self) -> OsmText:
        """Give what was collected."""
        return self.text

    def _whole(self, words: dict[str, str], name: str) -> int:
        try:
            return int(words.get(name, ""))
        except ValueError:
            self._refuse(words, name)

    def _degrees(self, words: dict[str, str], name: str, limit: float) -> float:
        try:
            value = float(words.get(name, ""))
        except ValueError:
            self._refuse(words, name)
        if not -limit <= value <= limit:
            self._refuse(words, name)
        return value

    def _refuse(self, words: dict[str, str], name: str) -> NoReturn:
        element, value = words.get("id", self._number), words.get(name)
        raise RoadsError(
            self._file,
            f"element {element} has no usable {name}: {value!r}.",
            zh=f"元素 {element} 的 {name} 不可用：{value!r}，请重新下载。",
        ) from None


def read_osm(path: Path, *, progress: Progress | None = None) -> OsmText:
    """
    Read an OpenStreetMap XML file, packed or not.

    Parameters
    ----------
    path
        A file that ends in ``.osm``, ``.osm.gz``, ``.osm.bz2`` or ``.osm.xml``.
    progress
        Told how many bytes of the file are read.

    Raises
    ------
    RoadsError
        If the file is missing, of another kind, damaged or empty.
    """
    _check_name(path)
    collector = _Collector(path.name)
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    try:
        for chunk in _chunks(path, progress):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise RoadsError(
            path.name,
            "declares XML entities, which no map file needs.",
            zh="含有 XML 实体声明，地图文件不应有，未读取。",
        ) from error
    except ParseError as error:
        raise RoadsError(
            path.name,
            f"is no OpenStreetMap XML, or cut short ({error}); download it again.",
            zh=f"不是 OpenStreetMap XML，或文件不完整（{error}），请重新下载。",
        ) from error
    except (EOFError, zlib.error, OSError) as error:
        raise RoadsError(
            path.name,
            f"cannot be read or unpacked ({error}).",
            zh=f"无法读取或解压（{error}），请重新下载。",
        ) from error
    return collector.text


def _check_name(path: Path) -> None:
    name = path.name.lower()
    if name.endswith(".pbf"):
        raise RoadsError(
            path.name,
            "files in .pbf form are not read yet; save the area as .osm, .osm.gz or .osm.bz2.",
            zh="暂不支持 .pbf 文件，请把本镇范围另存为 .osm、.osm.gz 或 .osm.bz2。",
        )
    if not name.endswith(_ENDINGS):
        raise RoadsError(
            path.name,
            f"expected a road file that ends in {', '.join(_ENDINGS)}.",
            zh=f"道路文件名应以 {'、'.join(_ENDINGS)} 结尾。",
        )
    if not path.is_file():
        raise RoadsError(
            path.name,
            f"no such file: {path}.",
            zh=f"没有这个文件：{path}，请检查文件名和所在文件夹。",
        )
    if not path.stat().st_size:
        raise RoadsError(path.name, "the file is empty.", zh="是空文件，请重新下载。")


def _chunks(path: Path, progress: Progress | None) -> Iterator[bytes]:
    """Yield the file's text in pieces; a packed file may not grow without end."""
    size, text_bytes = path.stat().st_size, 0
    with path.open("rb") as raw, _unpacked(raw) as file:
        while chunk := file.read(_CHUNK_BYTES):
            text_bytes += len(chunk)
            if text_bytes > _MAX_TEXT_BYTES:
                raise RoadsError(
                    path.name,
                    "holds more than 2 GB of text; cut out the town first.",
                    zh="内容超过 2 GB，请先裁剪出本镇范围。",
                )
            yield chunk
            if progress is not None:
                progress(raw.tell(), size, path.name)


def _unpacked(raw: BinaryIO) -> BinaryIO | gzip.GzipFile | bz2.BZ2File:
    """Unpack by what the file is, not by what it is called."""
    magic = raw.read(3)
    raw.seek(0)
    if magic.startswith(_GZIP):
        return gzip.open(raw)
    return bz2.open(raw) if magic == _BZIP2 else raw
