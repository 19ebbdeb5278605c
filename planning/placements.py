"""When sites were visited in past weeks, as whoever watches the gate would know it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from data.units import SECONDS_PER_DAY, SECONDS_PER_HOUR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from data.model import Plan
    from planning.problem import Problem

PARTS = ("morning", "afternoon", "night")
NOON_S, EVENING_S, DAWN_S = 12 * SECONDS_PER_HOUR, 18 * SECONDS_PER_HOUR, 5 * SECONDS_PER_HOUR


@dataclass(frozen=True, slots=True)
class Placement:
    """
    When one site was visited in one week.

    Attributes
    ----------
    monday, site
        First day of the week, and the site.
    weekday
        0 is Monday.
    part
        One of ``PARTS``; ``None`` where the hour is not known.
    """

    monday: date
    site: str
    weekday: int
    part: str | None = None


@dataclass(frozen=True, slots=True)
class Outing:
    """The sites that one team visited on one day, in order; ``monday`` begins the week."""

    monday: date
    sites: tuple[str, ...]

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Give each site with the one visited next."""
        return pairwise(self.sites)


@dataclass(frozen=True, slots=True)
class Past:
    """
    All that is known of past weeks.

    Attributes
    ----------
    placements
        One of each site and week, the first where there are several, in any order.
    outings
        Those whose order is known, in any order.
    planned_weeks
        Mondays of weeks without any visit on record, whose plan stands in for it.
    """

    placements: tuple[Placement, ...] = ()
    outings: tuple[Outing, ...] = ()
    planned_weeks: tuple[date, ...] = ()

    def weeks(self) -> dict[date, list[Placement]]:
        """Give the placements of each week, earliest week first."""
        listed: dict[date, list[Placement]] = {}
        for one in sorted(self.placements, key=lambda one: (one.monday, one.site)):
            listed.setdefault(one.monday, []).append(one)
        return listed

    def before(self, monday: date) -> Past:
        """Forget this week and all later ones."""
        return Past(
            tuple(one for one in self.placements if one.monday < monday),
            tuple(one for one in self.outings if one.monday < monday),
            tuple(one for one in self.planned_weeks if one < monday),
        )


def part_of_day(second: float) -> str:
    """
    Name the part of the day; seconds may be those of the day or of the week.

    Examples
    --------
    >>> part_of_day(9 * 3600), part_of_day(24 * 3600 + 14 * 3600), part_of_day(23 * 3600)
    ('morning', 'afternoon', 'night')
    """
    of_day = second % SECONDS_PER_DAY
    if of_day < DAWN_S or of_day >= EVENING_S:
        return "night"
    return "morning" if of_day < NOON_S else "afternoon"


def order_repeats(past: Past, *, since: date) -> tuple[int, int]:
    """
    Count how often two sites followed each other as they had before.

    Parameters
    ----------
    past
        Outings in order.
    since
        Monday of the first week that is judged; all weeks before it are known.

    Returns
    -------
    pairs, repeats
        Pairs of sites visited one right after the other that were both in the outings of earlier
        weeks, and those of them that had followed each other so before.
    """
    known: set[str] = set()
    ways: set[tuple[str, str]] = set()
    counted: Counter[bool] = Counter()
    for outings in _by_week(past.outings):
        pairs = [pair for outing in outings for pair in outing.pairs()]
        if outings[0].monday >= since:
            counted.update(pair in ways for pair in pairs if known.issuperset(pair))
        known.update(site for outing in outings for site in outing.sites)
        ways.update(pairs)
    return counted.total(), counted[True]


def _by_week(outings: Sequence[Outing]) -> list[list[Outing]]:
    weeks: dict[date, list[Outing]] = {}
    for outing in sorted(outings, key=lambda one: (one.monday, one.sites)):
        weeks.setdefault(outing.monday, []).append(outing)
    return list(weeks.values())


def placements_of(problem: Problem, plan: Plan, monday: date) -> tuple[Placement, ...]:
    """
    Say when a plan visits each place; the day is that on which the shift begins.

    Stops that the problem does not have are left aside: the plan may be an earlier version.
    """
    return tuple(
        Placement(
            monday,
            problem.sites[problem.site_index[stop.site]].place,
            weekday_of(problem.shifts[problem.shift_index[route.shift]].start_s),
            part_of_day(stop.start_s),
        )
        for route in plan.routes
        for stop in route.stops
        if stop.site in problem.site_index and route.shift in problem.shift_index
    )


def weekday_of(start_s: int) -> int:
    """Give the day on which a shift that starts at this second of the week begins, 0 is Monday."""
    return start_s // SECONDS_PER_DAY
