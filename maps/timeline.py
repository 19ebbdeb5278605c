"""A week as bars: what each team does when, as shares of a common day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.units import SECONDS_PER_DAY, SECONDS_PER_HOUR, clock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.sheets import RouteSheet


_EVENING, _DAWN = 17, 5


@dataclass(frozen=True, slots=True)
class Bar:
    """
    One stretch of a shift.

    Attributes
    ----------
    kind
        ``drive``, ``visit``, ``wait`` or ``lunch``.
    left_share, width_share
        Where it lies on the common day, per cent 0-100.
    start, end
        Clock times such as ``08:30``.
    stop
        Site id of the visit, else empty.
    order
        Number of the visit along the route, else 0.
    """

    kind: str
    left_share: float
    width_share: float
    start: str
    end: str
    stop: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class DayScale:
    """The hours that all bars share, seconds after midnight, full hours."""

    start_s: int
    end_s: int

    def share(self, second_of_day: float) -> float:
        """Place a moment, per cent of the scale."""
        return round(100 * (second_of_day - self.start_s) / (self.end_s - self.start_s), 3)

    def hours(self) -> list[tuple[str, float]]:
        """List full hours with their place, per cent."""
        marks = range(self.start_s, self.end_s + 1, SECONDS_PER_HOUR)
        return [(clock(second), self.share(second)) for second in marks]


def day_scale(routes: Sequence[RouteSheet]) -> DayScale:
    """Find full hours that hold every shift; 8 to 18 where there is none."""
    if not routes:
        return DayScale(8 * SECONDS_PER_HOUR, 18 * SECONDS_PER_HOUR)
    start = min(route.start_s - _midnight(route) for route in routes)
    end = max(max(route.end_s, home_s(route)) - _midnight(route) for route in routes)
    full = SECONDS_PER_HOUR
    return DayScale(start // full * full, -(-end // full) * full)


def bars(route: RouteSheet, scale: DayScale) -> list[Bar]:
    """
    Cut a shift into bars, in order of time.

    Driving lies directly before arrival and directly after the last visit; what is left between is
    waiting. The break is drawn over whatever it interrupts.
    """
    pieces: list[tuple[str, int, int, str, int]] = []
    for stop in route.stops:
        pieces.append(("drive", stop.arrive_s - stop.leg_s, stop.arrive_s, "", 0))
        pieces.append(("wait", stop.arrive_s, stop.start_s, "", 0))
        pieces.append(("visit", stop.start_s, stop.end_s, stop.site.site_id, stop.order))
    if route.stops:
        home = home_s(route)
        pieces.append(("drive", home - route.back_s, home, "", 0))
    if route.break_start_s is not None:
        pieces.append(("lunch", route.break_start_s, route.break_start_s + route.break_s, "", 0))
    midnight = _midnight(route)
    return [
        Bar(
            kind,
            scale.share(start - midnight),
            round(scale.share(end - midnight) - scale.share(start - midnight), 3),
            clock(start),
            clock(end),
            stop,
            order,
        )
        for kind, start, end, stop, order in pieces
        if end > start
    ]


def _midnight(route: RouteSheet) -> int:
    return route.start_s // SECONDS_PER_DAY * SECONDS_PER_DAY


def is_night(start_s: int) -> bool:
    """
    Tell whether a shift begins in the evening or before dawn.

    Examples
    --------
    >>> is_night(86_400 + 19 * 3600), is_night(8 * 3600)
    (True, False)
    """
    hour = start_s % SECONDS_PER_DAY // SECONDS_PER_HOUR
    return hour >= _EVENING or hour < _DAWN


def home_s(route: RouteSheet) -> int:
    """Tell when the team is back: after the last visit, the break if it comes then, and the way."""
    if not route.stops:
        return route.end_s
    leave = route.stops[-1].end_s
    if route.break_start_s is not None and route.break_start_s >= leave:
        leave = route.break_start_s + route.break_s
    return leave + route.back_s
