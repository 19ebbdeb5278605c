"""What the lists of the week page say, as plain values: stops, bars of time, sites left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from data import words as codes
from data.sheets import SWEEP_KIND
from data.units import clock
from maps.durations import minutes_range
from maps.escaping import plain
from maps.scores import score
from maps.timeline import bars, day_scale, home_s, is_night

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Why
    from data.sheets import RouteSheet, SiteSheet, StopSheet, UnplannedSheet, WeekSheet

Row = dict[str, Any]
Pair = tuple[str, str]

_BARS = ("drive", "visit", "wait", "lunch")


def week_lists(week: WeekSheet) -> Row:
    """
    List what the scripts of the week page write into it.

    Returns
    -------
    lists
        ``routes`` in the order of the plan, each with ``stops`` and ``bars`` (kind, left and
        width in per cent of the common day, start, end, site id, order); ``left_out``, musts
        first, then by risk; ``hours`` of the common day; ``codes`` with their words.
    """
    names = _names(week)
    shared = _shared_names(week)
    return {
        "routes": [_route(route, week.routes, shared, week.spread_share) for route in week.routes],
        "left_out": [_left_out(sheet, names) for sheet in _by_weight(week.unplanned)],
        "hours": [[int(hour[:2]), share] for hour, share in day_scale(week.routes).hours()],
        "codes": {
            "bars": _BARS,
            "days": codes.WEEKDAYS,
            "grades": codes.GRADES,
            "reasons": codes.UNPLANNED,
            "types": codes.VISIT_TYPES,
            "whys": codes.WHYS,
        },
    }


def _by_weight(left_out: Sequence[UnplannedSheet]) -> list[UnplannedSheet]:
    return sorted(left_out, key=lambda one: (not one.must, -one.site.risk, one.site.site_id))


def _route(
    route: RouteSheet, routes: Sequence[RouteSheet], shared: set[str], spread_share: float
) -> Row:
    return {
        "key": route.shift,
        "team": route.team,
        "name": plain(route.team_name),
        "day": route.day.isoformat(),
        "weekday": route.day.weekday(),
        "night": is_night(route.start_s),
        "start": clock(route.start_s),
        "end": clock(route.end_s),
        "base": plain(route.base_name),
        "km": f"{route.distance_m / 1000:.1f}",
        "back": clock(home_s(route)),
        "stops": [_stop(stop, shared, spread_share) for stop in route.stops],
        "bars": [
            [_BARS.index(b.kind), b.left_share, b.width_share, b.start, b.end, b.stop, b.order]
            for b in bars(route, day_scale(routes))
        ],
    }


def _stop(stop: StopSheet, shared: set[str], spread_share: float) -> Row:
    drive = [f"{stop.leg_m / 1000:.1f}", minutes_range(stop.leg_s, spread_share)]
    return {
        "id": stop.site.site_id,
        "order": stop.order,
        "grade": stop.site.grade,
        "score": _score(stop.site),
        "name": plain(stop.site.name),
        "shared": plain(stop.site.name) in shared,
        "village": plain(stop.site.village),
        "type": stop.visit_type,
        "start": clock(stop.start_s),
        "end": clock(stop.end_s),
        "leg": drive if stop.leg_s > 0 else None,
        "whys": _whys(stop.why),
    }


def _left_out(sheet: UnplannedSheet, names: dict[str, Pair]) -> Row:
    return {
        "id": sheet.site.site_id,
        "grade": sheet.site.grade,
        "score": _score(sheet.site),
        "name": plain(sheet.site.name),
        "village": plain(sheet.site.village),
        "must": sheet.must,
        "reason": sheet.reason,
        "words": [_named(plain(sheet.zh), names, 0), _named(plain(sheet.en), names, 1)],
        "whys": _whys(sheet.why),
    }


def _score(site: SiteSheet) -> int | None:
    """Round a risk; a place in no ledger has none."""
    return None if site.kind == SWEEP_KIND else score(site.risk)


def _whys(whys: Sequence[Why]) -> list[list[str]]:
    return [[why.code, plain(why.zh), plain(why.en)] for why in whys]


def _shared_names(week: WeekSheet) -> set[str]:
    """Find names that more than one site of the plan has; only the id tells those apart."""
    sites = [stop.site for route in week.routes for stop in route.stops]
    sites += [sheet.site for sheet in week.unplanned]
    bearers: dict[str, set[str]] = {}
    for site in sites:
        bearers.setdefault(plain(site.name), set()).add(site.site_id)
    return {name for name, ids in bearers.items() if len(ids) > 1}


def _names(week: WeekSheet) -> dict[str, Pair]:
    """Name shifts and sites as people do; sentences of the planner give their ids."""
    named: dict[str, Pair] = {}
    for route in week.routes:
        zh, en = codes.WEEKDAYS[route.day.weekday()]
        dark = ("夜班", " night") if is_night(route.start_s) else ("", "")
        team = plain(route.team_name)
        named[route.shift] = f"{team}{zh}{dark[0]}", f"{team} {en}{dark[1]}"
        for stop in route.stops:
            name = plain(stop.site.name)
            named[stop.site.site_id] = f"“{name}”", f"“{name}”"
    return named


def _named(sentence: str, names: dict[str, Pair], language: int) -> str:
    """
    Put names in the place of ids.

    Examples
    --------
    >>> _named("swap S00001, not S00002", {"S00001": ("甲厂", "Works A")}, 1)
    'swap Works A, not S00002'
    """
    words = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
    return words.sub(lambda found: names.get(found[0], (found[0],) * 2)[language], sentence)
