"""Results that pose as features are found; good features are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.evaluate.leaks import telling_columns

IDS = pd.Index([f"r{number:03d}" for number in range(200)])
FOUND = pd.Series(np.arange(200) % 4 == 0, index=IDS).astype(float)


def telling(**columns: object) -> list[str]:
    """Name the columns that tell."""
    return sorted(telling_columns(pd.DataFrame(columns, index=IDS), FOUND))


def test_a_count_of_faults_tells_whichever_way_it_points() -> None:
    """Pass marks are as telling as faults."""
    assert telling(faults=FOUND * 3, passed=1 - FOUND, size=np.arange(200)) == ["faults", "passed"]


def test_a_word_for_the_result_tells() -> None:
    """Fail and pass."""
    assert telling(result=FOUND.map({1.0: "fail", 0.0: "pass"})) == ["result"]


def test_what_is_only_written_after_a_find_tells() -> None:
    """A due date of the mending, or a fine."""
    assert telling(fine=np.where(FOUND == 1, 200.0, np.nan)) == ["fine"]
    assert telling(order=FOUND.map({1.0: "stop"})) == ["order"]


def test_a_name_of_its_own_for_each_row_tells_nothing() -> None:
    """It fits the past perfectly and foresees nothing."""
    assert telling(name=list(IDS)) == []


def test_a_good_feature_is_no_result() -> None:
    """Right in nine of ten visits: AUC about 0.9."""
    wrong = np.arange(200) % 10 == 0
    assert telling(good=np.where(wrong, 1 - FOUND, FOUND)) == []


def test_few_visits_prove_nothing() -> None:
    """Nine finds may agree with anything by luck."""
    few = FOUND.copy()
    few[few[few == 1].index[9:]] = np.nan
    assert telling_columns(pd.DataFrame({"faults": FOUND}), few) == {}


def test_the_order_of_the_rows_does_not_matter() -> None:
    """Words are compared between halves of the visits, which must be the same halves."""
    table = pd.DataFrame({"result": FOUND.map({1.0: "fail", 0.0: "pass"})})
    assert telling_columns(table[::-1], FOUND[::-1]) == telling_columns(table, FOUND)
