"""What a plan is worth beside one made in another way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFigures:
    """
    One plan in figures.

    ``kept`` of ``promises`` are kept; ``expected`` sums the chances of the sites visited (or the
    risk points of a card, which are no chances); places in no ledger have neither and add nothing.
    ``hours`` are those of driving and visits, and ``expected_per_hour`` is the ratio.
    ``drive_min_per_visit`` is driving by stop.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedPlan:
    """
    One way of planning, over all weeks replayed.

    ``figures`` sums the weeks up. Of the sites it would have visited, ``looked`` were looked at by
    somebody within four weeks of the Monday, and ``found`` of these looks found something: the
    share, with ``low`` and ``high`` of its 95 % interval, is ``None`` where there was no look.
    """

    name: str
    figures: PlanFigures
    looked: int
    found: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBacktestResult:
    """
    Outcome of ``gridpatrol backtest plans``: past weeks planned anew on what was known then.

    ``weeks`` are those replayed. ``ways`` begins with the planner (``planned``). ``looks`` and
    ``finds`` count the first look at each site within four weeks of a Monday, planned or not.
    ``better`` counts by rival the weeks in which the planner expects more an hour. ``is_chance``:
    expectations are chances in every week; else they are points of the card in some.
    """

    as_of: str
    weeks: tuple[str, ...]
    is_chance: bool
    ways: tuple[ReplayedPlan, ...]
    looks: int
    finds: int
    better: dict[str, int]
