"""Tests of what pages are told of a place's past."""

from __future__ import annotations

from datetime import date

import pandas as pd

from service.pipeline.places.sites import last_attempts

AS_OF = date(2026, 11, 20)


def visits(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Build visits from site, day and result."""
    table = pd.DataFrame(rows, columns=["site_id", "day", "result"])
    return table.assign(day=pd.to_datetime(table["day"]))


def stated(**days: str) -> pd.Series:
    """Build the column of last visits that sites' own rows state."""
    return pd.Series(pd.to_datetime(pd.Series(days, dtype=object)), name="stated_visit")


def test_a_later_day_in_the_ledger_counts_and_its_result_is_unknown() -> None:
    """The plan goes by it too, so a page must not say that nobody ever came."""
    found = last_attempts(
        visits(("a", "2026-01-05", "finding")), AS_OF, stated=stated(a="2026-02-19", b="2026-03-01")
    )
    assert found["last_visit"].dt.date.to_dict() == {"a": date(2026, 2, 19), "b": date(2026, 3, 1)}
    assert found["last_result"].isna().all()


def test_a_visit_on_record_keeps_its_result() -> None:
    """On the same day or later the record says more than the ledger."""
    rows = visits(("a", "2026-02-19", "clean"), ("b", "2026-03-02", "finding"))
    found = last_attempts(rows, AS_OF, stated=stated(a="2026-02-19", b="2026-03-01"))
    assert found["last_result"].to_dict() == {"a": "clean", "b": "finding"}


def test_what_is_stated_for_later_is_not_told() -> None:
    """Only what happened before the day of the data."""
    found = last_attempts(
        visits(("a", "2026-01-05", "clean")), AS_OF, stated=stated(b="2026-11-20")
    )
    assert list(found.index) == ["a"]


def test_of_two_visits_the_later_one_counts() -> None:
    """In whichever order they stand."""
    rows = visits(("a", "2026-05-01", "finding"), ("a", "2026-01-05", "clean"))
    found = last_attempts(rows, AS_OF, stated=stated(a="2025-01-01"))
    assert found["last_result"].to_dict() == {"a": "finding"}
