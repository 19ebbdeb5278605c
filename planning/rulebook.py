"""The parts of an office's rules, one record for each section of ``rules.toml``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyRules:
    """Days within which a site of each grade is visited once; 0: no duty."""

    red_days: int
    orange_days: int
    yellow_days: int
    blue_days: int
    promised_grades: tuple[str, ...]
    village_weekly: bool

    def days(self, grade: str) -> int:
        """Return the days of one grade."""
        return int(getattr(self, f"{grade}_days"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRules:
    """When a finding's re-check is a promise."""

    early_days: int
    ordinary_promise_days: int
    major_always: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LookbackRules:
    """Days after closing within which a site is seen again."""

    from_days: int
    until_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomRules:
    """The share of visits drawn at random, and how long unseen weighs."""

    share: float
    staleness_power: float
    most_weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRules:
    """Administrative inspections of one enterprise within a year, by grade; 0: no cap."""

    blue: int
    yellow: int
    orange: int
    red: int
    types: tuple[str, ...]
    count_unknown: bool
    patrol_instead: bool

    def most(self, grade: str) -> int:
        """Return the cap of one grade."""
        return int(getattr(self, grade))


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRules:
    """Days between two routine visits."""

    min_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeRules:
    """Points of a visit, by what speaks for it."""

    risk_points: float
    explore: float
    duty_points: float
    duty_points_per_day: float
    ordinary_points: float
    major_points: float
    more_points: float
    late_points_per_day: float
    most_late_points: float
    tip_open_points: float
    tip_true_points: float
    lookback_points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TipRules:
    """How far and how long a tip-off reaches."""

    radius_m: float
    days: int
    promise_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachRules:
    """How far from a road a car patrol still walks."""

    walk_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRules:
    """Rules between a team and a site."""

    cross_village: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LunchRules:
    """Length of the break; 0: all of the hours stated for it."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursRules:
    """Visit types that may be made by day where a place works at night."""

    by_day_too: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveRules:
    """Share of the working time that is kept free."""

    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRules:
    """How many candidates the engine is offered."""

    capacity_times: float
    travel_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRules:
    """Minutes on the spot, by visit type, and more for large sites."""

    minutes: Mapping[str, int]
    m2_per_minute: float
    most_extra: int

    def seconds(self, visit_type: str, area_m2: float | None) -> int:
        """
        Return the seconds of one visit.

        Parameters
        ----------
        visit_type
            Code of ``data.words.VISIT_TYPES``.
        area_m2
            Land used; ``None`` or nan where unknown, which adds nothing.
        """
        known = area_m2 is not None and math.isfinite(area_m2)
        extra = int(max(area_m2 - self.m2_per_minute, 0) / self.m2_per_minute) if known else 0  # type: ignore[operator]  # known says it is a number
        return 60 * (self.minutes[visit_type] + min(extra, self.most_extra))


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRules:
    """Skills needed by industry, for the visit types that go in."""

    types: tuple[str, ...]
    patrol_without: bool
    chemicals: str
    by_industry: Mapping[str, str]

    def skills(self, visit_type: str, industry_code: str, *, chemicals: bool) -> frozenset[str]:
        """Return the skills that a team must have for this visit."""
        if visit_type not in self.types:
            return frozenset()
        matches = [code for code in self.by_industry if industry_code.startswith(code)]
        found = {self.by_industry[max(matches, key=len)]} if matches else set()
        return frozenset(found | ({self.chemicals} if chemicals else set()))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyRules:
    """From which size on a week is planned town by town, and how its search is shared out."""

    most_candidates: int
    border_share: float
    seconds_per_town: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    All rules of an office; ``rules.toml`` says what each value means and where it comes from.

    ``card_holders`` is by visit type; ``visit_type`` by the most binding why, or ``idle_factory``.
    """

    frequency: FrequencyRules
    recheck: RecheckRules
    lookback: LookbackRules
    random: RandomRules
    cap: CapRules
    gap: GapRules
    prize: PrizeRules
    tip: TipRules
    reach: ReachRules
    service: ServiceRules
    card_holders: Mapping[str, int]
    visit_type: Mapping[str, str]
    needs: NeedRules
    team: TeamRules
    hours: HoursRules
    lunch: LunchRules
    reserve: ReserveRules
    offer: OfferRules
    county: CountyRules
