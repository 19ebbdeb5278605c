"""What a visit might find at best where little was seen: the worth of looking again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray


def hoped_chance(chance: ArrayLike, looks: ArrayLike, *, explore: float) -> NDArray[float64]:
    """
    Give a hopeful reading of chances: ``chance + explore sqrt(chance (1 - chance) / (1 + looks))``.

    The root is the standard error of a share after ``1 + looks`` looks: the score counts as one.
    So the bonus shrinks with every look, and a place where nothing is to be expected gets little:
    a bonus that is the same for all sends teams nearly everywhere once.

    Parameters
    ----------
    chance
        0-1, any shape; missing stays missing.
    looks
        Past visits that saw inside, >= 0, same shape.
    explore
        Standard errors to add, >= 0.

    Returns
    -------
    hoped
        ``chance`` to 1.

    References
    ----------
    Upper confidence bounds: Lai and Robbins (1985), doi:10.1016/0196-8858(85)90002-8.
    """
    expected = np.asarray(chance, dtype=float)
    error = np.sqrt(expected * (1.0 - expected) / (1.0 + np.asarray(looks, dtype=float)))
    return np.asarray(np.minimum(expected + explore * error, 1.0))


def hopes(
    worth: pd.Series, chance: pd.Series, looks: ArrayLike, *, explore: float
) -> NDArray[float64]:
    """
    Say what the hopeful reading adds to each site's worth.

    Parameters
    ----------
    worth
        What each site is worth to the planner, 0-1.
    chance
        Same index: chance that a visit finds something, 0-1, missing where a card made the score.
        It is read hopefully where it is known, and what that is worth is told by the sites
        themselves: chances in between are worth what lies in between, and none is hoped to be
        worth more than the best. Elsewhere ``worth`` is read hopefully itself.
    looks
        Past looks at each, >= 0.
    explore
        Standard errors to add, >= 0.

    Returns
    -------
    hopes
        Shape ``(n,)``, 0-1.
    """
    known = chance.notna().to_numpy()
    base = worth.to_numpy(dtype=float)
    hoped = hoped_chance(chance.where(known, worth), looks, explore=explore)
    if known.any():
        told = pd.DataFrame({"chance": chance, "worth": worth})[known].groupby("chance").mean()
        places = told.index.to_numpy(dtype=float)
        hoped[known] = np.interp(hoped[known], places, told["worth"].to_numpy(dtype=float))
    return np.asarray(np.maximum(hoped - base, 0.0))
