"""The form in which every risk factor speaks: a share, what is known, and a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.wording.sentences import Sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy import bool_, float64, object_
    from numpy.typing import NDArray

    from geo.card.card import Scorecard

    Factor = Callable[[pd.DataFrame, Scorecard], "Signal"]
    """A risk factor: facts about sites (``geo.sites.features``) and the card in, one signal out."""

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
    says
        Length ``n``: the sentences.
    evidence
        Shape ``(n,)``, texts: record and date, or empty.
    """

    code: str
    label: tuple[str, str]
    share: NDArray[float64]
    known: NDArray[bool_]
    applies: NDArray[bool_]
    says: Sentences
    evidence: NDArray[object_]


def signal(  # noqa: PLR0913 - one value for each attribute of the record
    code: str,
    label: tuple[str, str],
    share: pd.Series | NDArray[float64],
    *,
    says: Sentences | tuple[str, str],
    known: pd.Series | NDArray[bool_] | None = None,
    applies: pd.Series | NDArray[bool_] | None = None,
    evidence: Sequence[str] | pd.Series | str = "",
) -> Signal:
    """Build a signal; one text stands for all sites, and what is not said is known and applies."""
    values = np.asarray(share, dtype=float)
    count = len(values)
    return Signal(
        code,
        label,
        np.clip(np.nan_to_num(values), 0.0, 1.0),
        _flags(known, count),
        _flags(applies, count),
        Sentences((says,), np.zeros(count, dtype=np.intp)) if isinstance(says, tuple) else says,
        np.full(count, evidence, dtype=object)
        if isinstance(evidence, str)
        else np.asarray(evidence, dtype=object),
    )


def _flags(given: pd.Series | NDArray[bool_] | None, count: int) -> NDArray[bool_]:
    return np.ones(count, dtype=bool) if given is None else np.asarray(given, dtype=bool)


_DAY_LETTERS = len("2026-11-02")


def texts(column: pd.Series) -> pd.Series:
    """Give a text column as plain texts, a missing one as nothing."""
    return column.astype("object").where(column.notna(), "")


def day_of(record: pd.Series) -> pd.Series:
    """Take the day from records such as ``J1 2026-11-02``; empty where there is no record."""
    codes, different = pd.factorize(record)
    days = np.array([text[-_DAY_LETTERS:] for text in different], dtype=object)
    return pd.Series(days[codes], index=record.index, dtype=object)


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
    codes, different = pd.factorize(text)
    if not len(different) or not (listed := list(words)):
        return pd.Series(data=False, index=text.index)
    pattern = re.compile(f"{_UNDO}(?:{'|'.join(map(re.escape, listed))})")
    # Of many sites few remarks differ; the last place serves the code of a missing text, -1.
    found = [pattern.search(str(one)) is not None for one in different]
    return pd.Series(np.array([*found, False])[codes], index=text.index)


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
    filled = np.where(one.known & one.applies, one.share, np.nan)
    said = pd.Series(filled)
    for group in groups:
        gaps = np.isnan(filled) & one.applies
        if not gaps.any():
            break
        medians = said.groupby(group.to_numpy()).median()
        filled = np.where(gaps, group.map(medians), filled)
    middle = said.median()
    filled = np.where(np.isnan(filled), 0.5 if np.isnan(middle) else middle, filled)
    return np.where(one.applies, filled, 0.0)
