"""The luck of a year, drawn ahead: it is the same for every policy that lives through the year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

_STREAM = 9
"""Sets these draws apart from those that made the town."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Luck:
    """
    Draws from 0 to 1: shape ``(weeks, n)`` by week and site, or ``(n,)`` by site.

    Two policies that look at one site in one week have the same luck there: what differs between
    them is where they looked.
    """

    arise: NDArray[float64]
    fade: NDArray[float64]
    gate: NDArray[float64]
    sight: NDArray[float64]
    level: NDArray[float64]
    mend: NDArray[float64]
    tell: NDArray[float64]
    invent: NDArray[float64]
    first: NDArray[float64]
    age: NDArray[float64]
    meter: NDArray[float64]
    draws: NDArray[float64]
    watch: NDArray[float64]


_BY_WEEK = ("arise", "fade", "gate", "sight", "level", "mend", "tell", "invent")
_BY_SITE = ("first", "age", "meter", "draws", "watch")


def draw_luck(seed: int, *, weeks: int, sites: int) -> Luck:
    """Draw the luck of a year; the first weeks of a longer year are those of a shorter one."""
    streams = np.random.default_rng([seed, _STREAM]).spawn(len(_BY_WEEK) + len(_BY_SITE))
    by_week = {
        name: rng.random((weeks, sites))
        for name, rng in zip(_BY_WEEK, streams[: len(_BY_WEEK)], strict=True)
    }
    by_site = {
        name: rng.random(sites)
        for name, rng in zip(_BY_SITE, streams[len(_BY_WEEK) :], strict=True)
    }
    return Luck(**by_week, **by_site)
