"""Sites that may be visited this week, with what speaks for each, before anything is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from planning.rows import Row, rows_of
from planning.wants import Claim, Standing, claims_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from planning.rules import Rules

LEAST_SERVICE_S = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """
    A site with what speaks for it.

    Attributes
    ----------
    row, standing, claims
        The site, its risk and past, and what speaks for a visit, most binding first.
    resting_until
        Day before which a site just seen, and not claimed by anything, is left alone.
    """

    row: Row
    standing: Standing
    claims: tuple[Claim, ...]
    resting_until: date | None

    @property
    def site_id(self) -> str:
        """Return the site's id."""
        return str(self.row.Index)

    @property
    def village(self) -> str | None:
        """Return the site's village, if it is known."""
        return self.row.village if isinstance(self.row.village, str) else None

    @property
    def is_promise(self) -> bool:
        """Tell whether law or rule promises the visit."""
        return any(claim.is_promise for claim in self.claims)

    @property
    def prize(self) -> float:
        """Return the points of a visit."""
        return sum(claim.points for claim in self.claims)


@dataclass(frozen=True, slots=True)
class Frame:
    """The days and rules that every site is seen under."""

    monday: date
    last_day: date
    as_of: date
    rules: Rules


def standings(
    sites: pd.DataFrame, scores: pd.DataFrame, histories: Mapping[str, Any]
) -> Iterable[tuple[Row, Standing]]:
    """Pair each site with its risk and past; unscored sites count as the mean of the others."""
    risk = scores["risk"].reindex(sites.index)
    risk = risk.fillna(risk.mean() if risk.notna().any() else 0.0)
    grade = scores["grade"].reindex(sites.index).fillna("blue")
    for row, one_risk, one_grade in zip(rows_of(sites), risk, grade, strict=True):
        yield row, Standing(float(one_risk), str(one_grade), histories[str(row.Index)])


def candidate(row: Row, standing: Standing, frame: Frame) -> Candidate:
    """Gather what speaks for one site this week."""
    monday, rules = frame.monday, frame.rules
    claims = claims_of(
        standing, monday=monday, last_day=frame.last_day, as_of=frame.as_of, rules=rules
    )
    last = standing.history.last_visit
    free = last + timedelta(days=rules.gap.min_days) if last else None
    routine = all(claim.why.code in ("risk", "uncertain") for claim in claims)
    return Candidate(row, standing, claims, free if routine and free and free > monday else None)


def legal_type(one: Candidate, claims: Sequence[Claim], rules: Rules) -> str:
    """Choose the visit type by the first why, and step back where the law asks."""
    visit_type = rules.visit_type[claims[0].why.code]
    if one.row.kind == "idle_factory" and visit_type not in ("recheck", "lookback"):
        visit_type = lesser_type(claims, rules, rules.visit_type["idle_factory"])
    if is_capped(one, visit_type, rules) and rules.cap.patrol_instead:
        visit_type = lesser_type(claims, rules)
    return visit_type


def lesser_type(claims: Sequence[Claim], rules: Rules, outside: str = "patrol") -> str:
    """Step back to a look from outside; where a finding is due, to its re-check."""
    is_due = any(claim.why.code == "due" for claim in claims)
    return rules.visit_type["due"] if is_due else outside


def is_capped(one: Candidate, visit_type: str, rules: Rules) -> bool:
    """Tell whether the yearly cap forbids one more visit of this type."""
    most = rules.cap.most(one.standing.grade)
    counts = one.row.kind == "enterprise" and visit_type in rules.cap.types
    return counts and 0 < most <= one.standing.history.capped


def use_s(one: Candidate, rules: Rules) -> float:
    """Guess the seconds that a visit takes of a shift, driving included."""
    visit_type = legal_type(one, one.claims, rules)
    return rules.service.seconds(visit_type, area_m2(one.row)) + 60.0 * rules.offer.travel_minutes


def density(one: Candidate, rules: Rules) -> float:
    """Return the points a second."""
    return one.prize / max(use_s(one, rules), LEAST_SERVICE_S)


def area_m2(row: Row) -> float | None:
    """Return the land a site uses; ``None`` where nobody knows."""
    return float(row.area_m2) if not pd.isna(row.area_m2) and isfinite(row.area_m2) else None
