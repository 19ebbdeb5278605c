"""Read a file that says which roads are meant: lines or areas of a map, way numbers, or names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.datum import to_wgs84
from data.errors import LedgerError
from data.formats.features import OUTLINE
from data.ledger.files import read_file
from data.ledger.outlines import parsed_outline
from data.ledger.sheets import cell_text
from data.ledger.values import narrow

if TYPE_CHECKING:
    from pathlib import Path

    from numpy import float64
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from data.ledger.sheets import RawSheet

_WAYS = frozenset({"osmid", "osm_id", "osmway", "way", "wayid", "way_id", "way编号", "路段编号"})
_NAMES = frozenset({"道路", "道路名称", "路名", "路段", "road", "roadname", "street", "ref"})
_HEADER_ROWS = 10
_WAY = re.compile(r"(?:way[/:]?)?(\d{1,19})", re.IGNORECASE)
_MOST = 10_000
"""Roads in one list; more is no list of closed roads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadList:
    """
    Roads that a file means.

    Attributes
    ----------
    ways
        OSM way numbers, as text.
    names
        Road names or numbers such as S101.
    shapes
        Lines and areas, WGS-84.
    """

    ways: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shapes: tuple[BaseGeometry, ...] = ()


def read_way(text: str) -> str | None:
    """
    Read an OSM way number; missing where the text is something else.

    Examples
    --------
    >>> read_way("way/123"), read_way("老桥路")
    ('123', None)
    """
    match = _WAY.fullmatch(narrow(text))
    return match[1] if match else None


def read_road_list(path: Path, *, datum: str = "wgs84") -> RoadList:
    """
    Read a map file with lines or areas, or a table of way numbers or road names.

    Parameters
    ----------
    path
        Any form that a ledger may have (``data.ledger.forms``).
    datum
        Code of ``data.words.DATUMS`` in which degrees are drawn.

    Raises
    ------
    LedgerError
        If the file cannot be read, or holds neither.
    """
    sheets = read_file(path).sheets
    shapes = [shape for sheet in sheets for shape in _shapes(sheet, datum)]
    listed = [text for sheet in sheets for text in _column(sheet, _WAYS)]
    ways = [way for way in map(read_way, listed) if way is not None]
    names = [text for sheet in sheets for text in _column(sheet, _NAMES)] if not shapes else []
    found = RoadList(
        ways=tuple(dict.fromkeys(ways)),
        names=tuple(dict.fromkeys(names)),
        shapes=tuple(shapes),
    )
    _check(found, path.name)
    return found


def _check(found: RoadList, file: str) -> None:
    count = len(found.ways) + len(found.names) + len(found.shapes)
    if not count:
        raise LedgerError(
            file,
            "holds neither lines or areas nor a column of roads; draw the closed road as a line, "
            "or list way numbers under 'osmid' or names under 'road'",
            zh="既没有线或面，也没有道路一列；请把封闭的路画成线，"
            "或在“osmid”列写路段编号、在“路名”列写路名",
        )
    if count > _MOST:
        raise LedgerError(
            file,
            f"lists {count} roads, more than {_MOST}; use --all or --class for whole classes",
            zh=f"列了 {count} 条道路，超过 {_MOST}；整类道路请用 --all 或 --class",
        )


def _shapes(sheet: RawSheet, datum: str) -> list[BaseGeometry]:
    """Read the lines and areas of a layer; points are no roads."""
    texts = _column(sheet, frozenset({OUTLINE.lower()}))
    shapes = [parsed_outline(text) for text in texts]
    return [
        shapely.transform(shape, lambda lonlat: _moved(lonlat, datum))
        for shape in shapes
        if shape is not None and shapely.get_dimensions(shape) > 0
    ]


def _moved(lonlat: NDArray[float64], datum: str) -> NDArray[float64]:
    return np.column_stack(to_wgs84(lonlat[:, 0], lonlat[:, 1], datum=datum))


def _column(sheet: RawSheet, headers: frozenset[str]) -> list[str]:
    """List what stands under the first of some headers."""
    for place, row in enumerate(sheet.rows):
        if place >= _HEADER_ROWS:
            break
        words = [narrow(cell_text(cell)).lower() for cell in row.cells]
        known = [column for column, word in enumerate(words) if word in headers]
        if known:
            below = sheet.rows[place + 1 :]
            cells = (row.cells[known[0]] for row in below if known[0] < len(row.cells))
            return [text for text in map(cell_text, cells) if text]
    return []
