"""What ``gridpatrol replan`` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.guess_results import GuessChangeResult
    from service.results import PlanResult


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """One change: ``kind`` is added, dropped, moved or retimed; a sentence in each language."""

    kind: str
    site_id: str
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
    now; ``guess`` how guessable the week was and is.
    """

    since: str
    earlier: str
    begun: int
    recorded: int
    stayed: int
    prize_before: float
    changes: tuple[ChangeResult, ...]
    plan: PlanResult
    guess: GuessChangeResult | None = None
