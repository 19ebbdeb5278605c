"""Sites that may be visited this week, with what speaks for each, before anything is chosen."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from data.chances import is_chance
from data.model import AT_ONCE
from planning.clauses.whom import industry_of
from planning.followup import with_measures
from planning.hope import hopes
from planning.problem import Bar
from planning.rows import Row, rows_of
from planning.seasons import with_campaigns
from planning.wants import Claim, Standing, claims_of, is_routine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from planning.kinds import Kind, Kinds
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
    kind
        How it may be visited, decided by the claims.
    resting_until
        Day before which a site where somebody just was, and not claimed by anything, is left alone.
    is_reachable
        Whether a car gets near it.
    spacing
        How far it lies from its neighbours, as a share of the county's mean; 1 in a town.
    kept_from
        Teams that may not make it: all with which no expert rides whom it waits for.
    """

    row: Row
    standing: Standing
    claims: tuple[Claim, ...]
    kind: Kind
    resting_until: date | None
    is_reachable: bool
    spacing: float = 1.0
    kept_from: frozenset[str] = frozenset()

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
    def is_drawn(self) -> bool:
        """Tell whether the visit was drawn at random."""
        return self.claims[0].why.code == "random"

    @property
    def is_audit(self) -> bool:
        """Tell whether the visit repeats a past one."""
        return self.claims[0].why.code == "audit"

    @property
    def bar(self) -> Bar | None:
        """Return the rule for which nobody may come; ``None`` where somebody may."""
        return self.kind.bar if self.is_reachable else Bar("unreachable")

    @property
    def prize(self) -> float:
        """Return the points of a visit."""
        return sum(claim.points for claim in self.claims)

    def claimed(self, claim: Claim, kinds: Kinds) -> Candidate:
        """Return the same site with one more claim in front, and what kind of visit that makes."""
        claims = (claim, *self.claims)
        kind = kinds.of(self.row, self.standing, claims)
        return replace(self, claims=claims, kind=kind, kept_from=frozenset())


@dataclass(frozen=True, slots=True)
class Frame:
    """The days and rules that every site is seen under."""

    monday: date
    last_day: date
    as_of: date
    rules: Rules
    kinds: Kinds


def standings(
    sites: pd.DataFrame, scores: pd.DataFrame, histories: Mapping[str, Any], rules: Rules
) -> Iterable[tuple[Row, Standing]]:
    """
    Pair each site with its risk and past; unscored sites count as the mean of the others.

    A column ``worth`` of ``scores``, 0-1, takes the place of ``risk`` in what a visit is worth:
    learned chances have another scale than the points of a card. What might be found where little
    was seen comes on top, see :func:`planning.hope.hopes`.
    """
    risk = worth_of(sites, scores)
    chances = scores["risk"].where(scores["model"].map(is_chance).astype(bool))
    chance = chances.reindex(sites.index)
    grade = scores["grade"].reindex(sites.index).fillna("blue")
    looks = [histories[str(site)].looks for site in sites.index]
    at_once = _red_at_once(scores)
    more = hopes(risk, chance, looks, explore=rules.prize.explore)
    for row, one_risk, one_grade, one_chance, hope in zip(
        rows_of(sites), risk, grade, chance, more, strict=True
    ):
        foreseen = None if isnan(one_chance) else float(one_chance)
        past = histories[str(row.Index)]
        yield (
            row,
            Standing(
                float(one_risk),
                str(one_grade),
                past,
                foreseen,
                float(hope),
                kind=row.kind,
                industry_code=industry_of(row),
                at_once=at_once.get(str(row.Index)),
            ),
        )


def _red_at_once(scores: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Read what makes sites red whatever their points: the first reason of some red ones."""
    if "reasons" not in scores.columns:
        return {}
    texts = scores.loc[scores["grade"] == "red", "reasons"].dropna()
    first: dict[str, dict[str, str]] = {
        str(site): next(iter(json.loads(text)), {}) for site, text in texts.items()
    }
    return {
        site: (one["zh"], one["en"]) for site, one in first.items() if one.get("code") in AT_ONCE
    }


def worth_of(sites: pd.DataFrame, scores: pd.DataFrame) -> pd.Series:
    """Say what each site is worth, 0-1; an unscored one as the mean of the others."""
    worth = scores["worth"] if "worth" in scores.columns else scores["risk"]
    known = worth.reindex(sites.index)
    return known.fillna(known.mean() if known.notna().any() else 0.0)


def candidate(
    row: Row, standing: Standing, frame: Frame, *, is_reachable: bool = True
) -> Candidate:
    """Gather what speaks for one site this week."""
    monday, rules = frame.monday, frame.rules
    claims = claims_of(
        standing, monday=monday, last_day=frame.last_day, as_of=frame.as_of, rules=rules
    )
    days = (monday, frame.last_day)
    claims = with_measures(claims, standing.history.measures, days=days, rules=rules)
    claims = with_campaigns(claims, row, standing, days=days, rules=rules)
    last = standing.history.last_attempt
    free = last + timedelta(days=rules.gap.days(standing.grade)) if last else None
    resting = free if is_routine(claims) and free and free > monday else None
    kind = frame.kinds.of(row, standing, claims)
    return Candidate(row, standing, claims, kind, resting, is_reachable)


def visits_held(candidates: Sequence[Candidate], capacity_s: float, rules: Rules) -> int:
    """Guess how many visits a week holds: promises first, then by points a second."""
    order = sorted(candidates, key=lambda one: (not one.is_promise, -density(one, rules)))
    ends_s = np.cumsum([use_s(one, rules) for one in order])
    return int(np.searchsorted(ends_s, capacity_s, side="right"))


def use_s(one: Candidate, rules: Rules) -> float:
    """Guess the seconds that a visit takes of a shift, driving included."""
    return one.kind.service_s + 60.0 * rules.offer.travel_minutes * one.spacing


def density(one: Candidate, rules: Rules) -> float:
    """Return the points a second."""
    return one.prize / max(use_s(one, rules), LEAST_SERVICE_S)
