"""The form in which every risk factor speaks: a share, what is known, and a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from geo.card import Scorecard

    Factor = Callable[[pd.DataFrame, Scorecard], "Signal"]
    """A risk factor: facts about sites (``geo.features``) and the card in, one signal out."""

_NOT = ("非", "未", "无", "没", "未见", "没有", "不属于", "不存在", "未发现")
_UNDO = "".join(f"(?<!{word})" for word in _NOT)


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """
    What one factor says of every site.

    Attributes
    ----------
    code
        Name of the factor, a key of the card's points.
    label
        What the factor is called, Chinese and English; used where it is unknown.
    share
        Shape ``(n,)``, 0-1: how much of the factor's points the site gets; any value where unknown.
    known
        Shape ``(n,)``: false where the ledger does not say, so that the median of the kind counts.
    applies
        Shape ``(n,)``: false where the question makes no sense, so that nothing counts.
    zh, en
        Length ``n``: the sentences.
    evidence
        Length ``n``: record and date, or empty.
    """

    code: str
    label: tuple[str, str]
    share: NDArray[float64]
    known: NDArray[bool_]
    applies: NDArray[bool_]
    zh: Sequence[str]
    en: Sequence[str]
    evidence: Sequence[str]


def signal(  # noqa: PLR0913 - one value for each attribute of the record
    code: str,
    label: tuple[str, str],
    share: pd.Series | NDArray[float64],
    *,
    zh: Sequence[str] | str,
    en: Sequence[str] | str,
    known: pd.Series | None = None,
    applies: pd.Series | None = None,
    evidence: Sequence[str] | str = "",
) -> Signal:
    """Build a signal; one text stands for all sites, and what is not said is known and applies."""
    values = np.asarray(share, dtype=float)
    count = len(values)
    return Signal(
        code,
        label,
        np.clip(np.nan_to_num(values), 0.0, 1.0),
        np.ones(count, bool) if known is None else known.to_numpy(dtype=bool),
        np.ones(count, bool) if applies is None else applies.to_numpy(dtype=bool),
        _each(zh, count),
        _each(en, count),
        _each(evidence, count),
    )


def _each(text: Sequence[str] | str, count: int) -> Sequence[str]:
    return [text] * count if isinstance(text, str) else text


def mentions(text: pd.Series, words: Iterable[str]) -> pd.Series:
    """
    Tell where a text holds one of the words, not undone by a "not" just before it.

    Returns
    -------
    mentioned
        Index of ``text``, true or false; false where the text is missing.

    Examples
    --------
    >>> remarks = pd.Series(["夜间有异味", "无异味", None])
    >>> mentions(remarks, ["异味"]).tolist()
    [True, False, False]
    """
    known = text.dropna()
    if known.empty or not (listed := list(words)):
        return pd.Series(data=False, index=text.index)
    pattern = f"{_UNDO}(?:{'|'.join(map(re.escape, listed))})"
    found = known.astype("str").str.contains(pattern, regex=True)
    return found.reindex(text.index, fill_value=False).astype(bool)


def fill_unknown(one: Signal, groups: Sequence[pd.Series]) -> NDArray[float64]:
    """
    Give every site its share; where the factor is unknown, the median of its kind.

    Parameters
    ----------
    groups
        Each a label per site, finest first; the first in which anything is known counts.

    Returns
    -------
    share
        Shape ``(n,)``, 0-1; 0 where the factor does not apply, 0.5 where nothing at all is known.
    """
    said = pd.Series(np.where(one.known & one.applies, one.share, np.nan))
    filled = said
    for group in groups:
        filled = filled.fillna(said.groupby(group.to_numpy()).transform("median"))
    filled = filled.fillna(said.median()).fillna(0.5)
    return np.where(one.applies, filled.to_numpy(dtype=float), 0.0)
