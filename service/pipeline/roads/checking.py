"""What is wrong with the roads of a town, joined from the map, the sites and the closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import pandas as pd
import shapely

from data.files import check_folder, new_file
from data.schema import as_records
from geo.roads.roadcheck import check_roads
from service.pipeline.places.sites import text_of
from service.pipeline.places.standing import leave_out_gone
from service.pipeline.roads.travel import closure_edges, closure_facts, town_travel
from service.pipeline.rules.ruling import rules_in_force
from service.results.road import LostSite, PartResult, RoadCheckResult, RoadSpot

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from data.model import Roads
    from data.store import Store
    from geo.roads.network import RoadNetwork
    from geo.roads.roadcheck import RoadFigures, Spots
    from service.pipeline.roads.travel import Travel
    from service.results.road import ClosureFacts

_DEGREE_DIGITS = 6


def check_town_roads(
    store: Store, *, roads: Roads | None = None, out: Path | None = None
) -> RoadCheckResult:
    """
    Look the roads of a town over, as they are on the day of the scores.

    Closures that hold on this day count for the sites that are not reached; without scores no day
    is known, and none counts.

    Parameters
    ----------
    store
        Holds the roads; sites, teams, scores and closures where there are any.
    roads
        Its roads, where the caller has read them already.
    out
        GeoJSON of every spot found; written anew.

    Raises
    ------
    NotFoundError
        If no roads were loaded yet, or the folder of ``out`` is missing.
    InputError
        If ``out`` is the store, or a folder.
    """
    if out is not None:
        check_folder(out)
        store.check_apart(out)
    sites, as_of = leave_out_gone(store.read("site")), _scored_day(store)
    travel = town_travel(store, roads=roads, days=() if as_of is None else [as_of])
    figures = check_roads(travel.roads, sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy())
    limit_m = rules_in_force(store).rules.reach.walk_m
    result = RoadCheckResult(
        source=travel.roads.source,
        **_shares(figures, sites),
        sites=len(sites),
        limit_m=limit_m,
        lost=lost_sites(sites, store.read("team"), travel, limit_m=limit_m),
        no_return=_spots(figures.no_return, travel.roads),
        dead_ends=figures.dead_ends,
        ends_near=_spots(figures.ends_near, travel.roads),
        scale=travel.speeds.scale,
        spread_share=travel.speeds.spread_share,
        legs=travel.legs,
        as_of=None if as_of is None else as_of.isoformat(),
        closures=_closures(store, travel.roads, as_of=as_of),
        counted=tuple(closure.closure_id for closure in travel.closures),
        file=str(out) if out is not None else None,
    )
    if out is not None:
        _write(out, result)
    return result


def _shares(figures: RoadFigures, sites: pd.DataFrame) -> dict[str, Any]:
    named = [f"{key} {name}" for key, name in sites["name"].items()]
    return {
        "roads": figures.roads,
        "km": round(figures.km, 1),
        "parts": tuple(
            PartResult(
                roads=part.roads,
                km=round(part.km, 2),
                sites=part.sites,
                near=tuple(named[place] for place in part.near),
            )
            for part in figures.parts
        ),
        "speed_share": round(figures.maxspeed.share, 4),
        "speed_km_share": round(figures.maxspeed.km_share, 4),
        "surface_share": round(figures.surface.share, 4),
        "surface_km_share": round(figures.surface.km_share, 4),
        "one_way_share": round(figures.one_way.share, 4),
    }


def lost_sites(
    sites: pd.DataFrame, teams: pd.DataFrame, travel: Travel, *, limit_m: float
) -> tuple[LostSite, ...]:
    """
    List the sites that no team gets to by car, the farthest from a road first.

    Parameters
    ----------
    sites, teams
        By schemas ``SITE`` and ``TEAM``.
    travel
        The roads as they are driven.
    limit_m
        Metres beyond which nobody walks from the road.
    """
    access_m, reached = _reach(travel.network, sites, teams)
    causes = np.where(access_m > limit_m, "far", "cut_off")
    if travel.closures:
        open_m, was_reached = _reach(travel.usual, sites, teams)
        causes[was_reached & (open_m <= limit_m)] = "closed"
    lost = (access_m > limit_m) | ~reached
    rows, walks_m = as_records(sites[lost]), access_m[lost].tolist()
    listed = [
        LostSite(
            site_id=row["site_id"],
            name=row["name"],
            village=text_of(row["village"]),
            lon_deg=row["lon_deg"],
            lat_deg=row["lat_deg"],
            access_m=round(walk_m, 1),
            cause=cause,
        )
        for row, walk_m, cause in zip(rows, walks_m, causes[lost].tolist(), strict=True)
    ]
    return tuple(sorted(listed, key=lambda one: (-one.access_m, one.site_id)))


def _reach(
    network: RoadNetwork, sites: pd.DataFrame, teams: pd.DataFrame
) -> tuple[NDArray[float64], NDArray[bool_]]:
    """Measure the walk to each site, and tell which ones some base has a way to and back."""
    bases = teams["lon_deg"].to_numpy(), teams["lat_deg"].to_numpy()
    reach = network.reach(sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy(), *bases)
    return reach.access_m, reach.reached


def _spots(spots: Spots, roads: Roads) -> tuple[RoadSpot, ...]:
    """Give edges worth a look with a position on them, those near most sites first."""
    edges = roads.edges.iloc[spots.places]
    middles = shapely.line_interpolate_point(edges.geometry.to_numpy(), 0.5, normalized=True)
    rows = zip(as_records(edges), middles, spots.sites.tolist(), spots.gap_m.tolist(), strict=True)
    listed = [
        RoadSpot(
            lon_deg=round(middle.x, _DEGREE_DIGITS),
            lat_deg=round(middle.y, _DEGREE_DIGITS),
            name=text_of(row["name"]) or text_of(row["ref"]),
            way=text_of(row["osmid"]),
            highway=text_of(row["highway"]),
            sites=sites,
            gap_m=None if gap_m != gap_m else round(gap_m, 1),  # noqa: PLR0124 - nan
        )
        for row, middle, sites, gap_m in rows
    ]
    return tuple(sorted(listed, key=lambda one: (one.gap_m is None, -one.sites, one.way)))


def _scored_day(store: Store) -> date | None:
    scores = store.read("score")
    return scores["as_of"].max().date() if len(scores) else None


def _closures(store: Store, roads: Roads, *, as_of: date | None) -> tuple[ClosureFacts, ...]:
    """List closures that are not over on the day of the scores."""
    closures = store.read("closure")
    if as_of is not None:
        closures = closures[closures["to_day"] >= pd.Timestamp(as_of)]
    return closure_facts(closures, roads, meant=closure_edges(closures, roads))


def _write(out: Path, result: RoadCheckResult) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [spot.lon_deg, spot.lat_deg]},
            "properties": {"kind": kind, **_properties(spot)},
        }
        for kind, spots in spots_by_kind(result).items()
        for spot in spots
    ]
    collection = {"type": "FeatureCollection", "features": features}
    with new_file(out, force=True) as part:
        part.write_bytes(orjson.dumps(collection, option=orjson.OPT_INDENT_2))


def spots_by_kind(result: RoadCheckResult) -> dict[str, tuple[LostSite | RoadSpot, ...]]:
    """Group what was found by what it is: a site far off, cut off, behind a closure; or a road."""
    return {
        "far": tuple(site for site in result.lost if site.cause == "far"),
        "cut_off": tuple(site for site in result.lost if site.cause == "cut_off"),
        "closed": tuple(site for site in result.lost if site.cause == "closed"),
        "no_return": result.no_return,
        "gap": tuple(spot for spot in result.ends_near if spot.gap_m is not None),
        "dead_end": tuple(spot for spot in result.ends_near if spot.gap_m is None),
    }


def _properties(spot: LostSite | RoadSpot) -> dict[str, Any]:
    names = set(type(spot).__slots__) - {"lon_deg", "lat_deg"}
    return {name: getattr(spot, name) for name in sorted(names)}
