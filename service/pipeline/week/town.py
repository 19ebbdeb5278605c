"""What is known of a town before its week is planned, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from data.errors import ConfigError
from data.findings import day_told
from data.units import week_monday
from geo.card.card import default_card
from geo.town import planning_worth
from planning.calendar import week_shifts
from service.pipeline.places.standing import read_scores, standing_sites
from service.pipeline.places.villages import tell_villages_apart
from service.pipeline.plans.daysoff import week_off
from service.pipeline.roads.checking import lost_sites
from service.pipeline.roads.travel import town_travel
from service.pipeline.week.ground import town_ground
from service.pipeline.week.sweep import town_blind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.store import Store
    from planning.calendar import Shift
    from planning.ground import Ground
    from planning.rules import Rules
    from service.pipeline.plans.daysoff import Dates
    from service.pipeline.roads.travel import Travel
    from service.pipeline.rules.ruling import Ruling
    from service.results.road import LostSite


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WeekTown:
    """
    What is known of a town before its week is planned, read once.

    Attributes
    ----------
    week, monday
        The ISO week, and the day it begins.
    ruling
        The rules in force, and where they come from.
    sites, scores, teams
        Tables of the store, without sites that are gone.
    past
        Tables ``inspection``, ``finding`` and ``tip``.
    as_of
        The day of the scores.
    shifts
        Who works when.
    travel
        The roads as they are driven on these days.
    lost
        Sites that no car reaches.
    blind
        Places in no ledger that one reaches.
    away
        Days of this week on which teams are away, beside their weekdays off.
    """

    week: str
    monday: date
    ruling: Ruling
    sites: pd.DataFrame
    scores: pd.DataFrame
    teams: pd.DataFrame
    past: dict[str, pd.DataFrame]
    as_of: date
    shifts: Sequence[Shift]
    travel: Travel
    lost: tuple[LostSite, ...]
    blind: pd.DataFrame
    ground: Ground
    away: Dates

    @property
    def places(self) -> pd.DataFrame:
        """Return name and position of all that may be visited."""
        where = ["name", "lon_deg", "lat_deg"]
        return pd.concat([self.sites[where], self.blind[where]])

    @property
    def rules(self) -> Rules:
        """Return the rules in force."""
        return self.ruling.rules


def read_week_town(store: Store, week: str, ruling: Ruling) -> WeekTown:
    """
    Read what a week is planned from.

    Raises
    ------
    NotFoundError
        If sites, scores or roads are missing.
    ConfigError
        If the scores know what the week brought, or nobody works in it.
    """
    monday, rules = week_monday(week), ruling.rules
    sites = tell_villages_apart(store, standing_sites(store), "village")
    scores = read_scores(store, sites)
    scores = scores.assign(worth=planning_worth(scores, default_card()))
    teams = tell_villages_apart(store, store.read("team"), "home_village")
    away = week_off(store, week)
    shifts = week_shifts(teams, store.read("shift"), monday=monday, rules=rules, absent=away)
    travel = town_travel(store, days={shift.day for shift in shifts})
    as_of: date = scores["as_of"].max().date()
    _refuse_hindsight(week, monday, as_of)
    past = {table: store.read(table) for table in ("inspection", "finding", "tip")}
    blind = town_blind(store, sites, teams, past=past, travel=travel, as_of=as_of, rules=rules)
    return WeekTown(
        week=week,
        monday=monday,
        ruling=ruling,
        sites=sites,
        scores=scores,
        teams=teams,
        past=past,
        as_of=as_of,
        shifts=shifts,
        travel=travel,
        lost=lost_sites(sites, teams, travel, limit_m=rules.reach.walk_m),
        blind=blind,
        ground=town_ground(
            store, sites, teams, blind=blind, monday=monday, as_of=as_of, rules=rules
        ),
        away=away,
    )


def _refuse_hindsight(week: str, monday: date, as_of: date) -> None:
    """Refuse to plan with scores that know what the week brought: no office can."""
    if as_of > monday:
        raise ConfigError(
            f"The scores know the data as of {day_told(as_of)}, when {week} has begun; "
            f"run `gridpatrol score --as-of {monday}` first.",
            zh=f"评分的数据截至 {day_told(as_of)}，{week} 已经开始；"
            f"请先运行 gridpatrol score --as-of {monday}。",
        )
