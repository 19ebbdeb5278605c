"""Start the caged process that reads an OpenStreetMap file, and take its arrays."""

from __future__ import annotations

import bz2
import gzip
import re
import shutil
import signal
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import orjson

from data.errors import ConfigError, RoadsError
from data.formats.process import caged_process
from data.roads.osm import OsmNode, OsmRelation, OsmText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy import float64, int64
    from numpy.typing import NDArray

    from data.ports import Progress

_CHUNK_BYTES = 1 << 20
_ARRAYS = ("points", "x", "y", "numbers", "way_tags", "first", "refs")
_PER_DEGREE = 1e7
_ANSWER_BYTES = 4096
_GB = 10**9
_AT_LINE = re.compile(r"\bline (\d+)")
_DAMAGE = (
    (r"EOF|truncated|no element|unclosed|ended before|end-of-stream|partial", "文件没有写完"),
    (r"not well-formed|mismatched tag|invalid token|XML", "XML 写法有误"),
    (r"location|coordinate", "坐标写法有误"),
    (r"\bid\b", "编号写法有误"),
    (r"PBF|blob|protobuf|varint", "数据块损坏"),
)
"""Signs in the words of the libraries to what they mean; the first found is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmLimits:
    """
    What the reading of one OpenStreetMap file may use.

    Parameters
    ----------
    unpacked_bytes
        Size of the file once its compression is undone (of a .pbf: as it is), > 0.
    memory_bytes
        Memory of the reading process, its libraries included, > 0.
    cpu_s
        Processor seconds of reading, imports not counted, > 0.
    wall_s
        Seconds after which a reader that hangs is ended, > 0.

    Raises
    ------
    ConfigError
        If a value is not above 0.
    """

    unpacked_bytes: int = 2 * _GB
    memory_bytes: int = 1 * _GB
    cpu_s: int = 900
    wall_s: float = 1800.0

    def __post_init__(self) -> None:
        for name in ("unpacked_bytes", "memory_bytes", "cpu_s", "wall_s"):
            if getattr(self, name) <= 0:
                raise ConfigError(
                    f"Expected {name} > 0, got {getattr(self, name)}.",
                    zh=f"{name} 应大于 0，现为 {getattr(self, name)}。",
                )


def read_osm(
    path: Path, form: str, *, limits: OsmLimits | None = None, progress: Progress | None = None
) -> OsmText:
    """
    Read an OpenStreetMap file in a child process that can use little and reach nothing else.

    Parameters
    ----------
    path
        The file; the child sees a copy of it in an empty folder.
    form
        ``osm``, ``osm.gz``, ``osm.bz2`` or ``pbf``.
    limits
        What the child may use.
    progress
        Told how many bytes of the file were taken.

    Raises
    ------
    RoadsError
        If the file is damaged, hostile, or asks for more than it may.
    """
    limits = limits or OsmLimits()
    folder = Path(tempfile.mkdtemp(prefix="gridpatrol-roads-"))
    try:
        plain = form.partition(".")[0]
        copy = folder / f"map.{plain}"
        _unpack(path, copy, limits=limits, progress=progress)
        _run(copy, plain, file=path.name, limits=limits)
        return _text(folder, file=path.name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(path: Path, copy: Path, *, limits: OsmLimits, progress: Progress | None) -> None:
    """Copy the file's text; a packed file may not grow without end."""
    size, held = path.stat().st_size, 0
    try:
        with path.open("rb") as raw, _unpacked(raw) as source, copy.open("wb") as target:
            while chunk := source.read(_CHUNK_BYTES):
                held += len(chunk)
                if held > limits.unpacked_bytes:
                    raise _too_large(path.name, limits)
                target.write(chunk)
                if progress is not None:
                    progress(raw.tell(), size, path.name)
    except (EOFError, zlib.error, gzip.BadGzipFile, ValueError) as error:
        raise _not_unpacked(path.name, error) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise _not_unpacked(path.name, error) from error  # bz2 says nothing more particular


def _not_unpacked(file: str, error: Exception) -> RoadsError:
    return RoadsError(
        file,
        f"cannot be unpacked, or is cut short ({error}); download it again.",
        zh=f"无法解压，或文件不完整（{_damage_zh(str(error))}），请重新下载。",
    )


def _damage_zh(words: str) -> str:
    """
    Say in Chinese what a library complains of in English; its own words stay in the English line.

    Examples
    --------
    >>> _damage_zh("PBF error: unexpected EOF"), _damage_zh("XML parsing error at line 3, column 4")
    ('文件没有写完', '第 3 行 XML 写法有误')
    """
    line = _AT_LINE.search(words)
    found = (zh for signs, zh in _DAMAGE if re.search(signs, words))
    return (f"第 {line[1]} 行 " if line else "") + next(found, "内容有误")


def _too_large(file: str, limits: OsmLimits) -> RoadsError:
    size_gb = limits.unpacked_bytes / _GB
    return RoadsError(
        file,
        f"holds more than {size_gb:g} GB; cut out the town or county first.",
        zh=f"内容超过 {size_gb:g} GB，请先裁剪出本镇或本县范围。",
    )


def _unpacked(raw: BinaryIO) -> BinaryIO | gzip.GzipFile | bz2.BZ2File:
    """Unpack by what the file is, not by what it is called."""
    magic = raw.read(3)
    raw.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.open(raw)
    return bz2.open(raw) if magic == b"BZh" else raw


def _run(copy: Path, form: str, *, file: str, limits: OsmLimits) -> None:
    words = [form, str(copy), str(limits.cpu_s), str(limits.memory_bytes)]
    module = "data.formats.streetmap"
    with caged_process(module, words, folder=copy.parent, wall_s=limits.wall_s) as child:
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        said = child.stdout.read(_ANSWER_BYTES)
        child.wait()
    answer = _answer(said)
    if answer is None:
        raise _death(child.returncode, file=file, limits=limits)
    if "error" in answer:
        raise _refusal(answer["error"], file=file, limits=limits)


def _answer(said: bytes) -> dict[str, str] | None:
    try:
        answer: dict[str, str] = orjson.loads(said)
    except orjson.JSONDecodeError:
        return None
    return answer


def _refusal(words: str, *, file: str, limits: OsmLimits) -> RoadsError:
    """Put what the library says into our words."""
    if words == "memory":
        return _too_much(file, limits)
    if "entities" in words:
        return RoadsError(
            file,
            "declares XML entities, which no map file needs.",
            zh="含有 XML 实体声明，地图文件不应有，未读取。",
        )
    if "top-level element" in words:
        return RoadsError(
            file,
            f"expected an OpenStreetMap file, got <{words.rpartition(': ')[2]}>.",
            zh=f"不是 OpenStreetMap 文件，开头是 <{words.rpartition(': ')[2]}>。",
        )
    shown = " ".join(words.split())[:120]
    return RoadsError(
        file,
        f"is no OpenStreetMap file, damaged, or cut short ({shown}); download it again.",
        zh=f"不是 OpenStreetMap 文件，或已损坏、不完整（{_damage_zh(words)}），请重新下载。",
    )


def _death(code: int, *, file: str, limits: OsmLimits) -> RoadsError:
    if code in {-signal.SIGXCPU, -signal.SIGKILL}:
        return RoadsError(
            file,
            "takes too long to read; cut out the town or county first.",
            zh="读取时间过长，请先裁剪出本镇或本县范围。",
        )
    if code == -signal.SIGABRT:
        return _too_much(file, limits)
    return RoadsError(
        file,
        "is damaged: its reader had to stop; download it again.",
        zh="已损坏，无法读完，请重新下载。",
    )


def _too_much(file: str, limits: OsmLimits) -> RoadsError:
    size_gb = limits.memory_bytes / _GB
    return RoadsError(
        file,
        f"needs more than {size_gb:g} GB of memory to be read; cut out the town or county first.",
        zh=f"读取它需要 {size_gb:g} GB 以上的内存，请先裁剪出本镇或本县范围。",
    )


def _text(folder: Path, *, file: str) -> OsmText:
    """Take the arrays; they are plain numbers, checked before they are believed."""
    held = {name: np.load(folder / f"{name}.npy", allow_pickle=False) for name in _ARRAYS}
    listed = orjson.loads((folder / "listed.json").read_bytes())
    tags: list[dict[str, str]] = listed["tags"]
    lon, lat = _degrees(held["points"], held["x"], held["y"], file=file)
    return OsmText(
        points=held["points"],
        lon_deg=lon,
        lat_deg=lat,
        numbers=held["numbers"],
        tags=[tags[number] for number in held["way_tags"].tolist()],
        first=held["first"],
        refs=held["refs"],
        nodes=tuple(_nodes(listed["nodes"], tags, file=file)),
        relations=tuple(
            OsmRelation(number, tuple(ways), tags[kept])
            for number, kept, ways in listed["relations"]
        ),
    )


def _nodes(rows: list[list[int]], tags: list[dict[str, str]], *, file: str) -> Iterator[OsmNode]:
    numbers = np.array([row[0] for row in rows], dtype=np.int64)
    xy = np.array([row[2:] for row in rows], dtype=np.int64).reshape(-1, 2)
    lon, lat = _degrees(numbers, xy[:, 0], xy[:, 1], file=file)
    for row, *position in zip(rows, lon.tolist(), lat.tolist(), strict=True):
        yield OsmNode(row[0], tags[row[1]], (position[0], position[1]))


def _degrees(
    numbers: NDArray[int64], x: NDArray[Any], y: NDArray[Any], *, file: str
) -> tuple[NDArray[float64], NDArray[float64]]:
    """Turn the library's whole numbers into degrees; refuse what lies on no globe."""
    lon, lat = x / _PER_DEGREE, y / _PER_DEGREE
    for name, values, limit in (("lon", lon, 180.0), ("lat", lat, 90.0)):
        wrong = np.flatnonzero(np.abs(values) > limit)
        if len(wrong):
            number, value = int(numbers[wrong[0]]), float(values[wrong[0]])
            raise RoadsError(
                file,
                f"element {number} has no usable {name}: {value:g}.",
                zh=f"元素 {number} 的 {name} 不可用：{value:g}，请重新下载。",
            )
    return lon, lat
