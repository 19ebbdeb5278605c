"""How much more a team finds than others would at the same places: for the analyst only.

A strict team does not make a risky place, so this never enters a site's score. A look of team t at
place i is taken to find something with the chance ``s_t * m_i * r_i``: the team's strictness, what
places of this kind have, and how far this place differs from its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from data.errors import ConfigError
from geo.evaluate.paired import resampled

if TYPE_CHECKING:
    from numpy import float64, int64
    from numpy.typing import NDArray

    FloatArray = NDArray[float64]
    IntArray = NDArray[int64]

_STEPS = 100
_STILL = 1e-5
_KINDS = 5
_LEAST = 0.05
_PRIOR_FINDS = 1.0
"""Each team is drawn to 1 as by one find more where one was expected: none is at 0 or infinite."""


def team_strictness(
    looks: pd.DataFrame,
    *,
    foreseen: pd.Series[float] | None = None,
    draws: int = 300,
    seed: int = 0,
    level: float = 0.95,
) -> pd.DataFrame:
    """
    Estimate the strictness of each team.

    Parameters
    ----------
    looks
        Past looks with ``site_id``, ``team`` (may be missing) and ``found`` (flag or 0/1), as
        ``geo.sites.history.looks_before`` gives them.
    foreseen
        By ``site_id``: a score that knows no result of a visit, such as that of the card on the
        first day. Places are put in five groups by it, so that a team that is sent to worse places
        does not look strict for it. ``None`` takes all places for one kind.
    draws, seed, level
        Resamples of sites for the interval.

    Returns
    -------
    strictness
        Index ``team``, ascending; ``looks`` and ``finds`` (counts), ``shared`` (looks at places
        that another team saw too), ``ratio`` (finds per look against an average team at the same
        places, 1 is average), ``low`` and ``high`` (interval). ``ratio`` is ``nan`` for a team that
        shares no place, by whatever chain, with the largest group of teams, and for all teams
        where nothing was found: no data can tell a strict team from bad places then.

    Raises
    ------
    ConfigError
        If ``draws`` or ``level`` is outside its range.

    Notes
    -----
    Multiplicative effects by turns until they stand still, as for Poisson rates (Bishop, Fienberg
    and Holland 1975, Discrete Multivariate Analysis, chapter 3), which needs means only and so
    holds for yes or no too. ``r_i`` is the linear empirical Bayes estimate (Buehlmann 1967,
    doi:10.1017/S0515036100008989) with the variance of yes-or-no results; its spread between places
    comes from the data. The average team is the mean over looks. The interval is a bootstrap over
    sites.

    Examples
    --------
    Both teams saw both places fifty times; the first found twice as much at each: 4/3 and 2/3.

    >>> rows = [("A", "x", 40), ("A", "y", 20), ("B", "x", 20), ("B", "y", 10)]
    >>> looks = pd.DataFrame(
    ...     [(t, s, n < k) for t, s, k in rows for n in range(50)],
    ...     columns=["team", "site_id", "found"],
    ... )
    >>> team_strictness(looks, draws=20)["ratio"].round(2).tolist()
    [1.33, 0.67]
    """
    if draws < 1 or not 0 < level < 1:
        raise ConfigError(f"Expected draws >= 1 and level in (0, 1), got {draws} and {level}.")
    known = looks[looks["team"].notna()]
    team, names = pd.factorize(known["team"], sort=True)
    site, site_ids = pd.factorize(known["site_id"], sort=True)
    found = known["found"].to_numpy(dtype=float)
    seen = _Seen(team, site, _kinds(foreseen, site_ids)[site], found)
    compared = _compared(team, site, len(names))
    ratio = _ratios(seen, compared)
    drawn = np.array(
        [_ratios(seen.at(rows), compared) for rows in resampled(site, draws=draws, seed=seed)]
    ).reshape(draws, len(names))
    bounds = np.full((2, len(names)), np.nan)
    told = np.isfinite(ratio)
    if told.any():
        ends = [(1 - level) / 2, (1 + level) / 2]
        bounds[:, told] = np.nanquantile(drawn[:, told], ends, axis=0)
    size = len(names)
    return pd.DataFrame(
        {
            "looks": np.bincount(team, minlength=size),
            "finds": np.bincount(team, weights=found, minlength=size).astype(np.int64),
            "shared": np.bincount(team[_is_shared(team, site)], minlength=size),
            "ratio": ratio,
            "low": bounds[0],
            "high": bounds[1],
        },
        index=pd.Index(names, name="team"),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """Looks as columns: team, site, kind of site (numbers), found."""

    team: IntArray
    site: IntArray
    kind: IntArray
    found: FloatArray

    def at(self, rows: NDArray[np.generic]) -> _Seen:
        """Take some rows, by place or by flag."""
        return _Seen(self.team[rows], self.site[rows], self.kind[rows], self.found[rows])


def _kinds(foreseen: pd.Series[float] | None, site_ids: pd.Index) -> IntArray:
    """Put sites in groups of equal size by what was foreseen; unknown ones in a group of theirs."""
    if foreseen is None:
        return np.zeros(len(site_ids), dtype=np.int64)
    place = foreseen.reindex(site_ids).rank(pct=True)
    return np.nan_to_num(np.ceil(place.to_numpy(dtype=float) * _KINDS)).astype(np.int64)


def _is_shared(team: IntArray, site: IntArray) -> NDArray[np.bool_]:
    """Tell which looks were at places that another team saw too."""
    teams = pd.Series(team).groupby(site).nunique()
    shared: NDArray[np.bool_] = (teams.reindex(site) > 1).to_numpy(dtype=bool)
    return shared


def _compared(team: IntArray, site: IntArray, teams: int) -> NDArray[np.bool_]:
    """Tell which teams hang together by places they share: the largest such group by looks."""
    if not len(team):
        return np.zeros(teams, dtype=bool)
    size = teams + int(site.max()) + 1
    graph = coo_array((np.ones(len(team)), (team, teams + site)), shape=(size, size))
    group = connected_components(graph, directed=False)[1]
    largest = np.bincount(group[team]).argmax()
    inside: NDArray[np.bool_] = group[:teams] == largest
    return inside if inside.sum() > 1 else np.zeros(teams, dtype=bool)


def _ratios(seen: _Seen, compared: NDArray[np.bool_]) -> FloatArray:
    """Fit strictness by turns with kinds and places; its mean over looks is 1."""
    teams, known = len(compared), seen.at(compared[seen.team])
    team, site, kind, found = known.team, known.site, known.kind, known.found
    if not found.any():
        return np.full(teams, np.nan)
    finds = np.bincount(team, weights=found, minlength=teams)
    looks = np.bincount(team, minlength=teams).astype(float)
    ratio: FloatArray = np.ones(teams)
    differs: FloatArray = np.ones(int(site.max()) + 1)
    for _ in range(_STEPS):
        base = _shares(kind, found, ratio[team] * differs[site])[kind]
        differs = _differences(site, found, np.minimum(ratio[team] * base, 1.0))
        expected = np.bincount(team, weights=base * differs[site], minlength=teams)
        new = (finds + _PRIOR_FINDS) / (expected + _PRIOR_FINDS)
        new *= looks.sum() / (new @ looks)
        moved, ratio = np.abs(new - ratio).max(), new
        if moved < _STILL:
            break
    return np.where(compared & (looks > 0), ratio, np.nan)


def _shares(kind: IntArray, found: FloatArray, exposure: FloatArray) -> FloatArray:
    """Give finds per exposure of each kind."""
    finds, whole = np.bincount(kind, weights=found), np.bincount(kind, weights=exposure)
    return np.divide(finds, whole, out=np.zeros_like(whole), where=whole > 0)


def _differences(site: IntArray, found: FloatArray, chance: FloatArray) -> FloatArray:
    """Estimate how far each place differs from its kind, 1 is not at all."""
    finds, mean = np.bincount(site, weights=found), np.bincount(site, weights=chance)
    chance_noise = np.bincount(site, weights=chance * (1 - chance))
    pairs = mean**2 - np.bincount(site, weights=chance**2)
    spread = max(((finds - mean) ** 2 - chance_noise).sum() / max(pairs.sum(), 1e-12), 0.0)
    noise = chance_noise + spread * pairs
    pull = np.divide(spread * mean, noise, out=np.zeros_like(mean), where=noise > 0)
    differs: FloatArray = np.maximum(1.0 + pull * (finds - mean), _LEAST)
    return differs
