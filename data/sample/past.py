"""Two years of the sample town: who went where, what was found, what became of it.

The past is careless on purpose. Teams have their own villages, the remote ones are seldom visited,
and a strict team finds more than a lenient one at the same place: what a score must see through.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from data.sample.names import IDLE_HAZARDS, INDUSTRIES
from data.sample.truth import seen_by
from data.schema import FINDING, INSPECTION, as_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray

LAST_DAY = date(2026, 11, 22)
WEEKS = 104
_FIRST_MONDAY = LAST_DAY - timedelta(days=7 * WEEKS - 1)
_FEWEST, _MOST = 30, 40
_MOST_RECHECKS = 9
_FESTIVALS = frozenset({date(2025, 1, 27), date(2026, 2, 16)})
"""Mondays of the Spring Festival weeks, in which nobody went out."""
_NEGLECTED, _NEGLECT = 3, 0.08
_GAP_WEEKS = 2.0
_MENDED, _MENDED_AT_ONCE, _FORGOTTEN, _SAID_TO_BE_MENDED = 0.72, 0.22, 0.25, 0.3
_DAYS_TO_NOTICE = 3
_WEEKEND = (5, 6)
_NIGHT_WEEKDAY = {"一队": 1, "三队": 3}
_MODES = (
    ("inspection", "四不两直", 0.4),
    ("patrol", "日常巡查", 0.3),
    ("special", "专项检查", 0.2),
    ("night", "夜查", 0.1),
)
_NOT_SEEN = (("absent", 0.02), ("closed", 0.04), ("refused", 0.008))
_INSPECTION_SOURCE, _FINDING_SOURCE = "示范镇检查记录(虚构).csv", "示范镇隐患台账(虚构).xlsx"


@dataclass(slots=True)
class _Case:
    """One finding on its way to being closed."""

    site: int
    visit: int
    team: str
    what: str
    level: str
    found: date
    due: date
    recheck: date | None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class _Visit:
    """One visit, before it gets its number in order of days."""

    day: date
    site: int
    team: str
    mode: tuple[str, str]
    result: str


class Past:
    """Lives through the weeks; ask it for the tables afterwards."""

    def __init__(
        self, rng: Generator, sites: pd.DataFrame, truth: pd.DataFrame, odds: Mapping[str, float]
    ) -> None:
        self._rng = rng
        self._sites = sites
        self._rates = truth["true_rate"].to_numpy(float)
        self._odds = odds
        self._kinds = sites["kind"].tolist()
        self._trades = sites["industry"].tolist()
        self._last_seen = np.full(len(sites), -30.0)
        self._found = np.zeros(len(sites))
        self._visits: list[_Visit] = []
        self._cases: list[_Case] = []

    def live(self, homes: Mapping[str, str]) -> None:
        """
        Live through all weeks.

        Parameters
        ----------
        homes
            Name of each team to the village it never inspects.
        """
        teams = list(homes)
        fondness = self._fondness(teams, homes)
        habit = self._habits()
        for week in range(WEEKS):
            monday = _FIRST_MONDAY + timedelta(days=7 * week)
            if monday in _FESTIVALS:
                continue
            wanted = int(self._rng.integers(_FEWEST, _MOST + 1))
            done = self._recheck(monday)
            for site in self._choose(week, habit, wanted - done):
                chances = fondness[self._sites["village"].iloc[site]]
                team = teams[int(self._rng.choice(len(teams), p=chances))]
                self._visit(week, monday, int(site), team)

    def _habits(self) -> NDArray[float64]:
        """Draw how often each village is thought of; the farthest in mind are neglected."""
        villages = sorted(self._sites["village"].unique())
        habit = dict(zip(villages, self._rng.lognormal(0.0, 0.3, len(villages)), strict=True))
        for village in self._rng.choice(villages, _NEGLECTED, replace=False):
            habit[str(village)] = _NEGLECT
        return self._sites["village"].map(habit).to_numpy(float)

    def _fondness(self, teams: list[str], homes: Mapping[str, str]) -> dict[str, NDArray[float64]]:
        """Draw each team's share of a village's visits; its home village gets none."""
        shares = {}
        for village in sorted(self._sites["village"].unique()):
            weights = self._rng.dirichlet([0.7] * len(teams))
            weights += 0.03
            weights[[homes[team] == village for team in teams]] = 0.0
            shares[str(village)] = weights / weights.sum()
        return shares

    def _choose(self, week: int, habit: NDArray[float64], count: int) -> NDArray[np.int64]:
        waited = np.clip(week - self._last_seen, 0.0, 60.0)
        weight = habit * (0.2 + waited / 20.0) * (1.0 + 0.6 * self._found)
        weight[waited < _GAP_WEEKS] = 0.0
        chosen = self._rng.choice(
            len(weight), size=max(count, 1), replace=False, p=weight / weight.sum()
        )
        return np.asarray(chosen, dtype=np.int64)

    def _visit(self, week: int, monday: date, site: int, team: str) -> None:
        word = self._mode(team)
        weekday = _NIGHT_WEEKDAY[team] if word[0] == "night" else int(self._rng.integers(5))
        day = monday + timedelta(days=weekday)
        result = self._result(site, team)
        self._last_seen[site] = week
        self._visits.append(_Visit(day, site, team, word, result))
        if result in {"finding", "illegal"}:
            self._found[site] = min(self._found[site] + 1.0, 4.0)
            for _ in range(1 + int(self._rng.binomial(2, 0.25))):
                self._open_case(site, team, day, illegal=result == "illegal")

    def _mode(self, team: str) -> tuple[str, str]:
        shares = np.array([share for _, _, share in _MODES])
        if team not in _NIGHT_WEEKDAY:
            shares[-1] = 0.0
        code, words, _ = _MODES[int(self._rng.choice(len(_MODES), p=shares / shares.sum()))]
        return code, words

    def _result(self, site: int, team: str) -> str:
        luck = float(self._rng.random())
        for result, share in _NOT_SEEN:
            if luck < share:
                return result
            luck -= share
        if self._rng.random() >= seen_by(self._rates[site], self._odds[team]):
            return "clean"
        hidden = 0.5 if self._kinds[site] == "idle_factory" else 0.07
        return "illegal" if self._rng.random() < hidden else "finding"

    def _open_case(self, site: int, team: str, day: date, *, illegal: bool) -> None:
        hazards = IDLE_HAZARDS if self._kinds[site] == "idle_factory" else self._hazards(site)
        level = "major" if self._rng.random() < (0.3 if illegal else 0.07) else "ordinary"
        due = day + timedelta(days=int(self._rng.choice([7, 15, 30], p=[0.3, 0.45, 0.25])))
        at_once = self._rng.random() < _MENDED_AT_ONCE and level == "ordinary"
        recheck = (
            None if at_once else _workday(due + timedelta(days=int(self._rng.integers(-4, 12))))
        )
        what = hazards[int(self._rng.integers(len(hazards)))]
        case = _Case(site, len(self._visits) - 1, team, what, level, day, due, recheck)
        case.closed = day if at_once else None
        self._cases.append(case)

    def _hazards(self, site: int) -> tuple[str, ...]:
        return next(trade.hazards for trade in INDUSTRIES if trade.words == self._trades[site])

    def _recheck(self, monday: date) -> int:
        """Go back where something was to be mended by now; return how many visits that took."""
        friday = monday + timedelta(days=4)
        ready = [case for case in self._cases if case.recheck and case.recheck <= friday]
        places = sorted({case.site for case in ready})[:_MOST_RECHECKS]
        for site in places:
            cases = [case for case in ready if case.site == site]
            day = max([monday, *(case.recheck for case in cases if case.recheck)])
            mended = [self._rng.random() < _MENDED for _ in cases]
            for case, done in zip(cases, mended, strict=True):
                case.closed = day if done else None
                case.recheck = None if done else self._again(day)
            result = "clean" if all(mended) else "finding"
            self._visits.append(_Visit(day, site, cases[0].team, ("recheck", "复查"), result))
        return len(places)

    def _again(self, day: date) -> date | None:
        """Plan another look; a few are forgotten, as in real ledgers."""
        if self._rng.random() < _FORGOTTEN:
            return None
        return _workday(day + timedelta(days=int(self._rng.integers(7, 21))))

    def tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Give inspections and findings, numbered in order of days."""
        order = sorted(range(len(self._visits)), key=lambda i: (self._visits[i].day, i))
        ids = {visit: f"J{number:05d}" for number, visit in enumerate(order, start=1)}
        inspections = [self._inspection(ids[i], self._visits[i]) for i in order]
        cases = sorted(self._cases, key=lambda case: ids[case.visit])
        findings = [
            self._finding(f"F{number:05d}", ids[case.visit], case)
            for number, case in enumerate(cases, start=1)
        ]
        return as_table(inspections, INSPECTION), as_table(findings, FINDING)

    def _inspection(self, key: str, visit: _Visit) -> dict[str, Any]:
        return {
            "inspection_id": key,
            "site_id": self._sites.index[visit.site],
            "day": visit.day,
            "team": visit.team,
            "mode": visit.mode[0],
            "mode_stated": visit.mode[1],
            "result": visit.result,
            "source": f"{_INSPECTION_SOURCE} {int(key[1:]) + 1}",
        }

    def _finding(self, key: str, inspection: str, case: _Case) -> dict[str, Any]:
        return {
            "finding_id": key,
            "site_id": self._sites.index[case.site],
            "inspection_id": inspection,
            "what": case.what,
            "level": case.level,
            "found": case.found,
            "due": case.due,
            "state": self._state(case),
            "closed": case.closed,
            "source": f"{_FINDING_SOURCE} {int(key[1:]) + 1}",
        }

    def _state(self, case: _Case) -> str:
        if case.closed:
            return "closed"
        if case.due < LAST_DAY:
            return "submitted" if self._rng.random() < _SAID_TO_BE_MENDED else "overdue"
        age = (LAST_DAY - case.found).days
        if age < _DAYS_TO_NOTICE:
            return "found"
        return "notified" if age < 2 * _DAYS_TO_NOTICE else "rectifying"


def _workday(day: date) -> date:
    """Move a day at the weekend to the Monday after."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() in _WEEKEND else 0)
