"""Where next by finds: per visit, teams allowed for, and judged per visit."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from data.errors import InputError
from geo.cells.where_finds import where_next_finds

AS_OF = date(2026, 1, 1)
CELLS = pd.DataFrame({"area_km2": 1.0}, index=pd.Index(["a", "b", "c"], name="cell_id"))


def looks(**cells: tuple[int, int, int]) -> pd.DataFrame:
    """Let one team look every so many days: ``cell=(days between, finds, of so many looks)``."""
    rows = []
    for name, (step, finds, of) in cells.items():
        for number, back in enumerate(range(360, 0, -step)):
            day = pd.Timestamp(AS_OF) - pd.Timedelta(days=back)
            rows.append((day, name, number % of < finds))
    table = pd.DataFrame(rows, columns=["day", "cell_id", "found"])
    return table.assign(expected=table["found"].astype(float).mean())


def test_a_place_looked_at_often_is_not_worse_for_it() -> None:
    """Sixty finds of 180 looks against 60 of 90: the second cell has the higher rate."""
    found = where_next_finds(looks(a=(2, 1, 3), b=(4, 2, 3)), CELLS, as_of=AS_OF)
    assert found.method == "rate"
    assert found.expected["b"] > found.expected["a"]
    assert found.place["b"] == 1


def test_a_cell_nobody_visited_has_the_mean() -> None:
    """Nothing is known of it: 120 finds in 270 looks, as everywhere."""
    found = where_next_finds(looks(a=(2, 1, 3), b=(4, 2, 3)), CELLS, as_of=AS_OF)
    assert_allclose(found.expected["c"], 120 / 270)


def test_earlier_periods_are_judged_per_visit() -> None:
    """A fifth of the visits at b, which has twice the finds of a: more than its share."""
    found = where_next_finds(looks(a=(2, 1, 5), b=(8, 4, 5)), CELLS, as_of=AS_OF)
    assert set(found.judged["method"]) == {"rate"}
    assert set(found.judged["windows"]) == {6}
    assert found.judged["pai"].gt(1.5).all()
    assert found.gain is not None
    assert found.gain.seen > 0
    assert "less than one report per cell and year" in found.why.en
    assert "上报不足每格每年1件" in found.why.zh


def test_equal_places_are_not_called_better() -> None:
    """One rate everywhere: whatever is visited first finds no more."""
    found = where_next_finds(looks(a=(2, 1, 2), b=(2, 1, 2), c=(2, 1, 2)), CELLS, as_of=AS_OF)
    assert "Not better than chance" in found.why.en
    assert "未能证明优于随机" in found.why.zh


def test_nobody_looked() -> None:
    """No rate, no top cell, one sentence."""
    found = where_next_finds(looks(), CELLS, as_of=AS_OF)
    assert found.expected.isna().all()
    assert not found.is_top.any()
    assert found.gain is None
    assert "No find of an earlier period" in found.why.en


def test_looks_of_the_future_do_not_count() -> None:
    """They are told apart, and change no rate."""
    known = looks(a=(2, 1, 3), b=(4, 2, 3))
    later = known.assign(day=pd.Timestamp("2026-01-01"), found=True)
    found = where_next_finds(pd.concat([known, later]), CELLS, as_of=AS_OF)
    assert_allclose(found.expected, where_next_finds(known, CELLS, as_of=AS_OF).expected)
    assert found.counted["future"] == len(known)


def test_finds_nowhere_leave_every_rate_at_zero() -> None:
    """A clean town points nowhere."""
    found = where_next_finds(looks(a=(2, 0, 3)), CELLS, as_of=AS_OF)
    assert_allclose(found.expected, np.zeros(3))
    assert not found.is_top.any()


def test_columns_are_named_when_they_lack() -> None:
    """A caller's slip is told by name."""
    with pytest.raises(InputError, match="none named found"):
        where_next_finds(looks().drop(columns="found"), CELLS, as_of=AS_OF)
