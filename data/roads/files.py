"""Look at a road file before anything reads it: is it there, what is it, is it safe to open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.errors import RoadsError
from data.formats.entrance import refusal

if TYPE_CHECKING:
    from pathlib import Path

FORMS_EN = ".osm (also .gz or .bz2), .osm.pbf, .graphml, .gpkg, .geojson, or a .zip of a shapefile"
FORMS_ZH = ".osm（可 .gz、.bz2 压缩）、.osm.pbf、.graphml、.gpkg、.geojson，或 Shapefile 的 .zip"
OSM_FORMS = frozenset({"osm", "osm.gz", "osm.bz2", "pbf"})

_TOP_BYTES = 4096
_BOM = b"\xef\xbb\xbf"
_MAGIC = ((b"\x1f\x8b", "osm.gz"), (b"BZh", "osm.bz2"), (b"PK\x03\x04", "shapefile"))
_SQLITE, _GEOPACKAGE_IDS, _ID_PLACE = (
    b"SQLite format 3\0",
    (b"GPKG", b"GP10", b"GP11"),
    slice(68, 72),
)
_PBF = re.compile(rb"\x00\x00..\x0a\x09OSMHeader", re.DOTALL)
_GRAPHML = re.compile(rb"<(?:\w+:)?graphml[\s/>]")
_LONE_SHAPEFILE = b"\x00\x00\x27\x0a"


def road_form(path: Path) -> str:
    """
    Tell the form of a road file by its first bytes, whatever its name says.

    Returns
    -------
    form
        One of ``OSM_FORMS``, or a form that ``data.formats`` reads.

    Raises
    ------
    RoadsError
        If it is missing, a folder, a link, an address, no ordinary file, empty, or of no form
        that is read.
    """
    _check_place(path)
    try:
        with path.open("rb") as file:
            top = file.read(_TOP_BYTES)
    except OSError as error:
        raise RoadsError(
            path.name,
            f"cannot be read: {error.strerror or error}; check its rights.",
            zh=f"无法读取（{error.strerror or error}），请检查文件权限。",
        ) from error
    if not top:
        raise RoadsError(path.name, "the file is empty.", zh="是空文件，请重新下载。")
    form = _form(top)
    if form is None:
        raise _unknown(path, top)
    return form


def _check_place(path: Path) -> None:
    no = refusal(path)
    if no is not None:
        raise RoadsError(no.file, f"{no.en}.", zh=f"{no.zh}。")
    if path.is_dir():
        raise RoadsError(
            path.name or str(path),
            "is a folder; name the road file in it.",
            zh="这是文件夹，请写出其中的道路文件名。",
        )
    if not path.exists():
        raise RoadsError(
            path.name,
            f"no such file: {path}.",
            zh=f"没有这个文件：{path}，请检查文件名和所在文件夹。",
        )


def _form(top: bytes) -> str | None:
    if _PBF.match(top):
        return "pbf"
    if top.startswith(_SQLITE):
        return "geopackage" if top[_ID_PLACE] in _GEOPACKAGE_IDS else None
    packed = next((form for magic, form in _MAGIC if top.startswith(magic)), None)
    text = top.removeprefix(_BOM).lstrip()
    if packed or not text.startswith((b"<", b"{")):
        return packed
    if text.startswith(b"{"):
        return "geojson"
    if text.startswith(b"<OGRVRT"):
        return None
    return "graphml" if _GRAPHML.search(text) else "osm"


def _unknown(path: Path, top: bytes) -> RoadsError:
    if top.startswith(_LONE_SHAPEFILE) or path.name.lower().endswith(".shp"):
        return RoadsError(
            path.name,
            "is a lone .shp file; zip it with its .dbf, .shx and .prj and name the .zip.",
            zh="是单独的 .shp 文件，请连同 .dbf、.shx、.prj 压缩成 .zip，再写 .zip 的名字。",
        )
    if path.name.lower().endswith(".pbf"):
        return RoadsError(
            path.name,
            "is no OpenStreetMap .pbf, or damaged from its first bytes on; download it again.",
            zh="不是 OpenStreetMap 的 .pbf，或开头已损坏，请重新下载。",
        )
    return RoadsError(
        path.name,
        f"expected a road file: {FORMS_EN}.",
        zh=f"不是道路文件。可读：{FORMS_ZH}。",
    )
