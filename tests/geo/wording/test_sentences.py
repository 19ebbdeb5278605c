"""Sentences worded once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.wording.sentences import sentences


def test_values_alike_are_worded_once() -> None:
    """Three sites, two pairs of values: two calls, and each site has its own."""
    calls = []

    def wording(count: int, day: str) -> tuple[str, str]:
        calls.append((count, day))
        return f"{count}次{day}", f"{count} {day}"

    found = sentences(wording, np.array([1, 2, 1]), pd.Series(["a", "b", "a"]))
    assert found.zh == ["1次a", "2次b", "1次a"]
    assert found.en == ["1 a", "2 b", "1 a"]
    assert sorted(calls) == [(1, "a"), (2, "b")]


def test_no_sites_say_nothing() -> None:
    """An empty ledger."""
    assert sentences(lambda one: (one, one), np.array([], dtype=object)).zh == []


def test_missing_values_are_one_value() -> None:
    """Not known is said once, too."""
    found = sentences(lambda one: (str(one), ""), np.array([np.nan, 1.0, np.nan]))
    assert found.zh == ["nan", "1.0", "nan"]
