"""What would let a broken promise be kept, found by making each change and trying the visit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planning.whynot.bids import Tried
from planning.whynot.repair import Repair, changed_shift, changed_site
from planning.whynot.slack import Line
from planning.whynot.swaps import keeps_gaps
from planning.whynot.walk import timetable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planning.problem import ProblemShift, ProblemSite
    from planning.whynot.board import Board

    Change = Callable[[ProblemSite, ProblemShift], Repair | None]

OVERTIME_MIN = (5, 10, 15, 20, 30, 45, 60, 90, 120)
"""Overtime is tried in these steps; nobody is asked to stay longer."""
WIDER_MIN = (15, 30, 60, 120, 240, 480, 1440, 2880, 4320)
"""How far outside its hours a visit is tried: a quarter of an hour to three days."""


class Repairs:
    """
    The trials of changes that would let visits in beside everything planned.

    Parameters
    ----------
    board
        The plan.
    sites
        The visits that would keep a broken promise.
    """

    def __init__(self, board: Board, sites: Sequence[ProblemSite]) -> None:
        self._board, self._sites = board, tuple(sites)
        self._found: dict[str, list[Repair]] = {site.id: [] for site in sites}

    def found(self) -> dict[str, tuple[Repair, ...]]:
        """Find by site the repairs that work, the cheapest first, the best of each kind."""
        if self._sites and self._board.problem.shifts:
            self._try(self._pinned(), _unpinned)
            self._try(self._sites, _allowed)
            self._climb(OVERTIME_MIN, _late)
            for minutes in WIDER_MIN:
                self._try_hours(minutes * 60)
            for change in (_with_holders, _with_skills, _from_elsewhere):
                self._try(self._sites, change)
            self._try_days()
        return {
            site: tuple(sorted(repairs, key=lambda one: one.dearness))
            for site, repairs in self._found.items()
        }

    def _pinned(self) -> list[ProblemSite]:
        return [site for site in self._sites if site.pin is not None]

    def _lacking(self, kind: str) -> list[ProblemSite]:
        """List the visits for which no repair of a kind is found yet."""
        return [
            site for site in self._sites if all(one.kind != kind for one in self._found[site.id])
        ]

    def _climb(self, steps_min: Sequence[int], late: Callable[[int], Change]) -> None:
        for minutes in steps_min:
            self._try(self._lacking("overtime"), late(minutes * 60))

    def _try(self, sites: Sequence[ProblemSite], change: Change) -> None:
        """Try one change in every shift, and keep for each visit the one with least driving."""
        if not sites:
            return
        found: dict[str, tuple[int, Repair]] = {}
        for shift in self._board.problem.shifts:
            offers = [(site, change(site, shift)) for site in sites]
            alike: dict[ProblemShift, list[tuple[ProblemSite, Repair]]] = {}
            for site, repair in offers:
                if repair is not None:
                    alike.setdefault(changed_shift(shift, repair), []).append((site, repair))
            for changed, group in alike.items():
                self._try_in(changed, self._board.routes[shift.id], group, found)
        for site_id, (_, repair) in found.items():
            self._found[site_id].append(repair)

    def _try_in(
        self,
        shift: ProblemShift,
        stops: Sequence[ProblemSite],
        group: Sequence[tuple[ProblemSite, Repair]],
        found: dict[str, tuple[int, Repair]],
    ) -> None:
        """Try visits in one changed shift; a visit as its repair changes it."""
        board = self._board
        sites = [changed_site(site, repair) for site, repair in group]
        tried = Tried(board.problem, sites, hours=board.hours.of)
        bids = tried.bids(shift, stops, allowed=np.ones(len(sites), dtype=np.bool_))
        line = Line(board.problem, shift, stops, hours=board.hours.of)
        fits, detours = line.slack(range(len(stops))).fits(shift, bids)
        detours = np.where(fits, detours, np.iinfo(np.int64).max)
        for column in np.flatnonzero(fits.any(axis=0)):
            row, place = int(bids.rows[column]), int(detours[:, column].argmin())
            detour_s, repair = int(detours[place, column]), group[row][1]
            if repair.site in found and found[repair.site][0] <= detour_s:
                continue
            if self._starts(shift, stops, sites[row], place) is not None:
                found[repair.site] = detour_s, replace(repair, place=place)

    def _starts(
        self, shift: ProblemShift, stops: Sequence[ProblemSite], site: ProblemSite, place: int
    ) -> int | None:
        """Walk the changed route; say when the visit begins, ``None`` where it does not fit."""
        made = [*stops[:place], site, *stops[place:]]
        route = timetable(self._board.problem, shift, made, hours=self._board.hours.of)
        if route is None or not keeps_gaps(route, made):
            return None
        return route.stops[place].start_s

    def _try_hours(self, wider_s: int) -> None:
        """Try visits outside their hours, at most so far; keep the moment that it takes."""
        sites = [site for site in self._lacking("window") if site.windows]
        wider = {site.id: _wider(site, wider_s) for site in sites}
        before = {site.id: len(self._found[site.id]) for site in sites}
        self._try(list(wider.values()), _plain)
        for site in sites:
            if len(self._found[site.id]) > before[site.id]:
                repair = self._found[site.id].pop()
                self._keep_hour(site, wider_s, repair)

    def _keep_hour(self, site: ProblemSite, wider_s: int, repair: Repair) -> None:
        """Halve the way to the hours, to the minute: that near the visit can be had there."""
        problem = self._board.problem
        shift = problem.shifts[problem.shift_index[repair.shift]]
        stops = self._board.routes[shift.id]
        least, most = 0, wider_s // 60
        while least < most:
            tried = (least + most) // 2
            works = self._starts(shift, stops, _wider(site, tried * 60), repair.place) is not None
            least, most = (least, tried) if works else (tried + 1, most)
        start_s = self._starts(shift, stops, _wider(site, most * 60), repair.place)
        if start_s is None:
            return
        away_s = min(max(a - start_s, start_s - b) for a, b in site.windows)
        if away_s > 0:
            told = replace(repair, kind="window", start_s=start_s, amount_s=away_s)
            self._found[site.id].append(told)

    def _try_days(self) -> None:
        """Try a new shift like one of these, with what it lacks; the least lacking, then first."""
        best: dict[str, Repair] = {}
        for shift in self._board.problem.shifts:
            alike: dict[ProblemShift, list[tuple[ProblemSite, Repair]]] = {}
            for site in self._sites:
                repair = _another_day(site, shift)
                if site.pin is None and _is_better(repair, best.get(site.id)):
                    alike.setdefault(changed_shift(shift, repair), []).append((site, repair))
            found: dict[str, tuple[int, Repair]] = {}
            for changed, group in alike.items():
                self._try_in(changed, (), group, found)
            best |= {name: repair for name, (_, repair) in found.items()}
        for site_id, repair in best.items():
            self._found[site_id].append(repair)


def _is_better(repair: Repair, known: Repair | None) -> bool:
    return known is None or repair.dearness < known.dearness


def _unpinned(site: ProblemSite, shift: ProblemShift) -> Repair | None:
    if shift.refuses(site) is not None or site.pin == shift.id:
        return None
    return Repair(kind="unpin", site=site.id, shift=shift.id, place=0)


def _allowed(site: ProblemSite, shift: ProblemShift) -> Repair | None:
    if shift.refuses(site) != "forbidden" or site.pin not in (None, shift.id):
        return None
    return Repair(kind="allow", site=site.id, shift=shift.id, place=0)


def _late(amount_s: int) -> Change:
    def change(site: ProblemSite, shift: ProblemShift) -> Repair | None:
        if shift.refuses(site) is not None or site.pin not in (None, shift.id):
            return None
        return Repair(kind="overtime", site=site.id, shift=shift.id, place=0, amount_s=amount_s)

    return change


def _plain(site: ProblemSite, shift: ProblemShift) -> Repair | None:
    """Change nothing: the visit comes with wider hours."""
    late = _late(0)(site, shift)
    return late and replace(late, kind="window")


def _wider(site: ProblemSite, by_s: int) -> ProblemSite:
    windows = tuple((open_s - by_s, close_s + by_s) for open_s, close_s in site.windows)
    return replace(site, windows=windows)


def _with_holders(site: ProblemSite, shift: ProblemShift) -> Repair | None:
    more = site.card_holders - shift.card_holders
    if more <= 0:
        return None
    repair = Repair(kind="card_holders", site=site.id, shift=shift.id, place=0, card_holders=more)
    return _if_enough(site, shift, repair)


def _with_skills(site: ProblemSite, shift: ProblemShift) -> Repair | None:
    lacking = tuple(sorted(site.needs - shift.skills))
    if not lacking:
        return None
    repair = Repair(kind="skill", site=site.id, shift=shift.id, place=0, skills=lacking)
    return _if_enough(site, shift, repair)


def _from_elsewhere(site: ProblemSite, shift: ProblemShift) -> Repair | None:
    if site.village is None or site.village != shift.home_village:
        return None
    repair = Repair(kind="home_village", site=site.id, shift=shift.id, place=0)
    return _if_enough(site, shift, repair)


def _if_enough(site: ProblemSite, shift: ProblemShift, repair: Repair) -> Repair | None:
    """Leave out a change after which another rule still keeps the team away."""
    refused = changed_shift(shift, repair).refuses(site) is not None
    return None if refused or site.pin not in (None, shift.id) else repair


def _another_day(site: ProblemSite, shift: ProblemShift) -> Repair:
    return Repair(
        kind="team_day",
        site=site.id,
        shift=shift.id,
        place=0,
        skills=tuple(sorted(site.needs - shift.skills)),
        card_holders=max(site.card_holders - shift.card_holders, 0),
    )
