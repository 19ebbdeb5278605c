"""The planned roads of the sample town: two through roads, and those between its villages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import shapely

from data.sample.curves import bent_line
from data.sample.names import CENTRE, CROSS_ROAD, MAIN_ROAD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator

    from data.sample.streets import StreetNet

Point = tuple[float, float]

_ROAD_CLASSES, _ROAD_SHARES = ("tertiary", "unclassified"), (0.3, 0.7)
_THROUGH_BEND, _VILLAGE_BEND = 0.05, 0.06
_MERGE_M = 45.0


def lay_roads(
    rng: Generator, net: StreetNet, centres: Mapping[str, Point], outline: shapely.Polygon
) -> None:
    """Lay the through roads from the middle to the border, then roads from village to village."""
    x, y = centres[CENTRE]
    west, south, east, north = outline.bounds
    through = (
        ((west, y + 500.0), "secondary", MAIN_ROAD),
        ((east, y + 350.0), "secondary", MAIN_ROAD),
        ((x - 250.0, south), "tertiary", CROSS_ROAD),
        ((x + 150.0, north), "tertiary", CROSS_ROAD),
    )
    for end, highway, name in through:
        line = bent_line(rng, np.array([x, y]), np.array(end), bend=_THROUGH_BEND, knots=3)
        net.lay(line[shapely.contains_xy(outline, line)], highway=highway, name=name)
    for start, end in gabriel_pairs(list(centres.values())):
        line = bent_line(rng, np.array(start), np.array(end), bend=_VILLAGE_BEND, knots=3)
        highway = str(rng.choice(_ROAD_CLASSES, p=_ROAD_SHARES))
        net.lay(line, highway=highway, join_m=_MERGE_M)


def gabriel_pairs(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """
    Pair points between which no third one lies (Gabriel and Sokal 1969, doi:10.2307/2412323).

    Examples
    --------
    >>> gabriel_pairs([(0.0, 0.0), (1.0, 0.1), (2.0, 0.0)])
    [((0.0, 0.0), (1.0, 0.1)), ((1.0, 0.1), (2.0, 0.0))]
    """
    pairs = []
    for i, a in enumerate(points):
        for b in points[i + 1 :]:
            middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            radius = math.dist(a, b) / 2
            if all(c in (a, b) or math.dist(c, middle) >= radius for c in points):
                pairs.append((a, b))
    return pairs
