"""The road graph in the store: two tables, and the places that came with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from sqlalchemy import delete, select

from data.crs import WGS84
from data.errors import NotFoundError
from data.model import EDGE_COLUMNS, Roads
from data.store.frames import Batch
from data.store.insertion import insert_batch
from data.store.shapes import as_stored, given_shapes
from data.store.tables import GEOM, ROAD_EDGE, ROAD_NODE, raw_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry
    from sqlalchemy import Connection

_EDGE_KEY = ("u", "v", "key")
_DTYPES: dict[str, Any] = {"oneway": "bool", "length": "float64", "speed_km_h": "float64"}
"""Of the columns that are not text."""


def write_graph(connection: Connection, roads: Roads) -> None:
    """Put a road graph in the place of the one that was there."""
    connection.execute(delete(ROAD_EDGE))
    connection.execute(delete(ROAD_NODE))
    insert_batch(connection, _node_batch(roads.nodes.sort_index()))
    edges = _edge_batch(roads.edges.sort_index())
    insert_batch(connection, _numbered(edges) if connection.dialect.name == "sqlite" else edges)


def _node_batch(nodes: gpd.GeoDataFrame) -> Batch:
    columns = {"osmid": nodes.index.astype("int64").tolist(), "rank": _plain(nodes["rank"])}
    points = shapely.points(nodes["x"].to_numpy(float), nodes["y"].to_numpy(float))
    return Batch(ROAD_NODE.name, "osmid", columns, np.asarray(points, dtype=object))


def _edge_batch(edges: gpd.GeoDataFrame) -> Batch:
    columns: dict[str, list[Any]] = {
        name: edges.index.get_level_values(name).astype("int64").tolist() for name in _EDGE_KEY
    }
    columns |= {name: _plain(edges[name]) for name in EDGE_COLUMNS}
    columns["oneway"] = edges["oneway"].astype("bool").tolist()
    columns["length_m"] = columns.pop("length")
    lines = edges.geometry.to_numpy(dtype=object)
    return Batch(ROAD_EDGE.name, "u", columns, lines)


def _numbered(batch: Batch) -> Batch:
    """Give each row its number: the spatial index of a file asks one column which row is meant."""
    numbers = list(range(1, len(batch) + 1))
    return Batch(batch.table, "fid", {"fid": numbers, **batch.columns}, batch.shapes)


def _plain(values: pd.Series) -> list[Any]:
    """List a column as plain Python values, missing ones as ``None``."""
    listed = values.astype("object").where(values.notna(), None)
    return listed.tolist()


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
    query = select(*raw_columns(ROAD_NODE)).order_by(ROAD_NODE.c.osmid)
    nodes = connection.execute(query).all()
    if not nodes:
        raise NotFoundError(
            "The store has no roads yet: run `gridpatrol roads load FILE` first.",
            zh="库中还没有道路，请先运行 gridpatrol roads load 道路文件。",
        )
    order = [ROAD_EDGE.c[name] for name in _EDGE_KEY]
    edges = connection.execute(select(*raw_columns(ROAD_EDGE)).order_by(*order)).all()
    return Roads(
        nodes=_nodes(nodes),
        edges=_edges(edges),
        places=gpd.GeoDataFrame(places, geometry="geometry", crs=WGS84),
        source=source,
    )


def read_road_lines(connection: Connection) -> list[BaseGeometry]:
    """Read only the lines of the road graph, ordered by edge; none where no roads were loaded."""
    order = [ROAD_EDGE.c[name] for name in _EDGE_KEY]
    query = select(as_stored(ROAD_EDGE.c[GEOM])).order_by(*order)
    lines: list[BaseGeometry] = given_shapes(connection.execute(query).scalars().all()).tolist()
    return lines


def _nodes(rows: Sequence[Sequence[Any]]) -> gpd.GeoDataFrame:
    numbers, ranks, stored = zip(*rows, strict=True)
    points = given_shapes(stored)
    table = {
        "x": shapely.get_x(points),
        "y": shapely.get_y(points),
        "rank": pd.array(ranks, dtype="Int64"),
    }
    index = pd.Index(numbers, dtype="int64", name="osmid")
    return gpd.GeoDataFrame(table, index=index, geometry=points, crs=WGS84)


def _edges(rows: Sequence[Sequence[Any]]) -> gpd.GeoDataFrame:
    names = [column.name for column in ROAD_EDGE.c]
    values: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(names)
    stored = dict(zip(names, values, strict=True))
    index = pd.MultiIndex.from_arrays(
        [np.array(stored[name], dtype="int64") for name in _EDGE_KEY], names=_EDGE_KEY
    )
    stored["length"] = stored.pop("length_m")
    table = pd.DataFrame(
        {name: pd.array(stored[name], dtype=_DTYPES.get(name, "str")) for name in EDGE_COLUMNS},
        index=index,
    )
    return gpd.GeoDataFrame(table, geometry=given_shapes(stored[GEOM]), crs=WGS84)
