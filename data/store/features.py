"""One page of a layer, ordered by key: what a map of many thousand features is read by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from sqlalchemy import Table, func, or_, select

from data.store.lens import WHOLE
from data.store.reading import check_box
from data.store.shapes import as_stored, given_positions, given_shapes, touches_box
from data.store.tables import GEOM, schema_of, sql_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray
    from sqlalchemy import ColumnElement, Connection, Select

    from data.store.layers import Layer
    from data.store.lens import Lens
    from data.store.shapes import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    Which features of a layer are asked for.

    Attributes
    ----------
    where
        Column, of the row or of what is joined to it, to the values it may have.
    boxes
        West, south, east, north in WGS-84 degrees; features that touch one of them, edges
        included. Empty for everywhere.
    from_day, to_day
        First and last day; ``None`` is open. Layers whose features last are not cut by them.
    after
        Only keys after this one.
    limit
        At most so many, > 0.
    """

    where: Mapping[str, Sequence[str]]
    boxes: tuple[Box, ...] = ()
    from_day: date | None = None
    to_day: date | None = None
    after: str | None = None
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FeaturePage:
    """
    Features of one page.

    Attributes
    ----------
    keys
        Of the features, in order.
    facts
        Column to value, of each.
    points
        Shape ``(n, 2)``, lon and lat; ``None`` where the layer is no layer of points.
    shapes
        Shape ``(n,)``; ``None`` where it is one.
    last
        The key to go on after; ``None`` at the end.
    matched
        How many features fit what was asked for, on all pages together.
    """

    keys: list[str]
    facts: list[dict[str, Any]]
    points: NDArray[np.float64] | None
    shapes: NDArray[np.object_] | None
    last: str | None
    matched: int = 0


def read_page(
    connection: Connection, layer: Layer, choice: Choice, *, lens: Lens = WHOLE
) -> FeaturePage:
    """
    Read one page of a layer.

    Boxes are exact: the index rounds outward, so a page may hold a few features less than asked
    for though others follow; ``last`` says whether they do.

    Raises
    ------
    InputError
        If a box is inside out.
    """
    query = layer_query(layer, choice, lens=lens)
    found = connection.execute(query.limit(choice.limit + 1)).all()
    rows = found[: choice.limit]
    page = _page(layer, rows)
    told = _retold(connection, layer, page, lens)
    last = rows[-1][0] if len(found) > choice.limit else None
    kept = _in_boxes(page, choice.boxes)
    is_all = choice.after is None and last is None
    return FeaturePage(
        keys=[page.keys[place] for place in kept],
        facts=[told[place] for place in kept],
        points=None if page.points is None else page.points[kept],
        shapes=None if page.shapes is None else page.shapes[kept],
        last=last,
        matched=len(kept) if is_all else _count(connection, layer, choice, lens),
    )


def _count(connection: Connection, layer: Layer, choice: Choice, lens: Lens) -> int:
    """Count the features of all pages; in boxes each is looked at, since the index rounds."""
    query = layer_query(layer, replace(choice, after=None), lens=lens).order_by(None)
    if not choice.boxes:
        counted = query.with_only_columns(func.count(), maintain_column_froms=True)
        return int(connection.execute(counted).scalar_one())
    place = as_stored(sql_table(layer.place).c[GEOM])
    only = query.with_only_columns(place, maintain_column_froms=True)
    stored = connection.execute(only).scalars().all()
    return len(_in_boxes(_placed(layer, stored), choice.boxes))


def layer_query(layer: Layer, choice: Choice, *, lens: Lens = WHOLE) -> Select[Any]:
    """
    Ask for key, shape and then the columns of a layer, ordered by key.

    Raises
    ------
    InputError
        If a box is inside out.
    """
    table = sql_table(layer.table)
    key = table.c[schema_of(layer.table).key]
    place = sql_table(layer.place)
    shown = [lens.column(table, name).label(name) for name in layer.columns]
    source: Any = table
    for name, columns in layer.joined.items():
        other = sql_table(name)
        source = source.outerjoin(other, other.c.site_id == table.c.site_id)
        shown += [lens.column(other, column).label(_name(name, column)) for column in columns]
    query = select(key, as_stored(place.c[GEOM]), *shown).select_from(source)
    query = query.where(*lens.rows(table), place.c[GEOM].is_not(None))
    for column, values in (*layer.only.items(), *choice.where.items()):
        query = query.where(_column(layer, column, lens).in_(list(values)))
    for box in choice.boxes:
        check_box(place, box)
    if choice.boxes:
        query = query.where(_touches(place, choice.boxes))
    query = query.where(*_days(table, layer, choice))
    if choice.after is not None:
        query = query.where(key > choice.after)
    return query.order_by(key)


def _name(table: str, column: str) -> str:
    """Name a column of a joined table: a site's name is not that of a finding."""
    return f"site_{column}" if table == "site" and column == "name" else column


def _column(layer: Layer, name: str, lens: Lens) -> ColumnElement[Any]:
    table: Table = sql_table(layer.table)
    if name == schema_of(layer.table).key or name in layer.columns:
        return lens.column(table, name)
    for joined, columns in layer.joined.items():
        for column in columns:
            if _name(joined, column) == name:
                return lens.column(sql_table(joined), column)
    raise KeyError(name)


def _touches(place: Table, boxes: Sequence[Box]) -> ColumnElement[Any]:
    if len(boxes) == 1:
        return touches_box(place, boxes[0])
    return or_(*(touches_box(place, box) for box in boxes))


def _days(table: Table, layer: Layer, choice: Choice) -> list[ColumnElement[bool]]:
    if layer.day is None:
        return []
    day = table.c[layer.day]
    first = [] if choice.from_day is None else [day >= choice.from_day]
    return first if choice.to_day is None else [*first, day <= choice.to_day]


def _page(layer: Layer, rows: Sequence[Any]) -> FeaturePage:
    names = [*layer.columns]
    names += [_name(table, one) for table, columns in layer.joined.items() for one in columns]
    placed = _placed(layer, [row[1] for row in rows])
    facts = [dict(zip(names, row[2:], strict=True)) for row in rows]
    return replace(placed, keys=[row[0] for row in rows], facts=facts)


def _placed(layer: Layer, stored: Sequence[Any]) -> FeaturePage:
    """Say where features are, and nothing else of them."""
    is_point = schema_of(layer.place).point
    return FeaturePage(
        keys=[""] * len(stored),
        facts=[],
        points=given_positions(stored) if is_point else None,
        shapes=None if is_point else given_shapes(stored),
        last=None,
    )


def _retold(
    connection: Connection, layer: Layer, page: FeaturePage, lens: Lens
) -> list[dict[str, Any]]:
    facts = page.facts
    for name in set(lens.retold(layer.table)) & set(layer.columns):
        told = lens.tell(connection, layer.table, name, [one[name] for one in facts])
        facts = [{**one, name: value} for one, value in zip(facts, told, strict=True)]
    return facts


def _in_boxes(page: FeaturePage, boxes: Sequence[Box]) -> NDArray[np.intp]:
    """Give the places of the features that truly touch a box."""
    if not boxes:
        return np.arange(len(page.keys))
    if page.points is not None:
        lon, lat = page.points.T
        inside = [
            (lon >= west) & (lat >= south) & (lon <= east) & (lat <= north)
            for west, south, east, north in boxes
        ]
    else:
        inside = [shapely.intersects(page.shapes, shapely.box(*box)) for box in boxes]
    return np.flatnonzero(np.any(inside, axis=0))


def layer_extent(
    connection: Connection, layer: Layer, *, lens: Lens = WHOLE
) -> tuple[float, float, float, float] | None:
    """Give west, south, east, north of all features of a layer; ``None`` where there is none."""
    query = layer_query(layer, Choice(where={}, limit=1), lens=lens).order_by(None)
    place = as_stored(sql_table(layer.place).c[GEOM])
    stored = connection.execute(query.with_only_columns(place)).scalars().all()
    if not stored:
        return None
    west, south, east, north = shapely.total_bounds(given_shapes(stored)).tolist()
    return west, south, east, north
