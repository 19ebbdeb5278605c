"""What would lower a learned score: the card's facts and remedies, weighed as the model does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from data.model import Reason
from geo.card.advice import REMEDIES
from geo.card.reasons import UNKNOWN, read_reasons, write_reasons
from geo.wording.fragments import named_sets

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from numpy import float64
    from numpy.typing import NDArray

    from geo.sigmoid import Sigmoid
    from geo.town.effects import Foreseen
    from geo.town.facts import Facts

    FloatArray = NDArray[float64]

_DECIMALS = 12
_SAME = 0.5
"""Per cent by which the ends of a chance must differ to be worth telling."""


def learned_advice(
    seen: Foreseen, facts: Facts, card_advice: pd.Series, *, sigmoid: Sigmoid
) -> list[str]:
    """
    Say for every site what would lower its chance, and what is not known of it.

    What can be done about a place are facts, the same under a card and a model, so the remedies are
    the card's own; how much each would do is the model's to say.

    Parameters
    ----------
    seen
        What the model says of every site.
    facts
        The same sites, from which the model looked.
    card_advice
        Column ``advice`` of the card's scores, same index.
    sigmoid
        From logit to chance.

    Returns
    -------
    advice
        Length ``n``, texts of JSON as ``geo.card.advice.advise`` writes them, points in logits
        (<= 0). What lifts a rule outside the score comes first; then the card's remedies, the one
        that lowers most first, with 0 points where the model saw no more finds at such places;
        last, under ``unknown``, what is not known, with the ends between which the chance may
        move, and the points that it would lower at best.
    """
    shares = facts.shares.to_numpy(dtype=float)
    slopes = seen.slopes.reindex(facts.shares.columns).to_numpy(dtype=float)
    place = {str(code): number for number, code in enumerate(facts.shares.columns)}
    unknown = _unknown(seen, facts, shares, slopes, sigmoid)
    written = []
    for site, text in enumerate(card_advice):
        told = [one for one in read_reasons(text) if one.code != UNKNOWN]
        gains = [
            -max(slopes[place[one.code]] * shares[site, place[one.code]], 0.0)
            if one.code in REMEDIES
            else 0.0
            for one in told
        ]
        weighed = [
            Reason(one.code, round(float(gain), _DECIMALS), one.zh, one.en)
            for one, gain in zip(told, gains, strict=True)
        ]
        written.append(write_reasons([*_ordered(weighed), *unknown[site]]))
    return written


def _ordered(told: Iterable[Reason]) -> list[Reason]:
    """Put what lifts a rule first, then what lowers most; equal ones stay as the card has them."""
    return sorted(told, key=lambda one: (one.code in REMEDIES, one.points))


def _unknown(
    seen: Foreseen, facts: Facts, shares: FloatArray, slopes: FloatArray, sigmoid: Sigmoid
) -> list[list[Reason]]:
    """Name what is unknown of each site, and how far the chance may move once it is known."""
    gaps = np.column_stack([one.applies & ~one.known for one in facts.signals])
    labels = [one.label for one in facts.signals]
    sets, names = named_sets(gaps, labels)
    codes = [one.code for one in facts.signals]
    open_ = gaps[:, [codes.index(str(code)) for code in facts.shares.columns]]
    less, more = -slopes * shares, slopes * (1.0 - shares)
    down = np.where(open_, np.minimum(less, more), 0.0).sum(axis=1)
    up = np.where(open_, np.maximum(less, more), 0.0).sum(axis=1)
    logit = seen.logit.to_numpy(dtype=float)
    ends = 100.0 * np.column_stack([sigmoid.chance(logit + down), sigmoid.chance(logit + up)])
    return [
        [Reason(UNKNOWN, round(float(down[site]), _DECIMALS), *_words(names[which], ends[site]))]
        if gaps[site].any()
        else []
        for site, which in enumerate(sets)
    ]


def _words(names: tuple[list[str], list[str]], ends: FloatArray) -> tuple[str, str]:
    low, high = float(ends[0]), float(ends[1])
    zh, en = f"还不清楚：{'、'.join(names[0])}", f"Not known: {', '.join(names[1])}"
    if high - low < _SAME:
        return zh, en
    return (
        f"{zh}；到场核实后，检出可能在{low:.0f}%–{high:.0f}%之间",
        f"{en}; once a visit has told, the chance lies in {low:.0f}-{high:.0f} %",
    )
