"""
Squares of a town that hold what a workshop could hide in, and when somebody last looked there.

Idle plants, industrial land, lanes, and tip-offs that no site of the ledger is near to. Whether
anything is worth a visit is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree

from data.crs import metric_crs, project, to_degrees, to_metres
from geo.blind.spread import land_by_square, pieces_of
from geo.cells.grid import DEFAULT_SIZE_M, draw_squares, square_names
from geo.cells.naming import name_cells
from geo.roads.closures import one_of_each_road
from geo.sites.history import looks_before

if TYPE_CHECKING:
    from datetime import date

    from geopandas import GeoDataFrame
    from numpy import bool_, float64
    from numpy.typing import NDArray
    from pyproj import CRS

LANES = frozenset({"residential", "living_street", "service", "unclassified", "track"})
"""Road classes along which workshops hide; a main road hides nobody."""
IDLE = frozenset({"idle", "zombie", "shut"})
"""States of a site in which nobody should be at work."""
MARGIN_M = 500.0
"""How far the town goes beyond its outermost sites."""
_M2_PER_HA = 10_000.0
_M_PER_KM = 1000.0
COLUMNS = ("land_ha", "idle", "tips", "lane_km")
"""What a square may hold, in the order in which it says where to stop: the firmest last."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """
    What is known of a town.

    Attributes
    ----------
    sites, areas, inspections, tips
        Tables by schemas ``SITE``, ``AREA``, ``INSPECTION`` and ``TIP``.
    sweeps
        Past sweeps: ``sweep_id`` and ``day``.
    edges
        ``Roads.edges``.
    """

    sites: pd.DataFrame
    areas: pd.DataFrame
    inspections: pd.DataFrame
    tips: pd.DataFrame
    sweeps: pd.DataFrame
    edges: GeoDataFrame


def blind_squares(
    known: Known, *, as_of: date, tip_radius_m: float, tip_days: int, prefix: str
) -> pd.DataFrame:
    """
    List the squares of a town that hold idle or industrial land, lanes or lone tip-offs.

    Parameters
    ----------
    known
        The town. Without a site there is no town, and no square.
    as_of
        Only what happened before this day counts.
    tip_radius_m, tip_days
        A tip-off is lone where no site is within this many metres; it counts for so many days.
    prefix
        Put before the id of a square to make the id of a place.

    Returns
    -------
    squares
        Index: the place's id, ascending, the same in every week. Columns ``name``, ``village``
        (that of the nearest site; missing where no site has one), ``lon_deg`` and ``lat_deg`` (on
        a road of the square where it has one), ``land_ha``, ``idle``, ``tips``, ``lane_km``,
        ``seen`` (last day of a look at a site in it, or of a sweep) and ``swept``, both missing
        for never.
    """
    if known.sites.empty:
        return _table(pd.DataFrame(columns=[*COLUMNS, "column", "row"]), [], [])
    crs = metric_crs(known.sites["lon_deg"])
    sites = known.sites.assign(**_metres(known.sites, crs))
    roads, lengths, is_lane = _roads(known.edges, crs)
    found = pd.concat(
        [
            _lanes(roads[is_lane], lengths[is_lane]),
            _land(known.areas, crs),
            _idle(sites),
            _lone_tips(known.tips, sites, crs, as_of, radius_m=tip_radius_m, days=tip_days),
        ],
        ignore_index=True,
    )
    inside = _town(sites)
    found = found[shapely.contains_xy(inside, found["x_m"], found["y_m"])]
    squares = _summed(found)
    stops = _on_roads(squares, roads)
    corners = squares[["column", "row"]].to_numpy(dtype=np.int64)
    ids = square_names(corners, crs=crs, size_m=DEFAULT_SIZE_M)
    drawn = draw_squares(corners, crs=crs, size_m=DEFAULT_SIZE_M)
    named = name_cells(ids, drawn, known.sites, known.areas) if len(ids) else []
    lon_deg, lat_deg = to_degrees(stops[:, 0], stops[:, 1], crs)
    squares = squares.assign(
        village=_villages(sites, stops),
        lon_deg=lon_deg,
        lat_deg=lat_deg,
        **_seen(known, sites, squares, [prefix + one for one in ids], as_of),
    )
    return _table(squares, [prefix + one for one in ids], named)


def _table(squares: pd.DataFrame, ids: list[str], names: list[str]) -> pd.DataFrame:
    listed = ["village", "lon_deg", "lat_deg", *COLUMNS, "seen", "swept"]
    table = squares.reindex(columns=listed).set_axis(pd.Index(ids, name="sweep_id", dtype="str"))
    table.insert(0, "name", np.array([f"片区 {name}" for name in names], dtype=object))
    return table.sort_index()


def _metres(table: pd.DataFrame, crs: CRS) -> dict[str, NDArray[float64]]:
    x, y = to_metres(table["lon_deg"], table["lat_deg"], crs)
    return {"x_m": x, "y_m": y}


def _town(sites: pd.DataFrame) -> shapely.geometry.base.BaseGeometry:
    """Draw the town: the land its sites span, and a little more."""
    spots = shapely.MultiPoint(sites[["x_m", "y_m"]].to_numpy())
    return spots.convex_hull.buffer(MARGIN_M)


def _roads(
    edges: GeoDataFrame, crs: CRS
) -> tuple[NDArray[float64], NDArray[float64], NDArray[bool_]]:
    """Cut all roads into pieces: their middles, their lengths, and whether each is a lane."""
    once = edges.iloc[one_of_each_road(edges)]
    is_lane = once["highway"].isin(LANES).to_numpy()
    parts = []
    for lanes in (True, False):
        mine = once.geometry.to_numpy()[is_lane == lanes]
        middles, lengths = pieces_of(project(mine, crs) if len(mine) else mine)
        parts.append((middles, lengths, np.full(len(lengths), lanes)))
    return tuple(np.concatenate(part) for part in zip(*parts, strict=True))  # type: ignore[return-value]  # three arrays


def _evidence(x_m: object, y_m: object, **held: object) -> pd.DataFrame:
    return pd.DataFrame({"x_m": x_m, "y_m": y_m, **held})


def _lanes(middles: NDArray[float64], lengths: NDArray[float64]) -> pd.DataFrame:
    return _evidence(middles[:, 0], middles[:, 1], lane_km=lengths / _M_PER_KM)


def _land(areas: pd.DataFrame, crs: CRS) -> pd.DataFrame:
    shapes = areas.loc[areas["kind"] == "industrial", "geometry"].dropna().to_numpy(dtype=object)
    shapes_m = project(shapes, crs) if len(shapes) else shapes
    _, land_m2, middles = land_by_square(list(shapes_m), size_m=DEFAULT_SIZE_M)
    return _evidence(middles[:, 0], middles[:, 1], land_ha=land_m2 / _M2_PER_HA)


def _idle(sites: pd.DataFrame) -> pd.DataFrame:
    idle = sites[(sites["kind"] == "idle_factory") | sites["status"].isin(IDLE)]
    return _evidence(idle["x_m"].to_numpy(), idle["y_m"].to_numpy(), idle=1)


def _lone_tips(
    tips: pd.DataFrame, sites: pd.DataFrame, crs: CRS, as_of: date, *, radius_m: float, days: int
) -> pd.DataFrame:
    """Keep recent tip-offs that are not untrue, have a place, and no site of the ledger near."""
    first = pd.Timestamp(as_of - timedelta(days=days))
    recent = (tips["day"] >= first) & (tips["day"] < pd.Timestamp(as_of))
    told = tips[recent & (tips["verified"] != "false") & tips["lon_deg"].notna()]
    at = np.column_stack(list(_metres(told, crs).values())).reshape(-1, 2)
    away_m, _ = KDTree(sites[["x_m", "y_m"]].to_numpy()).query(at) if len(at) else ([], [])
    alone = at[np.asarray(away_m) > radius_m] if len(at) else at
    return _evidence(alone[:, 0], alone[:, 1], tips=1)


def _summed(found: pd.DataFrame) -> pd.DataFrame:
    """Sum up what each square holds; ``x_m`` and ``y_m`` are the middle of the firmest of it."""
    corner = np.floor(found[["x_m", "y_m"]].to_numpy(dtype=float) / DEFAULT_SIZE_M)
    found = found.assign(column=corner[:, 0], row=corner[:, 1])
    for name in COLUMNS:
        found[name] = found[name].fillna(0.0) if name in found else 0.0
    firm = (found[list(COLUMNS)].to_numpy() > 0) @ np.array([2, 3, 4, 1])
    found = found.assign(firm=firm)
    firmest = found[found["firm"] == found.groupby(["column", "row"])["firm"].transform("max")]
    sums = found.groupby(["column", "row"])[list(COLUMNS)].sum()
    where = firmest.groupby(["column", "row"])[["x_m", "y_m"]].mean()
    return sums.join(where).reset_index()


def _on_roads(squares: pd.DataFrame, roads: NDArray[float64]) -> NDArray[float64]:
    """Stop on the road of the square that is nearest to what it holds; shape ``(n, 2)``."""
    spots = squares[["x_m", "y_m"]].to_numpy(dtype=float)
    if not len(roads) or not len(spots):
        return spots
    nearest = roads[KDTree(roads).query(spots)[1]]
    same = np.floor(nearest / DEFAULT_SIZE_M) == squares[["column", "row"]].to_numpy(dtype=float)
    return np.where(same.all(axis=1, keepdims=True), nearest, spots)


def _villages(sites: pd.DataFrame, stops: NDArray[float64]) -> NDArray[np.object_]:
    named = sites[sites["village"].notna()]
    if named.empty or not len(stops):
        return np.full(len(stops), None, dtype=object)
    _, nearest = KDTree(named[["x_m", "y_m"]].to_numpy()).query(stops)
    villages: NDArray[np.object_] = named["village"].to_numpy(dtype=object)[nearest]
    return villages


def _seen(
    known: Known, sites: pd.DataFrame, squares: pd.DataFrame, ids: list[str], as_of: date
) -> dict[str, pd.Series]:
    """Find the last look and the last sweep of each square."""
    looks = looks_before(known.inspections, as_of)
    last = looks.groupby("site_id")["day"].max().reindex(sites.index)
    corner = np.floor(sites[["x_m", "y_m"]].to_numpy() / DEFAULT_SIZE_M)
    by_square = last.groupby([corner[:, 0], corner[:, 1]]).max()
    keys = pd.MultiIndex.from_frame(squares[["column", "row"]])
    looked = pd.Series(by_square.reindex(keys).to_numpy(), index=squares.index)
    past = known.sweeps[known.sweeps["day"] < pd.Timestamp(as_of)]
    swept = pd.Series(
        past.groupby("sweep_id")["day"].max().reindex(ids).to_numpy(), index=squares.index
    )
    seen = looked.where(swept.isna() | (looked >= swept), swept)
    return {"seen": seen.astype("datetime64[ns]"), "swept": swept.astype("datetime64[ns]")}
