"""The cells that a town is divided by, in metres, and the sites in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.crs import metric_crs, project
from geo.cells.grid import DEFAULT_SIZE_M, assign_cells, cell_polygons
from geo.cells.outlines import place_points, points_in_metres
from geo.enclosure import inner_points
from service.pipeline.cells.cutting import CELL_KIND, CELL_M

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from pyproj import CRS

    from data.store import Store

SQUARE = "square"


@dataclass(frozen=True, slots=True, eq=False)
class Territory:
    """
    A town's cells.

    Attributes
    ----------
    kind
        ``square``, or as the store's setting ``cell_kind`` says.
    crs
        The town's metric system.
    shapes_m
        Outline by cell id, ascending, metres.
    cell_of_site
        Cell id by site id, of every site.
    outside
        Sites that lie in no cell and count in the nearest.
    """

    kind: str
    crs: CRS
    shapes_m: pd.Series
    cell_of_site: pd.Series
    outside: int

    @property
    def middles_m(self) -> NDArray[float64]:
        """Return a point inside each cell, its middle where that is inside, shape ``(n, 2)``."""
        return shapely.get_coordinates(inner_points(self.shapes_m.to_numpy()))


def read_territory(store: Store, sites: pd.DataFrame) -> Territory:
    """
    Put sites on the cells that the store has, or on squares where ``hotspots`` never ran.

    Squares are drawn anew where sites are, so that sites imported since have theirs; other cells
    are those stored.
    """
    settings = store.settings()
    kind, crs = settings.get(CELL_KIND, SQUARE), metric_crs(sites["lon_deg"])
    cells = store.read("cell") if kind != SQUARE else None
    if cells is None or cells.empty:
        size_m = int(settings.get(CELL_M, DEFAULT_SIZE_M))
        return _squares(sites, crs, size_m=size_m)
    drawn_m = shapely.make_valid(project(cells["geometry"].to_numpy(), crs))
    shapes_m = pd.Series(drawn_m, index=cells.index)
    return _among(sites, shapes_m.sort_index(), crs, kind=kind)


def _squares(sites: pd.DataFrame, crs: CRS, *, size_m: int) -> Territory:
    names = assign_cells(sites["lon_deg"], sites["lat_deg"], crs=crs, size_m=size_m)
    cell_ids = sorted(set(map(str, names)))
    shapes = project(np.array(cell_polygons(cell_ids), dtype=object), crs)
    shapes_m = pd.Series(shapes, index=pd.Index(cell_ids, name="cell_id"), dtype=object)
    return Territory(SQUARE, crs, shapes_m, pd.Series(names, index=sites.index, dtype="str"), 0)


def _among(sites: pd.DataFrame, shapes_m: pd.Series, crs: CRS, *, kind: str) -> Territory:
    """Find the cell of each site as ``hotspots`` does; a site outside all works for the nearest."""
    points = points_in_metres(sites["lon_deg"], sites["lat_deg"], crs)
    which, counted = place_points(points, shapes_m.to_numpy(), near_m=None)
    named = pd.Series(shapes_m.index.to_numpy()[which], index=sites.index, dtype="str")
    return Territory(kind, crs, shapes_m, named, counted["nearest"])
