"""Which of several datums silent positions are in: chances learned from the positions that say.

Every silent position has one candidate place per datum. A candidate is the likelier the more
places like it hold known sites: near its village (``data.ledger.nearness``), as far from a road as
sites are, written as positions of that datum are. The mix of datums among the silent positions is
estimated from themselves, each left out in turn, starting from the mix of those that say.

References
----------
Dempster, Laird and Rubin (1977), doi:10.1111/j.2517-6161.1977.tb01600.x; Guo et al. (2017), On
Calibration of Modern Neural Networks, arXiv:1706.04599 (the one number that tempers the evidence).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64, intp
    from numpy.typing import NDArray

    Table = NDArray[float64]

_BANDS = 6
_WET = _BANDS
_UNKNOWN = _BANDS + 1
_USUAL = np.array([0.26, 0.21, 0.17, 0.14, 0.12, 0.095, 0.005])
"""Share of sites by band of distance to a road, and in water, before any site is seen."""
_NOWHERE = np.array([*[0.995 / 6] * 6, 0.005])
_USUAL_COUNTS, _NOWHERE_COUNTS = 15.0, 3.0
_STYLE_COUNTS = 10.0
_MIX_COUNTS, _EVEN_COUNTS = 20.0, 1.0
_ROUNDS, _STILL = 200, 1e-6
_TEMPERS = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.4, 1.6])
_USUAL_TEMPER, _TEMPER_COUNTS = 0.8, 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Roadsides:
    """
    Bands of distance to the nearest road, each holding as much of the town's ground as the next.

    Attributes
    ----------
    edges_m
        Shape ``(5,)``, where one band ends and the next begins.
    ground
        Shape ``(7,)``, share of the ground in each band, and in water.
    """

    edges_m: Table
    ground: Table

    def band(self, road_m: Table, is_wet: NDArray[bool_]) -> NDArray[intp]:
        """Give the band of each place: 0 nearest a road, 6 in water, 7 where no road is known."""
        bands = np.searchsorted(self.edges_m, road_m)
        found = np.where(np.isnan(road_m), _UNKNOWN, np.where(is_wet, _WET, bands))
        return found.astype(np.intp)

    def log_ratio(self, counts: Table) -> Table:
        """
        Say how much likelier a site lies in a band than chance has it.

        Parameters
        ----------
        counts
            Shape ``(7,)``, sites seen by band; may be fractions.

        Returns
        -------
        log_ratio
            Shape ``(8,)``, the last being 0: no road known, nothing to tell.
        """
        share = (counts + _USUAL_COUNTS * _USUAL) / (counts.sum() + _USUAL_COUNTS)
        return np.append(np.log(share / self.ground), 0.0)


def roadsides(road_m: Table, is_wet: NDArray[bool_]) -> Roadsides:
    """
    Divide the ground into bands.

    Parameters
    ----------
    road_m, is_wet
        Shape ``(n,)``, of places that stand for the ground of the town, wherever sites lie; ``nan``
        where no road is known.
    """
    known = ~np.isnan(road_m)
    dry = road_m[known & ~is_wet]
    edges = np.quantile(dry, np.arange(1, _BANDS) / _BANDS) if dry.size else np.zeros(_BANDS - 1)
    bands = Roadsides(edges, _NOWHERE).band(road_m[known], is_wet[known])
    counts = counts_of(bands) + _NOWHERE_COUNTS * _NOWHERE
    return Roadsides(edges, counts / counts.sum())


def counts_of(bands: NDArray[intp], weights: Table | None = None) -> Table:
    """Count places by band, shape ``(7,)``; those of no known road are left out."""
    flat = bands.ravel()
    weight = np.ones(flat.size) if weights is None else weights.ravel()
    return np.bincount(flat, weight, minlength=_UNKNOWN + 1)[:_UNKNOWN].astype(float)


def style_table(
    styles: Sequence[str], datums: Sequence[int], asked: Sequence[str], *, kinds: int
) -> Table:
    """
    Say how usual the writing of each silent position is for each datum.

    Parameters
    ----------
    styles, datums
        How the positions that say are written, and the number of their datum.
    asked
        How the silent positions are written.
    kinds
        Number of datums.

    Returns
    -------
    log_share
        Shape ``(len(asked), kinds)``; a style is drawn towards its share in the whole file, so that
        a few rows do not prove a habit.
    """
    pairs = Counter(zip(styles, datums, strict=True))
    whole, by_datum = Counter(styles), Counter(datums)
    table = np.zeros((len(asked), kinds))
    for row, style in enumerate(asked):
        usual = (whole[style] + 1.0) / (len(styles) + len(whole) + 1.0)
        for kind in range(kinds):
            seen = pairs[style, kind] + _STYLE_COUNTS * usual
            table[row, kind] = np.log(seen / (by_datum[kind] + _STYLE_COUNTS))
    return table


def temper(log_likelihood: Table, truth: NDArray[intp]) -> float:
    """
    Choose how much the evidence is to be believed.

    Parameters
    ----------
    log_likelihood
        Shape ``(n, k)``, of positions whose datum is known, each judged without itself.
    truth
        Shape ``(n,)``, the right column.

    Returns
    -------
    temper
        In ``(0, 1]``: the power of the likelihood under which the truth is most likely.
    """
    rows = np.arange(len(truth))
    scores = -_TEMPER_COUNTS * (np.log(_TEMPERS / _USUAL_TEMPER)) ** 2
    for index, power in enumerate(_TEMPERS):
        chances = softmax(power * log_likelihood)
        scores[index] += np.log(chances[rows, truth]).sum()
    return float(_TEMPERS[np.argmax(scores)])


def softmax(logs: Table) -> Table:
    """Turn logarithms of weights into chances that sum to 1 along the last axis."""
    weights = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class Trust:
    """
    How far evidence is believed.

    Attributes
    ----------
    power
        Power of the likelihood, in ``(0, 1]``, from ``temper``.
    silent_weight
        What a silent position counts for, beside one that is known, when mix and roadsides are
        learned; in ``[0, 1]``.
    """

    power: float
    silent_weight: float = 1.0


def chances(
    log_likelihood: Table,
    bands: NDArray[intp],
    *,
    ground: Roadsides,
    seen: Table,
    stated: Table,
    trust: Trust,
) -> Table:
    """
    Say how likely each silent position is in each datum.

    Parameters
    ----------
    log_likelihood
        Shape ``(n, k)``, village and style; roads are added here.
    bands
        Shape ``(n, k)``, band of every candidate place.
    ground
        The bands.
    seen
        Shape ``(7,)``, known sites by band.
    stated
        Shape ``(k,)``, how many positions of the file say which datum.
    trust
        How far to believe the evidence, and the silent positions about themselves.

    Returns
    -------
    chances
        Shape ``(n, k)``, rows sum to 1.
    """
    count, kinds = log_likelihood.shape
    usual = (stated + _EVEN_COUNTS) / (stated + _EVEN_COUNTS).sum()
    strength = min(float(stated.sum()), _MIX_COUNTS) + _EVEN_COUNTS * kinds
    found = np.tile(usual, (count, 1))
    for _ in range(_ROUNDS):
        before = found
        roads = ground.log_ratio(seen + trust.silent_weight * counts_of(bands, found))[bands]
        others = trust.silent_weight * (found.sum(axis=0) - found)
        mix = (strength * usual + others) / (strength + trust.silent_weight * (count - 1))
        found = softmax(trust.power * (log_likelihood + roads) + np.log(mix))
        if np.abs(found - before).max(initial=0.0) < _STILL:
            break
    return found
