"""How likely a site of a village lies at a place, learned from the sites whose place is known.

A site stands near other sites of its village, near the village as the map has it, or, now and
then, anywhere in town: a mixture of kernels around each of these. Their widths and weights are
those under which the known sites, each left out in turn, are most likely.

References
----------
Silverman (1986), Density Estimation for Statistics and Data Analysis, section 3.4.3 (likelihood
cross-validation); Schneider (2014), Convex Bodies, section 4.2 (Steiner's formula).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy import float64
    from numpy.typing import NDArray

    Points = NDArray[float64]
    Shapes = NDArray[np.object_]

_WIDTHS_M = (60.0, 120.0, 240.0, 480.0, 960.0)
_POINT_WEIGHTS = (0.3, 1.0, 3.0, 10.0)
_STRAYS = (0.03, 0.1, 0.3, 1.0)
_MOST = 150  # sites of one village that are looked at; more would not change the picture
_MOST_LEARNED = 1_500
_TAIL = 3.0  # degrees of freedom of the kernels: some sites lie far out
_SIDE = 2 / np.sqrt(_TAIL)  # integral of the profile over r / width, along one normal


@dataclass(frozen=True, slots=True)
class Spread:
    """
    How sites lie around what is known of their village.

    Attributes
    ----------
    site_m, point_m
        Widths of the kernels around other sites and around the mapped village, metres.
    point_weight
        How many sites the mapped village counts for.
    stray
        How many sites count for the chance to lie anywhere in town.
    """

    site_m: float = 480.0
    point_m: float = 480.0
    point_weight: float = 1.0
    stray: float = 0.3


class Villages:
    """
    Known sites by village, to ask how likely another lies at a place.

    Parameters
    ----------
    xy
        Shape ``(n, 2)``, known sites, metres.
    names
        Plain village name of each; empty where unknown.
    mapped
        Gives the points or areas of a village in metres.
    town_m2
        Area within which a site may lie, square metres, > 0.
    """

    def __init__(
        self,
        xy: Points,
        names: Sequence[str],
        *,
        mapped: Callable[[str], Shapes],
        town_m2: float,
    ) -> None:
        self._xy = xy
        self._members = _by_name(names)
        self._mapped = mapped
        self._town_m2 = town_m2

    def learn(self) -> Spread:
        """Choose the spread that makes the known sites, each left out in turn, most likely."""
        parts = [self._left_out(name) for name in self._learned_from()]
        if not parts:
            return Spread()
        sites, counts, points, has_point = (
            np.concatenate(part) for part in zip(*parts, strict=True)
        )
        best = (-np.inf, Spread())
        for (i, site_m), (j, point_m) in product(enumerate(_WIDTHS_M), enumerate(_WIDTHS_M)):
            for weight, stray in product(_POINT_WEIGHTS, _STRAYS):
                heavy = weight * has_point
                density = (sites[:, i] + heavy * points[:, j] + stray / self._town_m2) / (
                    counts + heavy + stray
                )
                spread = Spread(site_m, point_m, weight, stray)
                score = float(np.log(density).sum()) - _penalty(spread)
                if score > best[0]:
                    best = (score, spread)
        return best[1]

    def _learned_from(self) -> list[str]:
        """Choose villages, evenly from the list, until they hold enough sites to learn from."""
        names = sorted(name for name in self._members if name)
        held = sum(len(self._members[name]) for name in names)
        return names[:: max(1, -(-held // _MOST_LEARNED))]

    def _left_out(self, name: str) -> tuple[Points, Points, Points, Points]:
        """Sum the kernels of every width at each site of a village, the site itself left out."""
        members = self._members[name]
        name_xy = self._xy[members]
        away = np.hypot(*(name_xy[:, None, :] - name_xy[None, :, :]).transpose(2, 0, 1))
        np.fill_diagonal(away, np.inf)
        sites = np.column_stack([_kernel(away, width).sum(axis=1) for width in _WIDTHS_M])
        shapes = self._mapped(name)
        points = np.column_stack([_around(shapes, name_xy, width) for width in _WIDTHS_M])
        counts = np.full(len(members), float(len(members) - 1))
        return sites, counts, points, np.full(len(members), float(len(shapes) > 0))

    def log_density(
        self,
        xy: Points,
        names: Sequence[str],
        spread: Spread,
        *,
        own: NDArray[np.intp] | None = None,
    ) -> Points:
        """
        Say how likely a site of a village lies at each place.

        Parameters
        ----------
        xy
            Shape ``(n, 2)``, metres.
        names
            Shape ``(n,)``, plain village names.
        spread
            From ``learn``.
        own
            Shape ``(n,)``, the known site that a place belongs to, which then does not count.

        Returns
        -------
        log_density
            Shape ``(n,)``, logarithm of a density per square metre; equal everywhere for a village
            of which nothing is known.
        """
        found = np.empty(len(xy))
        for name, rows in _by_name(names, most=None).items():
            mine = None if own is None else own[rows]
            found[rows] = self._village_density(xy[rows], name, spread, mine)
        return np.log(found)

    def _village_density(
        self, xy: Points, name: str, spread: Spread, own: NDArray[np.intp] | None
    ) -> Points:
        members = self._members.get(name, np.empty(0, dtype=np.intp)) if name else np.empty(0, int)
        shapes = self._mapped(name) if name else np.empty(0, dtype=object)
        heavy = spread.point_weight * (len(shapes) > 0)
        total = heavy * _around(shapes, xy, spread.point_m) + spread.stray / self._town_m2
        weight = np.full(len(xy), heavy + spread.stray)
        for member in members:
            counts = np.ones(len(xy)) if own is None else (own != member).astype(float)
            away = np.hypot(*(xy - self._xy[member]).T)
            total = total + counts * _kernel(away, spread.site_m)
            weight += counts
        return np.asarray(total / weight)

    def nearest_m(self, xy: Points, name: str) -> float:
        """Measure from one place to what is nearest of its village, metres; inf where unknown."""
        members = self._members.get(name) if name else None
        shapes = self._mapped(name) if name else np.empty(0, dtype=object)
        sites_m = np.inf if members is None else np.hypot(*(self._xy[members] - xy).T).min()
        shapes_m = shapely.distance(shapes, shapely.points(xy)).min(initial=np.inf)
        return float(min(sites_m, shapes_m))


def _by_name(names: Sequence[str], *, most: int | None = _MOST) -> dict[str, NDArray[np.intp]]:
    """Group row numbers by name; of a long list every so-manieth, so that all its parts count."""
    groups: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        groups.setdefault(name, []).append(row)
    return {
        name: np.array(rows[:: 1 if most is None else -(-len(rows) // most)], dtype=np.intp)
        for name, rows in groups.items()
    }


def _profile(away_m: Points, width_m: float) -> Points:
    """Fall off from 1 as a t distribution in the plane does."""
    return np.asarray((1 + (away_m / width_m) ** 2 / _TAIL) ** (-(_TAIL + 2) / 2))


def _kernel(away_m: Points, width_m: float) -> Points:
    return _profile(away_m, width_m) / (2 * np.pi * width_m**2)


def _around(shapes: Shapes, xy: Points, width_m: float) -> Points:
    """
    Average the kernels around shapes: flat inside an area, falling off outside it.

    The norm is Steiner's formula, area + perimeter * side + 2 pi width^2, exact where convex.
    """
    if not len(shapes):
        return np.zeros(len(xy))
    points = shapely.points(xy)
    total = np.zeros(len(xy))
    for shape in shapes:
        area, edge = shapely.area(shape), shapely.length(shape) if shapely.area(shape) else 0.0
        norm = area + edge * _SIDE * width_m + 2 * np.pi * width_m**2
        total += _profile(shapely.distance(shape, points), width_m) / norm
    return np.asarray(total / len(shapes))


def _penalty(spread: Spread) -> float:
    """Prefer ordinary widths and weights, as half an observation would."""
    usual = Spread()
    pairs = (
        (spread.site_m, usual.site_m),
        (spread.point_m, usual.point_m),
        (spread.point_weight, usual.point_weight),
        (spread.stray, usual.stray),
    )
    return float(sum(np.log(value / typical) ** 2 for value, typical in pairs)) / 2
