"""What a plan comes to in four figures, and what changes make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.model import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """
    What a plan comes to.

    Attributes
    ----------
    prize
        What its visits are worth.
    drive_s
        Seconds driven.
    broken
        Promises that it does not keep.
    stops
        Visits.
    """

    prize: float
    drive_s: int
    broken: int
    stops: int

    @classmethod
    def of(cls, plan: Plan) -> Figures:
        """Sum a plan of a whole week up."""
        return cls(
            prize=plan.prize,
            drive_s=sum(route.drive_s for route in plan.routes),
            broken=len(plan.broken),
            stops=sum(len(route.stops) for route in plan.routes),
        )

    def __sub__(self, other: Figures) -> Figures:
        """Say what is more here than in another plan."""
        return Figures(
            prize=self.prize - other.prize,
            drive_s=self.drive_s - other.drive_s,
            broken=self.broken - other.broken,
            stops=self.stops - other.stops,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """
    What one plan differs from another in.

    Attributes
    ----------
    figures
        What is more in the later plan; a loss is negative.
    added, dropped, moved
        Visits that come, go, or change their shift.
    """

    figures: Figures
    added: int
    dropped: int
    moved: int

    @classmethod
    def between(cls, before: Plan, after: Plan) -> Cost:
        """Compare two plans of one whole week."""
        was, now = placed(before), placed(after)
        return cls(
            figures=Figures.of(after) - Figures.of(before),
            added=len(now.keys() - was.keys()),
            dropped=len(was.keys() - now.keys()),
            moved=sum(was[site] != now[site] for site in was.keys() & now.keys()),
        )


def placed(plan: Plan) -> dict[str, str]:
    """Say in which shift a plan makes each visit."""
    return {stop.site: route.shift for route in plan.routes for stop in route.stops}
