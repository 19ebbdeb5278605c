"""Which stored scores are chances, and which are points of a card."""

from __future__ import annotations

LEARNED = "learned"
"""How the name of every model that was fitted to visits begins."""


def is_chance(model: str) -> bool:
    """
    Tell what ``score.risk`` means under a model.

    Parameters
    ----------
    model
        Column ``score.model``, such as ``card-2`` or ``learned-1+card-2``.

    Returns
    -------
    is_chance
        True: the chance that a visit finds something, with reasons in logits. False: the share of
        a card's points, with reasons in the same unit.

    Examples
    --------
    >>> is_chance("learned-1+card-2"), is_chance("card-2")
    (True, False)
    """
    return model.startswith(LEARNED)
