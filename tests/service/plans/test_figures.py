"""What a plan tells of itself in figures."""

from __future__ import annotations

from datetime import date

import pandas as pd

from service.pipeline.plans.figures import later_rows


def test_rows_of_the_week_itself_are_none_that_scores_should_know() -> None:
    """Scored as of Saturday: Sunday's visit is too late for it, Monday's is of the week."""
    visits = pd.DataFrame({"day": pd.to_datetime(["2026-11-20", "2026-11-22", "2026-11-23"])})
    past = {
        "inspection": visits,
        "finding": visits.rename(columns={"day": "found"}).head(0),
        "tip": visits.head(0),
    }
    monday = date(2026, 11, 23)
    assert later_rows(past, date(2026, 11, 21), monday) == 1
    assert later_rows(past, monday, monday) == 0
