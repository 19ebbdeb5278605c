"""What kind of visit a site gets is decided once, and ranking reckons with just that."""

from __future__ import annotations

from typing import Any

import pytest

from planning.candidates import Candidate, Frame, candidate, density, use_s
from planning.history import History
from planning.kinds import Kinds
from planning.rows import rows_of
from planning.rules import parse_rules
from planning.visits import want_of
from planning.wants import Standing
from tests.builders import sites
from tests.planning.town import MONDAY, ago, shifts

INSPECTED = {"type": {"uncertain": "inspection"}}


def one_candidate(site: dict[str, Any], *, capped: int = 0, rules: dict[str, Any]) -> Candidate:
    """Gather what speaks for one yellow site, seen nine times, the last 30 days ago."""
    table, told = sites(site), parse_rules(rules)
    history = History(looks=9, last_seen=ago(30), last_attempt=ago(30), capped=capped)
    frame = Frame(MONDAY, shifts()[-1].day, MONDAY, told, Kinds(shifts(), told, MONDAY))
    (row,) = rows_of(table)
    return candidate(row, Standing(0.4, "yellow", history), frame)


@pytest.mark.parametrize(
    ("site", "capped", "visit_type", "minutes"),
    [
        ({}, 0, "inspection", 45),
        ({}, 2, "patrol", 20),
        ({"kind": "idle_factory"}, 0, "patrol", 20),
        ({"industry_code": "C2614"}, 0, "patrol", 20),
    ],
)
def test_a_site_is_ranked_by_the_visit_it_would_get(
    site: dict[str, Any], capped: int, visit_type: str, minutes: int
) -> None:
    """Capped, idle or without a skilled team: 20 minutes outside, not 45 inside; 4.5 of driving."""
    one = one_candidate(site, capped=capped, rules=INSPECTED)
    assert want_of(one).visit_type == visit_type
    assert use_s(one, parse_rules(INSPECTED)) == minutes * 60 + 4.5 * 60
    assert density(one, parse_rules(INSPECTED)) == one.prize / (minutes * 60 + 4.5 * 60)


def test_no_visit_is_lawful_where_the_cap_is_reached_and_patrols_are_off() -> None:
    """The reason has its figure."""
    rules = {**INSPECTED, "cap": {"patrol_instead": False}}
    bar = one_candidate({}, capped=2, rules=rules).bar
    assert bar is not None
    assert (bar.reason, bar.detail) == ("cap_reached", {"visits": 2})


def test_a_capped_patrol_is_no_way_out() -> None:
    """An office that counts patrols too has nothing left to send."""
    rules = {**INSPECTED, "cap": {"types": ["inspection", "patrol"]}}
    assert one_candidate({}, capped=2, rules=rules).bar is not None
