"""The law is checked from the records, by code apart from that which plans."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.lawful import PlannedVisit, law_faults
from planning.rules import parse_rules
from tests.builders import inspections, sites
from tests.planning.town import MONDAY, ago, demand

SEEN = {"site_id": "S00001", "mode": "inspection"}


def visit(**what: Any) -> PlannedVisit:  # noqa: ANN401  # as the record
    """Plan an inspection on Monday at 9:00 by two card holders of nowhere."""
    base = {
        "site_id": "S00001",
        "visit_type": "inspection",
        "monday": MONDAY,
        "start_s": 32_400,
        "end_s": 35_100,
        "team": "T1",
        "card_holders": 2,
        "skills": frozenset(),
        "home_village": None,
    }
    return PlannedVisit(**{**base, **what})


def faults(
    *visits: PlannedVisit,
    site: dict[str, Any] | None = None,
    past: tuple = (),
    rules: dict[str, Any] | None = None,
) -> tuple[str, ...]:
    """Judge visits to one yellow enterprise, which may be inspected twice a year."""
    return law_faults(
        visits,
        sites=sites(site or {}),
        grades={"S00001": "yellow"},
        inspections=inspections(*past),
        as_of=MONDAY,
        rules=parse_rules(rules or {}),
    )


def test_a_lawful_visit_has_no_fault() -> None:
    """One inspection on record, two are allowed."""
    assert faults(visit(), past=({**SEEN, "day": ago(100)},)) == ()


def test_one_inspection_too_many() -> None:
    """Two within the year, a third planned."""
    past = ({**SEEN, "day": ago(100)}, {**SEEN, "day": ago(200)})
    assert faults(visit(), past=past) == (
        "S00001 on 2026-11-23: inspection 3 within the year, 2 are allowed.",
    )


def test_two_in_one_week_count_as_two() -> None:
    """One on record, two planned: the second is too many."""
    second = visit(start_s=86_400 + 32_400, end_s=86_400 + 35_100)
    told = faults(visit(), second, past=({**SEEN, "day": ago(100)},))
    assert told == ("S00001 on 2026-11-24: inspection 3 within the year, 2 are allowed.",)


@pytest.mark.parametrize(
    ("past", "rules"),
    [
        ({"day": ago(400)}, {}),
        ({"day": ago(100), "result": "skipped"}, {}),
        ({"day": ago(100), "mode": "patrol"}, {}),
        ({"day": ago(340)}, {"cap": {"calendar_year": True}}),
        ({"day": ago(100)}, {"cap": {"industry": {"C17": 9}}}),
        ({"day": ago(100)}, {"cap": {"yellow": 0}}),
    ],
)
def test_what_does_not_count(past: dict, rules: dict) -> None:
    """Older than a year, not made, no inspection, of last year, or under a higher cap or none."""
    made = ({**SEEN, **past}, {**SEEN, **past})
    assert faults(visit(), site={"industry_code": "C1713"}, past=made, rules=rules) == ()


def test_a_team_without_cards() -> None:
    """Two are needed to inspect."""
    (told,) = faults(visit(card_holders=1))
    assert told == "T1 at S00001 on 2026-11-23: inspection needs 2 card holders, not 1."


def test_a_team_at_home() -> None:
    """The site is in V1."""
    (told,) = faults(visit(home_village="V1"))
    assert "never inspects its home village V1" in told
    assert faults(visit(home_village="V1"), rules={"team": {"cross_village": False}}) == ()


def test_a_team_without_the_skill() -> None:
    """C26 is chemicals, and so is whoever keeps them."""
    assert "nobody is trained for chem" in faults(visit(), site={"industry_code": "C2614"})[0]
    assert "nobody is trained for chem" in faults(visit(), site={"chemicals": True})[0]
    assert faults(visit(visit_type="patrol"), site={"industry_code": "C2614"}) == ()


def test_a_visit_into_closed_hours() -> None:
    """The market begins at half past nine; the visit lasts until a quarter to ten."""
    market = {"zh": "集", "en": "Market", "from_hour": "09:30", "to_hour": "12:00"}
    (told,) = faults(visit(), rules={"closed": [market]})
    assert told == "T1 at S00001 on 2026-11-23: Market, nobody goes then."
    assert faults(visit(), rules={"closed": [market | {"from_hour": "09:45"}]}) == ()


def test_what_is_no_site_has_neither_cap_nor_village() -> None:
    """An area that is swept."""
    assert faults(visit(site_id="sweep:1", visit_type="sweep", home_village="V1")) == ()


def test_what_an_earlier_version_holds_counts_and_is_not_judged_again() -> None:
    """One on record, one kept, one new: the new one is the third, in whatever order they stand."""
    past = ({**SEEN, "day": ago(100)},)
    market = {"closed": [{"zh": "集", "en": "Market", "to_hour": "09:30"}]}
    (told,) = faults(visit(start_s=50_000), visit(is_kept=True), past=past, rules=market)
    assert "inspection 3 within the year, 2 are allowed" in told
    assert "nobody is trained" in faults(visit(is_kept=True), site={"chemicals": True})[0]


@settings(max_examples=40, deadline=None)
@given(
    days=st.lists(st.integers(1, 500), max_size=6),
    cap=st.integers(0, 4),
    calendar_year=st.booleans(),
    modes=st.lists(st.sampled_from(["inspection", "patrol", None]), min_size=6, max_size=6),
)
def test_what_is_wanted_never_exceeds_the_cap(
    *, days: list[int], cap: int, calendar_year: bool, modes: list
) -> None:
    """Whatever the past, an inspection that the week asks for is one that the law allows."""
    rules = {"cap": {"blue": cap, "calendar_year": calendar_year}, "frequency": {"blue_days": 1}}
    pairs = zip(days, modes, strict=False)
    past = tuple({"site_id": "S00001", "day": ago(n), "mode": mode} for n, mode in pairs)
    for want in demand(visits=past, rules=rules).wants:
        told = law_faults(
            [visit(visit_type=want.visit_type)],
            sites=sites({}),
            grades={"S00001": "blue"},
            inspections=inspections(*past),
            as_of=MONDAY,
            rules=parse_rules(rules),
        )
        assert told == ()
