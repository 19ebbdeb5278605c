r"""
The town's model: the card's points, moved by results, and an effect of each site's own.

Look ``i`` at site ``s`` by team ``t`` finds something with ``logit p = a + x_i b + c_t + u_s``.
``x`` holds the card's risk without past results (one column, nearly free) and the shares of its
factors (drawn to 0), so that with few looks the order is the card's. ``u_s`` is drawn to 0 the more
the fewer the looks. How strongly each group is drawn is told by the evidence (MacKay 1992,
doi:10.1162/neco.1992.4.3.415), the posterior is that of Laplace (Breslow and Clayton 1993,
doi:10.1080/01621459.1993.10594284). Teams are centred on their shares of the looks, so that ``a``
is the logit under the usual mix of teams: a constant for all sites.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from geo.town.looks import PRIOR

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray

    from geo.town.looks import Looks

    FloatArray = NDArray[float64]

_FREE, _PRIOR, _PARTS, _TEAM = range(4)
_PRECISION = np.array([1e-6, 1.0, 100.0, 1.0])
"""First guess of each group's precision; that of the factors is then told by the evidence."""
_SITE_VARIANCE = 0.1
_VARIANCES = 1e-4, 2.0
"""Least and largest variance of a group's weights, in squared logits."""
_STEPS, _ROUNDS, _CLOSE = 30, 25, 1e-9
_SETTLED = 0.01
_LOW_RATE = 0.5
"""Half a find and half a clean look more, so that the first guess is finite."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MixedModel:
    """
    A fitted model.

    Attributes
    ----------
    intercept
        Logit of an ordinary site under the usual mix of teams.
    weight, mean, scale
        By column: weight per standard deviation, and the mean and standard deviation of the looks.
    effect, variance
        By site with a look: its own effect and the variance left, squared logits.
    cross
        By site with a look: what ties its effect to the weights (``D^-1 B'``), for the spread.
    covariance
        Of the intercept, the weights and the teams, in this order.
    site_variance
        Variance of the effects between sites: what an unseen site may have.
    past
        By site with a look: ``visits``, ``finds``, and ``expected``, the finds that the same teams
        would have had at a place like it in all but its own effect.
    """

    intercept: float
    weight: pd.Series
    mean: pd.Series
    scale: pd.Series
    effect: pd.Series
    variance: pd.Series
    cross: pd.DataFrame
    covariance: FloatArray
    site_variance: float
    past: pd.DataFrame

    def contributions(self, columns: pd.DataFrame) -> pd.DataFrame:
        """Give what each column adds to the logit, index and columns of ``columns``."""
        filled = columns[self.weight.index].fillna(self.mean)
        return (filled - self.mean) / self.scale * self.weight

    def effects(self, site_ids: pd.Index) -> pd.Series:
        """Give each site's own effect; 0 where nobody looked."""
        return self.effect.reindex(site_ids).fillna(0.0)

    def logit(self, columns: pd.DataFrame, site_ids: pd.Index) -> FloatArray:
        """Give the logit of each row under the usual mix of teams, shape ``(n,)``."""
        fixed = self.contributions(columns).sum(axis=1).to_numpy(dtype=float)
        return np.asarray(self.intercept + fixed + self.effects(site_ids).to_numpy(dtype=float))

    def spread(self, columns: pd.DataFrame, site_ids: pd.Index) -> FloatArray:
        """Give the standard deviation of each row's logit, shape ``(n,)``, > 0."""
        filled = columns[self.weight.index].fillna(self.mean)
        standard = ((filled - self.mean) / self.scale).to_numpy(dtype=float)
        tied = self.cross.reindex(site_ids).fillna(0.0).to_numpy(dtype=float)
        teams = np.zeros((len(standard), tied.shape[1] - standard.shape[1] - 1))
        full = np.column_stack([np.ones(len(standard)), standard, teams]) - tied
        own = self.variance.reindex(site_ids).fillna(self.site_variance).to_numpy(dtype=float)
        return np.asarray(np.sqrt(np.einsum("ij,jk,ik->i", full, self.covariance, full) + own))


@dataclass(slots=True, eq=False)
class _Fit:
    """One state of the fit: weights, effects, and the blocks of the curvature."""

    weights: FloatArray
    effects: FloatArray
    inverse: FloatArray
    own: FloatArray
    tied: FloatArray


def fit_mixed(looks: Looks) -> MixedModel:
    """
    Fit the model to looks.

    Parameters
    ----------
    looks
        At least one that found something and one that did not.

    Returns
    -------
    model
        The same for the same looks. A column that does not vary has weight 0.
    """
    columns = looks.columns
    mean = columns.mean().fillna(0.0)
    scale = columns.std(ddof=0).fillna(0.0)
    scale = scale.where(scale > _CLOSE, 1.0)
    standard = ((columns.fillna(mean) - mean) / scale).to_numpy(dtype=float)
    teams = _teams(looks.rows["team"])
    design = np.column_stack([np.ones(len(standard)), standard, teams])
    group = np.array(
        [_FREE]
        + [_PRIOR if name == PRIOR else _PARTS for name in columns.columns]
        + [_TEAM] * teams.shape[1]
    )
    site, ids = pd.factorize(looks.rows["site_id"], sort=True)
    found = looks.rows["found"].to_numpy(dtype=float)
    # The matrices are small: threads that wait for each other take two fifths more of processors.
    with threadpool_limits(1):
        state, site_variance = _by_evidence(design, found, site, group)
    kept = 1 + len(columns.columns)
    names = list(columns.columns)
    sites = pd.Index(ids)
    alike = 1.0 / (1.0 + np.exp(-(design @ state.weights)))
    return MixedModel(
        intercept=float(state.weights[0]),
        weight=pd.Series(state.weights[1:kept], index=names),
        mean=mean,
        scale=scale,
        effect=pd.Series(state.effects, index=sites),
        variance=pd.Series(1.0 / state.own, index=sites),
        cross=pd.DataFrame(state.tied, index=sites),
        covariance=state.inverse,
        site_variance=site_variance,
        past=pd.DataFrame(
            {
                "visits": np.bincount(site),
                "finds": np.bincount(site, weights=found).astype(int),
                "expected": np.bincount(site, weights=alike),
            },
            index=sites,
        ),
    )


def _teams(team: pd.Series) -> FloatArray:
    """Give a column per team, centred on its share of the looks; an unknown team is the mean."""
    names = sorted(team.dropna().unique())
    known = team.notna().to_numpy()
    told = np.column_stack([(team == name).to_numpy(dtype=float) for name in names] or [[]])
    told = told.reshape(len(team), len(names))
    share = told[known].mean(axis=0) if known.any() else np.zeros(len(names))
    return np.where(known[:, None], told - share, 0.0)


def _by_evidence(
    design: FloatArray, found: FloatArray, site: NDArray[intp], group: NDArray[intp]
) -> tuple[_Fit, float]:
    """Fit, and let the evidence say how far factors and sites may move; repeat until settled."""
    precision, between = _PRECISION.copy(), _SITE_VARIANCE
    state = _start(design, found, int(site.max()) + 1)
    for _ in range(_ROUNDS):
        state = _newton(design, found, site, precision[group], between, state)
        parts = _variance(
            state.weights[group == _PARTS],
            np.diag(state.inverse)[group == _PARTS],
            1.0 / precision[_PARTS],
        )
        left = 1.0 / state.own + np.einsum("ij,jk,ik->i", state.tied, state.inverse, state.tied)
        sites = _variance(state.effects, left, between)
        moved = abs(np.log(parts * precision[_PARTS])) + abs(np.log(sites / between))
        precision[_PARTS], between = 1.0 / parts, sites
        if moved < _SETTLED:
            break
    return _newton(design, found, site, precision[group], between, state), between


def _variance(values: FloatArray, left: FloatArray, before: float) -> float:
    """Give the variance that the evidence wants for a group: the sum of squares per degree."""
    if not len(values):
        return before
    degrees = max(float((1.0 - left / before).sum()), _CLOSE)
    return float(np.clip((values**2).sum() / degrees, *_VARIANCES))


def _start(design: FloatArray, found: FloatArray, sites: int) -> _Fit:
    rate = (found.sum() + _LOW_RATE) / (len(found) + 2 * _LOW_RATE)
    weights = np.zeros(design.shape[1])
    weights[0] = np.log(rate / (1.0 - rate))
    none = np.zeros((0, 0))
    return _Fit(weights, np.zeros(sites), none, np.zeros(sites), none)


def _newton(
    design: FloatArray,
    found: FloatArray,
    site: NDArray[intp],
    precision: FloatArray,
    between: float,
    state: _Fit,
) -> _Fit:
    """
    Climb to the top of the penalised likelihood, which is concave.

    Effects meet no other effect in the curvature, so they are taken out of it (Schur complement):
    the work grows with the looks and not with the square of the sites.
    """
    weights, effects = state.weights, state.effects
    count = len(effects)
    order = np.argsort(site, kind="stable")
    starts = np.searchsorted(site[order], np.arange(count))
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-(design @ weights + effects[site])))
        curve = chance * (1.0 - chance)
        bent = design * curve[:, None]
        own = np.bincount(site, weights=curve, minlength=count) + 1.0 / between
        tied = np.add.reduceat(bent[order], starts, axis=0) / own[:, None]
        whole = design.T @ bent + np.diag(precision)
        inverse = np.linalg.inv(whole - tied.T @ (tied * own[:, None]))
        miss = found - chance
        slope = design.T @ miss - precision * weights
        slopes = np.bincount(site, weights=miss, minlength=count) - effects / between
        step = inverse @ (slope - tied.T @ slopes)
        steps = slopes / own - tied @ step
        weights, effects = weights + step, effects + steps
        if max(np.abs(step).max(), np.abs(steps).max()) < _CLOSE:
            break
    return _Fit(weights, effects, inverse, np.asarray(own, dtype=float), tied)
