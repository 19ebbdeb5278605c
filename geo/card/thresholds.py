"""Where the share of a risk factor begins and where it is full."""

from __future__ import annotations

from dataclasses import dataclass, fields

from data.errors import ConfigError

_RISING = (
    ("near_m", "far_m"),
    ("station_near_m", "station_far_m"),
    ("access_none_m", "access_full_m"),
    ("power_none_kwh", "power_full_kwh"),
    ("lec_ordinary", "lec_marked"),
    ("lec_marked", "lec_high"),
    ("lec_high", "lec_extreme"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """
    Where the share of a factor begins or ends.

    Parameters
    ----------
    workers_full
        People at which the share of ``workers`` is 1.
    tip_radius_m, tip_days
        How near and how recent a tip must be.
    density_radius_m, density_full
        How near other sites count, and how many make the share 1.
    near_m, far_m
        Homes and water: share 1 up to ``near_m``, 0 from ``far_m`` on.
    station_near_m, station_far_m
        The same for monitoring stations.
    access_none_m, access_full_m
        Way on foot from the road: share 0 up to the first, 1 from the second on.
    age_full_days
        Days without a look at which the share is 1.
    power_none_kwh, power_full_kwh, power_months
        Kilowatt-hours a month that a place standing still may draw, such as for a lamp, those at
        which the share is 1, and how many months back count.
    lec_ordinary, lec_marked, lec_high, lec_extreme
        Lowest D = L x E x C of the bands; below the first is slight.

    Raises
    ------
    ConfigError
        If a value is not > 0, or an end is not beyond its beginning.
    """

    workers_full: float
    tip_radius_m: float
    tip_days: float
    density_radius_m: float
    density_full: float
    near_m: float
    far_m: float
    station_near_m: float
    station_far_m: float
    access_none_m: float
    access_full_m: float
    age_full_days: float
    power_none_kwh: float
    power_full_kwh: float
    power_months: float
    lec_ordinary: float
    lec_marked: float
    lec_high: float
    lec_extreme: float

    def __post_init__(self) -> None:
        for one in fields(self):
            if not getattr(self, one.name) > 0:
                raise ConfigError(
                    f"Expected limits.{one.name} > 0, got {getattr(self, one.name)}.",
                    zh=f"评分卡：limits.{one.name} 必须大于 0，现为 {getattr(self, one.name)}。",
                )
        for low, high in _RISING:
            if not getattr(self, low) < getattr(self, high):
                raise ConfigError(
                    f"Expected limits.{low} < limits.{high}, "
                    f"got {getattr(self, low)} and {getattr(self, high)}.",
                    zh=f"评分卡：limits.{low} 应小于 limits.{high}，"
                    f"现为 {getattr(self, low)} 和 {getattr(self, high)}。",
                )
