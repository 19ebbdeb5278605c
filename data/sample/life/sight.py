"""What a visit sees of what is there: by its type, and by how strict the team is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.sample.truth import seen_by

if TYPE_CHECKING:
    from datetime import date

SENSITIVITY = {
    "patrol": 0.5,
    "inspection": 0.85,
    "recheck": 0.7,
    "lookback": 0.7,
    "special": 0.9,
    "expert": 0.95,
    "night": 0.85,
    "drone": 0.4,
    "sweep": 0.3,
    "audit": 0.85,
}
"""Chance that a visit sees what is there, by its type, for a team of usual strictness; invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One visit as it is made: where, when, by which team (its name), of which type."""

    site_id: str
    day: date
    team: str
    visit_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """
    What a visit brought.

    Attributes
    ----------
    call
        The visit.
    result
        A code of ``data.words.RESULTS``.
    is_new
        Whether it found something that nobody knew of.
    level, due_days
        Of what it found anew: a code of ``data.words.FINDING_LEVELS``, and days to mend it.
    mended
        Ids of the findings known before that are mended.
    """

    call: Call
    result: str
    is_new: bool = False
    level: str = "ordinary"
    due_days: int = 15
    mended: tuple[str, ...] = ()


def chance_to_see(visit_type: str, odds: float) -> float:
    """
    Say how likely a visit sees what is there.

    Parameters
    ----------
    visit_type
        Code of ``data.words.VISIT_TYPES``.
    odds
        What the team multiplies the odds by; 1 is a team of usual strictness.

    Examples
    --------
    >>> round(chance_to_see("patrol", 1.0), 9), round(chance_to_see("patrol", 3.0), 9)
    (0.5, 0.75)
    """
    return seen_by(SENSITIVITY[visit_type], odds)
