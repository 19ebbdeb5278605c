"""Small things to export: two scored sites, hostile names, and what an export says of itself."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from data.export.sites import site_sheet
from data.export.table import Column, Facts, Sheet
from data.schema import SCORE, as_table
from tests.builders import sites
from tests.maps.hostile import HOSTILE

if TYPE_CHECKING:
    import pandas as pd

    from data.words import Lang

FACTS = Facts(
    zh="试验镇点位",
    en="Sites of 试验镇",
    town="试验镇",
    invented=True,
    as_of=date(2026, 11, 22),
    datum="wgs84",
    count=2,
    sources=("台账.xlsx",),
    version="0.1.0",
)
FORMULAS = (
    "=1+1",
    "+86 138",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "'=1",
    "''=1",
    "=cmd|' /C calc'!A0",
)
"""Texts that a spreadsheet would take for a formula, or that look neutralised already."""
ODD_NAMES = (*HOSTILE, *FORMULAS)


def silent(done: float, total: float, note: str = "") -> None:
    """Show nothing."""


def scores(*grades: str) -> pd.DataFrame:
    """Score the first sites with a grade each."""
    reason = json.dumps([{"code": "x", "points": 0.5, "zh": "久未检查", "en": "not seen"}])
    rows = [
        {
            "site_id": f"S{number:05d}",
            "as_of": date(2026, 11, 22),
            "model": "m",
            "risk": 0.5,
            "grade": grade,
            "uncertainty": 0.1,
            "reasons": reason,
        }
        for number, grade in enumerate(grades, start=1)
    ]
    return as_table(rows, SCORE)


def listed(
    *rows: dict[str, object], grades: tuple[str, ...] = (), datum: str = "wgs84", lang: Lang = "zh"
) -> Sheet:
    """List invented sites."""
    return site_sheet(sites(*rows), scores(*grades), datum=datum, lang=lang)


def sheet(*columns: Column) -> Sheet:
    """Put columns on a sheet without places."""
    return Sheet(name="things", zh="东西", en="Things", columns=columns)


def text_column(*texts: str | None) -> Column:
    """Make a column of texts."""
    return Column(name="name", zh="名称", en="Name", kind="text", cells=list(texts))
