"""The spatial index of a file, filled at once when many rows come at once."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.store.shapes import rtree_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from data.store.frames import Batch


@contextmanager
def resting_triggers(connection: Connection, table: str) -> Iterator[None]:
    """
    Put the triggers of a table's spatial index aside for the length of a ``with`` block.

    They call a Python function for each row and cost half of a large insert. Whoever uses this
    fills the index with ``index_shapes`` inside; an error must roll the transaction back, which
    also brings the triggers back.
    """
    listed = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? "
        "AND substr(name, 1, ?) = ? ORDER BY name",
        (table, len(rtree_name(table)), rtree_name(table)),
    ).all()
    for name, _ in listed:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _, sql in listed:
        connection.exec_driver_sql(sql)


def index_shapes(connection: Connection, batch: Batch) -> None:
    """Enter the boxes of rows just written into the spatial index, or take empty ones out."""
    if batch.shapes is None:
        return
    keys = np.array(batch.columns[batch.key], dtype=object)
    boxes = shapely.bounds(batch.shapes)
    empty = np.isnan(boxes).any(axis=1)
    row = f'(SELECT fid FROM "{batch.table}" WHERE "{batch.key}" = ?)'  # noqa: S608
    if empty.any():
        connection.exec_driver_sql(
            f'DELETE FROM "{rtree_name(batch.table)}" WHERE id = {row}',  # noqa: S608
            [(key,) for key in keys[empty]],
        )
    if not empty.all():
        west, south, east, north = boxes[~empty].T.tolist()
        connection.exec_driver_sql(
            f'INSERT OR REPLACE INTO "{rtree_name(batch.table)}" VALUES ({row}, ?, ?, ?, ?)',  # noqa: S608
            list(zip(keys[~empty], west, east, south, north, strict=True)),
        )
