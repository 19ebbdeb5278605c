"""What the page of a week knows of hand changes, and of other plans it differs from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.units import DAYS_PER_WEEK
from maps.escaping import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.sheets import DifferenceSheet, HandSheet, RouteSheet, WeekSheet

Row = dict[str, Any]


def week_changes(week: WeekSheet) -> Row | None:
    """
    List what the scripts need to offer hand changes; ``None`` where nobody knows them.

    Returns
    -------
    held
        ``plan``, ``week``, ``version``, ``monday``, ``since`` and ``recorded`` (texts);
        ``shifts``: id, team, its name, day, end in seconds of the week, and when the team leaves
        for each of its stops; ``patterns``: pairs of a shift's place in that list and why it
        refuses; ``visits``: by site id the place of its pattern and of its pinned shift, or -1.
    """
    if week.hand is None:
        return None
    numbers = {route.shift: place for place, route in enumerate(week.routes)}
    patterns = _patterns(week.hand, numbers)
    return {
        "plan": week.plan_id,
        "week": week.week,
        "days": DAYS_PER_WEEK,
        "version": week.version,
        "monday": week.monday.isoformat(),
        "since": week.hand.since.isoformat(timespec="minutes"),
        "recorded": week.hand.recorded and week.hand.recorded.isoformat(),
        "shifts": [_shift(route) for route in week.routes],
        "patterns": [list(map(list, pattern)) for pattern in patterns],
        "visits": {
            site: [
                patterns[_pattern(visit.refused, numbers)],
                -1 if visit.pin is None else numbers.get(visit.pin, -1),
            ]
            for site, visit in sorted(week.hand.visits.items())
        },
    }


def _patterns(hand: HandSheet, numbers: Mapping[str, int]) -> dict[tuple[Any, ...], int]:
    """Give each way in which shifts refuse visits a number: few visits differ in it."""
    found = sorted({_pattern(visit.refused, numbers) for visit in hand.visits.values()})
    return {pattern: place for place, pattern in enumerate(found)}


def _pattern(refused: Mapping[str, str], numbers: Mapping[str, int]) -> tuple[Any, ...]:
    known = ((numbers[shift], code) for shift, code in refused.items() if shift in numbers)
    return tuple(sorted(known))


def _shift(route: RouteSheet) -> list[Any]:
    leaves_s = [route.start_s, *(stop.end_s for stop in route.stops)][: len(route.stops)]
    name, day = plain(route.team_name), route.day.isoformat()
    return [route.shift, route.team, name, day, route.end_s, leaves_s]


def week_differences(differences: Sequence[DifferenceSheet]) -> list[Row]:
    """List what the plan changes against others, with how many changes there are of each kind."""
    return [
        {
            "against": one.against,
            "plan": plain(one.plan_id),
            "counts": _counts(one),
            "asked": [[plain(zh), plain(en)] for zh, en in one.asked],
            "lines": [[kind, site, plain(zh), plain(en)] for kind, site, zh, en in one.lines],
        }
        for one in differences
    ]


def _counts(difference: DifferenceSheet) -> dict[str, int]:
    kinds = [line[0] for line in difference.lines]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
