"""The parts of an office's rules, one record for each section of ``rules.toml``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.units import DAYS_PER_YEAR
from planning.clauses.values import by_longest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planning.caserules import (
        ExpertRules,
        LookbackRules,
        MendingRules,
        OrderRules,
        RecheckRules,
    )
    from planning.clauses.campaigns import Campaign
    from planning.clauses.closed import Closed
    from planning.clauses.departments import Department


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyRules:
    """
    Days within which a site is visited once, by grade, kind and industry; 0: no duty.

    ``idle_factory`` is by grade, ``industry`` by the beginning of the class of an enterprise;
    ``town_days`` is for a whole town.
    """

    red_days: int
    orange_days: int
    yellow_days: int
    blue_days: int
    promised_grades: tuple[str, ...]
    village_weekly: bool
    town_days: int
    idle_factory: Mapping[str, int]
    industry: Mapping[str, int]

    def days(self, grade: str, *, kind: str = "enterprise", industry_code: str = "") -> int:
        """Return the days of one grade: those of idle plants, or of the industry, come first."""
        if kind == "idle_factory":
            return self.idle_factory[grade]
        listed = by_longest(self.industry, industry_code)
        return int(getattr(self, f"{grade}_days")) if listed is None else listed


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomRules:
    """The share of visits drawn at random, how long unseen weighs, whose team is drawn too."""

    share: float
    staleness_power: float
    most_weeks: int
    double_types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRules:
    """
    Administrative inspections of one enterprise within a year, by grade or industry; 0: no cap.

    ``calendar_year``: counted from 1 January; else within the last 365 days.
    """

    blue: int
    yellow: int
    orange: int
    red: int
    types: tuple[str, ...]
    count_unknown: bool
    patrol_instead: bool
    calendar_year: bool
    industry: Mapping[str, int]

    def since(self, day: date) -> date:
        """Return the first day that counts for a visit on some day."""
        return date(day.year, 1, 1) if self.calendar_year else day - timedelta(days=DAYS_PER_YEAR)

    def most(self, grade: str, industry_code: str = "") -> int:
        """Return the cap of one grade; that of the industry comes first."""
        listed = by_longest(self.industry, industry_code)
        return int(getattr(self, grade)) if listed is None else listed


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRules:
    """
    Days between two routine visits, and between two visits of one type.

    ``grade`` is by grade, on top of ``min_days``; ``type`` by visit type, whatever speaks for it.
    """

    min_days: int
    grade: Mapping[str, int]
    type: Mapping[str, int]

    def days(self, grade: str) -> int:
        """Return the days between two routine visits of a grade."""
        return max(self.min_days, self.grade[grade])


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
    """How far and how long a tip-off reaches, and how many sites one counts for by its village."""

    radius_m: float
    days: int
    promise_days: int
    urgent_points: float
    village_sites: int


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
class SweepRules:
    """How much of the week looks at places in no ledger, and what such land is worth."""

    share: float
    rest_days: int
    stale_days: int
    land_points: float
    idle_points: float
    tip_points: float
    lane_points: float
    most_points: float
    minutes_per_ha: float
    minutes_per_km: float
    most_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRules:
    """Which share of visits repeats a past one by another team, and how far back."""

    share: float
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRules:
    """Minutes on the spot, by visit type, more for large sites; whether results correct them."""

    minutes: Mapping[str, int]
    m2_per_minute: float
    most_extra: int
    learn: bool = True

    def extra_minutes(self, area_m2: float | None) -> int:
        """Return the minutes that a large site takes longer; none where its size is unknown."""
        if area_m2 is None or not math.isfinite(area_m2):
            return 0
        beyond = int(max(area_m2 - self.m2_per_minute, 0) / self.m2_per_minute)
        return min(beyond, self.most_extra)

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
        return 60 * (self.minutes[visit_type] + self.extra_minutes(area_m2))


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
class CalendarRules:
    """Public holidays and make-up workdays on top of the program's own list."""

    holidays: tuple[tuple[date, date], ...]
    workdays: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadRules:
    """When deadlines of the days after the week are pulled forward, and what that is worth."""

    days: int
    light_share: float
    due_points: float
    duty_points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRules:
    """Visit types on which departments join."""

    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRules:
    """Whether calendar files, which travel far, name the places that will be visited."""

    calendar_names: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgentRules:
    """When a visit that is added in a running week is promised for the same day."""

    left_minutes: float


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpredictableRules:
    """What may be given up so that nobody can guess the week, and how many weeks are drawn."""

    most_loss: float
    most_more_driving: float
    draws: int
    weeks: int


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
    Campaigns, closed hours and departments are the office's own: the program comes with none.
    """

    frequency: FrequencyRules
    recheck: RecheckRules
    mending: MendingRules
    lookback: LookbackRules
    order: OrderRules
    expert: ExpertRules
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
    unpredictable: UnpredictableRules
    urgent: UrgentRules
    sweep: SweepRules
    audit: AuditRules
    calendar: CalendarRules
    ahead: AheadRules
    joint: JointRules
    notice: NoticeRules
    campaigns: tuple[Campaign, ...] = ()
    closed: tuple[Closed, ...] = ()
    departments: tuple[Department, ...] = ()
