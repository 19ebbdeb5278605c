"""The land of the sample town: its outline, its canal, where its villages lie, its roads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.sample.curves import bent_line, resample
from data.sample.highways import lay_roads
from data.sample.names import CENTRE, VILLAGES
from data.sample.settling import settle, settle_hamlets
from data.sample.streets import StreetNet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import float64
    from numpy.random import Generator
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

AREA_KM2 = 51.96
"""Published size of Xixiashu town, which the sample town borrows, and nothing else."""
_CANAL_HALF_WIDTH_M, _BROOK_HALF_WIDTH_M = 24.0, 9.0
_WATER_MARGIN_M = 14.0
_VILLAGE_GAP_M = 2300.0
_EDGE_GAP_M = 750.0


@dataclass(frozen=True, slots=True)
class Land:
    """
    The town's ground, in metres around its centre.

    Attributes
    ----------
    outline
        Border of the town.
    canal, brooks
        Middle lines, shape ``(n, 2)``.
    centres
        Name of each village to its middle.
    sizes
        Name of each village to its radius in metres.
    works
        Middle of the industrial zone.
    hamlets
        Middles of the small groups of houses in between.
    net
        Its streets.
    """

    outline: shapely.Polygon
    canal: NDArray[float64]
    brooks: tuple[NDArray[float64], ...]
    centres: dict[str, tuple[float, float]]
    sizes: dict[str, float]
    works: tuple[float, float]
    hamlets: tuple[tuple[float, float], ...]
    net: StreetNet

    def water(self) -> BaseGeometry:
        """Give everything wet as one shape."""
        brooks = [shapely.LineString(line).buffer(_BROOK_HALF_WIDTH_M) for line in self.brooks]
        return shapely.union_all([self.canal_bed(), *brooks])

    def canal_bed(self) -> BaseGeometry:
        """Give the canal as an area."""
        return shapely.LineString(self.canal).buffer(_CANAL_HALF_WIDTH_M, cap_style="flat")


def lay_out(rng: Generator) -> Land:
    """Draw the land and let its streets grow; equal draws give the same town."""
    outline = _outline(rng)
    canal, brooks = _waters(rng)
    wet = [shapely.LineString(canal).buffer(_CANAL_HALF_WIDTH_M + _WATER_MARGIN_M)]
    wet += [
        shapely.LineString(line).buffer(_BROOK_HALF_WIDTH_M + _WATER_MARGIN_M) for line in brooks
    ]
    dry = shapely.difference(outline.buffer(-120.0), shapely.union_all(wet))
    shapely.prepare(dry)
    centres = _centres(rng, dry, canal)
    sizes = {name: float(rng.uniform(260.0, 420.0)) for name in centres}
    sizes[CENTRE] = 780.0
    net = StreetNet(lambda x, y: bool(shapely.contains_xy(dry, x, y)))
    works = (centres[CENTRE][0] + 1700.0, centres[CENTRE][1] + 700.0)
    lay_roads(rng, net, centres, outline)
    settle(rng, net, centres, sizes, works)
    hamlets = settle_hamlets(rng, net, centres)
    return Land(outline, canal, brooks, centres, sizes, works, hamlets, net)


def _outline(rng: Generator) -> shapely.Polygon:
    """Draw a border of the published area, wider than high, with dents."""
    angles = np.linspace(0.0, math.tau, 120, endpoint=False)
    radii = np.ones_like(angles)
    for waves in range(2, 6):
        phase = float(rng.uniform(0.0, math.tau))
        radii += float(rng.uniform(0.02, 0.16)) / math.sqrt(waves) * np.cos(waves * angles + phase)
    ring = np.column_stack([1.25 * radii * np.cos(angles), radii * np.sin(angles)])
    shape = shapely.Polygon(ring)
    scale = math.sqrt(AREA_KM2 * 1e6 / shape.area)
    return shapely.Polygon((ring - [shape.centroid.x, shape.centroid.y]) * scale)


def _waters(rng: Generator) -> tuple[NDArray[float64], tuple[NDArray[float64], ...]]:
    """Draw a canal across the town, and brooks that run into it."""
    start = np.array([-6200.0, float(rng.uniform(-1800.0, -600.0))])
    end = np.array([6200.0, float(rng.uniform(300.0, 1500.0))])
    canal = resample(bent_line(rng, start, end, bend=0.035, knots=6), 40.0)
    brooks = []
    for share, side in ((0.22, 1.0), (0.42, -1.0), (0.63, 1.0), (0.8, -1.0)):
        mouth = canal[int(len(canal) * (share + rng.uniform(-0.05, 0.05)))]
        source = mouth + np.array([rng.uniform(-900.0, 900.0), side * rng.uniform(3200.0, 4600.0)])
        brooks.append(resample(bent_line(rng, mouth, source, bend=0.06, knots=5), 30.0))
    return canal, tuple(brooks)


def _centres(
    rng: Generator, dry: BaseGeometry, canal: NDArray[float64]
) -> dict[str, tuple[float, float]]:
    """Place the villages: the first beside the canal, the others apart from each other."""
    middle = canal[len(canal) // 2] + [0.0, 420.0]
    chosen = [(float(middle[0]), float(middle[1]))]
    inside = shapely.buffer(dry, -40.0)
    shapely.prepare(inside)
    west, south, east, north = dry.bounds
    gap_m = _VILLAGE_GAP_M
    while len(chosen) < len(VILLAGES):
        x, y = float(rng.uniform(west, east)), float(rng.uniform(south, north))
        lonely = all(math.hypot(x - a, y - b) > gap_m for a, b in chosen)
        if lonely and shapely.contains_xy(inside, x, y) and _off_border(dry, x, y):
            chosen.append((x, y))
        gap_m *= 0.998
    return dict(zip(VILLAGES, _by_distance(chosen), strict=True))


def _off_border(dry: BaseGeometry, x: float, y: float) -> bool:
    hull = shapely.convex_hull(dry)
    return bool(shapely.distance(hull.boundary, shapely.Point(x, y)) > _EDGE_GAP_M)


def _by_distance(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Order by distance from the first: communities lie near the middle, villages farther out."""
    return sorted(points, key=lambda point: math.dist(point, points[0]))
