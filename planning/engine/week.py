"""A problem laid out as arrays for the compiled search; sites and shifts are numbered."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from data.errors import ProblemError
from planning.engine.reach import Reach

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy import float64, int32, int64, uint16
    from numpy.typing import NDArray

    from planning.problem import Problem, ProblemShift, ProblemSite, Window

NEVER = 1 << 40
"""A time that no window reaches; its negative is a deadline that nothing meets."""

_NO_WAY_S = 1 << 30
_NARROW_NO_WAY_S = (1 << 16) - 1
_NEIGHBOURS = 160
_LEAST_OFFER_SHARE = 0.05
_MOST_PENALTY = 1e15


class Week(NamedTuple):
    """
    Everything the search reads and never writes; few arrays, since compiled calls pay for each.

    Attributes
    ----------
    ways
        Shape ``(p, p, 2)``: ``ways[a, b]`` holds the seconds from ``b`` to ``a`` and from ``a`` to
        ``b`` side by side, so that trying a visit anywhere reads one row of memory. Points are
        the sites ``0 .. n-1``, then the bases. In 16 bits where all ways are short; no way is
        then the largest number, longer than any shift. Compiled code widens what it reads.
    near
        Shape ``(n, <= 160)``, for each site the sites near it, itself first.
    windows
        Shape ``(n, shifts, k, 2)``: when a shift may start serving a site; ``NEVER, -NEVER``
        where there is no window.
    sites
        Shape ``(n, 4)``, columns ``SERVICE_S``, ``RANK``, ``FIXED``, ``GAP_S``. The rank is -1
        where there is no promise, or one that nobody can keep: the search is not to chase it.
    worth
        Shape ``(n, 3)``, columns ``PRIZE``, ``DENSITY`` (prize a second of work and driving) and
        ``OFFER``, how often the visit is offered when it is absent near a move, in ``(0, 1]``.
    shifts
        Shape ``(shifts, 9)``, columns ``START_S`` to ``TEAM``.
    shifts_of, twins, covers_of
        One row a site, padded with -1: shifts that may come, visits of the same place, covers.
    covers
        Shape ``(covers, 2)``, columns ``AT_LEAST`` and ``COVER_RANK``.
    weights
        Cost of a second driven, of one squared hour of imbalance, then of a broken promise of
        each rank.
    """

    ways: NDArray[int32] | NDArray[uint16]
    near: NDArray[int64]
    windows: NDArray[int64]
    sites: NDArray[int64]
    worth: NDArray[float64]
    shifts: NDArray[int64]
    shifts_of: NDArray[int64]
    twins: NDArray[int64]
    covers_of: NDArray[int64]
    covers: NDArray[int64]
    weights: NDArray[float64]

    @property
    def way_s(self) -> NDArray[int32] | NDArray[uint16]:
        """Shape ``(p, p)``, seconds from point to point; compiled code reads ``ways``."""
        return self.ways[:, :, HENCE]


HITHER, HENCE = range(2)
SERVICE_S, RANK, FIXED, GAP_S = range(4)
PRIZE, DENSITY, OFFER = range(3)
START_S, END_S, START_AT, END_AT, EARLIEST_S, LATEST_S, BREAK_S, HAS_BREAK, TEAM = range(9)
AT_LEAST, COVER_RANK = range(2)
TRAVEL, BALANCE, PENALTIES = range(3)


def lay_out(problem: Problem) -> Week:
    """
    Lay a problem out as arrays.

    Raises
    ------
    ProblemError
        If there are more ranks of promises than floating point can keep apart.
    """
    way_s, bases = _ways(problem)
    near = _near(way_s[: len(problem.sites), : len(problem.sites)])
    windows = _windows(problem)
    prizes = [site.prize for site in problem.sites]
    able = windows[:, :, :, 0].min(axis=(1, 2), initial=NEVER) < NEVER
    ranks, cover_ranks, penalties = _ranks(problem, sum(prizes), way_s)
    ranks = [rank if able[number] else -1 for number, rank in enumerate(ranks)]
    covers = [
        (min(c.at_least, sum(able[problem.site_index[site]] for site in c.sites)), rank)
        for c, rank in zip(problem.cover, cover_ranks, strict=True)
    ]
    sites, shifts = _site_rows(problem, ranks), _shift_rows(problem, bases)
    narrow_s = _narrow(way_s, problem.shifts)
    return Week(
        ways=np.ascontiguousarray(np.stack([narrow_s.T, narrow_s], axis=-1)),
        near=near,
        windows=windows,
        sites=sites,
        worth=_worth(np.array(prizes), sites, _local_way_s(way_s, near), shifts),
        shifts=shifts,
        shifts_of=_padded([np.flatnonzero(row).tolist() for row in windows[:, :, 0, 0] < NEVER]),
        twins=_padded(_twins(problem.sites)),
        covers_of=_padded(_covers_of(problem)),
        covers=np.array(covers, dtype=np.int64).reshape(-1, 2),
        weights=np.array([problem.travel_weight / 60.0, problem.balance, *penalties]),
    )


def windows_in(
    problem: Problem,
    site: ProblemSite,
    shift: ProblemShift,
    held: Mapping[str, tuple[str, int]],
    reach: Reach | None = None,
) -> tuple[Window, ...]:
    """
    Find when a shift may start serving a site, by every rule that does not depend on the route.

    Parameters
    ----------
    problem, site, shift
        The pair, and the problem they are of.
    held
        Shift and start of each frozen site.
    reach
        Shortest times of this problem, where they were asked for before.

    Returns
    -------
    windows
        Sorted and apart; empty where a rule keeps the team from the site, or no hour fits.
    """
    if site.id in held:
        where, start_s = held[site.id]
        return ((start_s, start_s),) if where == shift.id else ()
    if site.barred is not None or site.pin not in (None, shift.id):
        return ()
    if shift.refuses(site) is not None:
        return ()
    reach = reach or Reach(problem)
    earliest = shift.start_s + reach.out_s(shift.node, site.node)
    latest = shift.end_s - reach.back_s(site.node, shift.last_node) - site.service_s
    if earliest > latest:
        return ()
    return tuple(
        (max(earliest, first), min(latest, last))
        for first, last in _merged(site.windows)
        if first <= latest and last >= earliest
    )


@lru_cache(maxsize=1024)
def _merged(windows: tuple[Window, ...]) -> tuple[Window, ...]:
    """
    Join windows that overlap, so that the last one open decides how late is too late.

    Few hours are told apart in a town, and each is asked for by every shift of every search.
    """
    joined: list[Window] = []
    for first, last in sorted(windows):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def most_stops(week: Week) -> int:
    """Bound the length of any route: the shortest services that could fill a shift."""
    longest = 1
    for shift, facts in enumerate(week.shifts):
        able = week.windows[:, shift, 0, 0] < NEVER
        used = np.cumsum(np.sort(week.sites[able, SERVICE_S]))
        room = facts[END_S] - facts[START_S] - facts[BREAK_S]
        longest = max(longest, int(np.searchsorted(used, room, side="right")))
    return longest


def _frozen(problem: Problem) -> dict[str, tuple[str, int]]:
    return {
        stop.site: (shift.id, stop.start_s) for shift in problem.shifts for stop in shift.frozen
    }


def _ways(problem: Problem) -> tuple[NDArray[int32], dict[int, int]]:
    """Cut the matrix down to the points in use, sites first, so that a site is its own point."""
    bases = sorted({node for shift in problem.shifts for node in (shift.node, shift.last_node)})
    nodes = np.array([site.node for site in problem.sites] + bases, dtype=np.int64)
    way_s = np.minimum(problem.duration_s[np.ix_(nodes, nodes)], _NO_WAY_S).astype(np.int32)
    return way_s, {node: len(problem.sites) + i for i, node in enumerate(bases)}


def _narrow(
    way_s: NDArray[int32], shifts: Sequence[ProblemShift]
) -> NDArray[int32] | NDArray[uint16]:
    """Halve the memory where every way and every shift is short: the search waits for it most."""
    longest_s = int(np.max(way_s, where=way_s < _NO_WAY_S, initial=0))
    longest_s = max([longest_s, *(shift.end_s - shift.start_s for shift in shifts)])
    if longest_s >= _NARROW_NO_WAY_S:
        return way_s
    return np.minimum(way_s, _NARROW_NO_WAY_S).astype(np.uint16)


def _windows(problem: Problem) -> NDArray[int64]:
    held, reach = _frozen(problem), Reach(problem)
    found = [
        [windows_in(problem, site, shift, held, reach) for shift in problem.shifts]
        for site in problem.sites
    ]
    most = max((len(pair) for row in found for pair in row), default=0)
    shape = (len(problem.sites), len(problem.shifts), max(most, 1), 2)
    windows = np.empty(shape, dtype=np.int64)
    windows[...] = NEVER, -NEVER
    for site, row in enumerate(found):
        for shift, pair in enumerate(row):
            if pair:
                windows[site, shift, : len(pair)] = pair
    return windows


def _site_rows(problem: Problem, ranks: Sequence[int]) -> NDArray[int64]:
    held = _frozen(problem)
    rows = [
        (site.service_s, rank, site.id in held, site.min_gap_s)
        for site, rank in zip(problem.sites, ranks, strict=True)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 4)


def _worth(
    prize: NDArray[float64],
    sites: NDArray[int64],
    local_s: NDArray[float64],
    shifts: NDArray[int64],
) -> NDArray[float64]:
    """Pair the prize with the prize a second; a minute is added so that no visit is free."""
    use_s = sites[:, SERVICE_S] + local_s + 60.0
    room_s = float((shifts[:, END_S] - shifts[:, START_S] - shifts[:, BREAK_S]).sum())
    density = prize / use_s
    offer = np.where(sites[:, RANK] >= 0, 1.0, _offer_shares(density, use_s, room_s))
    return np.column_stack([prize, density, offer])


def _offer_shares(
    density: NDArray[float64], use_s: NDArray[float64], room_s: float
) -> NDArray[float64]:
    """
    Say how often each absent visit is offered: seldom where a second of it earns little.

    Visits are held against the first one that a week filled by prize a second has no room for;
    half as dense is offered a quarter as often, and none less than one time in twenty.
    """
    order = np.argsort(-density, kind="stable")
    over = np.flatnonzero(np.cumsum(use_s[order]) > room_s)
    margin = float(density[order[over[0]]]) if len(over) else 0.0
    if margin <= 0.0:
        return np.ones(len(density))
    shares: NDArray[float64] = np.clip((density / margin) ** 2, _LEAST_OFFER_SHARE, 1.0)
    return shares


def _shift_rows(problem: Problem, bases: dict[int, int]) -> NDArray[int64]:
    teams = list(dict.fromkeys(shift.team for shift in problem.shifts))
    rows = []
    for shift in problem.shifts:
        rest = shift.rest
        times = (
            (0, 0, 0, 0) if rest is None else (rest.earliest_s, rest.latest_s, rest.duration_s, 1)
        )
        ends = (shift.start_s, shift.end_s, bases[shift.node], bases[shift.last_node])
        rows.append((*ends, *times, teams.index(shift.team)))
    return np.array(rows, dtype=np.int64).reshape(-1, 9)


def _padded(lists: Sequence[Sequence[int]]) -> NDArray[int64]:
    """Lay lists side by side, one a row, with at least one -1 at the end of each."""
    rows = np.full((len(lists), max((len(one) for one in lists), default=0) + 1), -1, np.int64)
    for number, one in enumerate(lists):
        rows[number, : len(one)] = one
    return rows


def _near(way_s: NDArray[int32]) -> NDArray[int64]:
    """List for each site the sites near it, itself first, by the way there and back."""
    both = way_s.astype(np.int64) + way_s.T
    np.fill_diagonal(both, -1)
    order = np.argsort(both, axis=1, kind="stable")
    return np.ascontiguousarray(order[:, :_NEIGHBOURS])


def _local_way_s(way_s: NDArray[int32], near: NDArray[int64]) -> NDArray[float64]:
    """Guess the driving that a visit adds: the mean way to its five nearest neighbours."""
    close = near[:, 1:6]
    if close.shape[1] == 0:
        return np.zeros(len(near))
    ways = way_s[np.arange(len(near))[:, np.newaxis], close].astype(np.float64)
    mean: NDArray[float64] = ways.mean(axis=1)
    return mean


def _twins(sites: Sequence[ProblemSite]) -> list[list[int]]:
    """List for each visit the other visits of the same place."""
    at_place: dict[str, list[int]] = {}
    for number, site in enumerate(sites):
        at_place.setdefault(site.place, []).append(number)
    return [
        [other for other in at_place[site.place] if other != number]
        for number, site in enumerate(sites)
    ]


def _covers_of(problem: Problem) -> list[list[int]]:
    listed: list[list[int]] = [[] for _ in problem.sites]
    for number, cover in enumerate(problem.cover):
        for site in cover.sites:
            listed[problem.site_index[site]].append(number)
    return listed


def _ranks(
    problem: Problem, prizes: float, way_s: NDArray[int32]
) -> tuple[list[int], list[int], list[float]]:
    """
    Count the ranks in use from 0, and weigh each above everything that ranks below it.

    A frozen or pinned visit is a promise of rank 0: it stays.
    """
    held = _frozen(problem)
    wanted = [0 if site.id in held else promise_rank(site) for site in problem.sites]
    covers = [cover.must_rank for cover in problem.cover]
    used = sorted({rank for rank in wanted if rank is not None} | set(covers))
    number = {rank: i for i, rank in enumerate(used)}
    counts = [wanted.count(rank) + covers.count(rank) for rank in used]
    ranks = [-1 if rank is None else number[rank] for rank in wanted]
    penalties = _penalties(counts, _soft(problem, prizes, way_s))
    return ranks, [number[rank] for rank in covers], penalties


def promise_rank(site: ProblemSite) -> int | None:
    """Give the rank of the promise that a visit is; ``None`` where it is none."""
    if site.must:
        return site.must_rank
    return None if site.pin is None else 0


def _soft(problem: Problem, prizes: float, way_s: NDArray[int32]) -> float:
    """Bound what plans can differ by below all promises."""
    hours = sum(shift.end_s - shift.start_s for shift in problem.shifts) / 3600
    longest = float(np.max(way_s, where=way_s < _NO_WAY_S, initial=0)) / 60
    legs = len(problem.sites) + len(problem.shifts)
    driving = min(hours * 60, longest * legs) * problem.travel_weight
    return 1.0 + prizes + driving + problem.balance * hours**2


def _penalties(counts: Sequence[int], soft: float) -> list[float]:
    weights = [0.0] * len(counts)
    below = soft
    for i in reversed(range(len(counts))):
        weights[i] = below
        below += counts[i] * below
    if below > _MOST_PENALTY:
        raise ProblemError(
            f"Expected promises in few ranks, got {len(counts)} ranks that cannot be kept apart.",
            zh=f"承诺的级别 must_rank 太多（{len(counts)} 级），无法分清先后。",
        )
    return weights
