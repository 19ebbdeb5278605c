"""Columns that only this town's ledger has, as numbers a model can use."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST_SITES = 20
"""Sites that must share a word, or have a number, before either counts."""
MOST_COLUMNS, MOST_WORDS = 12, 6
"""Columns of the ledger, and words of one column, that are looked at."""
_NUMERIC_SHARE = 0.8
"""Share of the entries that must be numbers for a column to be one of numbers."""
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def extra_columns(sites: pd.DataFrame) -> pd.DataFrame:
    """
    Read the further columns of the ledger.

    Parameters
    ----------
    sites
        By schema ``SITE``; ``extra`` holds header and text of each further column. The columns
        ``workers`` and ``area_m2`` count among them.

    Returns
    -------
    columns
        Index of ``sites``. A column of numbers keeps its header; one of words gives a column of 0
        and 1 per word, ``header=word``. ``nan`` where the ledger says nothing. Numbers are on a
        scale of magnitudes, ``sign(v) log(1 + |v|)``. At most ``MOST_COLUMNS`` headers, those with
        most entries; a column that says the same everywhere is left out.
    """
    texts = _texts(sites)
    filled = texts.notna().sum()
    enough = filled[filled >= LEAST_SITES].sort_values(ascending=False, kind="stable")
    parts = [
        column
        for header in enough.index[:MOST_COLUMNS]
        for column in _readings(str(header), texts[header])
    ]
    area = _magnitudes(sites["area_m2"]).rename("area_m2")
    parts += [area] if _tells(area) else []
    return pd.concat(parts, axis=1) if parts else pd.DataFrame(index=sites.index)


def _texts(sites: pd.DataFrame) -> pd.DataFrame:
    rows = [
        {str(k): _plain(v) for k, v in orjson.loads(text).items()} if isinstance(text, str) else {}
        for text in sites["extra"]
    ]
    headers = sorted({header for row in rows for header in row})
    return pd.DataFrame(rows, index=sites.index, columns=headers, dtype=object)


def _plain(value: object) -> str | None:
    if value is None:
        return None
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    return text or None


def _readings(header: str, texts: pd.Series) -> Iterator[pd.Series]:
    known = texts.dropna()
    numbers = known.map(_number)
    if numbers.notna().mean() >= _NUMERIC_SHARE:
        column = _magnitudes(numbers.reindex(texts.index).astype(float)).rename(header)
        if _tells(column):
            yield column
        return
    counts = known.value_counts()
    words = counts[counts >= LEAST_SITES].reset_index()
    words.columns = pd.Index(["word", "count"])
    ordered = words.sort_values(["count", "word"], ascending=[False, True])
    for word in ordered["word"].head(MOST_WORDS):
        column = (texts == word).astype(float).where(texts.notna()).rename(f"{header}={word}")
        if _tells(column):
            yield column


def _number(text: str) -> float:
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def _magnitudes(values: pd.Series) -> pd.Series:
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    known = np.where(np.isfinite(numbers), numbers, np.nan)
    return pd.Series(np.sign(known) * np.log1p(np.abs(known)), index=values.index)


def _tells(column: pd.Series) -> bool:
    """Tell whether a column is known of enough sites and differs between them."""
    return bool(column.count() >= LEAST_SITES and column.max() > column.min())
