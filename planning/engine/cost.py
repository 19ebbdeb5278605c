"""What a plan costs, as DESIGN section 6 orders plans; smaller is better."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planning.engine.compiled import part
from planning.engine.week import BALANCE, PENALTIES, TRAVEL

if TYPE_CHECKING:
    from planning.engine.route import Tour
    from planning.engine.week import Week


@part
def cost_of(week: Week, tour: Tour) -> float:
    """Weigh a plan as DESIGN section 6 orders it; smaller is better."""
    cost = -tour.prize[0]
    for rank in range(len(week.weights) - PENALTIES):
        cost += week.weights[PENALTIES + rank] * tour.broken[rank]
    drive_s = 0
    for shift in range(len(tour.drive_s)):
        drive_s += tour.drive_s[shift]
    cost += drive_s * week.weights[TRAVEL]
    if week.weights[BALANCE] > 0.0:
        cost += week.weights[BALANCE] * _imbalance(tour)
    return float(cost)


@part
def _imbalance(tour: Tour) -> float:
    """Sum over teams (hours of work - mean)^2."""
    total, squares, teams = 0.0, 0.0, len(tour.work_s)
    for team in range(teams):
        hours = tour.work_s[team] / 3600.0
        total += hours
        squares += hours * hours
    return squares - total * total / teams


@part
def is_broken(tour: Tour) -> bool:
    """Tell whether any promise is broken."""
    broken = 0
    for rank in range(len(tour.broken)):
        broken += tour.broken[rank]
    return broken > 0
