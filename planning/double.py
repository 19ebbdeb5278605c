"""Double random (双随机): the team of a visit drawn at random is drawn too."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from data.model import Why
from planning.able import able_teams
from planning.lots import TeamLot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator

    from planning.calendar import Shift
    from planning.rules import Rules
    from planning.visits import Want

_STREAM = 2
"""Sets these lots apart from others of one seed."""


def with_drawn_teams(
    wants: Sequence[Want],
    shifts: Sequence[Shift],
    *,
    rules: Rules,
    seed: int,
    names: Mapping[str, str],
) -> tuple[tuple[Want, ...], dict[str, TeamLot]]:
    """
    Draw the team of each visit drawn at random, where the rules ask for it.

    A team's chance is its share of the hours in which any team could begin the visit. Visits that
    the same teams may make, with the same chances, share one systematic draw, so that each team
    gets its share of them to within one.

    Parameters
    ----------
    wants, shifts
        What the week should hold, and who works when.
    rules
        Types of drawn visits whose team is drawn.
    seed
        Of the plan.
    names
        What people call teams, by id.

    Returns
    -------
    wants, teams
        The same visits, in their order, those drawn kept from all teams but one and saying so;
        the lots by site id.
    """
    teams = {shift.team for shift in shifts}
    groups: dict[tuple[tuple[str, int], ...], list[int]] = {}
    for number, want in enumerate(wants):
        if want.why[0].code == "random" and want.visit_type in rules.random.double_types:
            able = tuple(able_teams(want, want.village, shifts).items())
            if able:
                groups.setdefault(able, []).append(number)
    dice = np.random.default_rng([seed, _STREAM])
    told, lots = list(wants), dict[str, TeamLot]()
    for able in sorted(groups):
        for number, lot in zip(groups[able], _lots(able, len(groups[able]), dice), strict=True):
            told[number] = _told(wants[number], lot, teams, names)
            lots[wants[number].site_id] = lot
    return tuple(told), lots


def _lots(able: tuple[tuple[str, int], ...], count: int, dice: Generator) -> list[TeamLot]:
    """Draw ``count`` teams: evenly spread numbers in random order, each by itself even in 0-1."""
    total = sum(seconds for _, seconds in able)
    ends = np.array(list(accumulate(seconds / total for _, seconds in able)))
    spread = (dice.permutation(count) + dice.random()) / count
    places = np.minimum(np.searchsorted(ends, spread, side="right"), len(able) - 1)
    return [
        TeamLot(team=able[place][0], chance=able[place][1] / total, among=len(able))
        for place in places
    ]


def _told(want: Want, lot: TeamLot, teams: set[str], names: Mapping[str, str]) -> Want:
    """Keep the other teams away, and say that the team was drawn."""
    first, *rest = want.why
    name = names.get(lot.team, lot.team)
    why = Why(
        first.code,
        f"{first.zh}；检查队伍同为抽取：{name}（{lot.among} 队中，概率 {lot.chance:.0%}）",
        f"{first.en}; the team was drawn too: {name} (of {lot.among}, chance {lot.chance:.0%})",
    )
    return replace(want, why=(why, *rest), kept_from=frozenset(teams - {lot.team}))
