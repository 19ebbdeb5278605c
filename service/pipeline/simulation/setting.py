"""The settings in which policies are compared: visits a week, and how much there is to find."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_WEEKDAYS = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    One setting.

    Attributes
    ----------
    code
        How it is called on the command line.
    visits
        About how many visits its teams make in a week.
    base_rate
        Mean chance, 0-1, that an inspection of any site finds something before the year begins.
    workdays
        Weekdays on which each team works, 0 is Monday, by team id; a team that is absent here has
        no shift.
    """

    code: str
    visits: int
    base_rate: float
    workdays: Mapping[str, tuple[int, ...]]

    def teams(self, teams: pd.DataFrame) -> pd.DataFrame:
        """Give the teams of the setting with their days off."""
        off = [
            json.dumps([day for day in _WEEKDAYS if day not in self.workdays.get(str(team), ())])
            for team in teams.index
        ]
        return teams.assign(absent_days=off)[teams.index.isin(self.workdays)]

    def shifts(self, shifts: pd.DataFrame) -> pd.DataFrame:
        """Give the hours of its teams."""
        return shifts[shifts["team_id"].isin(self.workdays)]


_FEW = MappingProxyType({"T1": (1,), "T2": (3,), "T4": (0,)})
_MANY = MappingProxyType({"T1": (0, 1, 3), "T2": (1, 4), "T3": (2, 3), "T4": (0, 2, 4)})
SETTINGS = {
    one.code: one
    for one in (
        Setting(code="30-1", visits=30, base_rate=0.01, workdays=_FEW),
        Setting(code="30-10", visits=30, base_rate=0.10, workdays=_FEW),
        Setting(code="120-1", visits=120, base_rate=0.01, workdays=_MANY),
        Setting(code="120-10", visits=120, base_rate=0.10, workdays=_MANY),
    )
}
"""By code, visits a week and base rate in per cent."""


def setting_of(code: str) -> Setting:
    """
    Find a setting.

    Raises
    ------
    ConfigError
        If there is none of that code.
    """
    if code not in SETTINGS:
        raise ConfigError(
            f"Expected --setting {', '.join(SETTINGS)}, got {code!r}.",
            zh=f"--setting 应为 {'、'.join(SETTINGS)} 之一，现为“{code}”。",
        )
    return SETTINGS[code]
