"""What kind of visit law and week allow at a site: decided once, for ranking and for plans."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import isfinite
from typing import TYPE_CHECKING

import pandas as pd

from data.units import SECONDS_PER_DAY, SECONDS_PER_MINUTE
from planning.clauses.closed import without
from planning.clauses.departments import joining, joint_why
from planning.clauses.whom import has_chemicals, industry_of
from planning.problem import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.model import Why
    from planning.calendar import Shift
    from planning.clauses.departments import Department
    from planning.problem import Window
    from planning.rows import Row
    from planning.rules import Rules
    from planning.wants import Claim, Standing

_SEES_FINDINGS = ("recheck", "lookback")
"""Visit types that go to see what was found, idle plants included."""
_AS_IT_IS = (*_SEES_FINDINGS, "audit")
"""Visit types that an idle plant gets like any other place: an audit repeats what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """
    How a site may be visited this week.

    Attributes
    ----------
    visit_type
        Code of ``data.words.VISIT_TYPES``.
    service_s
        Seconds on the spot.
    windows
        Seconds of the week within which service may start.
    needs, card_holders
        What the team must have.
    bar
        The rule for which nobody may make the visit; ``None`` where somebody may.
    tasks
        Whose tasks the visit does, where it does those of several departments.
    """

    visit_type: str
    service_s: int
    windows: tuple[Window, ...]
    needs: frozenset[str]
    card_holders: int
    bar: Bar | None
    tasks: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Kinds:
    """
    Decides the kind of each visit, knowing the rules and who works when.

    Parameters
    ----------
    shifts, rules, monday
        Who works when, the office's rules, and the first day of the week.

    Attributes
    ----------
    unlike
        One of the shifts with the same hours and skills: a county has hundreds of them.
    _spans
        Hours found before, by days and kinds of shift.
    """

    shifts: Sequence[Shift]
    rules: Rules
    monday: date
    unlike: tuple[Shift, ...] = field(init=False)
    _spans: dict[tuple[date, date, tuple[str, ...]], tuple[tuple[Window, ...], bool]] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        kinds = {
            (one.day, one.kind, one.start_s, one.end_s, one.skills): one for one in self.shifts
        }
        object.__setattr__(self, "unlike", tuple(kinds.values()))

    def of(self, row: Row, standing: Standing, claims: Sequence[Claim]) -> Kind:
        """Decide by the most binding claim, and step back where law or staff ask for it."""
        wanted = self._wanted(row, claims)
        allowed = self._allowed(row, standing, claims, wanted)
        visit_type = allowed or wanted
        windows, at_night = self._windows(row, claims, visit_type)
        if at_night and (visit_type == "patrol" or claims[0].why.code == "random"):
            # Nights are short: a draw there is a night check, or few draws could be kept.
            visit_type = "night"
        joined = self._joined(row, standing, visit_type)
        service_s = self.rules.service.seconds(visit_type, area_m2(row))
        service_s += SECONDS_PER_MINUTE * sum(one.minutes for one in joined)
        windows, is_shut = self._opened(row, standing, windows, service_s)
        barred = None if allowed else self._bar(row, standing, wanted)
        told = joint_why(joined)
        return Kind(
            visit_type=visit_type,
            service_s=service_s,
            windows=windows,
            needs=self._needs(row, visit_type),
            card_holders=self.rules.card_holders[visit_type],
            bar=barred or (Bar("closed_all_week", {"windows": []}) if is_shut else None),
            tasks=(told,) if told else (),
        )

    def _joined(self, row: Row, standing: Standing, visit_type: str) -> tuple[Department, ...]:
        """List the departments that the visit works for."""
        if visit_type not in self.rules.joint.types:
            return ()
        return joining(self.rules.departments, row, standing.grade)

    def _opened(
        self, row: Row, standing: Standing, windows: tuple[Window, ...], service_s: int
    ) -> tuple[tuple[Window, ...], bool]:
        """Cut closed hours and market days out; say whether they leave nothing."""
        if not self.rules.closed:
            return windows, False
        held = [one for one in self.rules.closed if one.whom.meets(row, standing.grade)]
        spans = [span for one in held for span in one.spans(self.monday)]
        left = without(windows, spans, service_s=service_s) if spans else windows
        return left, bool(windows) and not left

    def _wanted(self, row: Row, claims: Sequence[Claim]) -> str:
        """Choose the type by the first claim; idle plants are looked at from outside."""
        if claims[0].visit_type:
            return claims[0].visit_type
        visit_type = self.rules.visit_type[claims[0].why.code]
        if row.kind == "idle_factory" and visit_type not in _AS_IT_IS:
            is_due = _is_due(claims)
            return self.rules.visit_type["due" if is_due else "idle_factory"]
        return visit_type

    def _allowed(
        self, row: Row, standing: Standing, claims: Sequence[Claim], wanted: str
    ) -> str | None:
        """Step back to the re-check of a finding, or to a look from outside; ``None``: no visit."""
        rules, recheck = self.rules, self.rules.visit_type["due"]
        if not self._is_held_back(row, standing, wanted) and self._is_staffed(row, claims, wanted):
            return wanted
        if _is_due(claims) and not self._is_held_back(row, standing, recheck):
            return recheck
        if self._is_capped(row, standing, wanted) and not rules.cap.patrol_instead:
            return None
        return None if self._is_held_back(row, standing, "patrol") else "patrol"

    def _bar(self, row: Row, standing: Standing, wanted: str) -> Bar:
        """Say which rule forbids the visit: the cap, or the gap after the last of its type."""
        if self._is_capped(row, standing, wanted):
            return Bar("cap_reached", {"visits": standing.history.capped})
        last = standing.history.last_of.get("patrol", self.monday)
        until = last + timedelta(days=self.rules.gap.type["patrol"])
        return Bar("not_due", {"last_visit": last.isoformat(), "not_before": until.isoformat()})

    def _is_held_back(self, row: Row, standing: Standing, visit_type: str) -> bool:
        """Tell whether the cap, or the gap after the last visit of this type, forbids one more."""
        last = standing.history.last_of.get(visit_type)
        gap = timedelta(days=self.rules.gap.type[visit_type])
        too_soon = last is not None and last + gap > self.monday
        return too_soon or self._is_capped(row, standing, visit_type)

    def _is_capped(self, row: Row, standing: Standing, visit_type: str) -> bool:
        """Tell whether the yearly cap forbids one more visit of this type."""
        most = self.rules.cap.most(standing.grade, industry_of(row))
        counts = row.kind == "enterprise" and visit_type in self.rules.cap.types
        return counts and 0 < most <= standing.history.capped

    def _is_staffed(self, row: Row, claims: Sequence[Claim], visit_type: str) -> bool:
        """Tell whether anybody at work at its hours has the skill to go in, where rules ask it."""
        needs = self._needs(row, visit_type)
        if not needs or not self.rules.needs.patrol_without:
            return True
        windows, _ = self._windows(row, claims, visit_type)
        skilled = [shift for shift in self.unlike if needs <= shift.skills]
        return any(
            shift.start_s < close_s and open_s < shift.end_s
            for shift in skilled
            for open_s, close_s in windows
        )

    def _needs(self, row: Row, visit_type: str) -> frozenset[str]:
        chemicals = has_chemicals(row)
        return self.rules.needs.skills(visit_type, industry_of(row), chemicals=chemicals)

    def _windows(
        self, row: Row, claims: Sequence[Claim], visit_type: str
    ) -> tuple[tuple[Window, ...], bool]:
        """Open the site when it works and somebody is there; say whether only at night."""
        first, last = self._days(claims)
        at_night = any(claim.at_night for claim in claims) and not _is_due(claims)
        kinds = ("night",) if at_night else self._hours(str(row.hours), visit_type)
        asked = (first, last, kinds)
        if asked not in self._spans:
            self._spans[asked] = self._held(first, last, kinds)
        return self._spans[asked]

    def _held(
        self, first: date, last: date, kinds: tuple[str, ...]
    ) -> tuple[tuple[Window, ...], bool]:
        """List the hours of shifts from one day to another; any kind where none of these is."""
        from_s = (first - self.monday).days * SECONDS_PER_DAY
        ahead = [shift for shift in self.unlike if shift.end_s > from_s and shift.day <= last]
        held = [shift for shift in ahead if shift.kind in kinds] or ahead
        spans = sorted({(max(shift.start_s, from_s), shift.end_s) for shift in held})
        return tuple(spans), bool(held) and all(shift.kind == "night" for shift in held)

    def _days(self, claims: Sequence[Claim]) -> tuple[date, date]:
        """Keep to the days of the first claim, and of every campaign that leaves it any."""
        first, last = claims[0].not_before or self.monday, claims[0].not_after or date.max
        for claim in claims[1:]:
            if claim.not_after is None:
                continue
            both = max(first, claim.not_before or first), min(last, claim.not_after)
            first, last = both if both[0] <= both[1] else (first, last)
        return first, last

    def _hours(self, hours: str, visit_type: str) -> tuple[str, ...]:
        """Say in which kinds of shift a place may be visited."""
        if hours == "both" or (hours == "night" and visit_type in self.rules.hours.by_day_too):
            return "day", "night"
        return ("night",) if hours == "night" else ("day",)


def area_m2(row: Row) -> float | None:
    """Return the land a site uses; ``None`` where nobody knows."""
    return float(row.area_m2) if not pd.isna(row.area_m2) and isfinite(row.area_m2) else None


def _is_due(claims: Sequence[Claim]) -> bool:
    return any(claim.why.code == "due" for claim in claims)
