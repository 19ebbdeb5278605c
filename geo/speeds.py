"""How fast a patrol car really moves on each kind of road, and what a junction and a walk cost."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

KM_PER_MILE = 1.609344

CLASS_SPEED_KM_H: dict[str, float] = {
    "motorway": 90.0,
    "motorway_link": 40.0,
    "trunk": 60.0,
    "trunk_link": 35.0,
    "primary": 50.0,
    "primary_link": 30.0,
    "secondary": 45.0,
    "secondary_link": 30.0,
    "tertiary": 35.0,
    "tertiary_link": 25.0,
    "unclassified": 25.0,
    "road": 25.0,
    "residential": 18.0,
    "service": 15.0,
    "living_street": 12.0,
    "track": 10.0,
}
"""Usual speed by OSM road class in a rural Chinese town: a village lane is shared with tricycles,
drying grain and children, so it is far below any limit. A class that is absent takes no car."""

UNKNOWN_CLASS = "road"

_ZONE_LIMIT_KM_H = {
    "cn:urban": 50.0,
    "cn:rural": 70.0,
    "cn:trunk": 80.0,
    "cn:motorway": 120.0,
    "walk": 5.0,
}
_SPLIT = re.compile(r"[;,|、]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_FASTEST_KM_H = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedParams:
    """
    What turns road lengths into driving and walking times.

    Parameters
    ----------
    class_km_h
        Speed by OSM road class, km/h, > 0. Edges of any other class take no car.
    junction_delay_s
        Seconds lost at every junction where three or more roads meet, >= 0.
    walk_km_h
        Speed on foot between a place and the road, km/h, > 0.
    negligible_m
        A place nearer to the road than this, in metres, costs no time to reach, >= 0.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    class_km_h: Mapping[str, float] = field(default_factory=lambda: dict(CLASS_SPEED_KM_H))
    junction_delay_s: float = 4.0
    walk_km_h: float = 4.0
    negligible_m: float = 5.0

    def __post_init__(self) -> None:
        for name, speed in self.class_km_h.items():
            if not 0 < speed <= _FASTEST_KM_H:
                raise ConfigError(
                    f"Expected class_km_h[{name!r}] in (0, {_FASTEST_KM_H:g}], got {speed}.",
                    zh=f"车速 class_km_h[{name!r}] 应大于 0、不超过 {_FASTEST_KM_H:g},"
                    f"现为 {speed}。",
                )
        if not 0 < self.walk_km_h <= _FASTEST_KM_H:
            raise ConfigError(
                f"Expected walk_km_h > 0, got {self.walk_km_h}.",
                zh=f"步行速度 walk_km_h 必须大于 0，现为 {self.walk_km_h}。",
            )
        for name in ("junction_delay_s", "negligible_m"):
            if not getattr(self, name) >= 0:
                raise ConfigError(
                    f"Expected {name} >= 0, got {getattr(self, name)}.",
                    zh=f"{name} 不能小于 0，现为 {getattr(self, name)}。",
                )


DEFAULT_SPEEDS = SpeedParams()


def limit_km_h(text: object) -> float:
    """
    Read an OSM ``maxspeed`` tag.

    Parameters
    ----------
    text
        Such as ``40``, ``30 mph``, ``['40', '60']``, ``40;60``, ``CN:urban``, ``限速40``; or
        missing.

    Returns
    -------
    limit_km_h
        Kilometres an hour; the lowest where several are given; ``nan`` where the tag says nothing
        usable (``none``, ``signals``, 0, over 150).

    Examples
    --------
    >>> limit_km_h("40"), limit_km_h("['60', '40']"), limit_km_h("CN:urban")
    (40.0, 40.0, 50.0)
    >>> round(limit_km_h("30 mph"), 2)
    48.28
    """
    if not isinstance(text, str):
        text = "" if text is None or (isinstance(text, float) and np.isnan(text)) else str(text)
    limits = [_one_limit_km_h(part) for part in _SPLIT.split(text)]
    usable = [limit for limit in limits if 0 < limit <= _FASTEST_KM_H]
    return min(usable, default=float("nan"))


def _one_limit_km_h(part: str) -> float:
    word = part.strip(" []'\"").lower()
    if word in _ZONE_LIMIT_KM_H:
        return _ZONE_LIMIT_KM_H[word]
    number = _NUMBER.search(word)
    if number is None:
        return float("nan")
    return float(number[0]) * (KM_PER_MILE if "mph" in word else 1.0)


def edge_speed_km_h(
    highway: pd.Series, maxspeed: pd.Series, *, params: SpeedParams = DEFAULT_SPEEDS
) -> NDArray[float64]:
    """
    Find the speed on each edge: the usual one of its class, or its tagged limit if that is lower.

    A limit says how fast one may drive, not how fast one does: a village lane tagged 40 is as
    narrow as its neighbour without a tag. So a tag can only slow a road down, never promise
    minutes that the class does not keep.

    Parameters
    ----------
    highway, maxspeed
        Shape ``(n,)``, text or missing. A missing class counts as an ordinary road.

    Returns
    -------
    speed_km_h
        Shape ``(n,)``; ``nan`` where no car may go.
    """
    usual = highway.fillna(UNKNOWN_CLASS).map(dict(params.class_km_h)).to_numpy(dtype=float)
    known = {text: limit_km_h(text) for text in maxspeed.dropna().unique()}
    limit = maxspeed.map(known).to_numpy(dtype=float, na_value=np.nan)
    speed: NDArray[float64] = np.where(np.isnan(usual), np.nan, np.fmin(usual, limit))
    return speed
