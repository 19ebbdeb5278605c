"""Why a site has its learned score: what each part adds to the logit, in few sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.model import Reason
from geo.card.card import FULL_POINTS
from geo.card.reasons import write_reasons
from geo.sites.history import looks_before
from geo.town.facts import RECORDS
from geo.town.looks import PRIOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from geo.card.card import Scorecard
    from geo.card.signals import Signal
    from geo.sigmoid import Sigmoid
    from geo.town.facts import Facts, TownTables
    from geo.town.mixed import MixedModel

MOST_SENTENCES = 8
BASE, OWN, OTHER = "base", "own", "other"
_Z80 = 1.2816
"""Standard deviations to either side that hold 80 % of a normal distribution."""
_LEAST = 5e-4
"""Logit below which a part is not worth a sentence of its own: a factor of 1.0005 on the odds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Foreseen:
    """
    What the model says of every site on one morning.

    Attributes
    ----------
    intercept
        Logit of an ordinary site.
    parts
        Index of sites, a column per factor, further column and ``own``: what each adds.
    slopes
        By factor: what its whole share adds to the logit, the way over the card's risk included.
    logit
        Intercept and parts together.
    spread
        Standard deviation of the logit.
    risk, low, high
        Chance that a visit finds something, 0-1, and the ends of its 80 % interval.
    past
        What visits found, see ``geo.town.mixed.MixedModel``.
    """

    intercept: float
    parts: pd.DataFrame
    slopes: pd.Series
    logit: pd.Series
    spread: pd.Series
    risk: pd.Series
    low: pd.Series
    high: pd.Series
    past: pd.DataFrame


def foresee(
    model: MixedModel, columns: pd.DataFrame, card: Scorecard, sigmoid: Sigmoid
) -> Foreseen:
    """
    Score every site, and part the logit into what each factor adds.

    The card's risk of the place is a weighted sum of factors, so what it adds is parted among them
    exactly.
    """
    sites = columns.index
    parts = model.contributions(columns)
    slopes = _slopes(model, card)
    for code in [name for name in slopes.index if name not in RECORDS]:
        parts[code] = slopes[code] * (columns[code] - model.mean[code])
    parts = parts.drop(columns=PRIOR).assign(**{OWN: model.effects(sites).to_numpy()})
    logit = model.intercept + parts.sum(axis=1)
    spread = pd.Series(model.spread(columns, sites), index=sites)
    ends = [sigmoid.chance(logit + side * _Z80 * spread) for side in (-1, 0, 1)]
    low, risk, high = (pd.Series(end, index=sites) for end in ends)
    return Foreseen(
        intercept=model.intercept,
        parts=parts,
        slopes=slopes,
        logit=logit,
        spread=spread,
        risk=risk,
        low=low,
        high=high,
        past=model.past,
    )


def _slopes(model: MixedModel, card: Scorecard) -> pd.Series:
    """Give what the whole share of each factor adds to the logit, by itself and by the card."""
    per_unit = model.weight / model.scale
    by_card = {
        code: 0.0 if code in RECORDS else card.points[code] / FULL_POINTS
        for code in model.weight.index
        if code in card.points
    }
    return pd.Series({code: per_unit[code] + per_unit[PRIOR] * by_card[code] for code in by_card})


def explain_learned(
    seen: Foreseen,
    facts: Facts,
    tables: TownTables,
    *,
    as_of: date,
    sigmoid: Sigmoid,
    first: Sequence[Reason | None],
) -> list[str]:
    """
    Write the reasons of every site.

    Parameters
    ----------
    first
        Length ``n``: a rule outside the score that makes the site red, or ``None``.

    Returns
    -------
    reasons
        Length ``n``, JSON, at most ``MOST_SENTENCES``: the rule outside the score, then what adds
        or takes away most, then the small parts together (code ``other``), last what an ordinary
        site has (code ``base``), with this site's chance and its 80 % interval. Their points are
        logits and sum to the site's within 1e-9.
    """
    codes = list(seen.parts.columns)
    says = _sayings(seen, facts, tables, as_of)
    parts = seen.parts.to_numpy(dtype=float)
    order = np.argsort(-np.abs(parts), axis=1, kind="stable")
    ordinary = float(sigmoid.chance(seen.intercept))
    written = []
    for site in range(len(parts)):
        ahead = [] if first[site] is None else [first[site]]
        room = MOST_SENTENCES - 2 - len(ahead)
        told = [k for k in order[site][:room] if abs(parts[site, k]) >= _LEAST]
        told.sort(key=lambda k, here=parts[site]: -here[k])  # type: ignore[misc]  # bound at once
        reasons = [Reason(codes[k], float(parts[site, k]), *says[codes[k]][site]) for k in told]
        rest = float(np.delete(parts[site], told).sum())
        small = [Reason(OTHER, rest, "其余各项合计", "All else together")] if rest else []
        base = _base(seen, site, ordinary)
        written.append(write_reasons(one for one in [*ahead, *reasons, *small, base] if one))
    return written


def _base(seen: Foreseen, site: int, ordinary: float) -> Reason:
    risk, low, high = (100 * one.iloc[site] for one in (seen.risk, seen.low, seen.high))
    return Reason(
        BASE,
        seen.intercept,
        f"一般点位检出可能为{100 * ordinary:.0f}%；合上各项，此处为{risk:.0f}%，"
        f"八成把握在{low:.0f}%–{high:.0f}%之间",
        f"An ordinary place has a {100 * ordinary:.0f} % chance; with all this it is {risk:.0f} %, "
        f"in {low:.0f}-{high:.0f} % with 80 % confidence",
    )


def _sayings(
    seen: Foreseen, facts: Facts, tables: TownTables, as_of: date
) -> dict[str, list[tuple[str, str, str]]]:
    """Give for every part, site by site: Chinese, English, and the record behind it."""
    said: dict[str, list[tuple[str, str, str]]] = {}
    for one in facts.signals:
        if one.code not in seen.parts.columns:
            continue
        said[one.code] = _factor_words(one, facts.shares[one.code])
    for name in facts.extras.columns:
        said[name] = _extra_words(str(name), facts.extras[name])
    said[OWN] = _own_words(seen.past, tables, seen.parts.index, as_of)
    return said


def _factor_words(one: Signal, shares: pd.Series) -> list[tuple[str, str, str]]:
    """Say what a factor says; where it is at its least the card has no sentence of its own."""
    zh, en = one.label
    gap = (f"{zh}不详，按同类估计", f"Unknown: {en}; taken as its kind", "")
    least = (f"{zh}：没有，或最低", f"None, or the least there is: {en}", "")
    nothing = (f"{zh}：此类点位不计", f"Does not apply here: {en}", "")
    rows = zip(one.applies, one.known, shares, one.says.zh, one.says.en, one.evidence, strict=True)
    return [
        nothing if not applies else gap if not known else least if share == 0 else (z, e, str(r))
        for applies, known, share, z, e, r in rows
    ]


def _extra_words(name: str, values: pd.Series) -> list[tuple[str, str, str]]:
    """Say what a further column of the ledger holds; magnitudes are turned back into numbers."""
    header, _, word = name.partition("=")
    label_zh = "占地面积（平方米）" if header == "area_m2" else header
    label_en = "land used, square metres" if header == "area_m2" else header
    rows = []
    for value in values:
        if np.isnan(value):
            rows.append((f"{label_zh}不详，按平均估计", f"Unknown: {label_en}; taken as usual", ""))
        elif word:
            no_zh, no_en = ("", "") if value else ("不", "not ")
            rows.append((f"台账“{header}”{no_zh}是{word}", f"{header} is {no_en}{word}", ""))
        else:
            number = float(np.sign(value) * np.expm1(abs(value)))
            rows.append((f"{label_zh}为{number:g}", f"{label_en}: {number:g}", ""))
    return rows


def _own_words(
    past: pd.DataFrame, tables: TownTables, sites: pd.Index, as_of: date
) -> list[tuple[str, str, str]]:
    """Say what visits found, against what the same teams would find at a place like it."""
    looks = looks_before(tables.inspections, as_of)
    finds = looks[looks["found"]].rename_axis("look").reset_index().sort_values(["day", "look"])
    last = finds.drop_duplicates("site_id", keep="last").set_index("site_id").reindex(sites)
    counts = past.reindex(sites).fillna(0.0)
    columns = (counts["visits"], counts["finds"], counts["expected"], last["look"], last["day"])
    return [_own_sentence(*row) for row in zip(*columns, strict=True)]


def _own_sentence(
    visits: float, finds: float, expected: float, look: object, day: pd.Timestamp
) -> tuple[str, str, str]:
    if not visits:
        return "还没有检查结果", "No visit on record yet", ""
    usual_zh = f"同样的组到条件相同的点位约有{expected:.1f}次"
    usual_en = f"the same teams would have {expected:.1f} at places like it"
    if not finds:
        zh = f"以往{visits:.0f}次入内检查未发现问题，{usual_zh}"
        return zh, f"None of {visits:.0f} past visit(s) found anything; {usual_en}", ""
    when = day.strftime("%Y-%m-%d")
    return (
        f"以往{visits:.0f}次入内检查有{finds:.0f}次发现问题，最近一次{when}；{usual_zh}",
        f"{finds:.0f} of {visits:.0f} past visit(s) found something, last on {when}; {usual_en}",
        f"{look} {when}",
    )
