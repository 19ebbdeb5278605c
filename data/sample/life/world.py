"""The truth of the living sample town, week by week; who inspects it never reads it here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.sample.life.luck import draw_luck
from data.sample.life.meters import Meters, months_before
from data.sample.life.reports import week_reports
from data.sample.life.sight import SENSITIVITY, Call, Seen, chance_to_see
from data.schema import POWER_READING, as_table
from data.units import DAYS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from data.sample.life.params import LifeParams
    from data.sample.town import SampleTown

_MOST_OFTEN, _TINY = 0.9, 1e-12
_DUE_DAYS, _DUE_SHARES = (7, 15, 30), (0.3, 0.75)
_MAJOR, _MAJOR_ILLEGAL = 0.07, 0.3
_KNOWN_MONTHS = 6
"""Months of meter readings that the office already has when the year begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One workshop: where, since which day, and the day it was found; ``None``: not yet."""

    site_id: str
    opened: date
    found: date | None = None


class World:
    """
    What is really there, and what a visit sees of it.

    An enterprise has a hazard that nobody found, or none; its owner mends it in time, or a visit
    finds it. A workshop opens in an idle plant and stays until a visit finds it; then it is closed
    at once, and for some weeks it is tempted to open again. How often, follows from each place's
    true rate, so that a visit of a usual team finds as much as the two years before tell.
    """

    def __init__(self, town: SampleTown, params: LifeParams) -> None:
        self._sites, self._odds, self._params = town.tables["site"], town.team_odds, params
        self._place = {str(site): number for number, site in enumerate(self._sites.index)}
        self._idle = (self._sites["kind"] == "idle_factory").to_numpy(dtype=bool)
        self._luck = draw_luck(town.seed, weeks=params.weeks, sites=len(self._sites))
        self._meters = Meters(self._sites, self._idle, self._luck, params)
        self.first = town.last_day + timedelta(days=1)
        share = present_shares(town.truth["true_rate"].to_numpy(dtype=float))
        self._share = share
        self._hidden = self._luck.first < share
        self._arises = arising(share, self._idle, params)
        self._closed_week = np.full(len(share), -params.relapse_weeks - 1)
        self._episodes: dict[int, Episode] = {}
        self._ended: list[Episode] = []
        self._week = -1
        for place in np.flatnonzero(self._hidden & self._idle):
            days = round(-np.log1p(-self._luck.age[place]) * params.lasts_weeks * DAYS_PER_WEEK)
            self._open(int(place), self.first - timedelta(days=int(days)))

    @property
    def monday(self) -> date:
        """Return the first day of the week that goes on."""
        return self.first + timedelta(weeks=max(self._week, 0))

    @property
    def episodes(self) -> tuple[Episode, ...]:
        """Return every workshop of the year, found or not."""
        return (*self._ended, *(self._episodes[place] for place in sorted(self._episodes)))

    @property
    def hidden_share(self) -> float:
        """Return the share of sites where something is that nobody knows of, 0-1."""
        return float(self._hidden.mean())

    def chances(self, days_unseen: NDArray[float64]) -> NDArray[float64]:
        """
        Say how likely something that nobody knows of is at each site, for who knows the truth.

        What is there today is not told, only how often things come, go and come back; a place that
        was just seen is taken as empty.

        Parameters
        ----------
        days_unseen
            Shape ``(n,)``: days since somebody went there.

        Returns
        -------
        chances
            Shape ``(n,)``, 0-1.
        """
        params, lived = self._params, max(self._week, 0)
        weeks = np.minimum(days_unseen / DAYS_PER_WEEK, lived)
        is_old = days_unseen / DAYS_PER_WEEK > lived
        tempted = self._idle & (self._week - self._closed_week <= params.relapse_weeks)
        arises = self._arises + np.where(tempted, params.relapses, 0.0)
        fades = np.where(self._idle, 0.0, params.fades)
        stays = np.exp(-(arises + fades) * weeks)
        settled = arises / np.maximum(arises + fades, _TINY)
        return np.asarray(settled * (1.0 - stays) + np.where(is_old, self._share, 0.0) * stays)

    def past_readings(self) -> pd.DataFrame:
        """Read the meters of the months before the first week, by schema ``POWER_READING``."""
        months = months_before(f"{self.first:%Y-%m}", _KNOWN_MONTHS)
        return pd.concat([self._meters.month(month, self._worked(month)) for month in months])

    def next_week(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """
        Let the night before the next Monday pass.

        Returns
        -------
        tips, readings
            What came in: by schema ``TIP``, and by ``POWER_READING`` where a month is over.
        """
        self._week += 1
        self._change()
        tips = week_reports(
            self._sites,
            self._hidden,
            self._idle,
            week=self._week,
            monday=self.monday,
            luck=self._luck,
            params=self._params,
        )
        return tips, self._readings()

    def _change(self) -> None:
        week, params = self._week, self._params
        fades = self._hidden & ~self._idle & (self._luck.fade[week] < params.fades)
        tempted = self._idle & (week - self._closed_week <= params.relapse_weeks)
        chance = self._arises + np.where(tempted, params.relapses, 0.0)
        arises = ~self._hidden & (self._luck.arise[week] < chance)
        self._hidden = (self._hidden & ~fades) | arises
        for place in np.flatnonzero(arises & self._idle):
            self._open(int(place), self.monday)

    def _open(self, place: int, day: date) -> None:
        self._episodes[place] = Episode(site_id=str(self._sites.index[place]), opened=day)

    def _readings(self) -> pd.DataFrame:
        """Read the month that ended in the week before; empty where none did."""
        before = self.monday - timedelta(days=DAYS_PER_WEEK)
        month, is_over = f"{before:%Y-%m}", before.month != self.monday.month
        if not is_over:
            return as_table([], POWER_READING)
        return self._meters.month(month, self._worked(month))

    def _worked(self, month: str) -> NDArray[bool_]:
        """Tell where a workshop was through the better half of a month."""
        middle = date.fromisoformat(f"{month}-15")
        works = np.zeros(len(self._sites), dtype=bool)
        for one in self.episodes:
            if one.opened <= middle and (one.found is None or one.found > middle):
                works[self._place[one.site_id]] = True
        return works

    def look(self, call: Call, known: Sequence[str]) -> Seen:
        """
        Make a visit.

        Parameters
        ----------
        call
            Where, when, by whom; a day of the week that goes on.
        known
            Ids of the findings that are open there: the visit sees whether they are mended.
        """
        place, week = self._place[call.site_id], self._week
        if self._luck.gate[week, place] < self._params.shut:
            return Seen(call=call, result="closed")
        is_mended = self._luck.mend[week, place] < self._params.mended
        odds = self._odds.get(call.team, 1.0)
        sees = self._luck.sight[week, place] < chance_to_see(call.visit_type, odds)
        plain = Seen(call=call, result="clean", mended=tuple(known) if is_mended else ())
        if not (self._hidden[place] and sees):
            return replace(plain, result="finding") if known and not is_mended else plain
        return self._found(plain, place)

    def _found(self, plain: Seen, place: int) -> Seen:
        self._hidden[place] = False
        is_workshop = bool(self._idle[place])
        if is_workshop:
            self._ended.append(replace(self._episodes.pop(place), found=plain.call.day))
            self._closed_week[place] = self._week
        draw = self._luck.level[self._week, place]
        is_major = draw < (_MAJOR_ILLEGAL if is_workshop else _MAJOR)
        return replace(
            plain,
            result="illegal" if is_workshop else "finding",
            is_new=True,
            level="major" if is_major else "ordinary",
            due_days=_DUE_DAYS[int(np.searchsorted(_DUE_SHARES, draw))],
        )


def present_shares(true_rate: NDArray[float64]) -> NDArray[float64]:
    """
    Say at which share of times something is there, where a usual inspection would find it so often.

    Parameters
    ----------
    true_rate
        Chance that an inspection by a team of usual strictness finds something, 0-1.

    Examples
    --------
    >>> present_shares(np.array([0.085, 0.85])).round(9).tolist()
    [0.1, 0.9]
    """
    return np.minimum(true_rate / SENSITIVITY["inspection"], _MOST_OFTEN)


def arising(share: NDArray[float64], idle: NDArray[bool_], params: LifeParams) -> NDArray[float64]:
    """
    Give the weekly chance that something arises where nothing is.

    With it, and things going at their own rate, a share of the places has something in the long
    run: what arises, ``chance (1 - share)``, is what goes, ``rate share``.

    Examples
    --------
    >>> from data.sample.life.params import LifeParams
    >>> share, idle = np.array([0.5, 0.5]), np.array([True, False])
    >>> arising(share, idle, LifeParams(fades=0.1, lasts_weeks=5.0)).round(9).tolist()
    [0.2, 0.1]
    """
    goes = np.where(idle, 1.0 / params.lasts_weeks, params.fades)
    return np.asarray(np.minimum(goes * share / (1.0 - share), 1.0))
