"""What is drawn by lot beside the random share: audits, teams, places to sweep, with chances."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLot:
    """
    A past visit that another team repeats.

    Attributes
    ----------
    inspection_id
        The visit.
    teams
        Ids of the teams that made it, as far as the list of teams has them.
    chance
        With which it was drawn, in ``(0, 1]``.
    """

    inspection_id: str
    teams: tuple[str, ...]
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLot:
    """
    The team drawn for a drawn visit.

    Attributes
    ----------
    team
        Its id.
    chance
        With which it was drawn, in ``(0, 1]``.
    among
        How many teams could have been.
    """

    team: str
    chance: float
    among: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lots:
    """
    The lots of a week.

    Attributes
    ----------
    audits, teams
        By site id.
    audit_pool
        Past visits that could have been drawn.
    sweeps
        Chance of each place that was drawn, by its id.
    sweep_pool
        Places that could have been drawn.
    """

    audits: Mapping[str, AuditLot] = field(default_factory=dict)
    audit_pool: int = 0
    teams: Mapping[str, TeamLot] = field(default_factory=dict)
    sweeps: Mapping[str, float] = field(default_factory=dict)
    sweep_pool: int = 0

    def listed(self) -> dict[str, Any]:
        """Write them as plain values, ready for JSON."""
        return {
            "audits": {site: asdict(lot) for site, lot in self.audits.items()},
            "audit_pool": self.audit_pool,
            "teams": {site: asdict(lot) for site, lot in self.teams.items()},
            "sweeps": dict(self.sweeps),
            "sweep_pool": self.sweep_pool,
        }
