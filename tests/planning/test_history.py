"""What the records say, and from when they count."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.schema import FINDING, TIP, as_table
from planning.history import site_histories
from planning.rules import default_rules, parse_rules
from tests.builders import inspections, sites
from tests.planning.town import MONDAY, ago

NOTHING = (as_table([], FINDING), as_table([], TIP))


def histories(*visits: dict[str, object]) -> dict:
    """Gather the past of one site from its visits."""
    rows = [{"site_id": "S00001", "mode": "inspection", **visit} for visit in visits]
    rules = default_rules()
    return site_histories(sites({}), inspections(*rows), *NOTHING, as_of=MONDAY, rules=rules)


def test_visits_before_the_day_count() -> None:
    """Yesterday's does, today's does not, one that did not take place does not."""
    past = histories({"day": ago(1)}, {"day": ago(0)}, {"day": ago(2), "result": "skipped"})
    assert (past["S00001"].looks, past["S00001"].last_seen) == (1, ago(1))


def test_the_cap_counts_inspections_of_a_year() -> None:
    """A patrol and one of 366 days ago do not count."""
    past = histories({"day": ago(365)}, {"day": ago(366)}, {"day": ago(3), "mode": "patrol"})
    assert past["S00001"].capped == 1


@pytest.mark.parametrize(("calendar_year", "capped"), [(True, 0), (False, 1)])
def test_the_year_of_the_cap_is_that_of_the_week(*, calendar_year: bool, capped: int) -> None:
    """Scored in December for a week of January: last year's visits are used up with their year."""
    past = site_histories(
        sites({}),
        inspections({"site_id": "S00001", "mode": "inspection", "day": date(2026, 12, 1)}),
        *NOTHING,
        as_of=date(2026, 12, 30),
        rules=parse_rules({"cap": {"calendar_year": calendar_year}}),
        monday=date(2027, 1, 4),
    )
    assert past["S00001"].capped == capped


def test_visits_of_unknown_sites_are_left_alone() -> None:
    """Their rows were reported when they were read."""
    assert histories({"site_id": "S99999", "day": ago(1)})["S00001"].looks == 0


def test_what_was_closed_later_is_still_open() -> None:
    """A replay of the past must not know the future."""
    row = {"finding_id": "F1", "site_id": "S00001", "level": "major", "found": ago(30)}
    closed = as_table([{**row, "state": "closed", "closed": ago(-3)}], FINDING)
    past = site_histories(
        sites({}), inspections(), closed, NOTHING[1], as_of=MONDAY, rules=default_rules()
    )
    assert [one.finding_id for one in past["S00001"].open] == ["F1"]
    assert past["S00001"].closed is None


def test_a_shut_gate_is_an_attempt_and_no_look() -> None:
    """Duties ask when somebody last saw inside; the rest between visits, when somebody came."""
    past = histories({"day": ago(9)}, {"day": ago(2), "result": "closed"})["S00001"]
    assert (past.looks, past.last_seen, past.last_attempt) == (1, ago(9), ago(2))


def test_a_visit_of_unstated_type_counts_towards_the_cap() -> None:
    """A ledger without that column would otherwise never reach any cap."""
    assert histories({"day": ago(3), "mode": None})["S00001"].capped == 1


def test_an_office_may_leave_unstated_types_uncounted() -> None:
    """Where its ledger names every inspection as such."""
    rules = parse_rules({"cap": {"count_unknown": False}})
    visits = inspections({"site_id": "S00001", "day": ago(3), "mode": None})
    past = site_histories(sites({}), visits, *NOTHING, as_of=MONDAY, rules=rules)
    assert past["S00001"].capped == 0


def test_the_visit_that_the_ledger_states_is_the_last_seen() -> None:
    """It is a day and no record: it moves no count."""
    rules = default_rules()
    town = sites({"stated_visit": ago(10)})
    visits = inspections({"site_id": "S00001", "day": ago(20)})
    past = site_histories(town, visits, *NOTHING, as_of=MONDAY, rules=rules)["S00001"]
    assert (past.looks, past.last_seen, past.last_attempt) == (1, ago(10), ago(10))


def test_a_stated_visit_of_the_week_itself_is_not_known() -> None:
    """A replay of the past must not know the future."""
    town = sites({"stated_visit": MONDAY})
    past = site_histories(town, inspections(), *NOTHING, as_of=MONDAY, rules=default_rules())
    assert past["S00001"].last_seen is None


@pytest.mark.parametrize(
    ("what", "closed"),
    [
        ({"state": "rectifying", "closed": ago(3)}, ago(3)),
        ({"state": "closed", "closed": None}, None),
    ],
)
def test_a_closing_day_or_an_undated_closed_state_strikes_off(
    what: dict[str, object], closed: date | None
) -> None:
    """Scores and plans must agree on what is open: one rule, of ``data.findings``."""
    row = {"finding_id": "F1", "site_id": "S00001", "level": "major", "found": ago(30)}
    table = as_table([{**row, **what}], FINDING)
    past = site_histories(
        sites({}), inspections(), table, NOTHING[1], as_of=MONDAY, rules=default_rules()
    )["S00001"]
    assert (past.open, past.closed) == ([], closed)


@pytest.mark.parametrize(
    "mark",
    [{"transferred_to": "公安"}, {"state": "closed", "closed": ago(1), "voided": ago(1)}],
    ids=["handed over", "voided"],
)
def test_what_is_not_ours_is_no_history(mark: dict[str, object]) -> None:
    """Another office re-checks it, or it never was: no re-check and no look-back."""
    row = {"finding_id": "F1", "site_id": "S00001", "level": "major", "found": ago(30)}
    table = as_table([{**row, "state": "rectifying", **mark}], FINDING)
    rules = default_rules()
    past = site_histories(sites({}), inspections(), table, NOTHING[1], as_of=MONDAY, rules=rules)
    assert (past["S00001"].open, past["S00001"].closed) == ([], None)


@given(order=st.permutations(range(5)))
@settings(max_examples=10, deadline=None)
def test_the_order_of_rows_says_nothing(order: list[int]) -> None:
    """Ledgers are sorted by whatever somebody liked: each last day is that of its own kind."""
    rows = (
        {"day": ago(9), "result": "illegal"},
        {"day": ago(8)},
        {"day": ago(7), "mode": "patrol"},
        {"day": ago(6), "result": "closed", "mode": "night"},
        {"day": ago(400)},
    )
    past = histories(*(rows[number] for number in order))["S00001"]
    assert (past.looks, past.capped, past.illegal) == (4, 2, ago(9))
    assert (past.last_seen, past.last_attempt) == (ago(7), ago(6))
    assert past.last_of == {"inspection": ago(8), "patrol": ago(7), "night": ago(6)}
