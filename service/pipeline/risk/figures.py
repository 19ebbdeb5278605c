"""Figures as people and JSON have them."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data.judged import Figure

DECIMALS = 4


def known_figure(value: float | None) -> Figure:
    """
    Round a figure for people and JSON; ``None`` where there is none.

    Examples
    --------
    >>> known_figure(0.123456), known_figure(float("nan")), known_figure(None)
    (0.1235, None, None)
    """
    return round(float(value), DECIMALS) if value is not None and isfinite(value) else None
