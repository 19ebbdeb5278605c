"""Facts: what is counted, and that tomorrow is not known today."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from numpy.testing import assert_allclose

from geo.card.card import default_card
from geo.sites.features import site_features
from tests.builders import inspections, sites
from tests.geo.builders import findings, tips

AS_OF = date(2026, 11, 23)


def facts(
    past: pd.DataFrame | None = None, found: pd.DataFrame | None = None, **known: object
) -> pd.Series:
    """Give the facts of one site, S00001."""
    table = site_features(
        sites(known),
        inspections() if past is None else past,
        findings() if found is None else found,
        tips(),
        as_of=AS_OF,
        card=default_card(),
    )
    return table.iloc[0]


def visit(day: str, result: str = "clean", **known: object) -> dict[str, object]:
    """Describe a visit to the site."""
    return {"site_id": "S00001", "day": day, "result": result, **known}


def finding(found: str, **known: object) -> dict[str, object]:
    """Describe a finding at the site."""
    return {"site_id": "S00001", "found": found, **known}


def test_days_since_counts_from_the_later_of_record_and_ledger() -> None:
    """The ledger states 10 November, the last record is of the 1st: 13 days before the 23rd."""
    assert facts(inspections(visit("2026-11-01")), stated_visit="2026-11-10")["days_since"] == 13


def test_a_stated_visit_of_tomorrow_is_not_known() -> None:
    """A ledger may hold planned dates; nothing dated from the day on counts."""
    assert pd.isna(facts(stated_visit="2026-11-23")["days_since"])


def test_names_the_latest_find() -> None:
    """Evidence is the record and date that an inspector can look up."""
    past = inspections(visit("2026-11-01", "finding"), visit("2026-10-01", "finding"))
    assert facts(past)["find_record"] == "J00001 2026-11-01"


def test_counts_gates_that_stayed_shut() -> None:
    """Closed and refused; an absent owner is no refusal."""
    past = inspections(
        visit("2026-11-01", "closed"), visit("2026-11-02", "refused"), visit("2026-11-03", "absent")
    )
    found = facts(past)
    assert (found["shut_out"], found["shut_record"]) == (2, "J00002 2026-11-02")


def test_compares_finds_with_what_the_teams_find() -> None:
    """One team, one site: 1 of 2 looks found, as expected: exactly 1 like elsewhere."""
    past = inspections(visit("2026-11-01", "finding"), visit("2026-11-02"))
    assert_allclose(facts(past)["relative"], 1.0)


def test_looks_at_places_not_listed_change_nothing() -> None:
    """A shut place struck from the ledger had finds; they are no measure for those still in it."""
    known = [visit("2026-11-01", "finding"), visit("2026-11-02"), visit("2026-11-03")]
    gone = [visit("2026-10-01", "illegal", site_id="gone") for _ in range(5)]
    with_gone = inspections(*known, *gone)
    assert facts(with_gone)["relative"] == facts(inspections(*known))["relative"]


def test_a_town_without_finds_compares_nothing() -> None:
    """Nothing was ever found anywhere: 0 more than elsewhere, and no division by 0."""
    assert facts(inspections(visit("2026-11-01")))["relative"] == 0.0


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, (1, 0)),
        ({"due": "2026-11-21"}, (1, 1)),
        ({"due": "2026-11-22"}, (1, 0)),
        ({"state": "overdue"}, (1, 1)),
        ({"state": "closed", "closed": "2026-11-22"}, (0, 0)),
        ({"state": "closed"}, (0, 0)),
        ({"state": "closed", "closed": "2026-11-23"}, (1, 0)),
        ({"state": "closed", "closed": "2026-12-01", "due": "2026-11-15"}, (1, 1)),
    ],
)
def test_a_finding_is_open_until_it_was_struck_off(
    known: dict[str, object], expected: tuple[int, int]
) -> None:
    """What was closed later was still open; what was due on the last day known is in time."""
    found = facts(found=findings(finding("2026-11-01", **known)))
    assert (found["open"], found["overdue"]) == expected


def test_names_the_open_major_finding() -> None:
    """The override must say which finding, and what it was."""
    found = facts(found=findings(finding("2026-11-01", level="major", what="安全出口堵塞")))
    assert (found["major_record"], found["major_what"]) == ("F1 2026-11-01", "安全出口堵塞")


def test_keeps_the_index_of_sites() -> None:
    """A table in means the same index out, in its order."""
    table = sites({"site_id": "B"}, {"site_id": "A"})
    found = site_features(
        table, inspections(), findings(), tips(), as_of=AS_OF, card=default_card()
    )
    assert found.index.equals(table.index)
