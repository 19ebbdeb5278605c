"""The worst cells of each month: who is listed, by hand, and for how long."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from data.errors import ConfigError
from data.schema import CELL_ALERT, check_table
from geo.cells.alerts import AlertParams, alert_months, monthly_alerts

AS_OF = date(2026, 11, 23)


def looks(*counts: tuple[str, str, int, int], expected: float = 0.2) -> pd.DataFrame:
    """Give looks by cell and month: how many, and how many of them found something."""
    rows = [
        (f"{cell}/1", cell, pd.Timestamp(f"{month}-10"), turn < finds, expected)
        for cell, month, visits, finds in counts
        for turn in range(visits)
    ]
    columns = ["site_id", "cell_id", "day", "found", "expected"]
    table = pd.DataFrame(rows, columns=columns)
    return table.astype({"day": "datetime64[ns]", "found": bool, "expected": float})


def listed(alerts: pd.DataFrame, kind: str) -> list[tuple[str, str]]:
    """Give month and cell of the alerts of one kind."""
    chosen = alerts[alerts["kind"] == kind]
    return list(zip(chosen["month"], chosen["cell_id"], strict=True))


def test_the_level_by_hand() -> None:
    """
    Ten finds in 50 looks, so p = .2 and 5 looks of it are one find more: (6 + 1) / (10 + 5).

    B and C are below .2 and on no list.
    """
    alerts = monthly_alerts(
        looks(("A", "2026-10", 10, 6), ("B", "2026-10", 20, 2), ("C", "2026-10", 20, 2)),
        as_of=AS_OF,
    )
    assert listed(alerts, "level") == [("2026-10", "A")]
    assert alerts["value"].iloc[0] == pytest.approx(7 / 15)
    assert alerts["before"].isna().all()
    check_table(alerts, CELL_ALERT)


def test_worse_on_the_month_and_on_the_year_by_hand() -> None:
    """
    Two finds in 10 looks, then 5: (2 + 1.2) / 15 before and (5 + 1.2) / 15 now, p = 12/50 = .24.

    Last year's October had one find in 10: 2.2 / 15. B was as it was, with two each time.
    """
    alerts = monthly_alerts(
        looks(
            ("A", "2025-10", 10, 1),
            ("A", "2026-09", 10, 2),
            ("A", "2026-10", 10, 5),
            ("B", "2026-09", 10, 2),
            ("B", "2026-10", 10, 2),
            expected=0.24,
        ),
        as_of=AS_OF,
    )
    assert listed(alerts, "month") == [("2026-10", "A")]
    assert listed(alerts, "year") == [("2026-10", "A")]
    worse = alerts[alerts["kind"] != "level"].set_index("kind")
    assert worse["value"].tolist() == pytest.approx([6.2 / 15] * 2)
    assert worse["before"].to_dict() == pytest.approx({"month": 3.2 / 15, "year": 2.2 / 15})


def test_a_strict_team_lists_no_cell() -> None:
    """Six finds in 10 looks where six were expected, one in 10 where one was: both are alike."""
    strict = looks(("A", "2026-10", 10, 6), expected=0.6)
    lax = looks(("B", "2026-10", 10, 1), expected=0.1)
    assert monthly_alerts(pd.concat([strict, lax]), as_of=AS_OF).empty


def test_few_looks_list_no_cell() -> None:
    """Four finds in four looks are less than five looks; nobody compares them."""
    few = looks(("A", "2026-10", 4, 4), ("B", "2026-10", 40, 2))
    assert listed(monthly_alerts(few, as_of=AS_OF), "level") == []
    lower = monthly_alerts(few, as_of=AS_OF, params=AlertParams(min_visits=4))
    assert listed(lower, "level") == [("2026-10", "A")]


def test_only_the_worst_are_listed_and_ties_go_by_name() -> None:
    """Four cells alike above the mean and two places; the names decide, in every run."""
    bad = [(cell, "2026-10", 10, 5) for cell in "DBCA"]
    table = looks(*bad, ("Z", "2026-10", 100, 1))
    alerts = monthly_alerts(table, as_of=AS_OF, params=AlertParams(worst=2))
    assert listed(alerts, "level") == [("2026-10", "A"), ("2026-10", "B")]


def test_a_month_that_is_not_over_is_not_judged() -> None:
    """November ends after the 23rd; on the first of December it is over."""
    table = looks(("A", "2026-11", 10, 5), ("B", "2026-11", 10, 1))
    assert monthly_alerts(table, as_of=AS_OF).empty
    assert listed(monthly_alerts(table, as_of=date(2026, 12, 1)), "level") == [("2026-11", "A")]


MONTHS = ("2026-06", "2026-08", "2026-09", "2026-10")


def test_months_in_a_row_are_counted_and_escalated() -> None:
    """Nothing in July: June is one, then one, two and three; escalated from the second on."""
    bad = [("A", month, 10, 6) for month in MONTHS]
    good = [("B", month, 30, 1) for month in (*MONTHS, "2026-07")]
    alerts = monthly_alerts(looks(*bad, *good), as_of=AS_OF)
    level = alerts[(alerts["kind"] == "level") & (alerts["cell_id"] == "A")]
    assert level["months"].tolist() == [1, 1, 2, 3]
    assert level["escalated"].tolist() == [False, False, True, True]
    third = monthly_alerts(looks(*bad, *good), as_of=AS_OF, params=AlertParams(escalate_months=3))
    assert third.loc[level.index, "escalated"].tolist() == [False, False, False, True]


def test_months_in_a_row_run_over_the_new_year() -> None:
    """December and January follow each other."""
    months = ("2025-12", "2026-01")
    table = looks(*[("A", m, 10, 6) for m in months], *[("B", m, 30, 1) for m in months])
    alerts = monthly_alerts(table, as_of=AS_OF)
    assert alerts.loc[alerts["kind"] == "level", "months"].tolist() == [1, 2]


def test_months_under_any_alert_are_those_up_to_the_last() -> None:
    """A is listed in August, September and October, B in September alone."""
    bad = [("A", month, 10, 6) for month in MONTHS]
    table = looks(*bad, ("B", "2026-09", 10, 6), *[("C", m, 40, 1) for m in MONTHS])
    alerts = monthly_alerts(table, as_of=AS_OF)
    assert alert_months(alerts, as_of=AS_OF).to_dict() == {"A": 3}
    assert alert_months(alerts, as_of=date(2026, 10, 1)).to_dict() == {"A": 2, "B": 1}


def test_no_looks_have_no_alerts() -> None:
    """An empty table with all its columns, and nobody under alert."""
    alerts = monthly_alerts(looks(), as_of=AS_OF)
    assert alerts.empty
    check_table(alerts, CELL_ALERT)
    assert alert_months(alerts, as_of=AS_OF).empty


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"worst": 0}, "Expected worst >= 1, got 0"),
        ({"min_visits": 0}, "Expected min_visits >= 1, got 0"),
        ({"prior_looks": -1.0}, "Expected prior_looks >= 0, got -1.0"),
        ({"escalate_months": 1}, "Expected escalate_months >= 2, got 1"),
    ],
)
def test_refuses_impossible_settings(values: dict[str, float], message: str) -> None:
    """Each setting by its name."""
    with pytest.raises(ConfigError, match=message):
        AlertParams(**values)
