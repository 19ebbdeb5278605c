"""How fast a patrol car really moves on each kind of road, and what a junction and a walk cost."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from data.errors import ConfigError
from data.units import FASTEST_KM_H
from geo.roads.limits import limit_km_h, tag_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

UNKNOWN_CLASS = "road"
FERRY_CLASS = "ferry"

_LARGEST_SCALE = 10.0


@cache
def _shipped() -> dict[str, Any]:
    """Read ``geo/roads/speeds.toml``, which ships with the program and may be edited."""
    text = resources.files("geo.roads").joinpath("speeds.toml").read_text(encoding="utf-8")
    return checked_table(tomllib.loads(text))


def _from_table(name: str) -> Any:  # noqa: ANN401 - what dataclasses.field gives
    """Take the value of the shipped table where none is given."""

    def value() -> Any:  # noqa: ANN401 - a number or a table of them
        known = _shipped()[name]
        return dict(known) if isinstance(known, dict) else known

    return field(default_factory=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedParams:
    """
    What turns road lengths into driving and walking times; by default ``geo/roads/speeds.toml``.

    Parameters
    ----------
    class_km_h
        Speed by OSM road class, km/h, in ``(0, 150]``. Edges of any other class take no car.
    surface_factor
        Share of the class speed by OSM surface, in ``(0, 1]``; 1 for any other surface.
    night_factor
        Share of the speed that is left at night, in ``(0, 1]``.
    scale
        How many times faster than the table people really drive, delays at junctions included,
        in ``(0, 10]``; 1 until past patrols were measured.
    spread_share
        How far a real drive usually lies from the estimate, as a share of it, in ``[0, 1]``.
    junction_delay_s
        Seconds lost at every junction where three or more roads meet, >= 0.
    ferry_wait_s
        Seconds spent waiting for each ferry, >= 0.
    walk_km_h
        Speed on foot between a place and the road, km/h, in ``(0, 150]``.
    walk_limit_m
        How far a place may lie from a road on which one can get there, metres, >= 0.
    negligible_m
        A place nearer to the road than this, in metres, costs no time to reach, >= 0.

    Raises
    ------
    ConfigError
        If a value is outside its range.
    """

    class_km_h: Mapping[str, float] = _from_table("class_km_h")
    surface_factor: Mapping[str, float] = _from_table("surface_factor")
    night_factor: float = _from_table("night_factor")
    scale: float = _from_table("scale")
    spread_share: float = _from_table("spread_share")
    junction_delay_s: float = _from_table("junction_delay_s")
    ferry_wait_s: float = _from_table("ferry_wait_s")
    walk_km_h: float = _from_table("walk_km_h")
    walk_limit_m: float = _from_table("walk_limit_m")
    negligible_m: float = _from_table("negligible_m")

    def __post_init__(self) -> None:
        for road_class, speed in self.class_km_h.items():
            _check_share(f"class_km_h[{road_class!r}]", speed, most=FASTEST_KM_H)
        for surface, factor in self.surface_factor.items():
            _check_share(f"surface_factor[{surface!r}]", factor, most=1.0)
        _check_share("walk_km_h", self.walk_km_h, most=FASTEST_KM_H)
        _check_share("night_factor", self.night_factor, most=1.0)
        _check_share("scale", self.scale, most=_LARGEST_SCALE)
        if not 0 <= self.spread_share <= 1:
            raise ConfigError(
                f"Expected spread_share in [0, 1], got {self.spread_share}.",
                zh=f"spread_share 应在 0 和 1 之间，现为 {self.spread_share}。",
            )
        for name in ("junction_delay_s", "ferry_wait_s", "walk_limit_m", "negligible_m"):
            if not 0 <= getattr(self, name) < np.inf:
                raise ConfigError(
                    f"Expected {name} >= 0, got {getattr(self, name)}.",
                    zh=f"{name} 不能小于 0，现为 {getattr(self, name)}。",
                )


def _check_share(name: str, value: float, *, most: float) -> None:
    if not 0 < value <= most:
        raise ConfigError(
            f"Expected {name} in (0, {most:g}], got {value}.",
            zh=f"{name} 应大于 0、不超过 {most:g}，现为 {value}。",
        )


def checked_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """
    Check that a table of speeds has every key of ``SpeedParams``, no other, and numbers only.

    Parameters
    ----------
    table
        As ``tomllib`` gives it; the layout is that of ``geo/roads/speeds.toml``.

    Returns
    -------
    values
        Parameters of ``SpeedParams``, which checks their ranges; all numbers floats.

    Raises
    ------
    ConfigError
        If a key is missing, not known or not a number.
    """
    names = {one.name for one in fields(SpeedParams)}
    _same_keys(set(table), names)
    lists = {"class_km_h", "surface_factor"}
    for name in sorted(lists):
        if not isinstance(table[name], dict):
            raise _not_a_number(name, table[name])
    values: dict[str, Any] = {name: _number(name, table[name]) for name in sorted(names - lists)}
    for name in sorted(lists):
        listed = table[name].items()
        values[name] = {key: _number(f"{name}.{key}", value) for key, value in listed}
    return values


def _same_keys(found: set[str], names: set[str]) -> None:
    """Refuse what nobody would read, and what would silently be the shipped value."""
    if found != names:
        odd = ", ".join(sorted(found ^ names))
        raise ConfigError(
            f"Expected the keys of geo/roads/speeds.toml, found these missing or not known: {odd}.",
            zh=f"车速表的项应与自带的一致，缺少或多出：{odd}。",
        )


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _not_a_number(name, value)
    return float(value)


def _not_a_number(name: str, value: object) -> ConfigError:
    return ConfigError(
        f"Expected numbers for {name} in the speeds, got {value!r}.",
        zh=f"车速表：{name} 应为数字，现为“{value}”。",
    )


def edge_speed_km_h(
    edges: pd.DataFrame, *, params: SpeedParams | None = None, night: bool = False
) -> NDArray[float64]:
    """
    Find the speed on each edge.

    It is the usual speed of the edge's class on its surface, slower at night, and never above the
    tagged limit. A limit says how fast one may drive, not how fast one does: a village lane tagged
    40 is as narrow as its neighbour without a tag. So a tag can only slow a road down, never
    promise minutes that the class does not keep. A speed that the map file itself gives
    (``speed_km_h``, as in a measured graph) says more than a class: it stands for class and
    surface, and is capped by the limit as well.

    Parameters
    ----------
    edges
        As in ``data.model.Roads``: columns ``highway``, ``maxspeed``, and if there are any
        ``surface`` and ``speed_km_h``. A missing class counts as an ordinary road; a stated speed
        that is not in ``(0, 150]`` counts as none.
    params
        Speeds; ``None`` for those that ship with the program.
    night
        Whether it is dark. No command asks for it yet: it waits for the planning of night shifts.

    Returns
    -------
    speed_km_h
        Shape ``(n,)``; ``nan`` where no car may go.
    """
    params = params or SpeedParams()
    by_class = edges["highway"].fillna(UNKNOWN_CLASS).map(dict(params.class_km_h))
    usual = by_class.to_numpy(dtype=float, na_value=np.nan)
    stated = _stated_km_h(edges)
    speed = np.where(np.isnan(stated), usual * _surface_factor(edges, params), stated)
    known = {text: limit_km_h(text) for text in edges["maxspeed"].dropna().unique()}
    limit = edges["maxspeed"].map(known).to_numpy(dtype=float, na_value=np.nan)
    slowed = np.fmin(speed * (params.night_factor if night else 1.0), limit)
    scaled: NDArray[float64] = np.fmin(slowed * params.scale, limit)
    return np.where(np.isnan(usual), np.nan, scaled)


def _stated_km_h(edges: pd.DataFrame) -> NDArray[float64]:
    if "speed_km_h" not in edges:
        return np.full(len(edges), np.nan)
    stated = edges["speed_km_h"].to_numpy(dtype=float, na_value=np.nan)
    return np.where((stated > 0) & (stated <= FASTEST_KM_H), stated, np.nan)


def _surface_factor(edges: pd.DataFrame, params: SpeedParams) -> NDArray[float64]:
    """Look surfaces up; of several in one tag (``asphalt;gravel``) the slowest counts."""
    if "surface" not in edges:
        return np.ones(len(edges))
    known = {text: _one_factor(str(text), params) for text in edges["surface"].dropna().unique()}
    factor = edges["surface"].map(known).to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isnan(factor), 1.0, factor)


def _one_factor(text: str, params: SpeedParams) -> float:
    return min(params.surface_factor.get(word, 1.0) for word in tag_parts(text))
