"""The scores of a table's rows as a file."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from data.export.delimited import neutral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

COLUMNS = ("id", "score", "uncertainty", "reasons")
DIGITS = 9
_NUMBER = re.compile(r"[+-]?[\d.]+(?:[eE][+-]?\d+)?")


def write_scores(path: Path, scores: pd.DataFrame, reasons: Sequence[str]) -> None:
    """
    Write scores as text: UTF-8, without a byte order mark, so that any program reads the header.

    Parameters
    ----------
    path
        The file, which is overwritten.
    scores
        Index: ids as they are written in the table. Columns ``score`` and ``uncertainty``, 0-1.
        An id that starts like a formula and is no number gets an apostrophe before it, as in every
        export.
    reasons
        Length ``n``: what to write beside each.
    """
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        values = zip(scores.index, scores["score"], scores["uncertainty"], reasons, strict=True)
        for one, score, uncertainty, text in values:
            shown = f"{score:.{DIGITS}f}", f"{uncertainty:.{DIGITS}f}"
            writer.writerow([_id(str(one)), *shown, neutral(text)])


def _id(text: str) -> str:
    return text if _NUMBER.fullmatch(text) else neutral(text)
