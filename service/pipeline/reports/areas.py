"""In which village, town, grid, cell and beat each site lies, for comparing places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import shapely

from service.words import both

if TYPE_CHECKING:
    from data.reports import Said
    from data.store import Store


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut:
    """
    One way to divide the town.

    Attributes
    ----------
    code, title
        What it is called.
    place_of
        Name of the place by site id; missing where a site is in none.
    """

    code: str
    title: Said
    place_of: pd.Series


def town_cuts(store: Store, sites: pd.DataFrame) -> tuple[Cut, ...]:
    """
    List the ways in which the town is divided, those with at least two places.

    Parameters
    ----------
    store
        With the tables ``area``, ``cell`` and ``beat``.
    sites
        Table by schema ``SITE``.
    """
    areas, cells, beats = store.read("area"), store.read("cell"), store.read("beat")
    grids = areas[areas["kind"] == "grid"]
    places = {
        "towns": sites["town"],
        "villages": sites["village"],
        "grids": _inside(sites, grids),
        "beats": _inside(sites, beats),
        "cells": _inside(sites, cells),
    }
    return tuple(
        Cut(code=code, title=both(f"report.cut_{code}"), place_of=place_of)
        for code, place_of in places.items()
        if len(place_of.dropna().unique()) > 1
    )


def _inside(sites: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """Name the first place, by id, whose outline covers each site."""
    places = places.sort_index()
    shapes = places["geometry"].to_numpy(dtype=object)
    nothing = pd.Series(None, index=sites.index, dtype=object)
    if not len(places) or not len(sites):
        return nothing
    points = shapely.points(sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy())
    at, inside = shapely.STRtree(shapes).query(points, predicate="intersects")
    named = places["name"].fillna(pd.Series(places.index, index=places.index)).astype(str)
    found = pd.DataFrame({"at": at, "inside": inside}).sort_values(["at", "inside"])
    found = found.drop_duplicates("at")
    nothing.iloc[found["at"].to_numpy()] = named.to_numpy()[found["inside"].to_numpy()]
    return nothing
