"""How often a search begins anew: short searches differ by more than a long one gains."""

from __future__ import annotations

_MOVES_PER_PAIR = 2
_LEAST_MOVES = 25_000
_MOST_STARTS = 8


def starts_for(sites: int, moves: float) -> int:
    """
    Choose how many searches share a budget.

    Parameters
    ----------
    sites
        Number of sites, >= 0.
    moves
        Number of moves that the budget allows, >= 0.

    Returns
    -------
    starts
        1 to 8: as many as leave each search two moves for every ordered pair of sites, and never
        fewer than 25,000. Both figures are guesses from few runs (ADR 0034).
    """
    needed = max(_LEAST_MOVES, _MOVES_PER_PAIR * sites * sites)
    return max(1, min(_MOST_STARTS, int(moves // needed)))
