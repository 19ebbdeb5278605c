"""The work that each site is expected to make in a week: visits as often as the rules say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from data.crs import metric_crs, to_metres
from data.model import UNREACHABLE
from data.units import DAYS_PER_WEEK, DAYS_PER_YEAR, SECONDS_PER_MINUTE, metres_per_second
from planning.clauses.whom import industry_of
from planning.kinds import area_m2
from service.pipeline.roads.access import roads_if_any
from service.pipeline.roads.travel import town_travel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy import float64
    from numpy.typing import NDArray

    from data.store import Store
    from planning.rules import Rules

NEXT_STOPS = 8
"""The next stop of a day is one of so many places nearby."""
_DETOUR = 1.3
_STRAIGHT_KM_H = 25.0
"""Without roads: how much longer a way is than the straight line, and how fast one drives it."""


class Workload(NamedTuple):
    """
    Expected work by site.

    Attributes
    ----------
    work_min
        Minutes a week, by site id: on the spot, and on the way there from a place nearby.
    by_road
        Whether the ways are those of the roads; else straight lines and a usual speed.
    """

    work_min: pd.Series
    by_road: bool


def expected_work(
    store: Store, sites: pd.DataFrame, grades: pd.Series[str], rules: Rules
) -> Workload:
    """
    Expect the work of each site by its grade.

    Parameters
    ----------
    store
        Holds the roads, if any.
    sites
        Table by schema ``SITE``.
    grades
        Grade by site id.
    rules
        How often each grade is visited, how many of the visits may be inspections, and how long
        they take.
    """
    legs_s, by_road = _next_stop_s(store, sites)
    rows = zip(sites.itertuples(), grades.reindex(sites.index), legs_s, strict=True)
    work_s = [_weekly_s(row, str(grade), float(leg_s), rules) for row, grade, leg_s in rows]
    minutes = np.asarray(work_s) / SECONDS_PER_MINUTE
    return Workload(pd.Series(minutes, index=sites.index, dtype=float), by_road)


def _weekly_s(row: tuple[object, ...], grade: str, leg_s: float, rules: Rules) -> float:
    """Give seconds a week: duties as inspections up to the yearly cap, then as patrols."""
    kind, industry = str(getattr(row, "kind", "")), industry_of(row)
    days = rules.frequency.days(grade, kind=kind, industry_code=industry)
    if not days:
        return 0.0
    kinds = _yearly_visits(row, grade, DAYS_PER_YEAR / days, rules)
    area = area_m2(row)
    yearly_s = sum(
        visits * (rules.service.seconds(kind, area) + leg_s) for kind, visits in kinds.items()
    )
    return yearly_s * DAYS_PER_WEEK / DAYS_PER_YEAR


def _yearly_visits(
    row: tuple[object, ...], grade: str, visits: float, rules: Rules
) -> Mapping[str, float]:
    """Say how many visits of which type a year holds."""
    patrol = rules.visit_type["idle_factory"]
    if getattr(row, "kind", None) == "idle_factory":
        return {patrol: visits}
    duty, most = rules.visit_type["duty"], rules.cap.most(grade, industry_of(row))
    if duty not in rules.cap.types or not most or visits <= most:
        return {duty: visits}
    rest = visits - most if rules.cap.patrol_instead else 0.0
    return {duty: float(most), "patrol": rest}


def _next_stop_s(store: Store, sites: pd.DataFrame) -> tuple[NDArray[float64], bool]:
    """Measure the mean way from each site to the places nearby, seconds."""
    lon, lat = sites["lon_deg"].to_numpy(), sites["lat_deg"].to_numpy()
    near, roads = min(NEXT_STOPS, len(sites) - 1), roads_if_any(store)
    if not near:
        return np.zeros(len(sites)), roads is not None
    xy = np.column_stack(to_metres(lon, lat, metric_crs(lon)))
    away_m = np.asarray(KDTree(xy).query(xy, k=near + 1)[0])
    straight_s = _DETOUR * away_m[:, 1:].mean(axis=1) / metres_per_second(_STRAIGHT_KM_H)
    if roads is None:
        return straight_s, False
    network = town_travel(store, roads=roads).network
    drive_s = network.nearest_neighbours(lon, lat, near).duration_s.astype(float)
    known = drive_s < UNREACHABLE
    total = np.where(known, drive_s, 0.0).sum(axis=1)
    return np.where(known.any(axis=1), total / np.maximum(known.sum(axis=1), 1), straight_s), True
