"""The inspector's page: stops in order, why, what to check, and a place to record results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data import words as codes
from data.datum import wgs84_to_bd09, wgs84_to_gcj02
from data.errors import NotFoundError
from data.sheets import SWEEP_KIND
from data.units import clock
from maps.basemap import BasemapLayer, basemap, bounds_of
from maps.closedroads import ClosedRoadsLayer
from maps.durations import drive_range, minutes_range
from maps.escaping import plain
from maps.links import navigation_links
from maps.offline import OfflineMap
from maps.pages.frame import PageParts, page
from maps.pages.served import SERVED_SCRIPTS, Served, served_row
from maps.palette import TeamLook
from maps.routes import RoutesLayer, route_row, whole_line
from maps.sketch import Drawing, Line, Mark, sketch
from maps.timeline import home_s, is_night
from maps.words import filled

if TYPE_CHECKING:
    from data.model import Roads
    from data.sheets import RouteSheet, StopSheet, WeekSheet
    from data.words import Lang
    from maps.basemap import Bounds

Row = dict[str, Any]

_SCRIPTS = (
    "vendor/qrcode.js",
    "qr.js",
    "records.js",
    "exports.js",
    "merging.js",
    "route_stops.js",
    "route_acts.js",
    "route_rechecks.js",
    "route_doubts.js",
    "route_findings.js",
    "route_places.js",
    "route_navigation.js",
    "route_handover.js",
    "route.js",
)
ROUTE_SERVED = (*SERVED_SCRIPTS, "route_uploads.js")
"""Scripts of a route that a service hands out, beside those of a file."""
_LOOK = TeamLook("#5b21b6", ())
_SKIPS = ("blocked", "time", "called", "gone", "other")


def route_page(
    route: RouteSheet,
    week: WeekSheet,
    roads: Roads,
    *,
    lang: Lang = "zh",
    served: Served | None = None,
) -> str:
    """
    Write the page of one team's day.

    Parameters
    ----------
    route
        The shift to show; one of the week's.
    week
        The plan it belongs to: its id names the place where the browser keeps records.
    roads
        The ground of the map; the page holds what lies around the route, and main roads.
    lang
        Language the page opens in; it can be switched there.
    served
        The service that hands it out and takes its records; ``None`` for a page in a file.

    Returns
    -------
    text
        One html document that asks nobody for anything, or its service alone.

    Raises
    ------
    NotFoundError
        If the route is not part of the week.
    """
    if route.shift not in {known.shift for known in week.routes}:
        raise NotFoundError(f"Expected a route of plan {week.plan_id!r}, got {route.shift!r}.")
    within = bounds_of([*_stop_places(route), route.base], roads=roads)
    ground = OfflineMap(within)
    ground.add_child(BasemapLayer(basemap(roads, within=within)))
    closed = [one for one in week.closed if one.first <= route.day <= one.last]
    if closed:
        ground.add_child(ClosedRoadsLayer(closed))
    ground.add_child(RoutesLayer([route], looks={route.team: _LOOK}))
    zh, en = filled("route.title")
    day = route.day.isoformat()
    parts = PageParts(
        template="route.html",
        title=(f"{route.team_name} · {day} {zh}", f"{route.team_name} · {day} {en}"),
        scripts=(*_SCRIPTS[:-1], *ROUTE_SERVED, _SCRIPTS[-1]) if served else _SCRIPTS,
        styles=("route.css", "served.css") if served else ("route.css",),
        pieces=ground.pieces(),
        front="./#week" if served else "../index.html",
        help="route",
        travels=True,
        served=served is not None,
        values={
            "route": route,
            "week": week,
            "closed": closed,
            "km": f"{route.distance_m / 1000:.1f}",
            "home": clock(home_s(route)),
            "night": is_night(route.start_s),
            "clock": clock,
            "drive_minutes": lambda seconds: minutes_range(seconds, week.spread_share),
            "times": drive_range(week.spread_share, week.speed_legs),
            "results": [code for code in codes.RESULTS if code != "skipped"],
            "sweep_results": [code for code in codes.SWEEP_RESULTS if code != "skipped"],
            "sweeps": any(stop.site.kind == SWEEP_KIND for stop in route.stops),
            "skips": _SKIPS,
            "villages": sorted({stop.site.village for stop in route.stops} - {""}),
            "picture": _picture(route, roads, within),
        },
        held={"route": _held(route, week)} | served_row(served),
    )
    return page(parts, facts=week.facts, lang=lang)


def _stop_places(route: RouteSheet) -> list[tuple[float, float]]:
    return [(stop.site.lon_deg, stop.site.lat_deg) for stop in route.stops]


def _held(route: RouteSheet, week: WeekSheet) -> Row:
    """List what the scripts of the page need."""
    return {
        "plan": week.plan_id,
        "version": week.version,
        "week": week.week,
        "route": route.shift,
        "team": plain(route.team_name),
        "team_id": route.team,
        "day": route.day.isoformat(),
        "invented": week.facts.invented,
        "line": route_row(route, look=_LOOK)["line"],
        "results": {**codes.SWEEP_RESULTS, **codes.RESULTS},
        "skips": _SKIPS,
        "stops": [_stop(stop) for stop in route.stops],
    }


def _stop(stop: StopSheet) -> Row:
    place = (stop.site.lon_deg, stop.site.lat_deg)
    return {
        "id": stop.site.site_id,
        "order": stop.order,
        "name": plain(stop.site.name),
        "village": plain(stop.site.village),
        "address": plain(stop.site.address),
        "lon": round(place[0], 6),
        "lat": round(place[1], 6),
        "gcj02": _degrees(wgs84_to_gcj02(*place)),
        "bd09": _degrees(wgs84_to_bd09(*place)),
        "visit_type": stop.visit_type,
        "checks": [[plain(zh), plain(en)] for zh, en in stop.checks],
        "links": [
            {"app": link.app, "android": link.android, "ios": link.ios, "datum": link.datum}
            for link in navigation_links(place, stop.site.name)
        ],
    }


def _degrees(place: tuple[float, float]) -> list[float]:
    return [round(degrees, 6) for degrees in place]


def _picture(route: RouteSheet, roads: Roads, within: Bounds) -> Any:  # noqa: ANN401  markup
    """Draw what paper shows: the route and its numbered stops."""
    lines = [Line(whole_line(route), _LOOK.colour)] if route.stops else []
    marks = [
        Mark((stop.site.lon_deg, stop.site.lat_deg), stop.site.grade, str(stop.order))
        for stop in route.stops
    ]
    return sketch(roads, within, Drawing(lines=lines, marks=marks), height=380)
