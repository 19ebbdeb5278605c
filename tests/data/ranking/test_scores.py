"""Scores as a file that any program reads."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pandas as pd

from data.ranking import write_scores

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, ids: list[str], reasons: list[str]) -> list[list[str]]:
    """Write scores and read them back with the plainest reader there is."""
    table = pd.DataFrame({"score": 0.25, "uncertainty": 1 / 3}, index=pd.Index(ids, dtype="str"))
    write_scores(folder / "s.csv", table, reasons)
    with (folder / "s.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_four_columns_in_the_order_given(tmp_path: Path) -> None:
    """Without a byte order mark: the first column is called id and nothing else."""
    rows = written(tmp_path, ["b", "a"], ["x", 'y, "z"'])
    assert rows == [
        ["id", "score", "uncertainty", "reasons"],
        ["b", "0.250000000", "0.333333333", "x"],
        ["a", "0.250000000", "0.333333333", 'y, "z"'],
    ]


def test_numbers_stay_numbers_and_formulas_stay_texts(tmp_path: Path) -> None:
    """-5 may be somebody's id; =1+1 may be an attack on who opens the file."""
    rows = written(tmp_path, ["-5", "269961.0", "=1+1", "+8.5e3"], ["@x"] * 4)
    assert [row[0] for row in rows[1:]] == ["-5", "269961.0", "'=1+1", "+8.5e3"]
    assert rows[1][3] == "'@x"
