"""The lots behind what the week should hold: who may not audit, drawn teams, places to sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.audit import kept_from_auditors
from planning.double import with_drawn_teams
from planning.lots import Lots
from planning.sweeps import sweep_wants

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.audit import Audited
    from planning.candidates import Frame
    from planning.ground import Ground
    from planning.visits import Want


def with_lots(
    wants: Sequence[Want],
    audited: Audited,
    *,
    capacity_s: int,
    frame: Frame,
    seed: int,
    ground: Ground,
) -> tuple[tuple[Want, ...], Lots]:
    """
    Draw teams and places to sweep, and keep from each audit those whose visit it repeats.

    Parameters
    ----------
    wants
        Visits to sites of the ledger.
    audited
        Which of them are audits.
    capacity_s
        Seconds that the teams have for visits and driving.
    frame, seed
        The days, rules and shifts, and the seed of the plan.
    ground
        Names of teams, and places in no ledger.

    Returns
    -------
    wants, lots
        The same visits, then the sweeps; and everything that was drawn.
    """
    rules, shifts = frame.rules, frame.kinds.shifts
    told = kept_from_auditors(wants, audited.lots)
    told, teams = with_drawn_teams(told, shifts, rules=rules, seed=seed, names=ground.team_names)
    sweeps, chances, pool = sweep_wants(
        ground.blind, shifts, capacity_s=capacity_s, as_of=frame.as_of, rules=rules, seed=seed
    )
    lots = Lots(
        audits=audited.lots,
        audit_pool=audited.pool,
        teams=teams,
        sweeps=chances,
        sweep_pool=pool,
    )
    return (*told, *sweeps), lots
