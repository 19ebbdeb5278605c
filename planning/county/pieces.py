"""One piece of a county's search: some towns, their budget, and the plan to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import ConfigError
from planning.engine import SearchParams, solve
from planning.engine.bound import BOUND_STEPS
from planning.reasons import with_reasons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.model import Plan
    from planning.county.cutting import Cut
    from planning.county.hands import Desk
    from planning.problem import Problem

WARM = SearchParams(hot=0.03)
"""A plan that is good already is not shaken as a new one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountySearch:
    """
    How a county is searched.

    Parameters
    ----------
    seed
        Any integer; with the same seed and ``iterations`` the plan repeats, however many work.
    iterations, time_limit_s
        Moves of all pieces together, >= 0, or seconds, > 0; exactly one of them. Laying out and
        explaining come on top.
    clock
        Gives seconds; needed for a time limit.
    workers
        How many pieces are searched at a time, >= 1: a time limit is shared out accordingly.
    border_share
        Share of the budget kept for borders, in ``[0, 1)``.
    most_rounds
        How often borders are gone over at most, >= 0; see ``planning.county.borders``.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    seed: int
    iterations: int | None = None
    time_limit_s: float | None = None
    clock: Callable[[], float] | None = None
    workers: int = 1
    border_share: float = 0.4
    most_rounds: int = 4

    def __post_init__(self) -> None:
        if (self.iterations is None) == (self.time_limit_s is None):
            raise ConfigError(
                "Expected iterations or time_limit_s, one of them.",
                zh="迭代次数和时限须给且只能给一个。",
            )
        if self.workers < 1 or self.most_rounds < 0 or not 0.0 <= self.border_share < 1.0:
            raise ConfigError(
                f"Expected workers >= 1, most_rounds >= 0 and border_share in [0, 1), got "
                f"{self.workers}, {self.most_rounds} and {self.border_share}.",
                zh=f"应有 workers >= 1、most_rounds >= 0、border_share 在 0 到 1 之间（不含 1），"
                f"现为 {self.workers}、{self.most_rounds}、{self.border_share}。",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """
    A problem to search, with its share of the budget; ``start`` is improved if there is one.

    No work goes into its bound, since the county has a bound of its own, unless it is the whole.
    """

    problem: Problem
    seed: int
    iterations: int | None
    time_limit_s: float | None
    clock: Callable[[], float] | None
    start: Plan | None = None
    bound_steps: int = 0


def pieces_of(
    search: CountySearch, cuts: Sequence[Cut], *, share: float, first: int, starts: Sequence[Plan]
) -> list[Piece]:
    """
    Share a budget out among problems, by their numbers of sites.

    Parameters
    ----------
    search
        The budget of the whole county.
    cuts
        The problems.
    share
        Share of the budget that they have together, 0-1.
    first
        Number of the first piece in the whole search, added to the seed: no two are searched alike.
    starts
        Plans to begin with, one a problem; empty for none.
    """
    sites = [max(len(cut.problem.sites), 1) for cut in cuts]
    moves, seconds = search.iterations, search.time_limit_s
    at_once = min(search.workers, len(cuts))
    parts = [share * count / sum(sites) for count in sites]
    return [
        Piece(
            problem=cut.problem,
            seed=search.seed + first + number,
            iterations=None if moves is None else int(moves * part),
            time_limit_s=None if seconds is None else max(seconds * at_once * part, 1e-3),
            clock=search.clock,
            start=starts[number] if starts else None,
            bound_steps=BOUND_STEPS if first == 0 and len(cuts) == 1 else 0,
        )
        for number, (cut, part) in enumerate(zip(cuts, parts, strict=True))
    ]


def search_piece(piece: Piece, desk: Desk) -> Plan:
    """Search one piece; reasons are left for when the whole plan stands."""
    return solve(
        piece.problem,
        seed=piece.seed,
        iterations=piece.iterations,
        time_limit_s=piece.time_limit_s,
        clock=piece.clock if piece.time_limit_s is not None else None,
        progress=desk.progress,
        params=None if piece.start is None else WARM,
        start=piece.start,
        stop=desk.stop,
        explain=False,
        bound_steps=piece.bound_steps,
    )


@dataclass(frozen=True, slots=True)
class Explained:
    """A part's problem with the plan that stands, to be explained."""

    problem: Problem
    plan: Plan


def explain_piece(piece: Explained, desk: Desk) -> Plan:
    """Try each site left out with the teams of its part, and say why it is."""
    told = with_reasons(piece.problem, piece.plan)
    desk.progress(1, 1)
    return told
