"""What a plan is worth beside one made in another way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """
    One plan in figures.

    ``kept`` of ``promises`` are kept; ``expected`` sums the chances of the sites visited (or the
    risk points of a card, which are no chances); ``hours`` are those of driving and visits, and
    ``expected_per_hour`` is the ratio. ``drive_min_per_visit`` is driving by stop.
    """

    stops: int
    promises: int
    kept: int
    prize: float
    expected: float
    hours: float
    expected_per_hour: float
    distance_m: float
    drive_min_per_visit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareResult:
    """
    A week beside the same week planned in another way, under the same rules.

    ``rival`` is naive, last-week or random. ``is_chance`` says what ``expected`` means: chances of
    a find by the model in use, or points of the card. ``repeated`` counts the stops of last week's
    plan that its repetition makes, ``unwanted`` those of them that are not wanted this week.
    """

    rival: str
    is_chance: bool
    ours: PlanFigures
    theirs: PlanFigures
    repeated: int = 0
    unwanted: int = 0
