"""What a week's demand knows beside the ledgers: teams' names, beats, blind places, measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planning.cases.booking import ExpertDay
    from planning.cases.measures import SiteMeasures
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
    measures
        What orders and dispositions ask, by site id.
    experts
        Days of the week on which an expert can come along.
    """

    team_names: Mapping[str, str] = field(default_factory=dict)
    beat_of: Mapping[str, str] = field(default_factory=dict)
    blind: tuple[Blind, ...] = ()
    measures: Mapping[str, SiteMeasures] = field(default_factory=dict)
    experts: tuple[ExpertDay, ...] = ()


BARE = Ground()
"""Nothing is known."""
