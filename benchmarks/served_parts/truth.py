"""What the collections of a map hold, read from the store's tables alone, and from shapely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from data.store import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np

    from data.store import Store

NAMES = ("sites", "cells", "hotspots", "routes", "findings")
_HOT = ("hot90", "hot95", "hot99")


@dataclass(frozen=True)
class Truth:
    """Shapes by collection and id."""

    shapes: Mapping[str, Mapping[str, shapely.Geometry]]

    def ids(self, name: str, box: tuple[float, ...] | None = None) -> list[str]:
        """List the ids of a collection, or of its features that touch a box."""
        held = self.shapes[name]
        if box is None:
            return sorted(held)
        window = shapely.box(*box)
        return sorted(key for key, shape in held.items() if shapely.intersects(shape, window))

    def middle(self, name: str) -> tuple[float, ...]:
        """Give the middle box of a collection: half as wide, and half as high."""
        if not self.shapes[name]:
            return 0.0, 0.0, 1.0, 1.0
        west, south, east, north = shapely.total_bounds(list(self.shapes[name].values())).tolist()
        wide, high = (east - west) / 4, (north - south) / 4
        return west + wide, south + high, east - wide, north - high


def true_map(file: Path) -> Truth:
    """Read what every collection of a store should show to whoever sees all of it."""
    with open_store(str(file)) as store:
        sites = store.read("site")
        places = dict(zip(sites.index, _points(sites), strict=True))
        cells = store.read("cell")
        drawn = dict(zip(cells.index, cells["geometry"], strict=True))
        hot = cells.index[cells["class"].isin(_HOT)]
        findings = {row["finding_id"]: row["site_id"] for row in store.rows("finding")}
        return Truth(
            {
                "sites": places,
                "cells": drawn,
                "hotspots": {key: drawn[key] for key in hot},
                "routes": _routes(store, places),
                "findings": {key: places[site] for key, site in findings.items() if site in places},
            }
        )


def _routes(store: Store, places: Mapping[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Draw the routes of published plans; a plan taken back, or followed by another, does not."""
    plans = {row["week"]: row["plan_id"] for row in store.rows("publication")}
    teams, sweeps = store.read("team"), store.read("sweep")
    bases = dict(zip(teams.index, _points(teams), strict=True))
    spots = {**places, **dict(zip(sweeps.index, _points(sweeps), strict=True))}
    routes = store.rows("route", where={"plan_id": sorted(plans.values())})
    stops = store.rows("stop", where={"route_id": [row["route_id"] for row in routes]})
    lines = {}
    for row in routes:
        mine = [stop for stop in stops if stop["route_id"] == row["route_id"]]
        mine.sort(key=lambda stop: stop["position"])
        base = [bases[row["team_id"]]]
        points = [*base, *(spots[stop["site_id"]] for stop in mine), *base]
        lines[row["route_id"]] = shapely.LineString(points)
    return lines


def _points(table: object) -> np.ndarray:
    return shapely.points(table["lon_deg"].to_numpy(), table["lat_deg"].to_numpy())  # type: ignore[index]
