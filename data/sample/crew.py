"""The teams of the sample town, their hours, and how strict each is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from data.sample.chart import town_degrees
from data.schema import SHIFT, TEAM, as_table

if TYPE_CHECKING:
    import pandas as pd
    from numpy.random import Generator

    from data.sample.land import Land

SOURCE = "示范镇执法队伍(虚构).xlsx"
_DAY_S = (30_600, 63_000)
_BREAK_S = (43_200, 48_600)
_NIGHT_S = (68_400, 82_800)


class _Team(NamedTuple):
    """One team: name, card holders, home (rank among the villages), skills, nights, days off."""

    name: str
    card_holders: int
    home: int
    skills: tuple[str, ...]
    nights: tuple[int, ...]
    absent: tuple[int, ...]
    odds: tuple[float, float]
    has_drone: bool = False


_TEAMS = (
    _Team("一队", 3, 0, ("chem",), (1,), (), (1.5, 1.9)),
    _Team("二队", 2, 2, ("dust", "fire"), (), (), (0.9, 1.1), has_drone=True),
    _Team("三队", 2, 5, (), (3,), (4,), (0.45, 0.6)),
    _Team("专家组", 2, 8, ("chem", "dust", "smelting", "fire"), (), (), (1.0, 1.3)),
)


def draw_teams(rng: Generator, land: Land) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, float]]:
    """
    Make up the teams.

    Returns
    -------
    teams, shifts
        By schemas ``TEAM`` and ``SHIFT``; two teams also work one evening a week.
    odds
        Name of a team to what it multiplies the odds of finding something by.
    """
    villages = list(land.centres)
    rows, shifts, odds = [], [], {}
    for number, team in enumerate(_TEAMS, start=1):
        home = villages[team.home]
        lon, lat = town_degrees(*land.centres[home])
        source = f"{SOURCE} {number + 1}"
        rows.append(
            {
                "team_id": f"T{number}",
                "name": team.name,
                "card_holders": team.card_holders,
                "home_village": home,
                "skills": json.dumps(team.skills),
                "has_car": True,
                "has_drone": team.has_drone,
                "absent_days": json.dumps(team.absent),
                "lon_deg": float(lon),
                "lat_deg": float(lat),
                "source": source,
            }
        )
        shifts += _shifts(f"T{number}", team.nights, source)
        odds[team.name] = round(float(rng.uniform(*team.odds)), 3)
    return as_table(rows, TEAM), as_table(shifts, SHIFT), odds


def _shifts(team_id: str, nights: tuple[int, ...], source: str) -> list[dict[str, object]]:
    day = {
        "shift_id": f"{team_id}-day",
        "team_id": team_id,
        "kind": "day",
        "start_s": _DAY_S[0],
        "end_s": _DAY_S[1],
        "break_start_s": _BREAK_S[0],
        "break_end_s": _BREAK_S[1],
        "source": source,
    }
    evenings = [
        {
            "shift_id": f"{team_id}-night",
            "team_id": team_id,
            "weekday": weekday,
            "kind": "night",
            "start_s": _NIGHT_S[0],
            "end_s": _NIGHT_S[1],
            "source": source,
        }
        for weekday in nights
    ]
    return [day, *evenings]
