"""What ``gridpatrol replan`` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.results.guess import GuessChangeResult
    from service.results.week import PlanResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """One change: ``kind`` is added, dropped, moved or retimed; a sentence in each language."""

    kind: str
    site_id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresResult:
    """
    What a plan comes to, or differs in from another.

    ``prize`` in points, ``drive_s`` seconds driven, ``broken`` promises not kept, ``stops``.
    """

    prize: float
    drive_s: int
    broken: int
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCostResult:
    """
    What one hand change costs: more (+) or less (-) than without it.

    ``number`` is its place in the file, those of the command line after them; ``alone`` is false
    where it could not be without the changes before it; ``done`` whether the plan does what it
    asks; ``added``, ``dropped`` and ``moved`` count stops.
    """

    number: int
    do: str
    zh: str
    en: str
    figures: FiguresResult
    added: int
    dropped: int
    moved: int
    alone: bool
    done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CostsResult:
    """
    What hand changes cost.

    ``before`` is the plan in hand as it could still be followed, ``after`` the new one,
    ``together`` the difference; ``meanwhile`` what would change without any of them; ``each`` one
    entry a change, each by itself: they need not sum to ``together``.
    """

    before: FiguresResult
    after: FiguresResult
    together: FiguresResult
    meanwhile: FiguresResult
    each: tuple[OrderCostResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteResult:
    """
    What there is to say of change ``number``, such as what it left as it was, and why.

    A sentence in each language; number 0 is no change but the roads.
    """

    number: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanResult:
    """
    Outcome of ``gridpatrol replan``.

    ``plan`` is the new version; ``since`` the moment it holds from, local time; ``earlier`` the
    plan that it takes the place of, which stays in the store. ``begun`` counts stops made or under
    way by then, ``recorded`` those of them with a visit on record, ``stayed`` later stops that kept
    their shift. ``prize_before`` is what the earlier plan would have collected of what is wanted
    now; ``guess`` how guessable the week was and is. ``kept`` is false after a dry run, which
    stores nothing. ``costs`` is what hand changes cost, where there are any; ``notes`` what they
    left as it was.
    """

    since: str
    earlier: str
    begun: int
    recorded: int
    stayed: int
    prize_before: float
    changes: tuple[ChangeResult, ...]
    plan: PlanResult
    kept: bool = True
    costs: CostsResult | None = None
    notes: tuple[NoteResult, ...] = ()
    guess: GuessChangeResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """
    Outcome of ``gridpatrol replan --undo`` and ``--version``.

    ``plan_id`` and ``version`` are of the new row, which repeats version ``of_version``, the plan
    ``restored``; ``replaced`` is the plan that was in force until now. All stay in the store.
    """

    week: str
    plan_id: str
    version: int
    restored: str
    of_version: int
    replaced: str
    stops: int
