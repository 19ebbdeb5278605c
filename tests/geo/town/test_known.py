"""What was known on a past day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data.schema import INSPECTION, SITE, as_table
from geo.town.facts import TownTables
from geo.town.known import findings_then, is_past, tables_then, tips_then
from tests.geo.builders import findings, tips


def test_a_finding_closed_later_is_open_again() -> None:
    """Nobody knew on the first of March that it would be struck off on the fifth."""
    told = findings(
        {"finding_id": "H1", "site_id": "S1", "found": "2026-02-01", "closed": "2026-03-05"},
        {"finding_id": "H2", "site_id": "S1", "found": "2026-02-01", "closed": "2026-02-20"},
    ).assign(state="closed")
    then = findings_then(told, date(2026, 3, 1))
    assert then["state"].tolist() == ["found", "closed"]
    assert then["closed"].isna().tolist() == [True, False]


def test_a_finding_of_the_day_itself_is_not_known() -> None:
    """Only what lies strictly before the day is."""
    told = findings({"finding_id": "H1", "site_id": "S1", "found": "2026-03-01"})
    assert findings_then(told, date(2026, 3, 1)).empty


@pytest.mark.parametrize(("is_today", "state"), [(True, "closed"), (False, "found")])
def test_closed_without_a_day_was_open_in_the_past(is_today: bool, state: str) -> None:  # noqa: FBT001
    """It was struck off at some time after it was found; on a past day nobody knew it yet."""
    told = findings({"finding_id": "H1", "site_id": "S1", "found": "2026-02-01", "state": "closed"})
    assert findings_then(told, date(2026, 3, 1), is_today=is_today)["state"].tolist() == [state]


def test_a_town_of_today_keeps_what_was_closed_without_a_day() -> None:
    """Its record ends on the first of March: on the second the ledger's word holds, before not."""
    told = findings({"site_id": "S1", "found": "2026-01-10", "state": "closed"})
    tables = replace(town(), findings=pd.concat([town().findings.set_axis(["F0"]), told]))
    assert tables_then(tables, date(2026, 3, 2)).findings.loc["F1", "state"] == "closed"
    assert tables_then(tables, date(2026, 2, 1)).findings.loc["F1", "state"] == "found"


def test_a_tip_has_no_verdict_yet() -> None:
    """The verdict bears no day and may be younger."""
    told = tips(
        {"tip_id": "X1", "day": "2026-02-01", "verified": "true", "lon_deg": 115.0, "lat_deg": 35.5}
    )
    assert tips_then(told, date(2026, 3, 1))["verified"].tolist() == ["open"]
    assert tips_then(told, date(2026, 2, 1)).empty
    assert told["day"].tolist() == [pd.Timestamp("2026-02-01")]


def town() -> TownTables:
    """Give a visit and a finding of January, closed on the first of March, late meanwhile."""
    visit = {"inspection_id": "J1", "site_id": "S1", "day": "2026-01-10", "result": "finding"}
    site = {"site_id": "S1", "kind": "enterprise", "name": "甲厂", "status": "operating"}
    told = findings({"site_id": "S1", "found": "2026-01-10", "closed": "2026-03-01"})
    return TownTables(
        sites=as_table([{**site, "lon_deg": 115.0, "lat_deg": 35.5}], SITE),
        inspections=as_table([visit], INSPECTION),
        findings=told.assign(state="overdue"),
        tips=tips(),
    )


def test_a_town_goes_back_as_a_whole() -> None:
    """In February the finding was open, and nobody had written when it was called late."""
    then = tables_then(town(), date(2026, 2, 1))
    assert len(then.inspections) == 1
    assert then.findings["state"].tolist() == ["found"]
    assert tables_then(town(), date(2026, 1, 10)).inspections.empty


@pytest.mark.parametrize(("day", "past"), [(date(2026, 3, 1), True), (date(2026, 3, 2), False)])
def test_a_day_is_past_while_a_row_is_dated_on_it_or_later(day: date, past: bool) -> None:  # noqa: FBT001
    """The last date is that of the closing, the first of March."""
    assert is_past(town(), day) is past
