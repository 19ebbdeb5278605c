"""What two neighbouring parts may change when they are searched together: what lies near both."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import int64
    from numpy.typing import NDArray

    from planning.county.borders import Pair
    from planning.county.standing import Standing

SHIFT_SHARE, SITE_SHARE = 0.5, 0.35
"""Shares of the shifts and of the unvisited sites of each part that are near enough to the other.

A search of both towns whole spends most of its moves far from the border, and its layout alone took
five times as long.
"""


class Zone(NamedTuple):
    """
    What is searched together, while all else stands.

    Attributes
    ----------
    shifts
        Numbers of the shifts that may change, rising.
    sites
        Numbers of the sites offered to them beside what they visit.
    """

    shifts: list[int]
    sites: list[int]


def whole_zone(standing: Standing, part: int) -> Zone:
    """Offer a part all of its own sites."""
    own = standing.parts[part]
    return Zone(list(own.shifts), list(own.sites))


def border_zone(standing: Standing, pair: Pair) -> Zone:
    """
    Choose what lies near the border of two parts.

    Parameters
    ----------
    standing
        The county's plan under way.
    pair
        Numbers of the two parts.

    Returns
    -------
    zone
        Of each part the half of the shifts that come nearest to a site of the other (an empty
        route comes before all: it has time), and the third of its unvisited sites that lies
        nearest; promised visits that nobody makes are offered wherever they lie.
    """
    one, other = (standing.parts[number] for number in pair)
    nodes = [np.array([standing.problem.sites[s].node for s in p.sites]) for p in (one, other)]
    if not (len(nodes[0]) and len(nodes[1])):
        return Zone(standing.shifts_of(pair), [])
    ways = np.asarray(standing.problem.duration_s[np.ix_(nodes[0], nodes[1])])
    away = dict(zip(one.sites, ways.min(axis=1).tolist(), strict=True))
    away |= dict(zip(other.sites, ways.min(axis=0).tolist(), strict=True))
    visited = standing.visited()
    shifts, sites = [], []
    for part in (one, other):
        shifts += _nearest(
            part.shifts, [standing.nearness(s, away) for s in part.shifts], SHIFT_SHARE
        )
        free = [s for s in part.sites if standing.problem.sites[s].id not in visited]
        sites += _nearest(free, [_urgent(standing, s, away[s]) for s in free], SITE_SHARE)
    return Zone(sorted(shifts), sorted(sites))


def _urgent(standing: Standing, site: int, away_s: int) -> int:
    """Put promises first."""
    return -1 if standing.is_promised(site) else away_s


def _nearest(numbers: Sequence[int], away_s: Sequence[int], share: float) -> list[int]:
    """Take the nearest share, and everything that is put before all."""
    far: NDArray[int64] = np.array(away_s, dtype=np.int64)
    order = np.argsort(far, kind="stable")
    count = max(int(np.ceil(share * len(numbers))), int((far < 0).sum()))
    return [numbers[place] for place in order[:count].tolist()]
