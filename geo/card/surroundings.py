"""What lies around each site: other sites, reports, homes, water, and the way to the road."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import KDTree
from shapely import STRtree

from data.crs import metric_crs, project, to_metres
from geo.card.signals import Signal, day_of, mentions, signal, texts
from geo.nearest import nearest_m
from geo.sites.history import known_before
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    from datetime import date

    from numpy import float64
    from numpy.typing import NDArray
    from pyproj import CRS

    from geo.card.card import Scorecard
    from geo.card.thresholds import Limits

HOME_KINDS = ("residential", "school", "medical")
WATER_KINDS = ("water",)
STATION_KINDS = ("station",)
_TIP_WEIGHT = {"true": 2.0, "open": 1.0, "false": 0.0}
"""A report that proved true counts twice one not yet looked into; an untrue one counts nothing."""


def surroundings(
    sites: pd.DataFrame,
    tips: pd.DataFrame,
    places: pd.DataFrame | None,
    *,
    as_of: date,
    limits: Limits,
) -> pd.DataFrame:
    """
    Measure what lies around each site.

    Returns
    -------
    around
        Index of ``sites``: ``near_sites`` (count), ``near_tips``, ``true_tips`` (counts),
        ``tip_weight``, ``tip_record`` (latest, or empty), ``homes_m``, ``water_m``, ``stations_m``
        (metres to the nearest; ``inf`` where it is too far to count; ``nan`` where neither map nor
        office names any in the whole town: many maps leave them out, so that says nothing).
    """
    if sites.empty:
        return pd.DataFrame(index=sites.index, columns=list(_EMPTY)).astype(_EMPTY)
    crs = metric_crs(sites["lon_deg"])
    xy = np.column_stack(to_metres(sites["lon_deg"], sites["lat_deg"], crs))
    tree = KDTree(xy)
    near = tree.query_ball_point(xy, limits.density_radius_m, return_length=True)
    around = pd.DataFrame({"near_sites": np.asarray(near) - 1}, index=sites.index)
    recent = _recent_tips(tips, as_of, limits)
    told = _tips_near(recent, tree, crs, limits.tip_radius_m).set_index(sites.index)
    spots = np.asarray(shapely.points(xy))

    def nearest(kinds: tuple[str, ...], within_m: float) -> NDArray[float64]:
        return _nearest_m(spots, _of_kind(places, kinds, crs), within_m)

    return around.join(told).assign(
        homes_m=nearest(HOME_KINDS, limits.far_m),
        water_m=nearest(WATER_KINDS, limits.far_m),
        stations_m=nearest(STATION_KINDS, limits.station_far_m),
    )


_EMPTY = {
    "near_sites": int,
    "near_tips": int,
    "true_tips": int,
    "tip_weight": float,
    "tip_record": object,
    "homes_m": float,
    "water_m": float,
    "stations_m": float,
}


def _recent_tips(tips: pd.DataFrame, as_of: date, limits: Limits) -> pd.DataFrame:
    """Keep tips with a position that came in before the day, but not too long ago; oldest first."""
    past = known_before(tips, "day", as_of).dropna(subset=["lon_deg", "lat_deg"])
    since = pd.Timestamp(as_of) - pd.Timedelta(days=limits.tip_days)
    recent = past[(past["day"] >= since) & (past["verified"] != "false")]
    return recent.reset_index().sort_values(["day", "tip_id"], ignore_index=True)


def _tips_near(tips: pd.DataFrame, tree: KDTree, crs: CRS, radius_m: float) -> pd.DataFrame:
    """Sum up the tips around each site, in the order of the tree's points."""
    count = tree.n
    xy = np.column_stack(to_metres(tips["lon_deg"], tips["lat_deg"], crs)).reshape(-1, 2)
    near = KDTree(xy).query_ball_tree(tree, radius_m) if len(xy) else []
    tip = np.repeat(np.arange(len(near)), [len(found) for found in near])
    site = np.array([one for found in near for one in found], dtype=int)
    weight = tips["verified"].map(_TIP_WEIGHT).to_numpy(dtype=float)[tip]
    is_true = (tips["verified"] == "true").to_numpy(dtype=bool)[tip]
    record = np.full(count, "", dtype=object)
    written = tips["tip_id"].astype("str") + " " + tips["day"].dt.strftime("%Y-%m-%d")
    # Tips are in the order of their days, so the latest is written last.
    record[site] = written.to_numpy(dtype=object)[tip]
    return pd.DataFrame(
        {
            "near_tips": np.bincount(site, minlength=count),
            "true_tips": np.bincount(site[is_true], minlength=count),
            "tip_weight": np.bincount(site, weights=weight, minlength=count),
            "tip_record": record,
        }
    )


def _of_kind(places: pd.DataFrame | None, kinds: tuple[str, ...], crs: CRS) -> NDArray[np.object_]:
    if places is None:
        return np.empty(0, dtype=object)
    return project(places.loc[places["kind"].isin(kinds), "geometry"].to_numpy(dtype=object), crs)


def _nearest_m(
    spots: NDArray[np.object_], shapes: NDArray[np.object_], within_m: float
) -> NDArray[float64]:
    """Measure to the nearest of some places; 0 inside one."""
    if not len(shapes):
        return np.full(len(spots), np.nan)
    return nearest_m(STRtree(shapes), spots, within_m=within_m)


def tips_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Count reports near the site; those that proved true weigh twice."""
    radius = card.limits.tip_radius_m

    def wording(count: int, true: int, day: str) -> tuple[str, str]:
        return (
            f"周围{radius:.0f}米内有{count}条举报线索，其中{true}条属实，最近一条{day}",
            f"{count} report(s) within {radius:.0f} m, {true} proved true, the last on {day}",
        )

    record = features["tip_record"]
    return signal(
        "tips",
        ("附近的举报线索", "reports nearby"),
        1.0 - 0.5 ** features["tip_weight"],
        says=sentences(wording, features["near_tips"], features["true_tips"], day_of(record)),
        evidence=record,
    )


def density_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Count other sites near the site: fire spreads, and workshops hide among others."""
    radius = card.limits.density_radius_m
    return signal(
        "density",
        ("周边场所密度", "other sites nearby"),
        features["near_sites"] / card.limits.density_full,
        says=sentences(
            lambda count: (
                f"周围{radius:.0f}米内另有{count}处场所，相互影响",
                f"{count} other site(s) within {radius:.0f} m",
            ),
            features["near_sites"],
        ),
    )


def homes_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how near people live, learn or are treated."""
    limits = card.limits
    return _near_signal(
        "homes",
        ("周边住户和学校", "homes, schools and clinics nearby"),
        features["homes_m"],
        within_m=(limits.near_m, limits.far_m),
        said=("住宅、学校或医院", "homes, a school or a clinic"),
    )


def water_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how near open water is."""
    limits = card.limits
    return _near_signal(
        "water",
        ("周边水体", "water nearby"),
        features["water_m"],
        within_m=(limits.near_m, limits.far_m),
        said=("河流、坑塘等水体", "open water"),
    )


def stations_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how near a monitoring station is: what is let out there shows in the town's figures."""
    limits = card.limits
    return _near_signal(
        "stations",
        ("周边监测站", "monitoring stations nearby"),
        features["stations_m"],
        within_m=(limits.station_near_m, limits.station_far_m),
        said=("环境监测站", "a monitoring station"),
    )


def _near_signal(
    code: str,
    label: tuple[str, str],
    distance_m: pd.Series,
    *,
    within_m: tuple[float, float],
    said: tuple[str, str],
) -> Signal:
    """Go from 1 at the nearer distance to 0 at the farther."""
    near_m, far_m = within_m
    return signal(
        code,
        label,
        (far_m - distance_m) / (far_m - near_m),
        applies=distance_m.notna(),
        says=sentences(
            lambda metres: (f"距{said[0]}约{metres:.0f}米", f"About {metres:.0f} m from {said[1]}"),
            distance_m.round(),
        ),
    )


def access_signal(features: pd.DataFrame, card: Scorecard) -> Signal:
    """Tell how far the site lies from any road, or on how bad a one: who hides, hides there."""
    limits, metres = card.limits, features["access_m"]
    spread = limits.access_full_m - limits.access_none_m
    far = ((metres - limits.access_none_m) / spread).clip(0.0, 1.0)
    in_column, in_remark = (
        mentions(features[name], card.words["remote"]) for name in ("road", "remark")
    )
    said = in_column | in_remark
    told = texts(features["road"].where(in_column, features["remark"])).where(said, "")
    return signal(
        "access",
        ("偏远或路难走", "far from the road, or a bad road"),
        far.where(~said, 1.0),
        applies=metres.notna() | said,
        says=sentences(_access_words, told, metres.round()),
    )


def _access_words(told: str, metres: float) -> tuple[str, str]:
    if told:
        return f"台账写明：{told}", f"The ledger says: {told}"
    return f"离最近的道路约{metres:.0f}米", f"About {metres:.0f} m from the nearest road"
