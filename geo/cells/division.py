"""A town cut into cells: into squares, hexagons, responsibility grids or villages.

Whatever the cut, what follows asks the same of it: the cell of each site, what the cells are called
and how large they are, which are neighbours, and how many sites and outlines went by which rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.sparse import csr_array

from data.crs import metric_crs
from geo.cells.grid import (
    DEFAULT_SIZE_M,
    distinct_corners,
    draw_squares,
    square_corners,
    square_names,
)
from geo.cells.hexagons import draw_hexagons, find_hexagons, hexagon_areas_km2, hexagon_weights
from geo.cells.land import draw_villages
from geo.cells.naming import name_cells, unique_names
from geo.cells.outlines import place_in_outlines, read_outlines
from geo.cells.partition import join_villages, nearest_village
from geo.cells.weights import corner_weights, touching_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float64, int64
    from numpy.typing import NDArray

NEAR_M = 500.0
"""A site this near to a responsibility grid, and in none, belongs to it: outlines are drawn from
memory, and a wall stands on either side of a line."""
_M2_IN_KM2 = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """
    A town cut into cells.

    Attributes
    ----------
    kind
        Code of ``data.words.CELL_KINDS``.
    cell_of_site
        Cell id by site id, in the order of the sites; missing where a rule leaves the site out.
    place
        Shape ``(sites,)``: the same as row of ``cells``, -1 where missing.
    cells
        Index ``cell_id``, ascending; ``name`` (no two alike), ``area_km2`` and ``geometry`` (WGS-84
        degrees, polygons). Of squares and hexagons those with a site in them; of grids and villages
        all that are known.
    weights
        Shape ``(n, n)``, in the order of ``cells``: 1 for neighbours and for the cell itself.
    counted
        How many sites or outlines went by which rule; what counts 0 is not told. Sites:
        ``border`` on the line between cells, ``overlapping`` in several, ``nearest`` outside all
        and given to the nearest, ``outside`` too far from all and left out, ``straight`` where no
        road led to a village. Outlines: ``mended`` crossed themselves, ``no_outline`` are no area,
        ``joined`` are the same village as another, ``empty`` hold no site.
    """

    kind: str
    cell_of_site: pd.Series[str]
    place: NDArray[int64]
    cells: pd.DataFrame
    weights: csr_array
    counted: Mapping[str, int]


def square_division(
    sites: pd.DataFrame, *, size_m: int = DEFAULT_SIZE_M, places: pd.DataFrame | None = None
) -> Division:
    """
    Cut a town into squares.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    size_m
        Length of a side, whole metres, > 0. A site on a border belongs to the east and north.
    places
        Table by schema ``AREA`` whose villages name the cells; ``None`` takes the villages that
        the sites themselves name.

    Raises
    ------
    ConfigError
        If the side is no whole number of metres > 0.
    DegenerateInputError
        If a site has no position.
    """
    lon, lat = sites["lon_deg"], sites["lat_deg"]
    crs = metric_crs(lon if len(lon) else [0.0])
    at = square_corners(lon, lat, crs=crs, size_m=size_m)
    which, distinct = distinct_corners(at)
    ids = square_names(distinct, crs=crs, size_m=int(size_m))
    drawn = draw_squares(distinct, crs=crs, size_m=int(size_m))
    area_km2 = np.full(len(ids), size_m**2 / _M2_IN_KM2)
    cells = _cells(ids, name_cells(ids, drawn, sites, places), area_km2, drawn)
    return _division("square", sites, which, (cells, corner_weights(distinct)), {})


def h3_division(
    sites: pd.DataFrame, *, resolution: int, places: pd.DataFrame | None = None
) -> Division:
    """
    Cut a town into the hexagons of H3, to exchange figures with those who use them.

    Parameters
    ----------
    sites, places
        As of :func:`square_division`.
    resolution
        Of H3, 0-15; 8 is about 0.7 km², 9 about 0.1 km².

    Raises
    ------
    ConfigError
        If the resolution is outside 0-15.
    DegenerateInputError
        If a site has no position.
    """
    which, ids = find_hexagons(sites["lon_deg"], sites["lat_deg"], resolution=resolution)
    drawn = draw_hexagons(ids)
    cells = _cells(ids, name_cells(ids, drawn, sites, places), hexagon_areas_km2(ids), drawn)
    return _division("h3", sites, which, (cells, hexagon_weights(ids)), {})


def area_division(sites: pd.DataFrame, areas: pd.DataFrame, *, near_m: float = NEAR_M) -> Division:
    """
    Cut a town along given outlines, such as its responsibility grids.

    A site in several outlines belongs to the smallest, so that a grid drawn within a village keeps
    its sites; one on the line between outlines to the one with the smallest id; one in none to the
    nearest within ``near_m``, else to none. An outline that crosses itself is mended.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    areas
        Table by schema ``AREA``: the outlines to cut along. Points and lines among them are left
        out and counted.
    near_m
        Metres, >= 0.

    Raises
    ------
    ConfigError
        If ``near_m`` is negative.
    DegenerateInputError
        If a site has no position, or no area has an outline.
    """
    outlines, counted = read_outlines(areas)
    placed, found = place_in_outlines(sites["lon_deg"], sites["lat_deg"], outlines, near_m=near_m)
    ids = list(outlines.ids)
    names = unique_names(ids, [outlines.names.get(i, i) for i in ids])
    area_km2 = shapely.area(outlines.in_metres) / _M2_IN_KM2
    cells = _cells(ids, names, area_km2, outlines.in_degrees)
    weights = touching_weights(outlines.in_metres)
    return _division("areas", sites, placed, (cells, weights), {**counted, **found})


def village_division(
    sites: pd.DataFrame, villages: pd.DataFrame, *, travel_s: NDArray[float64] | None = None
) -> Division:
    """
    Give every site to its nearest village, and every village the land around its sites.

    A site within a village's outline is of that village; every other of the one that is reached
    soonest, or nearest in a straight line where no times are given or no road leads to any.
    Outline and label of one village (same name, within 1,500 m) are one, under the smallest id.

    Parameters
    ----------
    sites
        Table by schema ``SITE``.
    villages
        Table by schema ``AREA``, points and outlines.
    travel_s
        Shape ``(sites, villages)``, seconds by road in the order of both tables; ``UNREACHABLE``,
        ``inf`` and ``nan`` are no way. ``None`` measures straight.

    Raises
    ------
    ShapeError
        If ``travel_s`` has another shape.
    DegenerateInputError
        If a site has no position, or there is no village.
    """
    joined, counted = join_villages(villages)
    placed, found = nearest_village(sites["lon_deg"], sites["lat_deg"], joined, travel_s=travel_s)
    ids = list(joined.ids)
    drawn, in_metres = draw_villages(sites["lon_deg"], sites["lat_deg"], joined, placed)
    names = unique_names(ids, [joined.names.get(i, i) for i in ids])
    cells = _cells(ids, names, shapely.area(in_metres) / _M2_IN_KM2, drawn)
    weights = touching_weights(in_metres)
    return _division("villages", sites, placed, (cells, weights), {**counted, **found})


def _cells(
    ids: Sequence[str],
    names: Sequence[str],
    area_km2: NDArray[float64],
    drawn: NDArray[np.object_],
) -> pd.DataFrame:
    index = pd.Index(list(ids), dtype="str", name="cell_id")
    geometry = pd.Series(drawn, index=index, dtype=object)
    return pd.DataFrame(
        {"name": pd.Series(names, index=index, dtype="str"), "area_km2": area_km2}, index=index
    ).assign(geometry=geometry)


def _division(
    kind: str,
    sites: pd.DataFrame,
    which: NDArray[int64],
    known: tuple[pd.DataFrame, csr_array],
    counted: Mapping[str, int],
) -> Division:
    """Put cells in the order of their ids; ``which`` is -1 where a site has none."""
    cells, weights = known
    order = np.argsort(cells.index.to_numpy(dtype=object), kind="stable")
    cells = cells.iloc[order]
    place = np.append(np.argsort(order), -1)[which]
    ids = cells.index.array.take(place, allow_fill=True)
    empty = int((np.bincount(place[place >= 0], minlength=len(cells)) == 0).sum())
    return Division(
        kind=kind,
        cell_of_site=pd.Series(ids, index=sites.index, name="cell_id", dtype="str"),
        place=place,
        cells=cells,
        weights=csr_array(weights[order][:, order]),
        counted={rule: count for rule, count in {**counted, "empty": empty}.items() if count},
    )
