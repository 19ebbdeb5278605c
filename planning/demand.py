"""What the week should hold: promises, a counted random share, and the best of the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.model import Unplanned
from data.units import DAYS_PER_WEEK, SECONDS_PER_DAY
from planning.history import site_histories
from planning.problem import Cover, Window
from planning.randomness import inclusion_probability, systematic_draw
from planning.rows import Row, rows_of
from planning.wants import Claim, Standing, claims_of, cover_claim, drawn_claim, next_due

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from data.model import Why
    from planning.calendar import Shift
    from planning.rules import Rules

_LEAST_SERVICE_S = 60
_RANDOM_RANK = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """
    One visit the week should hold.

    Attributes
    ----------
    why
        What speaks for it, most binding first; never empty.
    must, must_rank
        A promise of law or rule has rank 0, a random draw rank 1.
    prize
        Points, >= 0.
    windows
        Seconds of the week within which service may start.
    """

    site_id: str
    why: tuple[Why, ...]
    visit_type: str
    must: bool
    must_rank: int
    prize: float
    service_s: int
    windows: tuple[Window, ...]
    needs: frozenset[str]
    card_holders: int
    village: str | None


@dataclass(frozen=True, slots=True)
class Demand:
    """
    The week's wishes.

    Attributes
    ----------
    wants
        Visits offered to the engine, in the order of the site table.
    covers
        Villages that must be seen; one without any site that can be offered stays and is broken.
    left_out
        Sites not offered, each with its reason and figures.
    draw
        Chance of being drawn of every site that could be drawn, drawn or not.
    drawn
        The sites that were drawn.
    """

    wants: tuple[Want, ...]
    covers: tuple[Cover, ...]
    left_out: tuple[Unplanned, ...]
    draw: dict[str, float]
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A site with what speaks for it, before anything is chosen."""

    row: Row
    standing: Standing
    claims: tuple[Claim, ...]
    resting_until: date | None

    @property
    def site_id(self) -> str:
        return str(self.row.Index)

    @property
    def village(self) -> str | None:
        return self.row.village if isinstance(self.row.village, str) else None

    @property
    def is_promise(self) -> bool:
        return any(claim.is_promise for claim in self.claims)

    @property
    def prize(self) -> float:
        return sum(claim.points for claim in self.claims)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The days and rules that every site is seen under."""

    monday: date
    last_day: date
    as_of: date
    rules: Rules


def weekly_demand(  # noqa: PLR0913  # the tables of a town
    sites: pd.DataFrame,
    scores: pd.DataFrame,
    inspections: pd.DataFrame,
    findings: pd.DataFrame,
    tips: pd.DataFrame,
    *,
    shifts: Sequence[Shift],
    monday: date,
    as_of: date,
    rules: Rules,
    seed: int,
    reachable: pd.Series | None = None,
) -> Demand:
    """
    Decide what the engine is offered for one week.

    Parameters
    ----------
    sites, scores, inspections, findings, tips
        Tables of ``data.schema``. A site without a score counts as the mean of those that have
        one, grade blue.
    shifts
        Who works when, from ``week_shifts``.
    monday
        First day of the week.
    as_of
        Only records dated before this day count.
    rules
        The office's rules.
    seed
        Of the random draw.
    reachable
        Truth by site id; sites that are missing or false are ``unreachable``. ``None``: all are.

    Returns
    -------
    demand
        Every site is in ``wants`` or in ``left_out``, never in both.
    """
    histories = site_histories(sites, inspections, findings, tips, as_of=as_of, rules=rules)
    last_day = max(shift.day for shift in shifts)
    lost = _unreachable(sites, reachable)
    frame = _Frame(monday, last_day, as_of, rules)
    candidates = [
        _candidate(row, standing, frame)
        for row, standing in _standings(sites, scores, histories)
        if str(row.Index) not in lost
    ]
    capacity_s = sum(_working_s(shift) for shift in shifts)
    candidates, draw, drawn = _with_draw(candidates, capacity_s, as_of, rules, seed)
    writer = _Writer(shifts, rules, monday, set(drawn))
    capped = [_capped(one) for one in candidates if writer.is_barred(one)]
    candidates = [one for one in candidates if not writer.is_barred(one)]
    offered, cut = _offered(candidates, set(drawn), capacity_s, rules)
    wants = tuple(writer.want(one) for one in candidates if one.site_id in offered)
    left = [_left_out(one, draw, cut, rules) for one in candidates if one.site_id not in offered]
    away = [Unplanned(site, "unreachable", {"shifts": len(shifts)}) for site in sorted(lost)]
    covers = _covers(sites, wants) if rules.frequency.village_weekly else ()
    return Demand(wants, covers, (*left, *capped, *away), draw, drawn)


def _unreachable(sites: pd.DataFrame, reachable: pd.Series | None) -> set[str]:
    if reachable is None:
        return set()
    found = reachable.reindex(sites.index).fillna(value=False).astype(bool)
    return set(found.index[~found].astype(str))


def _standings(
    sites: pd.DataFrame, scores: pd.DataFrame, histories: Mapping[str, Any]
) -> Iterable[tuple[Row, Standing]]:
    risk = scores["risk"].reindex(sites.index)
    risk = risk.fillna(risk.mean() if risk.notna().any() else 0.0)
    grade = scores["grade"].reindex(sites.index).fillna("blue")
    for row, one_risk, one_grade in zip(rows_of(sites), risk, grade, strict=True):
        yield row, Standing(float(one_risk), str(one_grade), histories[str(row.Index)])


def _candidate(row: Row, standing: Standing, frame: _Frame) -> _Candidate:
    monday, rules = frame.monday, frame.rules
    claims = claims_of(
        standing, monday=monday, last_day=frame.last_day, as_of=frame.as_of, rules=rules
    )
    last = standing.history.last_visit
    free = last + timedelta(days=rules.gap.min_days) if last else None
    routine = all(claim.why.code in ("risk", "uncertain") for claim in claims)
    return _Candidate(row, standing, claims, free if routine and free and free > monday else None)


def _working_s(shift: Shift) -> int:
    return shift.end_s - shift.start_s - (shift.rest.duration_s if shift.rest else 0)


def _with_draw(
    candidates: Sequence[_Candidate], capacity_s: int, as_of: date, rules: Rules, seed: int
) -> tuple[list[_Candidate], dict[str, float], tuple[str, ...]]:
    """Draw the random share among all that is neither promised nor just seen."""
    pool = [one for one in candidates if not one.is_promise and one.resting_until is None]
    weeks = np.array([_weeks_unseen(one, as_of, rules) for one in pool])
    chance = inclusion_probability(weeks**rules.random.staleness_power, _draws(capacity_s, rules))
    hit = systematic_draw(chance, seed=seed)
    draw = {one.site_id: float(p) for one, p in zip(pool, chance, strict=True)}
    drawn = tuple(one.site_id for one, is_hit in zip(pool, hit, strict=True) if is_hit)
    marked = set(drawn)
    told = [
        replace(one, claims=(drawn_claim(draw[one.site_id]), *one.claims))
        if one.site_id in marked
        else one
        for one in candidates
    ]
    return told, draw, drawn


def _weeks_unseen(one: _Candidate, as_of: date, rules: Rules) -> float:
    last = one.standing.history.last_visit
    most = rules.random.most_weeks
    weeks = most if last is None else (as_of - last).days / DAYS_PER_WEEK
    return float(np.clip(weeks, 1.0, most))


def _draws(capacity_s: int, rules: Rules) -> int:
    """Guess how many visits the week holds, and take the random share of them."""
    each_s = (
        rules.service.seconds(rules.visit_type["random"], None) + 60.0 * rules.offer.travel_minutes
    )
    return round(rules.random.share * capacity_s / each_s)


def _offered(
    candidates: Sequence[_Candidate], drawn: set[str], capacity_s: int, rules: Rules
) -> tuple[set[str], float]:
    """Choose promises, draws, the best by points a minute, and somebody in each village."""
    kept = {one.site_id for one in candidates if one.is_promise or one.site_id in drawn}
    rest = [one for one in candidates if one.site_id not in kept and one.resting_until is None]
    rest.sort(key=lambda one: (-_density(one, rules), one.site_id))
    left_s = rules.offer.capacity_times * capacity_s
    cut = 0.0
    for one in rest:
        left_s -= _use_s(one, rules)
        if left_s < 0:
            cut = _density(one, rules) * 60
            break
        kept.add(one.site_id)
    return kept | _for_villages(candidates, kept, rules), cut


def _for_villages(candidates: Sequence[_Candidate], kept: set[str], rules: Rules) -> set[str]:
    """Add the best site of each village that would otherwise have none."""
    if not rules.frequency.village_weekly:
        return set()
    served = {one.village for one in candidates if one.site_id in kept}
    best: dict[str, _Candidate] = {}
    for one in candidates:
        if one.village is None or one.village in served:
            continue
        if one.village not in best or one.prize > best[one.village].prize:
            best[one.village] = one
    return {one.site_id for one in best.values()}


def _use_s(one: _Candidate, rules: Rules) -> float:
    visit_type = rules.visit_type[one.claims[0].why.code]
    return rules.service.seconds(visit_type, _area_m2(one.row)) + 60.0 * rules.offer.travel_minutes


def _density(one: _Candidate, rules: Rules) -> float:
    return one.prize / max(_use_s(one, rules), _LEAST_SERVICE_S)


def _area_m2(row: Row) -> float | None:
    return float(row.area_m2) if not pd.isna(row.area_m2) and isfinite(row.area_m2) else None


def _left_out(one: _Candidate, draw: Mapping[str, float], cut: float, rules: Rules) -> Unplanned:
    """Say why a site is not even offered."""
    last, due = one.standing.history.last_visit, next_due(one.standing, rules)
    detail: dict[str, Any] = {"last_visit": last.isoformat() if last else None}
    if one.resting_until is not None:
        until = {"not_before": one.resting_until.isoformat(), "gap_days": rules.gap.min_days}
        return Unplanned(one.site_id, "not_due", detail | until)
    detail |= {"chance": round(draw.get(one.site_id, 0.0), 6)}
    detail |= {"points_per_minute": round(_density(one, rules) * 60, 3), "cut": round(cut, 3)}
    if any(claim.why.code not in ("risk", "uncertain") for claim in one.claims):
        return Unplanned(one.site_id, "lost_to_better", detail)
    if due is not None:
        return Unplanned(one.site_id, "not_due", detail | {"due": due.isoformat()})
    return Unplanned(one.site_id, "not_drawn", detail)


def _capped(one: _Candidate) -> Unplanned:
    return Unplanned(one.site_id, "cap_reached", {"visits": one.standing.history.capped})


def _covers(sites: pd.DataFrame, wants: Sequence[Want]) -> tuple[Cover, ...]:
    members: dict[str, list[str]] = {
        name: [] for name in sorted(sites["village"].dropna().unique())
    }
    for want in wants:
        if want.village is not None:
            members[want.village].append(want.site_id)
    return tuple(Cover(name=name, sites=tuple(found)) for name, found in members.items())


class _Writer:
    """Turns candidates into wants, knowing who works when."""

    def __init__(
        self, shifts: Sequence[Shift], rules: Rules, monday: date, drawn: set[str]
    ) -> None:
        self.shifts, self.rules, self.monday, self.drawn = shifts, rules, monday, drawn

    def want(self, one: _Candidate) -> Want:
        """Write one want in full."""
        claims = one.claims
        if one.resting_until is not None and one.village is not None:
            claims = (cover_claim(one.village), *claims)
        windows, at_night = self._windows(one, claims)
        visit_type = self._visit_type(one, claims, at_night=at_night)
        return Want(
            site_id=one.site_id,
            why=tuple(claim.why for claim in claims),
            visit_type=visit_type,
            must=one.is_promise or one.site_id in self.drawn,
            must_rank=_RANDOM_RANK if one.site_id in self.drawn else 0,
            prize=one.prize,
            service_s=self.rules.service.seconds(visit_type, _area_m2(one.row)),
            windows=windows,
            needs=self._needs(one, visit_type),
            card_holders=self.rules.card_holders[visit_type],
            village=one.village,
        )

    def is_barred(self, one: _Candidate) -> bool:
        """Tell whether the yearly cap forbids the visit, and no patrol may stand in for it."""
        visit_type = self.rules.visit_type[one.claims[0].why.code]
        return self._is_capped(one, visit_type) and not self.rules.cap.patrol_instead

    def _visit_type(self, one: _Candidate, claims: Sequence[Claim], *, at_night: bool) -> str:
        """Choose the legal type by the first why, and step back to a patrol where law asks."""
        visit_type = self.rules.visit_type[claims[0].why.code]
        if one.row.kind == "idle_factory" and visit_type not in ("recheck", "lookback"):
            visit_type = self.rules.visit_type["idle_factory"]
        if self._is_capped(one, visit_type) and self.rules.cap.patrol_instead:
            visit_type = "patrol"
        if self.rules.needs.patrol_without and not self._is_staffed(one, visit_type):
            visit_type = "patrol"
        return "night" if at_night and visit_type == "patrol" else visit_type

    def _is_capped(self, one: _Candidate, visit_type: str) -> bool:
        cap = self.rules.cap
        most = cap.most(one.standing.grade)
        is_enterprise = one.row.kind == "enterprise" and visit_type in cap.types
        return is_enterprise and 0 < most <= one.standing.history.capped

    def _is_staffed(self, one: _Candidate, visit_type: str) -> bool:
        needs = self._needs(one, visit_type)
        return not needs or any(needs <= shift.skills for shift in self.shifts)

    def _needs(self, one: _Candidate, visit_type: str) -> frozenset[str]:
        code = one.row.industry_code if isinstance(one.row.industry_code, str) else ""
        chemicals = not pd.isna(one.row.chemicals) and bool(one.row.chemicals)
        return self.rules.needs.skills(visit_type, code, chemicals=chemicals)

    def _windows(self, one: _Candidate, claims: Sequence[Claim]) -> tuple[tuple[Window, ...], bool]:
        """Open the site when it works and somebody is there; say whether only at night."""
        first = max(
            (claim.not_before for claim in claims[:1] if claim.not_before), default=self.monday
        )
        from_s = (first - self.monday).days * SECONDS_PER_DAY
        kinds = {"night": ("night",), "both": ("day", "night")}.get(str(one.row.hours), ("day",))
        ahead = [shift for shift in self.shifts if shift.end_s > from_s]
        held = [shift for shift in ahead if shift.kind in kinds] or ahead
        spans = sorted({(max(shift.start_s, from_s), shift.end_s) for shift in held})
        return tuple(spans), all(shift.kind == "night" for shift in held)
