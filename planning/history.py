"""What the records say of each site, up to the day the plan is made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.crs import great_circle_m
from data.findings import is_open, is_ours
from data.words import LOOKS
from planning.rows import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planning.rules import Rules

_NO_VISIT = frozenset({"skipped"})


@dataclass(frozen=True, slots=True)
class DueFinding:
    """A finding that is not closed: its id, level, due day (``None``: none set) and state."""

    finding_id: str
    level: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class NearTip:
    """A tip-off near a site; ``nearest`` where no other site is nearer to it."""

    tip_id: str
    day: date
    state: str
    away_m: float
    nearest: bool


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
    capped_from = rules.cap.since(monday or as_of)
    for row in rows_of(inspections):
        day = row.day.date()
        if row.site_id in histories and day < as_of and row.result not in _NO_VISIT:
            _add_visit(histories[row.site_id], row, day, capped_from, rules)
    findings = findings[is_ours(findings)]
    for row, still_open in zip(rows_of(findings), is_open(findings, as_of), strict=True):
        if row.site_id in histories and row.found.date() < as_of:
            _add_finding(histories[row.site_id], row, still_open=still_open)
    for site, tip in _near_tips(sites, tips, as_of, rules):
        histories[site].tips.append(tip)
    return histories


def _stated(row: Row, as_of: date) -> History:
    """Begin with the last visit that the site's own row states; what came of it is unknown."""
    stated = None if pd.isna(row.stated_visit) else row.stated_visit.date()
    known = stated if stated is not None and stated < as_of else None
    return History(last_seen=known, last_attempt=known)


def _add_visit(history: History, row: Row, day: date, capped_from: date, rules: Rules) -> None:
    history.last_attempt = max(day, history.last_attempt or day)
    if row.result in LOOKS:
        history.looks += 1
        history.last_seen = max(day, history.last_seen or day)
    counts = rules.cap.count_unknown if pd.isna(row.mode) else row.mode in rules.cap.types
    if counts and day >= capped_from:
        history.capped += 1
    if not pd.isna(row.mode):
        history.last_of[row.mode] = max(day, history.last_of.get(row.mode, day))
    if row.result == "illegal":
        history.illegal = max(day, history.illegal or day)


def _add_finding(history: History, row: Row, *, still_open: bool) -> None:
    if still_open:
        due = None if pd.isna(row.due) else row.due.date()
        state = "rectifying" if row.state == "closed" else row.state
        history.open.append(DueFinding(str(row.Index), row.level, due, state))
    elif not pd.isna(row.closed):
        closed = row.closed.date()
        history.closed = max(closed, history.closed or closed)


def _near_tips(
    sites: pd.DataFrame, tips: pd.DataFrame, as_of: date, rules: Rules
) -> Iterator[tuple[str, NearTip]]:
    lon, lat = sites["lon_deg"].to_numpy(float), sites["lat_deg"].to_numpy(float)
    first = as_of - timedelta(days=rules.tip.days)
    for row in rows_of(tips.sort_values("day", ascending=False, kind="stable")):
        placed = not (pd.isna(row.lon_deg) or pd.isna(row.lat_deg)) and len(sites) > 0
        day = row.day.date()
        if row.verified == "false" or not placed or not first <= day < as_of:
            continue
        away_m = great_circle_m(lon, lat, row.lon_deg, row.lat_deg)
        nearest = int(away_m.argmin())
        for number in np.flatnonzero(away_m <= rules.tip.radius_m):
            is_nearest = int(number) == nearest
            tip = NearTip(str(row.Index), day, row.verified, float(away_m[number]), is_nearest)
            yield str(sites.index[int(number)]), tip
