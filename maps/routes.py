"""Routes of teams on a map: lines on the roads and numbered stops."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from maps.embedded import EmbeddedLayer
from maps.packing import packed_json, steps
from maps.palette import TeamLook, team_look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import LonLat
    from data.sheets import RouteSheet, StopSheet, UnplannedSheet

_CALM_ROUTES = 6


class RoutesLayer(EmbeddedLayer):
    """
    Routes on a folium map.

    Parameters
    ----------
    routes
        What to draw; more than six at a time are drawn without numbers.
    left_out
        Wanted sites without a visit, drawn hollow.
    looks
        Colour and dash by team id, as ``team_looks`` chooses them.
    """

    def __init__(
        self,
        routes: Sequence[RouteSheet],
        *,
        looks: dict[str, TeamLook],
        left_out: Sequence[UnplannedSheet] = (),
    ) -> None:
        content = {
            "routes": [route_row(route, look=looks[route.team]) for route in routes],
            "left_out": [_mark(sheet) for sheet in left_out],
        }
        super().__init__(
            key="routes",
            script="patrol.routes",
            content=packed_json(content),
            options={"calm": _CALM_ROUTES},
        )


def team_looks(routes: Sequence[RouteSheet]) -> dict[str, TeamLook]:
    """Choose colour and dash by team id, in the order in which teams first appear."""
    teams = dict.fromkeys(route.team for route in routes)
    return {team: team_look(place) for place, team in enumerate(teams)}


def whole_line(route: RouteSheet) -> list[LonLat]:
    """Join the legs of a route, base to base; a leg without a shape is a straight line."""
    points: list[LonLat] = [route.base]
    for stop in route.stops:
        points.extend(stop.leg_line)
        points.append((stop.site.lon_deg, stop.site.lat_deg))
    points.extend(route.back_line)
    if route.stops:
        points.append(route.base)
    return points


def route_row(route: RouteSheet, *, look: TeamLook) -> dict[str, Any]:
    """
    List what a script needs to draw one route.

    Returns
    -------
    row
        ``key``, ``team``, ``day`` (ISO), ``colour``, ``dash``, ``base`` (lon, lat), ``line``
        (lon, lat, lon, lat ... in steps of 0.00001 degrees, equal neighbours dropped), ``stops``.
    """
    line = np.stack([steps(column) for column in np.array(whole_line(route)).T], axis=1)
    fresh = np.ones(len(line), dtype=bool)
    fresh[1:] = np.any(np.diff(line, axis=0) != 0, axis=1)
    return {
        "key": route.shift,
        "team": route.team,
        "day": route.day.isoformat(),
        "colour": look.colour,
        "dash": list(look.dash),
        "base": [round(route.base[0], 5), round(route.base[1], 5)],
        "line": line[fresh].ravel().tolist(),
        "stops": [_stop_row(stop) for stop in route.stops],
    }


def _stop_row(stop: StopSheet) -> dict[str, Any]:
    return {
        "id": stop.site.site_id,
        "order": stop.order,
        "grade": stop.site.grade,
        "lon": round(stop.site.lon_deg, 5),
        "lat": round(stop.site.lat_deg, 5),
    }


def _mark(sheet: UnplannedSheet) -> dict[str, Any]:
    return {
        "id": sheet.site.site_id,
        "grade": sheet.site.grade,
        "lon": round(sheet.site.lon_deg, 5),
        "lat": round(sheet.site.lat_deg, 5),
    }
