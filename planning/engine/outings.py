"""What one shift can collect at most where visits have prices: stays in places near each other.

Sites near each other are a quarter. An outing is a row of stays, each in one quarter. Between stays
it drives the shortest way from any site of one quarter to any of the next; inside a stay every
visit has the shortest way into it from anywhere; each visit once in a stay. So an outing may come
back to a quarter and do the same again, and nothing else that no route can: what it collects is
never less than what a route can. Time is counted in whole ticks, rounded down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from planning.engine.compiled import machine, part

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy import float64, int64
    from numpy.typing import NDArray

_NOTHING = -1e18
_MOST_ROUNDS = 60
_CLOSE = 1e-10
"""Gains closer than this are one; what gains no more than four times it is not worth a visit."""


class Outing(NamedTuple):
    """
    One shift, or several alike, laid out for pricing; times in ticks.

    Attributes
    ----------
    site
        Shape ``(v,)``: visits that are possible, by quarter, then by deadline.
    first
        Shape ``(q + 1,)``: visits ``first[c] .. first[c + 1] - 1`` are those of quarter ``c``.
    use, deadline
        Shape ``(v,)``: what a visit takes, and when it is over at the latest.
    way, out, home
        Shapes ``(q, q)``, ``(q,)``, ``(q,)``: from stay to stay, to the first, from the last.
    room
        Shape ``(1,)``: length of the shift.
    times
        Number of shifts alike.
    """

    site: NDArray[int64]
    first: NDArray[int64]
    use: NDArray[int64]
    deadline: NDArray[int64]
    way: NDArray[int64]
    out: NDArray[int64]
    home: NDArray[int64]
    room: NDArray[int64]
    times: int


class Bench(NamedTuple):
    """Room to work in: by quarter and tick, lines of ticks, lines by visit, quarters due."""

    reached: NDArray[float64]
    lines: NDArray[float64]
    rows: NDArray[float64]
    due: NDArray[int64]


def bench_for(outing: Outing) -> Bench:
    """Make room to price an outing."""
    ticks, quarters = int(outing.room[0]) + 1, len(outing.out)
    longest = int(np.diff(outing.first).max(initial=0)) + 1
    return Bench(
        reached=np.empty((quarters, ticks)),
        lines=np.empty((3, ticks)),
        rows=np.empty((longest, ticks)),
        due=np.empty(quarters, dtype=np.int64),
    )


def most_collected(outing: Outing, gain: NDArray[float64]) -> tuple[float, NDArray[int64]] | None:
    """
    Find the outing that gains most.

    Parameters
    ----------
    outing
        The shift.
    gain
        Shape ``(v,)``: what each visit gains, any sign.

    Returns
    -------
    gained, visits
        The most, >= 0, and how often an outing that gains it makes each visit, shape ``(v,)``;
        ``None`` where gains without any time taken never end.
    """
    visits = np.zeros(len(outing.site), dtype=np.int64)
    arrays = (outing.first, outing.use, outing.deadline, outing.way, outing.out, outing.home)
    gained = machine(pricer)(arrays, int(outing.room[0]), gain, bench_for(outing), visits)
    return None if gained < 0 else (float(gained), visits)


def pricer(stamp: str) -> Callable[..., float]:
    """Build the function that prices an outing, to be compiled; -1 where it finds no end."""

    def price(
        arrays: tuple[NDArray[int64], ...],
        room: int,
        gain: NDArray[float64],
        bench: Bench,
        visits: NDArray[int64],
    ) -> float:
        if not stamp:
            return -1.0
        first, use, deadline, way, out, home = arrays
        bench.reached[:, :] = _NOTHING
        bench.due[:] = 1
        rounds, is_due = 0, True
        while is_due:
            if rounds == _MOST_ROUNDS:
                return -1.0
            is_due = spread(arrays, room, gain, bench)
            rounds += 1
        best, here = 0.0, -1
        for last in range(len(out)):
            if home[last] <= room and bench.reached[last, room - home[last]] > best:
                best, here = bench.reached[last, room - home[last]], last
        tick = room - home[here] if here >= 0 else 0
        while here >= 0:
            enter(here, way, out, room, bench)
            tick = leave(here, tick, first, use, deadline, room, gain, bench, visits)
            here = came_from(here, tick, way, bench)
            if here >= 0:
                tick -= bench.due[0]
        return best

    return price


@part
def spread(
    arrays: tuple[NDArray[int64], ...], room: int, gain: NDArray[float64], bench: Bench
) -> bool:
    """Stay once in every quarter that something new leads to; say whether any is due again."""
    first, use, deadline, way, out, _ = arrays
    is_due = False
    for here in range(len(out)):
        if bench.due[here] == 1:
            bench.due[here] = 0
            enter(here, way, out, room, bench)
            stay(here, first, use, deadline, room, gain, bench)
            since = improve(here, room, bench)
            for there in range(len(out)):
                if there != here and since + way[here, there] <= room:
                    bench.due[there] = 1
                    is_due = True
    return is_due


@part
def enter(here: int, way: NDArray[int64], out: NDArray[int64], room: int, bench: Bench) -> None:
    """Write into line 0 the most that is gained by each tick at which a stay may begin."""
    begun = bench.lines[0]
    for tick in range(room + 1):
        begun[tick] = 0.0 if tick >= out[here] else _NOTHING
    for there in range(len(out)):
        way_t = way[there, here]
        if there != here and way_t <= room:
            reached = bench.reached[there]
            for tick in range(way_t, room + 1):
                begun[tick] = max(begun[tick], reached[tick - way_t])


@part
def stay(  # noqa: PLR0913, PLR0917  # compiled calls cost: all in one
    here: int,
    first: NDArray[int64],
    use: NDArray[int64],
    deadline: NDArray[int64],
    room: int,
    gain: NDArray[float64],
    bench: Bench,
) -> None:
    """
    Write into line 1 the most gained by each tick with at least one visit of the quarter made.

    Visits by deadline: where any order keeps the deadlines, this one does (Jackson 1955).
    """
    begun, made, before = bench.lines[0], bench.lines[1], bench.lines[2]
    made[:] = _NOTHING
    for visit in range(first[here], first[here + 1]):
        worth, use_t, last = gain[visit], use[visit], min(deadline[visit], room)
        if worth > 4 * _CLOSE and use_t <= last:
            for tick in range(room + 1):
                before[tick] = max(begun[tick], made[tick])
            for tick in range(use_t, last + 1):
                made[tick] = max(made[tick], before[tick - use_t] + worth)
            most = made[last]
            for tick in range(last + 1, room + 1):
                made[tick] = max(made[tick], most)


@part
def improve(here: int, room: int, bench: Bench) -> int:
    """Keep what a stay made better; give the first tick at which it did, a far one if none."""
    made, reached = bench.lines[1], bench.reached[here]
    since = 1 << 40
    for tick in range(room, -1, -1):
        if made[tick] > reached[tick] + _CLOSE:
            reached[tick] = made[tick]
            since = tick
    return since


@part
def leave(  # noqa: PLR0913, PLR0917  # compiled calls cost: all in one
    here: int,
    tick: int,
    first: NDArray[int64],
    use: NDArray[int64],
    deadline: NDArray[int64],
    room: int,
    gain: NDArray[float64],
    bench: Bench,
    visits: NDArray[int64],
) -> int:
    """Count the visits of the stay that is over by a tick; give the tick at which it began."""
    begun, rows = bench.lines[0], bench.rows
    count = first[here + 1] - first[here]
    rows[0, :] = _NOTHING
    for number in range(count):
        visit = first[here] + number
        worth, use_t, last = gain[visit], use[visit], min(deadline[visit], room)
        was, made = rows[number], rows[number + 1]
        for t in range(room + 1):
            made[t] = was[t]
        if worth > 4 * _CLOSE and use_t <= last:
            for t in range(use_t, last + 1):
                made[t] = max(made[t], max(begun[t - use_t], was[t - use_t]) + worth)
            most = made[last]
            for t in range(last + 1, room + 1):
                made[t] = max(made[t], most)
    number = count
    while number > 0:
        if rows[number - 1, tick] < rows[number, tick]:
            visit = first[here] + number - 1
            visits[visit] += 1
            tick = min(tick, deadline[visit]) - use[visit]
            if begun[tick] >= rows[number - 1, tick]:
                number = 0
        number -= 1
    return tick


@part
def came_from(here: int, tick: int, way: NDArray[int64], bench: Bench) -> int:
    """Find the quarter that a stay was entered from, -1 at the base; the way goes to ``due[0]``."""
    value = bench.lines[0, tick]
    found = -1
    if value > 0.0:
        for there in range(len(way)):
            way_t = way[there, here]
            is_near = found < 0 and there != here and way_t <= tick
            if is_near and bench.reached[there, tick - way_t] >= value - _CLOSE:
                found = there
                bench.due[0] = way_t
    return found
