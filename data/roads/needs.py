"""Where roads are needed: the places that teams leave from and go to, and the land around."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.errors import ConfigError

if TYPE_CHECKING:
    from numpy import bool_, float64
    from numpy.typing import NDArray

MARGIN_KM = 5.0
KM_PER_DEGREE = 111.195
_POLAR_DEG = 85.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees: west, south, east, north."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon_deg: NDArray[float64], lat_deg: NDArray[float64]) -> NDArray[bool_]:
        """Tell which points lie inside, borders included."""
        inside: NDArray[bool_] = (
            (lon_deg >= self.west)
            & (lon_deg <= self.east)
            & (lat_deg >= self.south)
            & (lat_deg <= self.north)
        )
        return inside


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RoadNeeds:
    """
    Where roads are needed.

    Parameters
    ----------
    lon_deg, lat_deg
        Shape ``(n,)``, finite: sites and bases, WGS-84; none where nothing is known yet.
    margin_km
        How far around them roads are kept, kilometres, > 0; ``None`` keeps the whole file.

    Raises
    ------
    ConfigError
        If the margin is not above 0.
    """

    lon_deg: NDArray[float64]
    lat_deg: NDArray[float64]
    margin_km: float | None = MARGIN_KM

    def __post_init__(self) -> None:
        if self.margin_km is not None and not 0 < self.margin_km < math.inf:
            raise ConfigError(
                f"Expected margin_km > 0, got {self.margin_km}.",
                zh=f"margin_km 应大于 0，现为 {self.margin_km}。",
            )

    @property
    def box(self) -> Box | None:
        """The land whose roads are kept; ``None`` where everything is."""
        if self.margin_km is None or not len(self.lon_deg):
            return None
        south, north = float(self.lat_deg.min()), float(self.lat_deg.max())
        high = min(max(abs(south), abs(north)), _POLAR_DEG)
        tall = self.margin_km / KM_PER_DEGREE
        wide = tall / math.cos(math.radians(high))
        west, east = float(self.lon_deg.min()), float(self.lon_deg.max())
        return Box(west - wide, south - tall, east + wide, north + tall)


NOWHERE = RoadNeeds(lon_deg=np.empty(0), lat_deg=np.empty(0))
"""Nothing is known of where roads are needed: a whole file is kept."""
