"""How firmly a site keeps its colour when the weights of the card are drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

    from geo.card.card import Scorecard

DRAWS = 500
CONCENTRATION = 100.0
"""A weight ``w`` is drawn with standard deviation ``sqrt(w (1 - w) / 101)``: 14 points become 14 +-
3.5, and 2 points 2 +- 1.4, about as far as two people's comparisons lie from each other."""

_SEED = 20_181
_HELD = 8_192
"""Sites whose drawn risks are held at once."""


def grade_stability(
    share: NDArray[float64],
    weights: NDArray[float64],
    *,
    card: Scorecard,
    at_once: NDArray[bool_],
    draws: int = DRAWS,
) -> NDArray[float64]:
    """
    Draw the weights from a Dirichlet distribution around those of the card.

    Parameters
    ----------
    share
        Shape ``(n, k)``, 0-1: share of each factor at each site.
    weights
        Shape ``(k,)``, >= 0, together about 1; a factor without weight stays without.
    card
        Gives the lowest risk of each colour.
    at_once
        Shape ``(n,)``: red by an override, whatever the weights.
    draws
        How often; the same seed every time.

    Returns
    -------
    stability
        Shape ``(n,)``, 0-1: share of the draws in which the site keeps its grade.
    """
    used = weights > 0
    rng = np.random.default_rng(_SEED)
    drawn = rng.dirichlet(CONCENTRATION * weights[used], size=draws).T
    low, high = _bounds(np.minimum(share @ weights, 1.0), card)
    stability = np.ones(len(share))
    for start in range(0, len(share), _HELD):
        block = slice(start, start + _HELD)
        risks = share[block][:, used] @ drawn
        kept = (risks >= low[block, None]) & (risks < high[block, None])
        stability[block] = kept.mean(axis=1)
    return np.where(at_once, 1.0, stability)


def _bounds(risk: NDArray[float64], card: Scorecard) -> tuple[NDArray[float64], NDArray[float64]]:
    """Give the lowest risk of each site's colour, and of the next colour."""
    ends = np.array([-np.inf, card.yellow, card.orange, card.red, np.inf])
    place = np.searchsorted(ends[1:-1], risk, side="right")
    return ends[place], ends[place + 1]
