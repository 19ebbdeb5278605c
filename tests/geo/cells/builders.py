"""Sites and areas of tiny towns, in metres from one corner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from data.schema import AREA, as_table
from tests.builders import sites
from tests.geo.builders import lonlat

if TYPE_CHECKING:
    import pandas as pd

    from tests.geo.builders import Spot


def at(*spots: Spot, **same: object) -> pd.DataFrame:
    """Build sites S0, S1, ... at spots."""
    named = ((f"S{number}", *lonlat(*spot)) for number, spot in enumerate(spots))
    return sites(*({"site_id": i, "lon_deg": x, "lat_deg": y, **same} for i, x, y in named))


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """Draw a box."""
    corners = ((west, south), (east, south), (east, north), (west, north))
    return shapely.Polygon([lonlat(*corner) for corner in corners])


def label(x_m: float, y_m: float) -> shapely.Point:
    """Draw a point."""
    return shapely.Point(*lonlat(x_m, y_m))


def areas(*rows: dict[str, object], kind: str = "grid") -> pd.DataFrame:
    """Build areas; each row says its id and its geometry."""
    return as_table([{"kind": kind, **row} for row in rows], AREA)
