"""What the records say of each site, up to the day the plan is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import nan
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import great_circle_m
from data.findings import is_open, is_ours
from data.words import LOOKS
from planning.cases.expertise import expertise_of
from planning.cases.measures import NONE_TAKEN, SiteMeasures
from planning.rows import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from planning.rulebook import CapRules
    from planning.rules import Rules

_NO_VISIT = frozenset({"skipped"})


@dataclass(frozen=True, slots=True)
class DueFinding:
    """
    A finding that is not closed: its id, level, due day (``None``: none set) and state.

    ``needs`` are codes of ``data.words.EXPERTISE`` that its re-check needs.
    """

    finding_id: str
    level: str
    due: date | None
    state: str
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class NearTip:
    """
    A tip-off near a site; ``nearest`` where no other site is nearer to it.

    One that names a village only has the ``village``, and counts as nearest to the likeliest site
    of it; one whose site is known is about that site. Neither has a distance (``nan``).
    """

    tip_id: str
    day: date
    state: str
    away_m: float
    nearest: bool
    urgent: bool = False
    village: str = ""


@dataclass(slots=True)
class History:
    """
    One site's past.

    Attributes
    ----------
    looks
        Past visits that saw inside; what can be learned of the site grows with them.
    last_seen
        Day of the last look, or of the visit that the ledger states where that is later.
    last_attempt
        Day somebody last went there, a shut gate included; never before ``last_seen``.
    capped
        Visits that count towards the yearly cap, a shut gate included: the cap is the law's, and
        is counted with care.
    last_of
        Day of the last visit of each type that the ledger states.
    illegal
        Day of the last visit that found it illegal, if any.
    closed
        Day the last finding was closed, if any.
    open
        Findings not closed; those handed to another office are its own to re-check.
    tips
        Tip-offs near it, newest first.
    measures
        What orders and dispositions ask of it.
    """

    looks: int = 0
    last_seen: date | None = None
    last_attempt: date | None = None
    capped: int = 0
    illegal: date | None = None
    closed: date | None = None
    open: list[DueFinding] = field(default_factory=list)
    tips: list[NearTip] = field(default_factory=list)
    last_of: dict[str, date] = field(default_factory=dict)
    measures: SiteMeasures = NONE_TAKEN


def site_histories(  # noqa: PLR0913  # the tables of a town
    sites: pd.DataFrame,
    inspections: pd.DataFrame,
    findings: pd.DataFrame,
    tips: pd.DataFrame,
    *,
    as_of: date,
    rules: Rules,
    monday: date | None = None,
) -> dict[str, History]:
    """
    Gather what is known of each site before a day.

    Parameters
    ----------
    sites, inspections, findings, tips
        Tables of ``data.schema``. Rows of unknown sites are left alone.
    as_of
        Only what is dated before this day counts; a finding closed on it or later is still open.
    rules
        Which visits count towards the cap, and how far a tip-off reaches.
    monday
        First day of the week that is planned: the year of the cap is that of its visits, not that
        of the records. ``None``: ``as_of``.

    Returns
    -------
    histories
        One for each site, by id, in the table's order.
    """
    histories = {str(row.Index): _stated(row, as_of) for row in rows_of(sites)}
    _add_visits(histories, inspections, as_of, rules.cap, rules.cap.since(monday or as_of))
    findings = findings[is_ours(findings)]
    for row, still_open in zip(rows_of(findings), is_open(findings, as_of), strict=True):
        if row.site_id in histories and row.found.date() < as_of:
            _add_finding(histories[row.site_id], row, rules, still_open=still_open)
    for site, tip in _near_tips(sites, tips, as_of, rules):
        histories[site].tips.append(tip)
    return histories


def _stated(row: Row, as_of: date) -> History:
    """Begin with the last visit that the site's own row states; what came of it is unknown."""
    stated = None if pd.isna(row.stated_visit) else row.stated_visit.date()
    known = stated if stated is not None and stated < as_of else None
    return History(last_seen=known, last_attempt=known)


def _add_visits(
    histories: dict[str, History],
    inspections: pd.DataFrame,
    as_of: date,
    cap: CapRules,
    capped_from: date,
) -> None:
    """Count and date the visits of every site; a county has a million, so column by column."""
    number = {site: place for place, site in enumerate(histories)}
    place = inspections["site_id"].map(number)
    day = inspections["day"]
    counts = place.notna() & (day < pd.Timestamp(as_of)) & ~inspections["result"].isin(_NO_VISIT)
    visits = inspections[counts]
    visited = _Visited(
        np.asarray(place[counts], dtype=np.int64), _ordinals(visits["day"]), len(histories)
    )
    mode, result = visits["mode"], visits["result"]
    looked = result.isin(LOOKS).to_numpy(bool)
    capped = mode.isin(cap.types) | mode.isna() if cap.count_unknown else mode.isin(cap.types)
    late = visited.day >= capped_from.toordinal()
    for history, looks, held, seen, tried, illegal in zip(
        histories.values(),
        visited.count(looked),
        visited.count(capped.to_numpy(bool) & late),
        visited.last(looked),
        visited.last(np.ones(len(looked), dtype=bool)),
        visited.last((result == "illegal").to_numpy(bool)),
        strict=True,
    ):
        history.looks, history.capped, history.illegal = looks, held, illegal
        history.last_seen = _later(history.last_seen, seen)
        history.last_attempt = _later(history.last_attempt, tried)
    for code in mode.dropna().unique():
        days = visited.last((mode == code).to_numpy(bool))
        for history, last in zip(histories.values(), days, strict=True):
            if last is not None:
                history.last_of[str(code)] = last


@dataclass(frozen=True, slots=True)
class _Visited:
    """
    Visits as numbers.

    Attributes
    ----------
    place, day
        Shape ``(visits,)``: the number of the site, and the day as an ordinal.
    sites
        How many sites there are.
    """

    place: NDArray[np.int64]
    day: NDArray[np.int64]
    sites: int

    def count(self, which: NDArray[np.bool_]) -> list[int]:
        """Count some of the visits of each site."""
        counts: list[int] = np.bincount(self.place[which], minlength=self.sites).tolist()
        return counts

    def last(self, which: NDArray[np.bool_]) -> list[date | None]:
        """Give the day of the last of some visits of each site; ``None`` where there is none."""
        last = np.zeros(self.sites, dtype=np.int64)
        np.maximum.at(last, self.place[which], self.day[which])
        return [date.fromordinal(day) if day else None for day in last.tolist()]


def _ordinals(days: pd.Series) -> NDArray[np.int64]:
    since_1970 = days.to_numpy("datetime64[D]").astype(np.int64)
    return since_1970 + date(1970, 1, 1).toordinal()


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _add_finding(history: History, row: Row, rules: Rules, *, still_open: bool) -> None:
    if still_open:
        due = None if pd.isna(row.due) else row.due.date()
        state = "rectifying" if row.state == "closed" else row.state
        needs = expertise_of(row.needs, row.what, rules=rules.expert)
        history.open.append(DueFinding(str(row.Index), row.level, due, state, needs))
    elif not pd.isna(row.closed):
        closed = row.closed.date()
        history.closed = max(closed, history.closed or closed)


def _near_tips(
    sites: pd.DataFrame, tips: pd.DataFrame, as_of: date, rules: Rules
) -> Iterator[tuple[str, NearTip]]:
    lon, lat = sites["lon_deg"].to_numpy(float), sites["lat_deg"].to_numpy(float)
    for row in counted_tips(tips, as_of=as_of, rules=rules):
        day, state, urgent = row.day.date(), tip_state(row, as_of), row.urgency == "urgent"
        if row.site_id in sites.index:
            yield (
                str(row.site_id),
                NearTip(str(row.Index), day, state, nan, nearest=True, urgent=urgent),
            )
            continue
        if pd.isna(row.lon_deg) or pd.isna(row.lat_deg) or not len(sites):
            continue
        away_m = great_circle_m(lon, lat, row.lon_deg, row.lat_deg)
        nearest = int(away_m.argmin())
        for number in np.flatnonzero(away_m <= rules.tip.radius_m):
            is_nearest = int(number) == nearest
            away = float(away_m[number])
            tip = NearTip(str(row.Index), day, state, away, nearest=is_nearest, urgent=urgent)
            yield str(sites.index[int(number)]), tip


def counted_tips(tips: pd.DataFrame, *, as_of: date, rules: Rules) -> Iterator[Row]:
    """Walk the tip-offs that count on a day, newest first: young enough, and not found untrue."""
    first = as_of - timedelta(days=rules.tip.days)
    for row in rows_of(tips.sort_values("day", ascending=False, kind="stable")):
        if first <= row.day.date() < as_of and tip_state(row, as_of) != "false":
            yield row


def tip_state(row: Row, as_of: date) -> str:
    """Give the verdict on a tip-off as it was known when a day began."""
    later = not pd.isna(row.checked) and row.checked.date() >= as_of
    return "open" if later else str(row.verified)
