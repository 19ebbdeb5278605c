"""Pieces of JSON for the sentences of many sites, put together column by column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy import bool_, float64, intp, object_
    from numpy.typing import NDArray
    from pandas.api.extensions import ExtensionArray

    from geo.card.signals import Signal
    from geo.wording.sentences import Sentences

HELD_SITES = 8_192
"""Sites whose sentences are put together at once, so that those of a county fit in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Fragments:
    """
    What one factor writes: each sentence that differs is made JSON once.

    Attributes
    ----------
    code
        Name of the factor.
    bodies
        Shape ``(m,)``: the sentences that differ, ``"zh":...,"en":...``.
    which
        Shape ``(n,)``: place of each site's sentence in ``bodies``.
    evidence
        Shape ``(n,)``: record and date, or empty.
    gap
        The sentence where the factor is unknown.
    """

    code: str
    bodies: NDArray[object_]
    which: NDArray[intp]
    evidence: NDArray[object_]
    gap: str

    @classmethod
    def of(cls, one: Signal) -> Fragments:
        """Prepare the sentences of one factor."""
        return cls(
            one.code,
            _bodies(one.says),
            one.says.which,
            one.evidence,
            body(_gap_words(one)),
        )

    def known(self, sites: NDArray[intp], points: NDArray[float64]) -> NDArray[object_]:
        """Write the sentence of some sites with their points."""
        evidence = _quoted(self.evidence[sites])
        return joined(self.code, texts_of(points), self.bodies[self.which[sites]], evidence)

    def unknown(self, points: NDArray[float64]) -> NDArray[object_]:
        """Write that the factor is unknown, with the points that count instead."""
        return joined(self.code, texts_of(points), self.gap, nothing(len(points)))


def joined(
    code: str,
    points: NDArray[object_],
    bodies: NDArray[object_] | str,
    evidence: NDArray[object_] | None = None,
) -> NDArray[object_]:
    """Put the parts together: code, points, sentence, and evidence where there may be any."""
    text: NDArray[object_] = f'{{"code":"{code}","points":' + points + "," + bodies
    ended: NDArray[object_] = (text if evidence is None else text + ',"evidence":' + evidence) + "}"
    return ended


def text_array(blocks: Iterable[list[str]]) -> ExtensionArray:
    """Keep texts as tables keep them, one block after the other: half the memory of a list."""
    kept = [pd.Series(block, dtype="str") for block in blocks]
    return pd.concat([pd.Series([], dtype="str"), *kept], ignore_index=True).array


def nothing(count: int) -> NDArray[object_]:
    """Write for so many sites that no record stands behind a sentence."""
    return np.full(count, '""', dtype=object)


def texts_of(points: NDArray[float64]) -> NDArray[object_]:
    """Write points as JSON does; of many sites few differ."""
    codes, different = pd.factorize(points)
    written: NDArray[object_] = np.array([repr(float(one)) for one in different], dtype=object)
    return written[codes]


def named_sets(
    which: NDArray[bool_], labels: Sequence[tuple[str, str]]
) -> tuple[NDArray[intp], list[tuple[list[str], list[str]]]]:
    """
    Name the factors of each site; of many sites few sets differ.

    Parameters
    ----------
    which
        Shape ``(n, k)``: the factors meant, of at most 62.
    labels
        Length ``k``: what the factors are called, (zh, en).

    Returns
    -------
    codes
        Shape ``(n,)``: place of each site's set in ``names``.
    names
        The sets that differ: their labels in Chinese, and in English.
    """
    mask = which @ (1 << np.arange(which.shape[1], dtype=np.int64))
    _, first, codes = np.unique(mask, return_index=True, return_inverse=True)
    sets = [[labels[int(place)] for place in np.flatnonzero(row)] for row in which[first]]
    return codes, [([zh for zh, _ in one], [en for _, en in one]) for one in sets]


def bodies_of(says: Sentences) -> NDArray[object_]:
    """Write the sentence of each site as the middle of a reason."""
    written: NDArray[object_] = _bodies(says)[says.which]
    return written


def _bodies(says: Sentences) -> NDArray[object_]:
    written: NDArray[object_] = np.array([body(pair) for pair in says.pairs], dtype=object)
    return written


def body(pair: tuple[str, str]) -> str:
    """Write one sentence as the middle of a reason."""
    return orjson.dumps({"zh": pair[0], "en": pair[1]}).decode()[1:-1]


def _quoted(texts: NDArray[object_]) -> NDArray[object_]:
    codes, different = pd.factorize(texts)
    written: NDArray[object_] = np.array([orjson.dumps(one).decode() for one in different], object)
    return written[codes]


def _gap_words(one: Signal) -> tuple[str, str]:
    """Say that a factor is unknown, and what counts instead."""
    zh, en = one.label
    if (one.known & one.applies).any():
        return f"{zh}不详，按同类场所的中位数计分", f"Unknown: {en}; the median of its kind counts"
    return f"{zh}均不详，按一半计分", f"Unknown everywhere: {en}; half of the points count"
