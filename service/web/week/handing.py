"""Links for the teams of a published plan: made once a team and week, shown once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.access.teamlinks import make_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store
    from service.access.actors import Actor
    from service.access.clock import Clock
    from service.web.week.teamdays import TeamDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A team's link; ``secret`` is empty where the team has one, which shows the new version."""

    team_id: str
    team: str
    stops: int
    secret: str = field(repr=False)


def hand_out(
    store: Store, week: str, *, days: Sequence[TeamDay], actor: Actor, clock: Clock
) -> tuple[Handed, ...]:
    """
    Give every team of a plan that has a stop its link, unless it has one that is open.

    Raises
    ------
    InputError
        If the week is over.
    """
    teams = {one.team_id: one.team for one in days if one.stops}
    secrets = make_missing(store, week=week, teams=tuple(teams), actor=actor, clock=clock)
    return tuple(
        Handed(
            team_id=team_id,
            team=team,
            stops=sum(len(one.stops) for one in days if one.team_id == team_id),
            secret=secrets.get(team_id, ""),
        )
        for team_id, team in teams.items()
    )
