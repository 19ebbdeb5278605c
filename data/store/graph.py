"""The road graph in the store: two tables, and the places that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import delete, insert, select

from data.crs import WGS84
from data.errors import NotFoundError
from data.model import Roads
from data.store.tables import GEOM, ROAD_EDGE, ROAD_NODE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import Connection

EDGE_COLUMNS = (
    "osmid",
    "highway",
    "name",
    "ref",
    "maxspeed",
    "surface",
    "speed_km_h",
    "oneway",
    "length",
)
_EDGE_KEY = ("u", "v", "key")


def write_graph(connection: Connection, roads: Roads) -> None:
    """Put a road graph in the place of the one that was there."""
    connection.execute(delete(ROAD_EDGE))
    connection.execute(delete(ROAD_NODE))
    nodes, edges = roads.nodes.sort_index(), roads.edges.sort_index()
    points = shapely.points(nodes["x"].to_numpy(float), nodes["y"].to_numpy(float))
    connection.execute(
        insert(ROAD_NODE),
        [
            {"osmid": int(number), "rank": None if rank is pd.NA else int(rank), GEOM: point}
            for number, rank, point in zip(nodes.index, nodes["rank"], points, strict=True)
        ],
    )
    connection.execute(insert(ROAD_EDGE), _edge_rows(edges))


def _edge_rows(edges: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    columns = {
        name: pd.Series(edges[name], dtype="object").where(edges[name].notna(), None).tolist()
        for name in EDGE_COLUMNS
    }
    columns["length_m"] = columns.pop("length")
    columns[GEOM] = edges.geometry.tolist()
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [
        dict(zip(_EDGE_KEY, map(int, key), strict=True)) | row | {"oneway": bool(row["oneway"])}
        for key, row in zip(edges.index, rows, strict=True)
    ]


def read_graph(connection: Connection, *, places: pd.DataFrame, source: str) -> Roads:
    """
    Read the road graph back, ordered by node and edge.

    Parameters
    ----------
    places
        The areas that came with it, by schema ``AREA``.
    source
        Name of the file it came from.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet.
    """
    nodes = connection.execute(select(ROAD_NODE).order_by(ROAD_NODE.c.osmid)).all()
    if not nodes:
        raise NotFoundError(
            "The store has no roads yet: run `gridpatrol roads load FILE` first.",
            zh="库中还没有道路，请先运行 gridpatrol roads load 道路文件。",
        )
    order = [ROAD_EDGE.c[name] for name in _EDGE_KEY]
    edges = connection.execute(select(ROAD_EDGE).order_by(*order)).all()
    return Roads(
        nodes=_nodes([tuple(row) for row in nodes]),
        edges=_edges([tuple(row) for row in edges]),
        places=gpd.GeoDataFrame(places, geometry="geometry", crs=WGS84),
        source=source,
    )


def read_road_lines(connection: Connection) -> list[BaseGeometry]:
    """Read only the lines of the road graph, ordered by edge; none where no roads were loaded."""
    order = [ROAD_EDGE.c[name] for name in _EDGE_KEY]
    return list(connection.execute(select(ROAD_EDGE.c[GEOM]).order_by(*order)).scalars())


def _nodes(rows: Sequence[tuple[Any, ...]]) -> gpd.GeoDataFrame:
    index = pd.Index([row[0] for row in rows], dtype="int64", name="osmid")
    points = np.array([row[2] for row in rows], dtype=object)
    rank = pd.array([row[1] for row in rows], dtype="Int64")
    table = {"x": shapely.get_x(points), "y": shapely.get_y(points), "rank": rank}
    return gpd.GeoDataFrame(table, index=index, geometry=points, crs=WGS84)


def _edges(rows: Sequence[tuple[Any, ...]]) -> gpd.GeoDataFrame:
    table = pd.DataFrame(rows, columns=[column.name for column in ROAD_EDGE.c], dtype="object")
    table = table.rename(columns={"length_m": "length", GEOM: "geometry"})
    for name in ("osmid", "highway", "name", "ref", "maxspeed", "surface"):
        table[name] = table[name].astype("str")
    table = table.astype({"u": "int64", "v": "int64", "key": "int64"})
    table = table.astype({"oneway": "bool", "length": "float64", "speed_km_h": "float64"})
    return gpd.GeoDataFrame(table.set_index(list(_EDGE_KEY)), geometry="geometry", crs=WGS84)
