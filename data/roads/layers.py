"""Roads that come as edges: layers of map files, and graphs in GraphML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.errors import LedgerError, RoadsError
from data.formats.features import OUTLINE
from data.formats.graphml import EDGES, NODES
from data.formats.parent import CageLimits, read_caged
from data.ledger.guard import open_archive
from data.roads.classes import road_class
from data.units import FASTEST_KM_H

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy import bool_
    from numpy.typing import NDArray

    from data.formats.sheets import CagedSheet

_MAX_BYTES = 300_000_000
_LIMITS = CageLimits(cpu_s=300, wall_s=600.0, rows=1_000_000)
_HEADERS = {
    "u": ("u", "from_node", "source", "fnode", "start_node", "from"),
    "v": ("v", "to_node", "target", "tnode", "end_node", "to"),
    "osmid": ("osmid", "osm_id", "way_id", "osm_way_id", "full_id", "@id"),
    "highway": ("highway", "fclass", "road_class", "class", "type", "道路等级", "等级", "类型"),
    "name": ("name", "road_name", "street", "道路名称", "名称", "路名"),
    "ref": ("ref", "road_ref", "道路编号", "路线编号"),
    "maxspeed": ("maxspeed", "max_speed", "speed_limit", "限速"),
    "surface": ("surface", "路面", "路面类型"),
    "speed": ("speed_km_h", "speed_kph", "speed_kmh", "kmh", "speed", "车速", "速度"),
    "oneway": ("oneway", "one_way", "单行", "单向"),
    "length": ("length", "length_m", "len_m", "shape_length", "长度"),
}
"""What a column may be called; the first that a layer has is taken."""
_TEXTS = ("osmid", "name", "ref", "surface")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NAMED_ID = re.compile(r"^(?:way/|w)(?=-?\d)")
_LINES = frozenset({"LineString", "MultiLineString", "LinearRing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Oddities:
    """
    What a file of edges says that cannot be, by rows, and what was made of it.

    Attributes
    ----------
    speeds
        Speeds of 0 or less, or above 150 km/h: taken as not given.
    lengths
        Lengths of 0 or less, or far from what the line measures: measured on the line.
    barred
        Rows of a class that takes no car, such as footways: left out.
    shapeless
        Rows without a line: left out.
    """

    speeds: int = 0
    lengths: int = 0
    barred: int = 0
    shapeless: int = 0


NO_ODDITIES = Oddities()


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """
    The rows of a file that are roads.

    Attributes
    ----------
    lines
        Shape ``(n,)``: one line string each, WGS-84 degrees.
    facts
        Shape ``(n,)``: ``osmid``, ``highway``, ``name``, ``ref``, ``maxspeed``, ``surface`` (text),
        ``speed_km_h``, ``length`` (metres), ``oneway`` (as written), ``u`` and ``v`` (names of the
        nodes at its ends); missing where the file does not say.
    has_directions
        Whether the file has a column for one-way roads.
    nodes
        Position of every node by its name; empty where only lines tell.
    """

    lines: NDArray[np.object_]
    facts: pd.DataFrame
    has_directions: bool
    nodes: pd.DataFrame


def read_layer(path: Path, form: str) -> tuple[Layer, Oddities]:
    """
    Read the one layer of roads of a file.

    Raises
    ------
    RoadsError
        If the file is damaged or too large, holds no lines or several layers of them, a graph
        without coordinates, or nothing but speeds or lengths that cannot be.
    """
    try:
        sheets = _sheets(path, form)
    except LedgerError as error:
        raise RoadsError(path.name, f"{error.problem}.", zh=_bare(error)) from error
    if form == "graphml":
        table, nodes = _graph(path.name, *sheets)
    else:
        table, nodes = _lines_of(path.name, sheets), pd.DataFrame(columns=["x", "y"])
    return _clean(path.name, table, nodes)


def _bare(error: LedgerError) -> str:
    return f"{(error.zh or error.problem).partition('：')[2]}。"


def _sheets(path: Path, form: str) -> tuple[CagedSheet, ...]:
    if path.stat().st_size > _MAX_BYTES:
        raise LedgerError(
            path.name,
            f"is larger than {_MAX_BYTES // 10**6} MB; cut out the county first",
            zh=f"超过 {_MAX_BYTES // 10**6} MB，请先裁剪出本县范围",
        )
    content = path.read_bytes()
    if form == "shapefile":
        names = open_archive(content, file=path.name).namelist()
        if not any(name.lower().endswith(".shp") for name in names):
            raise LedgerError(
                path.name,
                "is an archive without a shapefile; zip .shp, .shx, .dbf, .prj and .cpg together",
                zh="压缩包里没有 Shapefile，请把 .shp、.shx、.dbf、.prj、.cpg 一起压缩",
            )
    return read_caged(content, form, file=path.name, limits=_LIMITS)


def _table(sheet: CagedSheet) -> pd.DataFrame:
    """Lay a sheet out in columns; of two columns with one name the first counts."""
    rows = list(sheet.rows)
    names = [str(cell) for cell in rows[0].cells] if rows else []
    table = pd.DataFrame([row.cells for row in rows[1:]], columns=names, dtype="object")
    return table.loc[:, ~table.columns.duplicated()]


def _lines_of(file: str, sheets: Sequence[CagedSheet]) -> pd.DataFrame:
    """Take the only layer that has lines."""
    drawn = {sheet.name: table for sheet in sheets if _has_lines(table := _table(sheet))}
    if not drawn:
        raise RoadsError(
            file,
            "holds no lines; export the layer of roads.",
            zh="没有线状图形，请导出道路图层。",
        )
    if len(drawn) > 1:
        names = ", ".join(sorted(drawn))
        raise RoadsError(
            file,
            f"holds {len(drawn)} layers of lines ({names}); save the one of roads alone.",
            zh=f"有 {len(drawn)} 个线状图层（{names}），请只保存道路图层。",
        )
    (table,) = drawn.values()
    return table.rename(columns={OUTLINE: "geometry"})


def _has_lines(table: pd.DataFrame) -> bool:
    texts = table[OUTLINE].dropna().astype(str) if OUTLINE in table else ()
    return any(
        text.lstrip().upper().startswith(("LINESTRING", "MULTILINESTRING")) for text in texts
    )


def _graph(file: str, *sheets: CagedSheet) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join a graph's edges with the positions of its nodes."""
    by_name = {sheet.name: _table(sheet) for sheet in sheets}
    nodes, edges = by_name[NODES], by_name[EDGES]
    places = pd.DataFrame(
        {axis: _numbers(nodes[axis]) if axis in nodes else np.nan for axis in ("x", "y")},
        index=nodes["id"].astype(str),
    )
    known = places[np.isfinite(places["x"]) & np.isfinite(places["y"])]
    known = known[~known.index.duplicated()]
    if len(nodes) and known.empty:
        raise RoadsError(
            file,
            "is a graph whose nodes have no coordinates x and y; save it with osmnx.save_graphml.",
            zh="路网的节点没有坐标 x、y，请用 osmnx.save_graphml 保存。",
        )
    if "geometry" not in edges:
        edges["geometry"] = None
    return _drawn(edges, known), known


def _drawn(edges: pd.DataFrame, nodes: pd.DataFrame) -> pd.DataFrame:
    """Draw edges without a line of their own straight from node to node."""
    bare = edges["geometry"].isna() | (edges["geometry"] == "")
    ends = [nodes.reindex(edges.loc[bare, name].astype(str)) for name in ("u", "v")]
    xy = np.column_stack([end[axis].to_numpy(float) for end in ends for axis in ("x", "y")])
    edges["geometry"] = edges["geometry"].astype("object")
    edges.loc[bare, "geometry"] = [
        f"LINESTRING ({a!r} {b!r}, {c!r} {d!r})" if np.isfinite([a, b, c, d]).all() else None
        for a, b, c, d in xy.tolist()
    ]
    return edges


def _clean(file: str, table: pd.DataFrame, nodes: pd.DataFrame) -> tuple[Layer, Oddities]:
    """Take the columns that are known, and the rows that are roads for a car."""
    lines = _parsed(table["geometry"])
    drawn = np.array([line is not None for line in lines], dtype=np.bool_)
    facts, odd = _facts(file, table)
    usable = drawn & facts["highway"].notna().to_numpy()
    if not usable.any():
        raise RoadsError(
            file,
            "holds no road that a car may use.",
            zh="没有汽车可走的道路，请换一份地图。",
        )
    _check_degrees(file, lines[usable])
    parts, row = shapely.get_parts(lines[usable], return_index=True)
    kept = facts[usable].iloc[row].reset_index(drop=True)
    kept.loc[pd.Series(row).duplicated(keep=False).to_numpy(), "length"] = np.nan
    has_directions = _column(table, "oneway") is not None
    barred = int((drawn & ~usable).sum())
    odd = replace(odd, barred=barred, shapeless=int((~drawn).sum()))
    return Layer(parts, kept, has_directions, nodes), odd


def _parsed(texts: pd.Series) -> NDArray[np.object_]:
    shapes = shapely.from_wkt([text if isinstance(text, str) else None for text in texts], "ignore")
    lines = np.asarray(shapely.force_2d(shapes), dtype=object)
    for place, line in enumerate(lines):
        if line is not None and (line.is_empty or line.geom_type not in _LINES):
            lines[place] = None
    return lines


def _check_degrees(file: str, lines: NDArray[np.object_]) -> None:
    west, south, east, north = shapely.total_bounds(lines)
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):  # noqa: PLR2004 - degrees
        raise RoadsError(
            file,
            "has positions that are no degrees, and states no coordinate system that is known; "
            "export it in WGS-84.",
            zh="坐标不是经纬度，也没有写明可识别的坐标系，请以 WGS-84 导出。",
        )


def _facts(file: str, table: pd.DataFrame) -> tuple[pd.DataFrame, Oddities]:
    speed, odd_speed = _checked(file, table, "speed", at_most=FASTEST_KM_H)
    length, odd_length = _checked(file, table, "length", at_most=np.inf)
    signs, odd_sign = _signs(table)
    highway = [road_class(value) for value in _values(table, "highway")]
    facts = {name: [_text(value) for value in _values(table, name)] for name in _TEXTS}
    facts["osmid"] = [_NAMED_ID.sub("", text) if text else None for text in facts["osmid"]]
    listed = pd.DataFrame({**facts, "highway": highway, "maxspeed": signs}, dtype="object")
    listed["speed_km_h"], listed["length"] = speed, length
    for name in ("oneway", "u", "v"):
        listed[name] = [_text(value) for value in _values(table, name)]
    odd = Oddities(speeds=int((odd_speed | odd_sign).sum()), lengths=int(odd_length.sum()))
    return listed, odd


def _checked(
    file: str, table: pd.DataFrame, what: str, *, at_most: float
) -> tuple[NDArray[np.float64], NDArray[bool_]]:
    """Read a column of numbers; what cannot be is missing, unless nothing in it can."""
    numbers = _numbers(pd.Series(_values(table, what), dtype="object"))
    said = ~np.isnan(numbers)
    odd: NDArray[bool_] = said & ~((numbers > 0) & (numbers <= at_most))
    if said.any() and (odd == said).all():
        column = _column(table, what)
        raise RoadsError(
            file,
            f"column {column} holds no value that can be (all are 0, negative or too large).",
            zh=f"“{column}”列没有一个可用的数（全为零、负数或过大），请检查后重新导出。",
        )
    return np.where(odd, np.nan, numbers), odd


def _signs(table: pd.DataFrame) -> tuple[list[str | None], NDArray[bool_]]:
    """Read speed limits as text; a negative one is odd, and 0 says that nobody knows."""
    texts = [_text(value) for value in _values(table, "maxspeed")]
    odd = np.array([bool(text) and str(text).startswith("-") for text in texts], dtype=np.bool_)
    return [None if text is None or text[0] == "-" or text == "0" else text for text in texts], odd


def _numbers(values: pd.Series) -> NDArray[np.float64]:
    found = [_NUMBER.search(str(value)) if value is not None else None for value in values]
    return np.array([float(number[0]) if number else np.nan for number in found], dtype=float)


def _text(value: object) -> str | None:
    """Give a cell as text; whole numbers without a point, lists as OpenStreetMap joins them."""
    if value is None or value != value:  # noqa: PLR0124 - nan
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    if text.startswith("[") and text.endswith("]"):
        text = ";".join(part.strip(" '\"") for part in text[1:-1].split(","))
    return None if text in {"", "None", "nan"} else text


def _values(table: pd.DataFrame, what: str) -> list[object]:
    column = _column(table, what)
    return [None] * len(table) if column is None else table[column].tolist()


def _column(table: pd.DataFrame, what: str) -> str | None:
    known = {str(name).strip().lower(): str(name) for name in reversed(table.columns)}
    return next((known[name] for name in _HEADERS[what] if name in known), None)
