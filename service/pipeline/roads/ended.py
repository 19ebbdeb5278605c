"""Closures that were taken back, as they were: plans of their days were made with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
import shapely

from data.schema import CLOSURE, as_table

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from data.store import Store


def ended_closures(store: Store, closure_ids: Collection[str]) -> pd.DataFrame:
    """
    Read closures back from the history of the store.

    Parameters
    ----------
    closure_ids
        Those wanted; an id that was never removed is left out.

    Returns
    -------
    closures
        By schema ``CLOSURE``, in the order of ``closure_ids`` sorted.
    """
    wanted = sorted(closure_ids)
    if not wanted:
        return as_table([], CLOSURE)
    where = {"table_name": ["closure"], "row_id": wanted, "change": ["removed"]}
    removed = store.read("history", where=where).sort_index()
    last = dict(zip(removed["row_id"], removed["before"], strict=True))
    return as_table([_row(key, last[key]) for key in wanted if key in last], CLOSURE)


def _row(closure_id: str, before: str) -> dict[str, Any]:
    """Read a row as the history writes it: days and shapes are text there."""
    known: dict[str, Any] = orjson.loads(before)
    shape = known["geometry"]
    return known | {
        "closure_id": closure_id,
        "from_day": date.fromisoformat(known["from_day"][:10]),
        "to_day": date.fromisoformat(known["to_day"][:10]),
        "geometry": None if shape is None else shapely.from_wkt(shape),
    }
