"""What commands answer on how guessable weeks are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planning.guessing import Guessability


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpredictableResult:
    """
    What was given up so that a week is hard to guess, and what that bought.

    ``draws`` weeks of nearly equal worth were drawn; ``moved`` stops have another day or team than
    the search found, for ``lost_share`` (0-1) of the prize and ``more_drive_s`` of driving. Of the
    ``judged`` stops at sites visited before, an owner who knows all past weeks guesses the weekday
    of the share ``weekday_after`` (of the searched plan ``weekday_before``), and ``part`` likewise
    the part of the day; a blind guess hits ``blind``. ``bits`` is the mean surprise of weekday and
    part together: more is better. ``None`` where past visits tell nothing of it.
    """

    draws: int
    moved: int
    lost_share: float
    more_drive_s: int
    judged: int
    blind: float
    weekday_before: float | None
    weekday_after: float | None
    part_before: float | None
    part_after: float | None
    bits_before: float | None
    bits_after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessChangeResult:
    """
    How guessable a week is before and after it was changed by hand, as for a plan.

    ``is_worse``: an owner has clearly more to go by than before.
    """

    judged: int
    blind: float
    weekday_before: float | None
    weekday_after: float | None
    bits_before: float | None
    bits_after: float | None
    is_worse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictabilityResult:
    """
    Outcome of ``gridpatrol predictability``.

    ``asked_weeks`` before ``until`` (a Monday) were asked for; ``past`` is ``None`` where none of
    them had a visit or a plan.
    """

    asked_weeks: int
    until: str
    past: Guessability | None
