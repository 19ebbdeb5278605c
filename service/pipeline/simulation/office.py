"""What stays as it is through a year: rules, teams, and the ways between all places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.roads.network import build_network
from planning.assembly import build_problem
from planning.calendar import week_shifts
from planning.rulebook import CalendarRules
from planning.rules import default_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from numpy import int32
    from numpy.typing import NDArray

    from data.sample import SampleTown
    from planning.calendar import Shift
    from planning.demand import Demand
    from planning.problem import Problem
    from planning.rules import Rules
    from service.pipeline.simulation.setting import Setting


_KNOWN_DAYS, _SATURDAY = 2 * 365, 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Office:
    """
    What stays as it is through a year.

    Attributes
    ----------
    teams, hours
        Tables ``TEAM`` and ``SHIFT``.
    rules
        The rules that all policies obey: the defaults, but for holidays, of which a simulated year
        has none: lists of later years must not change its figures.
    duration_s
        Shape ``(n, n)``: seconds between bases and sites, by the town's roads.
    node_of, base_of
        Row of the matrix by site id and by team id.
    visits
        How many visits a week may hold at most.
    """

    teams: pd.DataFrame
    hours: pd.DataFrame
    rules: Rules
    duration_s: NDArray[int32]
    node_of: Mapping[str, int]
    base_of: Mapping[str, int]
    visits: int
    _weeks: dict[date, tuple[Shift, ...]] = field(default_factory=dict, repr=False)

    def shifts(self, monday: date) -> tuple[Shift, ...]:
        """List the shifts of a week; the same for all policies, so they are made once."""
        if monday not in self._weeks:
            self._weeks[monday] = week_shifts(
                self.teams, self.hours, monday=monday, rules=self.rules
            )
        return self._weeks[monday]

    @property
    def team_names(self) -> dict[str, str]:
        """Return what records call the teams, by id."""
        return {str(team): str(name) for team, name in self.teams["name"].items()}

    def pose(self, demand: Demand, shifts: tuple[Shift, ...]) -> Problem:
        """Put a week's problem on the town's roads."""
        return build_problem(
            demand,
            shifts,
            node_of=self.node_of,
            base_of=self.base_of,
            duration_s=self.duration_s,
        )


def open_office(town: SampleTown, setting: Setting) -> Office:
    """Measure all ways once, and take the teams of a setting."""
    teams, sites = setting.teams(town.tables["team"]), town.tables["site"]
    points = pd.concat([teams[["lon_deg", "lat_deg"]], sites[["lon_deg", "lat_deg"]]])
    network = build_network(town.roads)
    ways = network.matrix(points["lon_deg"].to_numpy(), points["lat_deg"].to_numpy())
    return Office(
        teams=teams,
        hours=setting.shifts(town.tables["shift"]),
        rules=_without_holidays(town.last_day + timedelta(days=1)),
        duration_s=np.ascontiguousarray(ways.duration_s),
        node_of={str(site): len(teams) + number for number, site in enumerate(sites.index)},
        base_of={str(team): number for number, team in enumerate(teams.index)},
        visits=setting.visits,
    )


def _without_holidays(first: date) -> Rules:
    """Give the default rules, and work on every weekday of the years to come."""
    days = [first + timedelta(days=number) for number in range(_KNOWN_DAYS)]
    workdays = tuple(day for day in days if day.weekday() < _SATURDAY)
    return replace(default_rules(), calendar=CalendarRules(holidays=(), workdays=workdays))
