"""What a week's demand knows beside the ledgers: names of teams, beats, places in no ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planning.sweeps import Blind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """
    What lies beneath the demand.

    Attributes
    ----------
    team_names
        What ledgers call the teams, by id.
    beat_of
        Beat by site id; empty where the town was never divided.
    blind
        Places in no ledger that a car reaches.
    """

    team_names: Mapping[str, str] = field(default_factory=dict)
    beat_of: Mapping[str, str] = field(default_factory=dict)
    blind: tuple[Blind, ...] = ()


BARE = Ground()
"""Nothing is known."""
