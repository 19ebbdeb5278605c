"""Unannounced visits: a calendar, which phones pass on, that names no place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.sheets import RouteSheet, StopSheet, WeekSheet
    from data.words import Lang


def hushed(week: WeekSheet, lang: Lang) -> WeekSheet:
    """
    Take names, addresses, positions and reasons out of a week: when to be out, and no more.

    Each place stands where its team's base is.
    """
    return replace(week, routes=tuple(_hushed_route(route, lang) for route in week.routes))


def _hushed_route(route: RouteSheet, lang: Lang) -> RouteSheet:
    return replace(route, stops=tuple(_hushed_stop(stop, route, lang) for stop in route.stops))


def _hushed_stop(stop: StopSheet, route: RouteSheet, lang: Lang) -> StopSheet:
    lon_deg, lat_deg = route.base
    site = replace(
        stop.site,
        site_id="",
        name="外出检查" if lang == "zh" else "out on visits",
        village="",
        address="",
        lon_deg=lon_deg,
        lat_deg=lat_deg,
    )
    return replace(stop, site=site, why=(), findings=(), checks=())
