"""How risky each site of the sample town really is: drawn anew for each seed, known to nobody.

The weights are draws, not those of our scorecard, and a good part of the risk is in no ledger:
otherwise the town would only prove that we can read our own numbers back.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.optimize import brentq

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray

MEAN_RATE = 0.12
"""Share of visits of a neutral team that would find something, over all sites."""
_HIDDEN_SPREAD, _GROUP_SPREAD = 0.75, 0.45


def draw_truth(
    rng: Generator,
    sites: pd.DataFrame,
    settings: Sequence[str],
    *,
    mean_rate: float = MEAN_RATE,
) -> pd.DataFrame:
    """
    Draw each site's true chance that a visit finds a violation.

    Parameters
    ----------
    sites
        By schema ``SITE``.
    settings
        How each site lies, aligned with the rows.
    mean_rate
        Mean of the chances over all sites, in ``(0, 1)``.

    Returns
    -------
    truth
        Same index; ``true_rate``, 0-1, for a team of usual strictness.
    """
    score = sum(
        float(rng.normal(mean, spread)) * sign.to_numpy(float)
        for mean, spread, sign in _signs(sites, settings)
    )
    for column in ("village", "industry"):
        score = score + _group_effect(rng, sites[column])
    score = score + rng.normal(0.0, _HIDDEN_SPREAD, len(sites))
    level = brentq(lambda shift: float(_share(score + shift).mean()) - mean_rate, -12.0, 12.0)
    return pd.DataFrame({"true_rate": _share(score + level).round(6)}, index=sites.index)


def _signs(sites: pd.DataFrame, settings: Sequence[str]) -> list[tuple[float, float, pd.Series]]:
    """List what matters: mean weight, how much the weight differs between towns, who has it."""
    lies = pd.Series(list(settings), index=sites.index)
    return [
        (0.45, 0.3, sites["shared_walls"].notna()),
        (0.30, 0.3, sites["hours"].isin(["night", "both"])),
        (0.40, 0.3, sites["licences"].fillna("").str.startswith("缺")),
        (0.15, 0.3, sites["kind"] == "idle_factory"),
        (0.60, 0.3, sites["remark"].notna()),
        (0.40, 0.3, lies == "remote"),
        (0.30, 0.3, sites["status"].isin(["zombie", "shut"])),
        (0.25, 0.3, sites["workers"].fillna(0.0).between(1, 6)),
    ]


def _group_effect(rng: Generator, groups: pd.Series) -> NDArray[float64]:
    """Draw one effect for each group, in the order of their names."""
    names = sorted(groups.dropna().unique())
    effects = dict(zip(names, rng.normal(0.0, _GROUP_SPREAD, len(names)), strict=True))
    return groups.map(effects).fillna(0.0).to_numpy(float)


def _share(logit: NDArray[float64]) -> NDArray[float64]:
    return 1.0 / (1.0 + np.exp(-logit))


def seen_by(true_rate: float, odds: float) -> float:
    """
    Find the chance that one team finds something, given its strictness.

    Parameters
    ----------
    true_rate
        Chance for a team of usual strictness, in ``(0, 1)``.
    odds
        What the team multiplies the odds by; above 1 is strict.

    Examples
    --------
    >>> seen_by(0.5, 3.0)
    0.75
    """
    return 1.0 / (1.0 + math.exp(-(math.log(true_rate / (1.0 - true_rate)) + math.log(odds))))
