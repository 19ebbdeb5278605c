"""Factors that speak from records."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.testing import assert_allclose

from geo.card.card import default_card
from geo.card.records import data_age_signal, rectification_signal, results_signal

CARD = default_card()


def test_twice_as_many_finds_as_elsewhere_is_the_most() -> None:
    """Relative 0, 1, 2, 3 give 0, 1/2, 1, 1; a site never looked at is unknown."""
    features = pd.DataFrame(
        {
            "relative": [0.0, 1.0, 2.0, 3.0, np.nan],
            "visits": [3, 3, 3, 3, 0],
            "finds": [0, 1, 2, 3, 0],
            "find_record": ["", "J1 2026-11-01", "", "", ""],
        }
    )
    found = results_signal(features, CARD)
    assert_allclose(found.share[:4], [0.0, 0.5, 1.0, 1.0])
    assert found.known.tolist() == [True] * 4 + [False]
    assert found.says.zh[1] == "以往3次入内检查有1次发现问题，最近一次2026-11-01"
    assert found.evidence[1] == "J1 2026-11-01"


def test_overdue_findings_weigh_more_than_open_ones() -> None:
    """None; one open (weight 0.4); one overdue (1); two overdue (2): 1 - 2 ** -weight."""
    features = pd.DataFrame(
        {
            "open": [0, 1, 1, 2],
            "overdue": [0, 0, 1, 2],
            "undated": [0, 0, 0, 0],
            "first_due": pd.to_datetime([None, None, "2026-11-01", "2026-10-01"]),
            "open_record": ["", "F1 2026-10-02", "F2 2026-10-01", "F3 2026-09-01"],
            "overdue_record": ["", "", "F2 2026-10-01", "F3 2026-09-01"],
        }
    )
    found = rectification_signal(features, CARD)
    assert_allclose(found.share, [0.0, 1 - 2**-0.4, 0.5, 0.75])
    assert found.says.zh[1] == "1项隐患未销号，最近一项2026-10-02发现，尚在整改期内"
    assert found.says.zh[2] == "1项隐患未销号，其中1项逾期，最早应于2026-11-01前完成"
    assert found.evidence[1] == "F1 2026-10-02"


def test_only_a_due_day_tells_that_a_finding_is_in_time() -> None:
    """Both without one, then one of two: the sentence does not claim what nobody wrote."""
    features = pd.DataFrame(
        {
            "open": [2, 2],
            "overdue": [0, 0],
            "undated": [2, 1],
            "first_due": pd.to_datetime([None, None]),
            "open_record": ["F2 2026-10-02", "F2 2026-10-02"],
            "overdue_record": ["", ""],
        }
    )
    says = rectification_signal(features, CARD).says
    assert says.zh == [
        "2项隐患未销号，最近一项2026-10-02发现，没有写整改期限",
        "2项隐患未销号，最近一项2026-10-02发现，其中1项没有写整改期限，其余尚在整改期内",
    ]
    assert says.en[0].endswith("no due day on record")
    assert says.en[1].endswith("1 with no due day on record, the others still in time")


def test_never_looked_at_is_the_oldest() -> None:
    """Two years are 730 days: half a year is a quarter, never is all."""
    features = pd.DataFrame({"days_since": [0.0, 182.5, 1000.0, np.nan]})
    found = data_age_signal(features, CARD)
    assert_allclose(found.share, [0.0, 0.25, 1.0, 1.0])
    assert found.says.zh[3] == "没有检查记录"
    assert found.says.en[2] == "Not visited for 1000 days"
