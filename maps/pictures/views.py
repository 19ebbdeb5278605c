"""The views of the pages as pictures: hotspots, the week, one route."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data import words as codes
from data.sheets import SWEEP_KIND
from maps.basemap import bounds_of
from maps.drawings import HIGH, TELLING, hotspots_drawing, week_drawing
from maps.pages.hotspot_cells import listed_cells, verdict
from maps.pages.hotspot_sites import site_rows
from maps.palette import CELL_LOOKS, GRADE_LOOKS
from maps.pictures.sheet import Key, Picture
from maps.routes import team_looks
from maps.words import filled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from data.model import Roads
    from data.sheets import PageFacts, RouteSheet, WeekSheet
    from maps.basemap import Bounds
    from maps.palette import TeamLook
    from maps.pictures.sheet import Said
    from maps.sketch import Drawing

_NUMBERED_STOPS = 60
"""With more stops on one picture their numbers would hide each other and the map."""


def hotspots_picture(
    sites: pd.DataFrame, cells: pd.DataFrame, roads: Roads, *, facts: PageFacts
) -> Picture:
    """
    Show hot and cold cells, cells with too few visits, and red and orange places.

    Parameters
    ----------
    sites, cells, roads, facts
        As ``maps.pages.hotspots_page`` takes them.
    """
    rows = site_rows(sites)
    squares = listed_cells(cells, rows)
    shown = (*TELLING, "few")
    found = {square["class"] for square in squares}
    told = verdict(squares)
    notes = [filled("hot.verdict", **told)]
    if not told["hot"]:
        notes.append(filled("hot.no_hot"))
    return Picture(
        title=_called(facts.town, filled("hot.title")),
        subtitle=_as_of(facts),
        roads=roads,
        within=bounds_of([(row["lon"], row["lat"]) for row in rows], roads=roads),
        drawing=hotspots_drawing(rows, squares, classes=shown),
        keys=(
            *(_class_key(code) for code in shown if code in found),
            *_grade_keys({row["grade"] for row in rows} & set(HIGH)),
        ),
        notes=tuple(notes),
        facts=facts,
    )


def week_picture(week: WeekSheet, roads: Roads, *, day: date | None = None) -> Picture:
    """
    Show the routes of a week, or of one of its days, each team in its colour and dash.

    Parameters
    ----------
    week
        The plan as pages show it.
    roads
        The ground.
    day
        One day of the week; ``None`` shows all of them, as dots without numbers.
    """
    looks = team_looks(week.routes)
    routes = [one for one in week.routes if one.stops and day in {None, one.day}]
    zh, en = filled("week.title")
    return Picture(
        title=_called(week.facts.town, (f"{zh} {week.week}", f"{en} {week.week}")),
        subtitle=_of_day(day) if day else filled("week.all_days"),
        roads=roads,
        within=_around(routes, roads),
        drawing=_routes_drawing(routes, looks, numbered=day is not None),
        keys=_route_keys(routes, looks),
        notes=_route_notes(routes, week),
        facts=week.facts,
    )


def route_picture(route: RouteSheet, week: WeekSheet, roads: Roads) -> Picture:
    """Show one team's day: its line, its start and its numbered stops."""
    looks = team_looks(week.routes)
    zh, en = filled("route.title")
    return Picture(
        title=_called(route.team_name, (zh, en)),
        subtitle=_of_day(route.day),
        roads=roads,
        within=_around([route], roads),
        drawing=_routes_drawing([route], looks, numbered=True),
        keys=_route_keys([route], looks),
        notes=_route_notes([route], week),
        facts=week.facts,
    )


def _called(name: str, title: Said) -> Said:
    return f"{name} · {title[0]}", f"{name} · {title[1]}"


def _as_of(facts: PageFacts) -> Said:
    zh, en = filled("as_of")
    return f"{zh} {facts.data_date.isoformat()}", f"{en} {facts.data_date.isoformat()}"


def _of_day(day: date) -> Said:
    zh, en = codes.WEEKDAYS[day.weekday()]
    return f"{day.isoformat()} {zh}", f"{en} {day.isoformat()}"


def _around(routes: Sequence[RouteSheet], roads: Roads) -> Bounds:
    stops = [(stop.site.lon_deg, stop.site.lat_deg) for one in routes for stop in one.stops]
    return bounds_of([*stops, *(one.base for one in routes)], roads=roads)


def _routes_drawing(
    routes: Sequence[RouteSheet], looks: Mapping[str, TeamLook], *, numbered: bool
) -> Drawing:
    stops = sum(len(one.stops) for one in routes)
    drawing = week_drawing(routes, looks, numbered=numbered and stops <= _NUMBERED_STOPS)
    bases = dict.fromkeys(one.base for one in routes if one.stops)
    return replace(drawing, bases=tuple(bases))


def _class_key(code: str) -> Key:
    look = CELL_LOOKS[code]
    said = codes.CELL_CLASSES[code]
    return Key(kind="area", said=said, fill=look.fill, edge=look.edge, hatch=look.hatch)


def _grade_keys(grades: Collection[str]) -> list[Key]:
    return [
        Key(kind="mark", said=codes.GRADES[grade], code=grade)
        for grade in GRADE_LOOKS
        if grade in grades
    ]


def _route_keys(routes: Sequence[RouteSheet], looks: Mapping[str, TeamLook]) -> tuple[Key, ...]:
    names = {one.team: one.team_name for one in routes if one.stops}
    teams = [
        Key(kind="line", said=(name, name), edge=looks[team].colour, dash=looks[team].dash)
        for team, name in names.items()
    ]
    stops = [stop for one in routes for stop in one.stops]
    sweeps = [
        Key(kind="mark", said=codes.VISIT_TYPES["sweep"], code=stop.site.grade)
        for stop in stops
        if stop.site.kind == SWEEP_KIND
    ]
    base = [Key(kind="base", said=filled("pic.base"))] if stops else []
    return (*teams, *base, *_grade_keys({stop.site.grade for stop in stops}), *sweeps[:1])


def _route_notes(routes: Sequence[RouteSheet], week: WeekSheet) -> tuple[Said, ...]:
    if not any(one.stops for one in routes):
        return (filled("pic.no_stop"),)
    figures = {
        "stops": sum(len(one.stops) for one in routes),
        "km": f"{sum(one.distance_m for one in routes) / 1000:.0f}",
        "plan": week.plan_id,
        "version": week.version,
    }
    return filled("pic.visits", **figures), filled("pic.plan", **figures)
