"""Tests of what the hotspot page takes from a backtest in its folder."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from maps.pages import JudgedScore
from service.pipeline.pages.judged import FIGURES, read_judged

if TYPE_CHECKING:
    from pathlib import Path


def figures(**changed: object) -> bytes:
    """Write the part of a backtest that the page tells."""
    used = {"code": "in_use", "model": "learned-1", "pai_10": 2.5, "ece": 0.04}
    whole = {
        "facts": {"town": "试验镇"},
        "as_of": "2026-11-21",
        "months": [{}, {}, {}],
        "visits": 120,
        "rivals": [{"code": "random", "pai_10": 1.0, "ece": None}, used],
    }
    return orjson.dumps(whole | changed)


def test_the_score_in_use_is_told(tmp_path: Path) -> None:
    """Not its rivals; without the page of the backtest there is nothing to link."""
    (tmp_path / FIGURES).write_bytes(figures())
    assert read_judged(tmp_path, town="试验镇") == JudgedScore(
        model="learned-1", as_of=date(2026, 11, 21), months=3, visits=120, pai=2.5, gap=0.04
    )


def test_figures_of_another_town_are_not_told(tmp_path: Path) -> None:
    """Two towns drawn into one folder must not borrow each other's figures."""
    (tmp_path / FIGURES).write_bytes(figures())
    assert read_judged(tmp_path, town="别的镇") is None


@pytest.mark.parametrize("text", [b"", b"[]", b"{", figures(rivals=[]), figures(as_of="soon")])
def test_a_file_that_is_no_backtest_counts_as_none(tmp_path: Path, text: bytes) -> None:
    """A half-written file must not keep the page from being drawn: it says "not measured"."""
    (tmp_path / FIGURES).write_bytes(text)
    assert read_judged(tmp_path, town="试验镇") is None


def test_no_file_is_no_backtest(tmp_path: Path) -> None:
    """Most folders have none."""
    assert read_judged(tmp_path, town="试验镇") is None
