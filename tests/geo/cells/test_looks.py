"""Past looks by cell: those that count, and what their teams would have found."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from geo.cells.looks import cell_looks
from tests.builders import inspections

AS_OF = date(2026, 11, 23)


def test_counts_looks_in_cells_before_the_day() -> None:
    """A closed gate, a site without a cell, a site nobody knows and tomorrow count nowhere."""
    visits = inspections(
        {"site_id": "A", "day": "2026-11-01", "result": "finding"},
        {"site_id": "A", "day": "2026-11-02", "result": "closed"},
        {"site_id": "A", "day": "2026-11-23"},
        {"site_id": "nowhere", "day": "2026-11-01"},
        {"site_id": "unknown", "day": "2026-11-01"},
    )
    looks = cell_looks(visits, pd.Series({"A": "c1", "nowhere": None}), as_of=AS_OF)
    assert looks["cell_id"].tolist() == ["c1"]
    assert looks["found"].tolist() == [True]
    assert list(looks.columns) == ["site_id", "cell_id", "day", "found", "expected"]


def test_expects_of_a_strict_team_more() -> None:
    """Twenty looks each, all found and none; with 20 looks of the mean .5 more: 30/40 and 10/40."""
    on = {"site_id": "A", "day": "2026-11-01"}
    visits = inspections(
        *({**on, "team": "strict", "result": "finding"} for _ in range(20)),
        *({**on, "team": "lax", "result": "clean"} for _ in range(20)),
    )
    looks = cell_looks(visits, pd.Series({"A": "c1"}), as_of=AS_OF)
    assert looks["expected"].unique().tolist() == [pytest.approx(0.75), pytest.approx(0.25)]
