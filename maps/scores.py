"""The risk score that people read: one rounding for every page."""

from __future__ import annotations

from math import exp

BASE = "base"
"""Code of the reason that says what an ordinary place has."""


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


def shown(risk: float, *, is_chance: bool) -> str:
    """
    Write the score of a risk for people: a chance in per cent, a card's points as they are.

    Examples
    --------
    >>> shown(0.34, is_chance=True), shown(0.34, is_chance=False)
    ('34%', '34')
    """
    return f"{score(risk)}%" if is_chance else str(score(risk))


def odds_ratio(code: str, points: float) -> float | None:
    """
    Give the factor by which a reason of a learned score changes the odds of finding something.

    Parameters
    ----------
    code, points
        Of the reason; points are logits.

    Returns
    -------
    ratio
        > 0; ``None`` for the ordinary place that the others are measured from, and for a rule
        outside the score.

    Examples
    --------
    >>> odds_ratio("licences", 0.47), odds_ratio("base", -1.0), odds_ratio("major_finding", 0.0)
    (1.6, None, None)
    """
    return None if code == BASE or points == 0 else round(exp(points), 2)


def weight(code: str, points: float, *, is_chance: bool) -> str:
    """
    Write what a reason weighs: points of the card, or the factor on the odds.

    Examples
    --------
    >>> weight("licences", 0.1, is_chance=False), weight("licences", 0.47, is_chance=True)
    ('+10', '×1.60')
    >>> weight("major_finding", 0.0, is_chance=False)
    ''
    """
    if points == 0:
        return ""
    if not is_chance:
        return f"{100 * points:+.0f}"
    ratio = odds_ratio(code, points)
    return "" if ratio is None else f"×{ratio:.2f}"
