"""Villages of one name told apart in the tables that a week is planned from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.ledger.names import village_key
from geo.sites.villages import nearest_of_name

if TYPE_CHECKING:
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from data.store import Store


def tell_villages_apart(store: Store, table: pd.DataFrame, column: str) -> pd.DataFrame:
    """
    Name the village of each row so that two villages of one name are two.

    A village seen weekly, and a team kept away from its own, are told by the name that a ledger
    states. Where the map or the office has several of that name, the one nearest to the row counts.

    Parameters
    ----------
    store
        Holds the villages, of the map and the office.
    table
        Sites or teams.
    column
        Its column of villages.

    Returns
    -------
    table
        The same rows, with names such as 郎寨村（西）, however a row spells it; a name that is one
        village stays, and so does that of a row without a position.
    """
    named = table[column].map(village_key, na_action="ignore")
    told = table[column].copy()
    for key, (name, shapes) in _of_one_name(store).items():
        mine = (named == key).fillna(value=False) & table[["lon_deg", "lat_deg"]].notna().all(
            axis=1
        )
        rows = np.flatnonzero(mine.to_numpy(dtype=bool))
        if not len(rows):
            continue
        lon, lat = (table[axis].to_numpy(float)[rows] for axis in ("lon_deg", "lat_deg"))
        which, marks = nearest_of_name(lon, lat, shapes)
        if len(marks) > 1:
            told.iloc[rows] = [f"{name}（{marks[place]}）" for place in which]
    return table.assign(**{column: told})


def _of_one_name(store: Store) -> dict[str, tuple[str, list[BaseGeometry]]]:
    """Give the names that are there more than once, by their plain form, with their shapes."""
    areas = store.read("area", where={"kind": ["village"]}).dropna(subset=["name", "geometry"])
    found: dict[str, tuple[str, list[BaseGeometry]]] = {}
    for name, shape in zip(areas["name"], areas["geometry"], strict=True):
        found.setdefault(village_key(name), (str(name), []))[1].append(shape)
    return {key: named for key, named in found.items() if len(named[1]) > 1}
