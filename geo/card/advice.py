"""What would lower the score of a site, and what nobody knows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.card.reasons import UNKNOWN
from geo.wording.fragments import (
    HELD_SITES,
    bodies_of,
    body,
    joined,
    named_sets,
    text_array,
    texts_of,
)
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64
    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from data.model import Reason
    from geo.card.signals import Signal

REMEDIES: dict[str, tuple[str, str]] = {
    "rectification": (
        "未销号隐患整改到位、复查销号",
        "Mend the open findings and have them closed",
    ),
    "licences": ("补齐证照", "Complete the licences"),
    "chemicals": ("清走危险化学品", "Remove the hazardous chemicals"),
    "quantity": ("减少危险化学品存量", "Store less of the chemicals"),
    "sublet": ("清退转租户并更新台账备注", "End the subletting and mend the remark"),
    "odour": (
        "消除异味、冒烟、噪声并更新台账备注",
        "End the smell, smoke or noise and mend the remark",
    ),
    "night": ("改为白天生产", "Work by day"),
    "power": ("如实登记用途，或停止用电", "Register what it is used for, or stop drawing power"),
    "idle": ("投入正当用途并登记", "Put it to a registered use"),
    "data_age": ("到场检查一次", "Visit it once"),
}
"""Factor to what a person can do about it; of the others nothing short of moving away helps."""

MOST_ADVICE = 4
_DECIMALS = 12
_LEAST = 0.005
"""Share of the scale below which advice is not worth a line: half a point."""

_FIRST = {
    "major_finding": (
        "重大隐患整改销号后，不再直接定为红色",
        "Once the major finding is closed it is no longer red at once",
    ),
    "relapse": (
        "重新处置到位（拆、断、清）后，不再直接定为红色",
        "Once it is shut down anew, or otherwise disposed of, it is no longer red at once",
    ),
    "major_hazard": (
        "不再构成重大危险源、三合一并更新台账后，不再直接定为红色",
        "Once the cause is gone and the ledger says so it is no longer red at once",
    ),
}
_LIFTED = {code: f'{{"code":"{code}","points":0.0,{body(said)}}}' for code, said in _FIRST.items()}


def advise(
    signals: Sequence[Signal],
    share: NDArray[float64],
    weights: NDArray[float64],
    first: Sequence[Reason | None],
) -> ExtensionArray:
    """
    Say for every site what would lower its risk, and what is not known of it.

    Parameters
    ----------
    signals
        ``k`` factors.
    share
        Shape ``(n, k)``, 0-1, unknown ones filled.
    weights
        Shape ``(k,)``: what each factor adds at most, 0-1.
    first
        Length ``n``: the override that makes a site red at once, or ``None``.

    Returns
    -------
    advice
        Shape ``(n,)``, texts of JSON: a list of ``code``, ``points`` (<= 0), ``zh``, ``en``. What
        lifts an override comes first and has no points; then at most ``MOST_ADVICE`` remedies, the
        one that lowers most first; last, under the code ``unknown``, what is not known, with the
        points that it would lower at best.
    """
    points = share * weights
    blocks = (slice(start, start + HELD_SITES) for start in range(0, len(points), HELD_SITES))
    return text_array(_block(signals, points, weights, first, block) for block in blocks)


def _block(
    signals: Sequence[Signal],
    points: NDArray[float64],
    weights: NDArray[float64],
    first: Sequence[Reason | None],
    block: slice,
) -> list[str]:
    """Write some sites: 0 what lifts the override, then the remedies, last what is unknown."""
    here = points[block]
    known = np.column_stack([one.known[block] for one in signals])
    rows = np.full((len(here), MOST_ADVICE + 2), "", dtype=object)
    rows[:, 0] = ["" if one is None else _LIFTED[one.code] for one in first[block]]
    _tell_remedies(rows[:, 1:-1], np.where(known, here, 0.0), [one.code for one in signals])
    applies = np.column_stack([one.applies[block] for one in signals])
    labels = [one.label for one in signals]
    _tell_unknown(rows[:, -1], ~known & applies & (weights > 0), here, weights, labels)
    return [f"[{','.join(filter(None, row))}]" for row in rows.tolist()]


def _tell_remedies(
    columns: NDArray[np.object_], points: NDArray[float64], codes: Sequence[str]
) -> None:
    """Write the remedies of each site, the one that lowers most first."""
    places = [place for place, code in enumerate(codes) if code in REMEDIES]
    lowers = np.where(points >= _LEAST, points, 0.0)[:, places]
    order = np.argsort(-lowers, axis=1, kind="stable")[:, : columns.shape[1]]
    for one, place in enumerate(places):
        words = body(REMEDIES[codes[place]])
        sites, ranks = np.nonzero((order == one) & (lowers[:, [one]] > 0))
        less = texts_of(np.round(-lowers[sites, one], _DECIMALS))
        columns[sites, ranks] = joined(codes[place], less, words)


def _tell_unknown(
    column: NDArray[np.object_],
    gaps: NDArray[bool_],
    points: NDArray[float64],
    weights: NDArray[float64],
    labels: Sequence[tuple[str, str]],
) -> None:
    """Write which factors are unknown, and how far the truth may move the score."""
    sites = np.flatnonzero(gaps.any(axis=1))
    if not len(sites):
        return
    counted = np.where(gaps, points, 0.0).sum(axis=1)[sites]
    rest = (gaps @ weights)[sites] - counted
    codes, names = named_sets(gaps[sites], labels)
    says = sentences(
        lambda place, down, up: _unknown_words(names[place], down, up),
        codes,
        np.round(100.0 * counted, 1),
        np.round(100.0 * rest, 1),
    )
    column[sites] = joined(UNKNOWN, texts_of(np.round(-counted, _DECIMALS)), bodies_of(says))


def _unknown_words(names: tuple[list[str], list[str]], down: float, up: float) -> tuple[str, str]:
    if down == 0 or up == 0:
        way_zh, way_en = ("升", "raise") if down == 0 else ("降", "lower")
        zh = f"分数只会{way_zh}，最多{way_zh} {max(down, up):g} 分"
        en = f"a visit can only {way_en} the score, by at most {max(down, up):g} points"
    else:
        zh = f"分数会变动-{down:g}到+{up:g}分"
        en = f"a visit moves the score by -{down:g} to +{up:g} points"
    return (
        f"还不清楚：{'、'.join(names[0])}；到场核实后，{zh}",
        f"Not known: {', '.join(names[1])}; {en}",
    )
