"""Reasons as text: at most eight sentences a site with their points, for the store and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import orjson

from data.model import AT_ONCE, Reason
from geo.wording.fragments import (
    HELD_SITES,
    Fragments,
    bodies_of,
    joined,
    named_sets,
    nothing,
    text_array,
    texts_of,
)
from geo.wording.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import bool_, float64, intp
    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from geo.card.signals import Signal

MOST_SENTENCES = 8
"""Sentences of one site; what is beyond is summed up in one."""

OTHER, UNKNOWN = "other", "unknown"
"""Codes of the two sentences that speak of several factors."""

_DECIMALS = 12
"""Points are written with so many, which keeps the sum of a site within 1e-9 of its risk."""


def write_reasons(reasons: Iterable[Reason]) -> str:
    """Write reasons as the JSON text of column ``score.reasons``."""
    listed = [
        {"code": r.code, "points": r.points, "zh": r.zh, "en": r.en, "evidence": r.evidence}
        for r in reasons
    ]
    return orjson.dumps(listed).decode()


def read_reasons(text: str) -> tuple[Reason, ...]:
    """
    Read column ``score.reasons`` of one site.

    Returns
    -------
    reasons
        As written: overrides first, then the most points first; of a scorecard's what is known
        before what is not.
    """
    return tuple(Reason(**one) for one in orjson.loads(text))


def raising(text: str) -> tuple[Reason, ...]:
    """
    Read what speaks for the grade of a site from column ``score.reasons``: what short lists show.

    Returns
    -------
    raising
        What makes it red at once, which has no points, before all that adds to its risk.
    """
    told = read_reasons(text)
    first = tuple(one for one in told if one.code in AT_ONCE)
    return first + tuple(one for one in told if one.points > 0 and one.code not in AT_ONCE)


def explain(
    signals: Sequence[Signal], points: NDArray[float64], first: Sequence[Reason | None]
) -> ExtensionArray:
    """
    Write the reasons of every site.

    Parameters
    ----------
    signals
        ``k`` factors.
    points
        Shape ``(n, k)``: what each factor adds to the risk of each site, 0-1.
    first
        Length ``n``: a reason outside the sum that comes before all others, or ``None``.

    Returns
    -------
    reasons
        Shape ``(n,)``, texts of JSON, at most ``MOST_SENTENCES`` each. What is known comes
        first, the most points first, equal ones in the order of ``signals``; then what is unknown,
        in one sentence where it is several factors (code ``unknown``); then those of the smallest
        that found no room, in one sentence (code ``other``). The points are those of all factors.
    """
    points = np.round(points, _DECIMALS)
    writers = [Fragments.of(one) for one in signals]
    blocks = (slice(start, start + HELD_SITES) for start in range(0, len(points), HELD_SITES))
    return text_array(_block(signals, writers, points, first, block) for block in blocks)


def _block(
    signals: Sequence[Signal],
    writers: Sequence[Fragments],
    points: NDArray[float64],
    first: Sequence[Reason | None],
    block: slice,
) -> list[str]:
    """Write some sites: a row of fragments each, of which the empty ones are left out."""
    here, at_once = points[block], first[block]
    known = np.column_stack([one.known[block] for one in signals])
    gaps = (here != 0) & ~known
    count = gaps.sum(axis=1)
    has_first = np.array([one is not None for one in at_once], dtype=bool)
    rank = _ranks(np.where(known, here, 0.0))
    told = (here != 0) & known
    room = MOST_SENTENCES - has_first - (count > 0)
    is_crowded = told.sum(axis=1) > room
    shown = told & (rank < (room - is_crowded)[:, None])
    # Places: 0 an override, then by rank, then the unknown, last the others.
    rows = np.full((len(here), MOST_SENTENCES + 3), "", dtype=object)
    rows[:, 0] = ["" if one is None else write_reasons([one])[1:-1] for one in at_once]
    for factor, writer in enumerate(writers):
        sites = np.flatnonzero(shown[:, factor])
        rows[sites, 1 + rank[sites, factor]] = writer.known(
            sites + block.start, here[sites, factor]
        )
        sites = np.flatnonzero(gaps[:, factor] & (count == 1))
        rows[sites, -2] = writer.unknown(here[sites, factor])
    labels = [one.label for one in signals]
    _fill(rows[:, -2], gaps & (count > 1)[:, None], here, UNKNOWN, labels)
    _fill(rows[:, -1], told & ~shown, here, OTHER, labels)
    return [f"[{','.join(filter(None, row))}]" for row in rows.tolist()]


def _ranks(values: NDArray[float64]) -> NDArray[intp]:
    """Give the place of each factor of a site by its points, 0 for the most."""
    order = np.argsort(-values, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(values.shape[1])[None, :], axis=1)
    return ranks


def _fill(
    column: NDArray[np.object_],
    which: NDArray[bool_],
    points: NDArray[float64],
    code: str,
    labels: Sequence[tuple[str, str]],
) -> None:
    """Write one sentence for several factors of a site, where there are any."""
    sites = np.flatnonzero(which.any(axis=1))
    if not len(sites):
        return
    sums = np.round(np.where(which, points, 0.0).sum(axis=1)[sites], _DECIMALS)
    codes, names = named_sets(which[sites], labels)
    says = sentences(lambda place: _WORDINGS[code](*names[place]), codes)
    column[sites] = joined(code, texts_of(sums), bodies_of(says), nothing(len(sites)))


def _other_words(zh: list[str], en: list[str]) -> tuple[str, str]:
    return f"其他{len(zh)}项：{'、'.join(zh)}", f"{len(en)} others: {', '.join(en)}"


def _unknown_words(zh: list[str], en: list[str]) -> tuple[str, str]:
    return (
        f"{len(zh)}项不详，按同类场所的中位数计分，全镇都不详的按一半：{'、'.join(zh)}",
        f"{len(en)} unknown, so the median or, known nowhere, half counts: {', '.join(en)}",
    )


_WORDINGS = {OTHER: _other_words, UNKNOWN: _unknown_words}
