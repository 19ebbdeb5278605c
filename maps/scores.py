"""The risk score that people read: one rounding for every page."""

from __future__ import annotations


def score(risk: float) -> int:
    """
    Give the score of a risk, the only place where one is rounded.

    Parameters
    ----------
    risk
        Share 0-1.

    Returns
    -------
    score
        Whole number 0-100: what ``f"{100 * risk:.0f}"`` writes, as texts outside the pages do. A
        half goes to the even neighbour; a script's own rounding would go up and disagree.

    Examples
    --------
    >>> score(0.585), score(0.595), score(0.786)
    (58, 60, 79)
    """
    return round(100 * risk)
