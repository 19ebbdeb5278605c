"""Reasons: written and read back, the most points first."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.model import Reason
from geo.reasons import explain, read_reasons, write_reasons
from geo.signals import signal


def test_round_trip() -> None:
    """What the store gives back is what was written, hostile text included."""
    reasons = (Reason("tips", 0.1 + 0.2, "“线索”<b>", 'a "tip"\n', "X1 2026-11-01"),)
    assert read_reasons(write_reasons(reasons)) == reasons


def test_most_points_first_and_none_without_points() -> None:
    """Two factors with points, one without; an override comes before all."""
    signals = [
        signal(code, (code, code), pd.Series([0.0]), zh=code, en=code) for code in ("a", "b", "c")
    ]
    override = Reason("major_finding", 0.0, "重大", "major")
    (text,) = explain(signals, np.array([[0.1, 0.3, 0.0]]), [override])
    assert [reason.code for reason in read_reasons(text)] == ["major_finding", "b", "a"]


def test_unknown_says_so() -> None:
    """The owner is not told a fact that nobody knows."""
    one = signal(
        "licences",
        ("证照情况", "licences"),
        pd.Series([0.4, 0.0]),
        zh="证照情况：缺环评",
        en="x",
        known=pd.Series([True, False]),
    )
    texts = explain([one], np.array([[0.04], [0.04]]), [None, None])
    (reason,) = read_reasons(texts[1])
    assert reason == Reason(
        "licences",
        0.04,
        "证照情况不详，按同类场所的中位数计分",
        "Unknown: licences; the median of its kind counts",
    )


def test_unknown_everywhere_says_that_half_counts() -> None:
    """There is no median where nobody is known."""
    one = signal(
        "x", ("从业人数", "workers"), pd.Series([0.0]), zh="", en="", known=pd.Series([False])
    )
    (reason,) = read_reasons(explain([one], np.array([[0.1]]), [None])[0])
    assert reason.zh == "从业人数均不详，按一半计分"
