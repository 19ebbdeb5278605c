"""Which town each site and each team of a ledger belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from numpy import float64
    from numpy.typing import ArrayLike, NDArray

    from planning.calendar import Shift

_SPACED_BY = 5
"""Neighbours whose mean distance says how far apart sites lie."""
_LEAST, _MOST = 0.25, 4.0
"""Spacing counts within these shares of the mean: one lone farm is not worth an hour's guess."""


@dataclass(frozen=True, slots=True)
class Towns:
    """
    The towns of a county that have teams.

    Attributes
    ----------
    of_site, of_team
        Town by site id and by team id. A town without a team of its own counts for the town of
        the nearest base.
    """

    of_site: Mapping[str, str]
    of_team: Mapping[str, str]


def towns_of(sites: pd.DataFrame, shifts: Sequence[Shift]) -> Towns:
    """
    Find the town of each site and each team.

    Parameters
    ----------
    sites
        By schema ``SITE``. A site without a town counts for that of the nearest site with one.
    shifts
        Who works this week; a team is of the town of the site nearest to its base.

    Returns
    -------
    towns
        One town without a name where no site states one.
    """
    bases = {shift.team: (shift.lon_deg, shift.lat_deg) for shift in shifts}
    stated = sites["town"].notna().to_numpy()
    if not stated.any():
        return Towns(dict.fromkeys(map(str, sites.index), ""), dict.fromkeys(bases, ""))
    north_deg = float(sites["lat_deg"].mean())
    spots = _flat(sites["lon_deg"], sites["lat_deg"], north_deg=north_deg)
    names = sites["town"][stated].astype(str).to_numpy()
    tree = cKDTree(spots[stated])
    town = names[tree.query(spots)[1]]
    town[stated] = names
    at = _flat(*np.array(list(bases.values())).T, north_deg=north_deg)
    of_team = dict(zip(bases, names[tree.query(at)[1]].tolist(), strict=True))
    heir = _heirs(town, spots, bases=at, held=list(of_team.values()))
    return Towns({str(s): heir[t] for s, t in zip(sites.index, town, strict=True)}, of_team)


def _heirs(
    town: NDArray[np.object_], spots: NDArray[float64], *, bases: NDArray[float64], held: list[str]
) -> dict[str, str]:
    """Give each town itself, or without a team the town of the base nearest to its middle."""
    heir = {}
    for name in np.unique(town.astype(str)).tolist():
        middle = np.median(spots[town == name], axis=0)
        nearest = int(np.square(bases - middle).sum(axis=1).argmin())
        heir[name] = name if name in held else held[nearest]
    return heir


def spacing(sites: pd.DataFrame) -> dict[str, float]:
    """
    Say how far each site lies from its neighbours, as a share of the mean of all.

    Parameters
    ----------
    sites
        By schema ``SITE``.

    Returns
    -------
    spacing
        By site id, 0.25 to 4: the mean distance to the five nearest sites over its mean. 1
        everywhere where all sites lie in one spot.
    """
    spots = _flat(sites["lon_deg"], sites["lat_deg"], north_deg=float(sites["lat_deg"].mean()))
    count = min(_SPACED_BY, len(spots) - 1)
    if count < 1:
        return dict.fromkeys(map(str, sites.index), 1.0)
    away = np.asarray(cKDTree(spots).query(spots, k=count + 1)[0])[:, 1:].mean(axis=1)
    mean = away.mean()
    share = np.clip(away / mean, _LEAST, _MOST) if mean > 0 else np.ones(len(away))
    return dict(zip(map(str, sites.index), share.tolist(), strict=True))


def _flat(lon_deg: ArrayLike, lat_deg: ArrayLike, *, north_deg: float) -> NDArray[float64]:
    """Lay degrees out so that near ones compare as on the ground; the unit is a degree north."""
    east = np.asarray(lon_deg, dtype=float) * np.cos(np.radians(north_deg))
    return np.column_stack([east, np.asarray(lat_deg, dtype=float)])
