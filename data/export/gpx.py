"""Exports as GPX 1.1, for navigation devices and apps."""

from __future__ import annotations

from datetime import UTC, datetime, time, timezone
from itertools import groupby
from typing import TYPE_CHECKING

import shapely
from gpxpy.gpx import GPX, GPXRoute, GPXRoutePoint, GPXWaypoint

from data.crs import DEGREE_DIGITS
from data.export.facts import fact_text, stamp
from data.units import CHINA_OFFSET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.export.table import Facts, Mark
    from data.words import Lang


def write_gpx(
    path: Path, marks: Sequence[Mark], facts: Facts, *, lang: Lang, as_routes: bool
) -> None:
    """
    Write points as waypoints, or each folder of marks as a route.

    Parameters
    ----------
    path
        The file, which is overwritten.
    marks
        Lines among them are left out: a device finds the way from stop to stop itself.
    facts
        Written in the metadata, the datum with them: GPX itself knows WGS-84 alone.
    lang
        Language of the facts.
    as_routes
        Whether the marks of a folder are stops to be driven in order.
    """
    gpx = GPX()
    gpx.creator = f"gridpatrol {facts.version}"
    gpx.name = facts.zh if lang == "zh" else facts.en
    gpx.description = fact_text(facts, lang)
    gpx.time = datetime.combine(stamp(facts), time(), tzinfo=UTC)
    placed = [mark for mark in marks if isinstance(mark.shape, shapely.Point)]
    if as_routes:
        gpx.routes = [
            _route(folder, list(members))
            for folder, members in groupby(placed, key=lambda mark: mark.folder)
        ]
    else:
        gpx.waypoints = [_waypoint(mark) for mark in placed]
    path.write_text(gpx.to_xml(version="1.1"), encoding="utf-8", newline="\n")


def _waypoint(mark: Mark) -> GPXWaypoint:
    return GPXWaypoint(
        latitude=round(mark.shape.y, DEGREE_DIGITS),
        longitude=round(mark.shape.x, DEGREE_DIGITS),
        name=mark.name,
        description="\n".join(mark.about) or None,
        type=mark.folder,
    )


def _route(folder: str, marks: Sequence[Mark]) -> GPXRoute:
    route = GPXRoute(name=folder)
    route.points = [_route_point(mark) for mark in marks]
    return route


def _route_point(mark: Mark) -> GPXRoutePoint:
    moment = mark.moment and mark.moment.replace(tzinfo=timezone(CHINA_OFFSET)).astimezone(UTC)
    return GPXRoutePoint(
        latitude=round(mark.shape.y, DEGREE_DIGITS),
        longitude=round(mark.shape.x, DEGREE_DIGITS),
        time=moment,
        name=mark.name,
        description="\n".join(mark.about) or None,
    )
