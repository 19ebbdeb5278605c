"""What one visit is: its legal type, who may make it, when, and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from data.units import SECONDS_PER_DAY
from planning.candidates import area_m2, is_capped, legal_type, lesser_type
from planning.wants import cover_claim

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.model import Why
    from planning.calendar import Shift
    from planning.candidates import Candidate
    from planning.problem import Window
    from planning.rules import Rules
    from planning.wants import Claim

RANDOM_RANK = 1


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


class VisitWriter:
    """
    Turns candidates into wants, knowing who works when.

    Parameters
    ----------
    shifts, rules, monday
        Who works when, the office's rules, and the first day of the week.
    drawn
        Ids of the sites that were drawn at random.
    """

    def __init__(
        self, shifts: Sequence[Shift], rules: Rules, monday: date, drawn: set[str]
    ) -> None:
        self.shifts, self.rules, self.monday, self.drawn = shifts, rules, monday, drawn

    def want(self, one: Candidate) -> Want:
        """Write one want in full."""
        claims = one.claims
        if one.resting_until is not None and one.village is not None:
            claims = (cover_claim(one.village), *claims)
        visit_type = self._visit_type(one, claims)
        windows, at_night = self._windows(one, claims, visit_type)
        if at_night and (visit_type == "patrol" or one.site_id in self.drawn):
            # Nights are short: a draw there is a night check, or few draws could be kept.
            visit_type = "night"
        return Want(
            site_id=one.site_id,
            why=tuple(claim.why for claim in claims),
            visit_type=visit_type,
            must=one.is_promise or one.site_id in self.drawn,
            must_rank=RANDOM_RANK if one.site_id in self.drawn else 0,
            prize=one.prize,
            service_s=self.rules.service.seconds(visit_type, area_m2(one.row)),
            windows=windows,
            needs=self._needs(one, visit_type),
            card_holders=self.rules.card_holders[visit_type],
            village=one.village,
        )

    def is_barred(self, one: Candidate) -> bool:
        """Tell whether the yearly cap forbids the visit, and no patrol may stand in for it."""
        visit_type = self.rules.visit_type[one.claims[0].why.code]
        return is_capped(one, visit_type, self.rules) and not self.rules.cap.patrol_instead

    def _visit_type(self, one: Candidate, claims: Sequence[Claim]) -> str:
        """Choose the legal type, and step back where no team has the skill to go in."""
        visit_type = legal_type(one, claims, self.rules)
        if self.rules.needs.patrol_without and not self._is_staffed(one, visit_type):
            return lesser_type(claims, self.rules)
        return visit_type

    def _is_staffed(self, one: Candidate, visit_type: str) -> bool:
        needs = self._needs(one, visit_type)
        return not needs or any(needs <= shift.skills for shift in self.shifts)

    def _needs(self, one: Candidate, visit_type: str) -> frozenset[str]:
        code = one.row.industry_code if isinstance(one.row.industry_code, str) else ""
        chemicals = not pd.isna(one.row.chemicals) and bool(one.row.chemicals)
        return self.rules.needs.skills(visit_type, code, chemicals=chemicals)

    def _windows(
        self, one: Candidate, claims: Sequence[Claim], visit_type: str
    ) -> tuple[tuple[Window, ...], bool]:
        """Open the site when it works and somebody is there; say whether only at night."""
        first = max(
            (claim.not_before for claim in claims[:1] if claim.not_before), default=self.monday
        )
        from_s = (first - self.monday).days * SECONDS_PER_DAY
        kinds = self._kinds(str(one.row.hours), visit_type)
        ahead = [shift for shift in self.shifts if shift.end_s > from_s]
        held = [shift for shift in ahead if shift.kind in kinds] or ahead
        spans = sorted({(max(shift.start_s, from_s), shift.end_s) for shift in held})
        return tuple(spans), all(shift.kind == "night" for shift in held)

    def _kinds(self, hours: str, visit_type: str) -> tuple[str, ...]:
        """Say in which kinds of shift a place may be visited."""
        if hours == "both" or (hours == "night" and visit_type in self.rules.hours.by_day_too):
            return "day", "night"
        return ("night",) if hours == "night" else ("day",)
