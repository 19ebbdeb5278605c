"""A week's plan as lists, as marks on a map in driving order, and as calendar entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from data.export.building import made_column, moved_shapes, points, position_columns
from data.export.table import Column, Mark, Sheet, plain_text
from data.export.titles import LEFT_OUT, PROMISES, ROUTES, STOPS
from data.units import SECONDS_PER_MINUTE
from data.words import GRADES, UNPLANNED, VISIT_TYPES, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from data.export.table import Kind, ObjectArray
    from data.export.titles import Titles
    from data.model import Why
    from data.sheets import RouteSheet, StopSheet, WeekSheet
    from data.words import Labels, Lang

_M_PER_KM = 1000
_BASE = ("驻地", "base")


@dataclass(frozen=True, slots=True)
class TeamDay:
    """One stop with the route it belongs to."""

    route: RouteSheet
    stop: StopSheet


def stops_of(week: WeekSheet) -> list[TeamDay]:
    """List the stops of a week, route by route, in driving order."""
    return [TeamDay(route, stop) for route in week.routes for stop in route.stops]


def moment(monday: date, second_of_week: int) -> datetime:
    """
    Turn a second of the week into day and time in China.

    Examples
    --------
    >>> from datetime import date
    >>> moment(date(2026, 11, 23), 86_400 + 8 * 3600 + 30 * 60)
    datetime.datetime(2026, 11, 24, 8, 30)
    """
    return datetime.combine(monday, time()) + timedelta(seconds=second_of_week)


def stop_sheet(week: WeekSheet, *, datum: str, lang: Lang) -> Sheet:
    """
    List every stop of a week.

    Parameters
    ----------
    week
        The plan, joined with its places.
    datum
        Datum of the columns of longitude and latitude; the shapes stay WGS-84.
    lang
        Language of sentences.
    """
    listed = stops_of(week)
    rows = [_stop_row(week, one, lang) for one in listed]
    lon = pd.Series([one.stop.site.lon_deg for one in listed], dtype="float64")
    lat = pd.Series([one.stop.site.lat_deg for one in listed], dtype="float64")
    return Sheet(
        name="stops",
        zh="停靠点",
        en="Stops",
        columns=(
            *_columns(rows, STOPS, {"visit_type": VISIT_TYPES, "grade": GRADES}),
            *position_columns(lon, lat, STOPS, datum=datum),
        ),
        shapes=points(lon, lat),
    )


def _stop_row(week: WeekSheet, one: TeamDay, lang: Lang) -> dict[str, Any]:
    route, stop, site = one.route, one.stop, one.stop.site
    return {
        "day": route.day,
        "team": route.team_name,
        "order": stop.order,
        "arrive": moment(week.monday, stop.arrive_s),
        "start": moment(week.monday, stop.start_s),
        "end": moment(week.monday, stop.end_s),
        "site_id": site.site_id,
        "name": site.name,
        "village": site.village or None,
        "address": site.address or None,
        "visit_type": stop.visit_type,
        "card_holders": stop.card_holders,
        "why": said(stop.why, lang),
        "checks": joined((check[0 if lang == "zh" else 1] for check in stop.checks), lang),
        "open_findings": len(stop.findings),
        "grade": site.grade if site.grade in GRADES else None,
        "leg_min": round(stop.leg_s / SECONDS_PER_MINUTE, 1),
        "leg_km": round(stop.leg_m / _M_PER_KM, 2),
    }


def route_sheet(week: WeekSheet) -> Sheet:
    """List the routes of a week, with the way each one drives."""
    driven = [route for route in week.routes if route.stops]
    rows = [
        {
            "day": route.day,
            "team": route.team_name,
            "start": moment(week.monday, route.start_s),
            "end": moment(week.monday, route.end_s),
            "stops": len(route.stops),
            "drive_min": round(route.drive_s / SECONDS_PER_MINUTE, 1),
            "work_min": round(route.work_s / SECONDS_PER_MINUTE, 1),
            "km": round(route.distance_m / _M_PER_KM, 2),
        }
        for route in driven
    ]
    return Sheet(
        name="routes",
        zh="路线",
        en="Routes",
        columns=_columns(rows, ROUTES, {}),
        shapes=_lines(driven),
    )


def left_out_sheet(week: WeekSheet, *, lang: Lang) -> Sheet:
    """List the sites that were wanted and left out, each with the reason."""
    rows = [
        {
            "site_id": left.site.site_id,
            "name": left.site.name,
            "village": left.site.village or None,
            "must": left.must,
            "why": said(left.why, lang),
            "reason": left.reason,
            "sentence": left.zh if lang == "zh" else left.en,
        }
        for left in week.unplanned
    ]
    columns = _columns(rows, LEFT_OUT, {"reason": UNPLANNED})
    return Sheet(name="left_out", zh="未安排", en="Left out", columns=columns)


def promise_sheet(week: WeekSheet, *, lang: Lang) -> Sheet:
    """List the promises of the week, kept or broken."""
    rows = [
        {
            "promise": promise.promise,
            "kept": promise.kept,
            "sentence": promise.zh if lang == "zh" else promise.en,
        }
        for promise in week.promises
    ]
    return Sheet(name="promises", zh="承诺", en="Promises", columns=_columns(rows, PROMISES, {}))


_KINDS: dict[str, Kind] = {
    "day": "date",
    "arrive": "moment",
    "start": "moment",
    "end": "moment",
    "order": "integer",
    "card_holders": "integer",
    "open_findings": "integer",
    "stops": "integer",
    "leg_min": "number",
    "leg_km": "number",
    "drive_min": "number",
    "work_min": "number",
    "km": "number",
    "must": "flag",
    "kept": "flag",
}


def _columns(
    rows: Sequence[dict[str, Any]], titles: Titles, labels: dict[str, Labels]
) -> tuple[Column, ...]:
    names = [name for name in titles if name not in {"lon_deg", "lat_deg"}]
    return tuple(
        made_column(
            name,
            titles,
            _KINDS.get(name, "text"),
            [_plain(row[name]) for row in rows],
            labels.get(name),
        )
        for name in names
    )


def _plain(value: object) -> object:
    return plain_text(value) if isinstance(value, str) else value


def said(whys: Iterable[Why], lang: Lang) -> str | None:
    """Write the reasons of a visit as one line, or ``None`` without one."""
    return joined((why.zh if lang == "zh" else why.en for why in whys), lang)


def joined(texts: Iterable[str], lang: Lang) -> str | None:
    """Join sentences with the mark of a language, or ``None`` where there is none."""
    return ("；" if lang == "zh" else "; ").join(texts) or None


def _lines(routes: Sequence[RouteSheet]) -> ObjectArray:
    """Draw each route along the roads, base to base."""
    shapes = np.empty(len(routes), dtype=object)
    for index, route in enumerate(routes):
        legs = [*(stop.leg_line for stop in route.stops), route.back_line]
        shapes[index] = shapely.LineString([place for leg in legs for place in leg])
    return shapes


def week_marks(week: WeekSheet, *, datum: str, lang: Lang) -> tuple[Mark, ...]:
    """
    Put a week on a map: a folder per team and day, its stops in order and its way.

    Each folder begins and ends at the team's base, and holds one line.
    """
    marks: list[Mark] = []
    for route in week.routes:
        if route.stops:
            marks += _route_marks(week, route, lang)
    shapes = np.empty(len(marks), dtype=object)
    shapes[:] = [mark.shape for mark in marks]
    return tuple(
        Mark(
            name=mark.name,
            folder=mark.folder,
            style=mark.style,
            shape=shape,
            about=mark.about,
            moment=mark.moment,
        )
        for mark, shape in zip(marks, moved_shapes(shapes, datum=datum), strict=True)
    )


def _route_marks(week: WeekSheet, route: RouteSheet, lang: Lang) -> list[Mark]:
    side = 0 if lang == "zh" else 1
    folder = plain_text(f"{route.day.isoformat()} {route.team_name}")
    base = shapely.Point(route.base)
    name = plain_text(f"{route.team_name} {_BASE[side]} {route.base_name}".strip())
    leaves, returns = moment(week.monday, route.start_s), moment(week.monday, route.end_s)
    return [
        Mark(name=name, folder=folder, style="", shape=base, about=(), moment=leaves),
        *(_stop_mark(week, folder, stop, lang) for stop in route.stops),
        Mark(name=name, folder=folder, style="", shape=base, about=(), moment=returns),
        Mark(name=folder, folder=folder, style="", shape=_lines([route])[0], about=()),
    ]


def _stop_mark(week: WeekSheet, folder: str, stop: StopSheet, lang: Lang) -> Mark:
    site = stop.site
    starts, ends = moment(week.monday, stop.start_s), moment(week.monday, stop.end_s)
    return Mark(
        name=plain_text(f"{stop.order}. {site.name}"),
        folder=folder,
        style=site.grade,
        shape=shapely.Point(site.lon_deg, site.lat_deg),
        about=stop_lines(stop, f"{starts:%H:%M}–{ends:%H:%M}", lang),
        moment=starts,
    )


def stop_lines(stop: StopSheet, when: str, lang: Lang) -> tuple[str, ...]:
    """Say of a stop when, where, what kind of visit, why, and what to look at."""
    side = 0 if lang == "zh" else 1
    site = stop.site
    lines = (
        f"{when} {label(VISIT_TYPES, stop.visit_type, lang)}",
        " ".join(part for part in (site.site_id, site.village, site.address) if part),
        *(why.zh if lang == "zh" else why.en for why in stop.why),
        *(check[side] for check in stop.checks),
    )
    return tuple(plain_text(line) for line in lines)
