"""An invented town: what everybody can know of its places, and what nobody knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

VILLAGES, NEGLECTED_VILLAGES = 8, 2
KINDS = ("wood", "textile", "food", "metal", "plastic", "storage")
MEAN_RISK = 0.16
HIDDEN_SHARE, HIDDEN_LOGIT = 0.03, 2.5
TOWN_M = 7_000.0

Array = np.ndarray


@dataclass(frozen=True)
class Town:
    """Places with what everybody can know of them, and with what nobody knows: the true chances."""

    x_m: Array
    y_m: Array
    features: pd.DataFrame
    truth: Array
    neglected: Array

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.truth)


def invent(sites: int, seed: int, hidden_share: float) -> Town:
    """
    Draw places, and what makes them risky, so that a visit at random finds something in 16 %.

    A share of them, twice as large in the neglected quarter, hides what no column tells.
    """
    dice = np.random.default_rng(seed)
    village = np.arange(sites) * VILLAGES // sites
    neglected = village >= VILLAGES - NEGLECTED_VILLAGES
    kind = dice.integers(len(KINDS), size=sites)
    numbers = dice.normal(size=(sites, 4))
    flags = dice.random((sites, 2)) < (0.3, 0.1)
    hidden = dice.random(sites) < hidden_share * (1.0 + neglected)
    logit = (
        dice.normal(0, 0.4, len(KINDS))[kind]
        + numbers @ dice.normal(0, 0.25, 4)
        + flags @ dice.normal(0.4, 0.3, 2)
        + 0.4 * neglected
        + dice.normal(0, 0.4, sites)  # what no column says
        + HIDDEN_LOGIT * hidden
    )
    centre = dice.uniform(0, TOWN_M, (VILLAGES, 2))[village]
    x_m, y_m = (centre + dice.normal(0, 400, (sites, 2))).T
    features = pd.DataFrame(numbers, columns=["size", "people", "age", "power"])
    features = features.assign(
        kind=pd.Series([KINDS[k] for k in kind], dtype="str"),
        village=pd.Series([f"v{v}" for v in village], dtype="str"),
        chemicals=flags[:, 0].astype(float),
        dust=flags[:, 1].astype(float),
    )
    return Town(x_m, y_m, features, _scaled(logit), neglected)


def _scaled(logit: Array) -> Array:
    """Shift chances so that their mean is what a town has."""
    low, high = -10.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        mean = (1 / (1 + np.exp(-(logit + middle)))).mean()
        low, high = (middle, high) if mean < MEAN_RISK else (low, middle)
    return 1 / (1 + np.exp(-(logit + low)))
