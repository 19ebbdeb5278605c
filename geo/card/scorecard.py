"""The risk of every site from a card of points, with reasons; works on the first day.

The card follows the usual double-prevention practice (双重预防): hazard, management, surroundings,
signs of a hidden workshop, and how little is known. It is an index, not a probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.errors import ConfigError
from data.schema import SCORE, as_table
from geo.card import hazards, meters, premises, records
from geo.card import surroundings as around
from geo.card.advice import advise
from geo.card.card import FULL_POINTS
from geo.card.industries import digits_of
from geo.card.overrides import overrides
from geo.card.reasons import explain
from geo.card.signals import fill_unknown, texts
from geo.card.stability import grade_stability
from geo.sites.features import site_features

if TYPE_CHECKING:
    from datetime import date

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from data.model import Reason
    from geo.card.card import Scorecard
    from geo.card.signals import Factor, Signal

FACTORS: tuple[Factor, ...] = (
    hazards.industry_signal,
    hazards.chemicals_signal,
    hazards.quantity_signal,
    hazards.dust_signal,
    hazards.heat_signal,
    hazards.workers_signal,
    records.results_signal,
    premises.licences_signal,
    records.rectification_signal,
    around.tips_signal,
    premises.reported_signal,
    premises.idle_signal,
    premises.shared_walls_signal,
    premises.sublet_signal,
    premises.odour_signal,
    meters.power_signal,
    premises.night_signal,
    premises.gate_signal,
    around.density_signal,
    around.homes_signal,
    around.water_signal,
    around.stations_signal,
    around.access_signal,
    records.data_age_signal,
    premises.ledger_grade_signal,
)
"""All risk factors, in the order of the card; docs/adding-a-risk-factor.md adds one."""


def score_sites(  # noqa: PLR0913 - four tables, a day, the card, three optional sources
    sites: pd.DataFrame,
    inspections: pd.DataFrame,
    findings: pd.DataFrame,
    tips: pd.DataFrame,
    *,
    as_of: date,
    card: Scorecard,
    access_m: pd.Series | None = None,
    places: pd.DataFrame | None = None,
    power: pd.DataFrame | None = None,
    dispositions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Score every site, with the reasons.

    Parameters
    ----------
    sites, inspections, findings, tips
        Tables by schemas ``SITE``, ``INSPECTION``, ``FINDING``, ``TIP``; all but ``sites`` may be
        empty.
    as_of
        Only rows dated strictly before this day are used.
    card
        Points, thresholds and words; ``geo.card.card.default_card()`` ships with the program.
    access_m
        Metres between each site and its road, by site id.
    places
        Homes, schools, water, stations, of the map and of the office, by schema ``AREA``. A factor
        of which it names no place counts nothing.
    power
        By schema ``POWER_READING``; without it that factor counts nothing.
    dispositions
        By schema ``DISPOSITION``; a site that was shut down and works again is red.

    Returns
    -------
    scores
        Table by schema ``SCORE``, index of ``sites``. ``risk`` is the sum of the points of
        ``reasons`` (within 1e-9); ``uncertainty`` is the mean of the share of points that rest on
        unknown factors (1 where no factor with points applies) and of ``1 / sqrt(1 + visits)``. A
        grade of red may come from an override, which is then the first reason and carries no
        points. ``stability`` is the share of drawn weights with which the grade stays, ``advice``
        what would lower the risk, see :func:`geo.card.advice.advise`.

    Raises
    ------
    ConfigError
        If the card's points are not those of the known factors.
    """
    features = site_features(
        sites,
        inspections,
        findings,
        tips,
        as_of=as_of,
        card=card,
        access_m=access_m,
        places=places,
        power=power,
        dispositions=dispositions,
    )
    sums = _summed(features, card)
    visits = features["visits"].to_numpy(dtype=float)
    scores = pd.DataFrame(
        {
            "site_id": sites.index.to_numpy(),
            "as_of": pd.Timestamp(as_of),
            "model": card.model,
            "risk": sums.risk,
            "grade": _grades(sums.risk, card, sums.at_once),
            "uncertainty": _uncertainty(sums.signals, sums.weights, visits),
            "reasons": explain(sums.signals, sums.share * sums.weights, sums.first),
            "stability": grade_stability(sums.share, sums.weights, card=card, at_once=sums.at_once),
            "advice": advise(sums.signals, sums.share, sums.weights, sums.first),
        }
    )
    # The store checks what it keeps; to read a county's sentences twice would cost more than them.
    return _typed(scores)


def bare_scores(  # noqa: PLR0913 - four tables, a day, the card, an optional source
    sites: pd.DataFrame,
    inspections: pd.DataFrame,
    findings: pd.DataFrame,
    tips: pd.DataFrame,
    *,
    as_of: date,
    card: Scorecard,
    power: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """
    Score every site as :func:`score_sites` does, without the reasons, for whoever reads none.

    Returns
    -------
    scores
        Index of ``sites``: ``risk`` 0-1, ``grade`` and ``model``, each the same as there.

    Raises
    ------
    ConfigError
        If the card's points are not those of the known factors.
    """
    features = site_features(
        sites, inspections, findings, tips, as_of=as_of, card=card, power=power
    )
    sums = _summed(features, card)
    grade = _grades(sums.risk, card, sums.at_once)
    return pd.DataFrame({"risk": sums.risk, "grade": grade, "model": card.model}, index=sites.index)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sums:
    """What each factor says of each site, its share of the points, and the risk these sum to."""

    signals: list[Signal]
    weights: NDArray[float64]
    share: NDArray[float64]
    first: list[Reason | None]
    at_once: NDArray[bool_]
    risk: NDArray[float64]


def _summed(features: pd.DataFrame, card: Scorecard) -> _Sums:
    signals = [factor(features, card) for factor in FACTORS]
    weights = _weights(signals, card)
    groups = _kinds(features)
    share = np.column_stack([fill_unknown(one, groups) for one in signals])
    first = overrides(features, card)
    return _Sums(
        signals=signals,
        weights=weights,
        share=share,
        first=first,
        at_once=np.array([reason is not None for reason in first], dtype=bool),
        # A sum of shares can pass 1 by rounding, and the schema knows no risk above 1.
        risk=np.minimum((share * weights).sum(axis=1), 1.0),
    )


def _weights(signals: list[Signal], card: Scorecard) -> NDArray[float64]:
    """Give the share of the scale that each factor can add."""
    codes = [one.code for one in signals]
    if set(codes) != set(card.points):
        odd = sorted(set(codes) ^ set(card.points))
        raise ConfigError(
            f"Expected points for exactly the known factors, differing: {odd}.",
            zh=f"评分卡的 points 与已知因素不符，不同的是：{'、'.join(odd)}。",
        )
    return np.array([card.points[code] for code in codes]) / FULL_POINTS


def _kinds(features: pd.DataFrame) -> tuple[pd.Series, ...]:
    """Give the groups medians are taken in: kind and industry division, then kind alone."""
    kind = pd.Series(pd.factorize(features["kind"])[0], dtype=float)
    codes, different = pd.factorize(texts(features["industry_code"]))
    division = np.array([_division(code) for code in different], dtype=float)[codes]
    return 100.0 * kind + division, kind


def _division(code: str) -> float:
    """Give the first two digits of a class of GB/T 4754; ``nan`` where there are none."""
    digits = digits_of(code)[:2]
    return float(digits) if len(digits) > 1 else float("nan")


def _grades(risk: NDArray[float64], card: Scorecard, at_once: NDArray[bool_]) -> NDArray[np.str_]:
    levels = [at_once | (risk >= card.red), risk >= card.orange, risk >= card.yellow]
    return np.select(levels, ["red", "orange", "yellow"], default="blue")


def _uncertainty(
    signals: list[Signal], weights: NDArray[float64], visits: NDArray[float64]
) -> NDArray[float64]:
    applied = np.column_stack([one.applies for one in signals]) @ weights
    unknown = np.column_stack([one.applies & ~one.known for one in signals]) @ weights
    # Where no factor with points applies, the score knows nothing of the site.
    share = np.divide(unknown, applied, out=np.ones_like(applied), where=applied > 0)
    uncertainty: NDArray[float64] = (np.minimum(share, 1.0) + 1.0 / np.sqrt(1.0 + visits)) / 2.0
    return uncertainty


def _typed(scores: pd.DataFrame) -> pd.DataFrame:
    """Give the table the types of its schema without going through rows."""
    empty = as_table([], SCORE)
    return scores.set_index("site_id").astype(dict(empty.dtypes)).rename_axis(SCORE.key)
