"""Read shapefiles out of a zip: the only form that goes to GDAL, and only to this driver of it."""

from __future__ import annotations

import codecs
import posixpath
import struct
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pyogrio.raw
import shapely

from data.errors import LedgerError
from data.formats.features import Feature, Layer, layer_sheet
from data.formats.systems import read_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from data.formats.sheets import CagedCell, CagedSheet

_MAGIC = struct.pack(">i", 9994)
_PARTS = (".shp", ".shx", ".dbf")
_BYTES_AS_TEXT = "ISO-8859-1"  # gives every byte back; the true encoding is applied here
_UTF8_FLAG = 0x800
_EPOCH_DAY = "datetime64[D]"


def read(path: Path) -> Iterator[CagedSheet]:
    """
    Read every shapefile in an archive as a sheet.

    Members are unpacked under names of our own; what the archive calls them is only shown.

    Raises
    ------
    LedgerError
        If a shapefile is damaged or lacks its table.
    """
    with zipfile.ZipFile(path) as archive:
        members = {_shown(entry): entry for entry in archive.infolist()}
        stems = sorted(name[:-4] for name in members if name.lower().endswith(".shp"))
        for number, stem in enumerate(stems):
            parts = {
                posixpath.splitext(name)[1].lower(): archive.read(entry)
                for name, entry in members.items()
                if posixpath.splitext(name)[0] == stem
            }
            yield _sheet(path, posixpath.basename(stem), parts, number)


def _shown(entry: zipfile.ZipInfo) -> str:
    """Give a member's name; archives made on Chinese Windows hold it in GBK without saying so."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename


def _sheet(path: Path, name: str, parts: dict[str, bytes], number: int) -> CagedSheet:
    if ".dbf" not in parts or not parts[".shp"].startswith(_MAGIC):
        raise LedgerError(
            path.name,
            f"shapefile {name!r} is damaged or lacks its .dbf; "
            "zip .shp, .shx, .dbf, .prj and .cpg together",
            zh=f"Shapefile“{name}”已损坏或缺 .dbf，请把 .shp、.shx、.dbf、.prj、.cpg 一起压缩",
        )
    shape_file = path.parent / f"layer{number}.shp"
    for ending in _PARTS:
        if ending in parts:
            shape_file.with_suffix(ending).write_bytes(parts[ending])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # GDAL on rings and widths; what counts is read or raised
        meta, _, shapes, columns = pyogrio.raw.read(shape_file, encoding=_BYTES_AS_TEXT)
    encoding = _encoding(parts)
    fields = [_text(str(field), encoding) for field in meta["fields"]]
    listed = [[_cell(value, encoding) for value in _values(column)] for column in columns]
    features = tuple(
        _feature(dict(zip(fields, row, strict=True)), wkb)
        for row, wkb in zip(zip(*listed, strict=True), shapes, strict=True)
    )
    stated = parts.get(".prj", b"").decode("utf-8", errors="replace").strip("\0 \r\n\t")
    return layer_sheet(Layer(name, features, read_system(stated)))


def _values(column: NDArray[Any]) -> list[Any]:
    """Give the values of a column as Python has them; days and times without a zone."""
    if column.dtype.kind == "M":
        unit = column.astype("datetime64[us]")
        return [None if np.isnat(value) else value.item() for value in unit]
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 - nan


def _cell(value: Any, encoding: str) -> CagedCell:  # noqa: ANN401 - whatever the column holds
    return _text(value, encoding) if isinstance(value, str) else value


def _text(value: str, encoding: str) -> str:
    """Apply the true encoding; a sign that its field cut in two is left out."""
    return value.encode(_BYTES_AS_TEXT).decode(encoding, errors="ignore").strip()


def _encoding(parts: dict[str, bytes]) -> str:
    """Take the encoding the .cpg names, else the first that fits the whole table."""
    named = parts.get(".cpg", b"").decode("ascii", errors="ignore").strip().lower()
    digits = named.removeprefix("ansi").strip(" -_")
    for candidate in (named, f"cp{digits}"):
        try:
            return "gb18030" if codecs.lookup(candidate).name in _GB else candidate
        except LookupError:
            continue
    table = parts[".dbf"]
    body = table[struct.unpack("<H", table[8:10])[0] :]
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


_GB = frozenset({"gbk", "gb2312", "cp936", "gb18030"})


def _feature(fields: dict[str, CagedCell], wkb: bytes | None) -> Feature:
    if wkb is None:
        return Feature(fields)
    return Feature(fields, shapely.force_2d(shapely.from_wkb(wkb)))
