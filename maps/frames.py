"""From degrees to the pixels of a still picture, and the bar that tells its scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.basemap import METRES_PER_DEGREE

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

    from maps.basemap import Bounds

    Points = NDArray[float64]

FRAME_WIDTH = 720
"""Pixels across every still picture; whoever shows it scales it."""
_ROOM_SHARE = 0.06
_BAR_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Frame:
    """
    What a still picture shows.

    Attributes
    ----------
    west, north
        Degrees of the upper left corner.
    scale
        Pixels per degree of latitude.
    stretch
        Degrees of longitude count so much of one of latitude.
    width, height
        Pixels.
    """

    west: float
    north: float
    scale: float
    stretch: float
    width: int
    height: int

    def xy(self, points: Points) -> Points:
        """Turn shape ``(n, 2)`` of lon, lat into pixels from the upper left corner."""
        x = (points[:, 0] - self.west) * self.stretch * self.scale
        y = (self.north - points[:, 1]) * self.scale
        spots: Points = np.stack([x, y], axis=1).round(1)
        return spots

    def box(self) -> shapely.Polygon:
        """Give what is seen as a box of degrees."""
        east = self.west + self.width / self.scale / self.stretch
        return shapely.box(self.west, self.north - self.height / self.scale, east, self.north)


def frame_of(within: Bounds, *, height: int) -> Frame:
    """Fit bounds, with a margin, into a picture of so many pixels' height."""
    (west, south), (east, north) = within
    stretch = max(0.1, math.cos(math.radians((south + north) / 2)))
    room = 1 + 2 * _ROOM_SHARE
    scale = min(FRAME_WIDTH / ((east - west) * stretch * room), height / ((north - south) * room))
    left = (west + east) / 2 - FRAME_WIDTH / 2 / scale / stretch
    top = (south + north) / 2 + height / 2 / scale
    return Frame(left, top, scale, stretch, FRAME_WIDTH, height)


def scale_bar(frame: Frame) -> tuple[int, float]:
    """
    Choose the bar that tells distances.

    Returns
    -------
    metres, pixels
        A round distance (1, 2 or 5 times a power of ten, at least 1 m) and its length, at most a
        fifth of the width.
    """
    pixels_per_m = frame.scale / METRES_PER_DEGREE
    most_m = max(1.0, _BAR_SHARE * frame.width / pixels_per_m)
    power = 10 ** math.floor(math.log10(most_m))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most_m)
    return metres, metres * pixels_per_m
