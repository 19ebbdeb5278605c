"""The planner's page: who goes where, when and why, what was left out, which promises are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.sheets import SWEEP_KIND
from data.units import SECONDS_PER_HOUR
from maps.basemap import BasemapLayer, basemap, bounds_of
from maps.closedroads import ClosedRoadsLayer
from maps.drawings import week_drawing
from maps.durations import drive_range
from maps.offline import OfflineMap
from maps.pages.frame import PageParts, page
from maps.pages.week_changes import week_changes, week_differences
from maps.pages.week_lists import week_lists
from maps.routes import RoutesLayer, team_looks
from maps.sketch import sketch
from maps.timeline import home_s
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.model import LonLat, Roads
    from data.sheets import RouteSheet, WeekSheet
    from data.words import Lang
    from maps.palette import TeamLook

Row = dict[str, Any]

_HAND_SCRIPTS = ("exports.js", "week_changes.js", "week_menus.js", "week_pending.js")
"""What only a plan needs that can be changed by hand."""


def week_page(week: WeekSheet, roads: Roads, *, lang: Lang = "zh") -> str:
    """
    Write the page of a week's plan.

    Parameters
    ----------
    week
        The plan as pages show it.
    roads
        The ground of the map.
    lang
        Language the page opens in; it can be switched there.

    Returns
    -------
    text
        One html document that asks nobody for anything.
    """
    looks = team_looks(week.routes)
    within = bounds_of(_places(week.routes), roads=roads)
    ground = OfflineMap(within)
    ground.add_child(BasemapLayer(basemap(roads)))
    if week.closed:
        ground.add_child(ClosedRoadsLayer(week.closed))
    ground.add_child(RoutesLayer(week.routes, looks=looks, left_out=week.unplanned))
    differences = week_differences(week.differences)
    zh, en = filled("week.title")
    parts = PageParts(
        template="week.html",
        title=(f"{week.facts.town} · {zh} {week.week}", f"{week.facts.town} · {en} {week.week}"),
        scripts=(*(_HAND_SCRIPTS if week.hand else ()), "week_lists.js", "week.js"),
        styles=("week.css",),
        pieces=ground.pieces(),
        front="index.html",
        help="week",
        values={
            "week": week,
            "days": _days(week.routes),
            "teams": _teams(week.routes, looks),
            "totals": _totals(week),
            "sweeps": any(
                stop.site.kind == SWEEP_KIND for route in week.routes for stop in route.stops
            ),
            "broken": [promise for promise in week.promises if not promise.kept],
            "kept": [promise for promise in week.promises if promise.kept],
            "reasons": _reasons(week),
            "times": drive_range(week.spread_share, week.speed_legs),
            "picture": _picture(week, roads, looks),
            "differences": differences,
        },
        held={
            "week": week_lists(week),
            "changes": week_changes(week),
            "differences": [one["lines"] for one in differences],
        },
    )
    return page(parts, facts=week.facts, lang=lang)


def _places(routes: Sequence[RouteSheet]) -> list[LonLat]:
    stops = [(stop.site.lon_deg, stop.site.lat_deg) for route in routes for stop in route.stops]
    return stops + [route.base for route in routes]


def _days(routes: Sequence[RouteSheet]) -> list[tuple[date, int]]:
    """List the days with the number of their stops."""
    days = sorted({route.day for route in routes})
    return [(day, sum(len(r.stops) for r in routes if r.day == day)) for day in days]


def _teams(routes: Sequence[RouteSheet], looks: dict[str, TeamLook]) -> list[Row]:
    """Sum up each team's week; shares are of the busiest team's hours."""
    rows: list[Row] = []
    for team, look in looks.items():
        own = [route for route in routes if route.team == team]
        drive_s, work_s = sum(r.drive_s for r in own), sum(r.work_s for r in own)
        away_s = sum(home_s(r) - r.start_s - r.break_s for r in own if r.stops)
        rows.append(
            {
                "id": team,
                "name": own[0].team_name,
                "look": look,
                "visits": sum(len(r.stops) for r in own),
                "km": sum(r.distance_m for r in own) / 1000,
                "drive_h": drive_s / SECONDS_PER_HOUR,
                "work_h": work_s / SECONDS_PER_HOUR,
                "wait_h": max(0, away_s - drive_s - work_s) / SECONDS_PER_HOUR,
            }
        )
    most = max((row["drive_h"] + row["work_h"] + row["wait_h"] for row in rows), default=0) or 1
    for row in rows:
        for part in ("drive", "work", "wait"):
            row[f"{part}_share"] = round(100 * row[f"{part}_h"] / most, 2)
    return rows


def _totals(week: WeekSheet) -> Row:
    return {
        "visits": sum(len(route.stops) for route in week.routes),
        "km": sum(route.distance_m for route in week.routes) / 1000,
        "drive_h": sum(route.drive_s for route in week.routes) / SECONDS_PER_HOUR,
        "kept": sum(promise.kept for promise in week.promises),
        "promises": len(week.promises),
        "left_out": len(week.unplanned),
        "deferred": sum(sheet.is_deferred for sheet in week.unplanned),
        "wanted_out": sum(bool(sheet.why) for sheet in week.unplanned),
        "musts_left_out": sum(sheet.must for sheet in week.unplanned),
        "share": f"{100 * week.prize / week.bound:.0f}%" if week.bound > 0 else None,
    }


def _reasons(week: WeekSheet) -> list[tuple[str, int]]:
    """Count reasons of sites left out, the commonest first."""
    found = [sheet.reason for sheet in week.unplanned]
    return sorted(((code, found.count(code)) for code in set(found)), key=lambda r: (-r[1], r[0]))


def _picture(week: WeekSheet, roads: Roads, looks: dict[str, TeamLook]) -> Any:  # noqa: ANN401
    """Draw what paper shows: every route of the week, stops as dots of their grade."""
    within = bounds_of(_places(week.routes), roads=roads)
    return sketch(roads, within, week_drawing(week.routes, looks), height=480)
