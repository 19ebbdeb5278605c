"""What kind of visit a site gets is decided once, and ranking reckons with just that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from data.schema import SCORE, as_table
from planning.candidates import Candidate, Frame, candidate, density, standings, use_s
from planning.history import History
from planning.kinds import Kinds
from planning.rows import rows_of
from planning.rules import parse_rules
from planning.visits import want_of
from planning.wants import Standing, claims_of
from tests.builders import sites
from tests.planning.town import MONDAY, ago, shifts

if TYPE_CHECKING:
    from datetime import date

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


def test_the_cap_of_an_industry_comes_before_that_of_the_grade() -> None:
    """Yellow is capped at two; the office allows dyeing four."""
    rules = {**INSPECTED, "cap": {"industry": {"C17": 4}}}
    dyeing = one_candidate({"industry_code": "C1713"}, capped=2, rules=rules)
    other = one_candidate({"industry_code": "C3311"}, capped=2, rules=rules)
    assert (dyeing.kind.visit_type, other.kind.visit_type) == ("inspection", "patrol")


def in_town(
    last_of: dict[str, date], rules: dict[str, Any], site: dict[str, Any] | None = None
) -> Candidate:
    """Gather what speaks for one yellow site, not due, with its last visit of each type."""
    told = parse_rules({"type": {"risk": "inspection"}} | rules)
    past = History(looks=9, last_seen=ago(10), last_attempt=ago(10), last_of=last_of)
    frame = Frame(MONDAY, shifts()[-1].day, MONDAY, told, Kinds(shifts(), told, MONDAY))
    (row,) = rows_of(sites(site or {}))
    return candidate(row, Standing(0.4, "yellow", past), frame)


@pytest.mark.parametrize(("days", "visit_type"), [(29, "patrol"), (30, "inspection")])
def test_between_two_inspections_it_is_looked_at_from_outside(days: int, visit_type: str) -> None:
    """A gap of 30 days: over on Monday, or a day too soon."""
    one = in_town({"inspection": ago(days)}, {"gap": {"type": {"inspection": 30}}})
    assert one.kind.visit_type == visit_type


def test_a_gap_between_patrols_leaves_nothing() -> None:
    """The reason is that it is not due, not the cap."""
    gaps = {"gap": {"type": {"inspection": 30, "patrol": 30}}}
    one = in_town({"inspection": ago(9), "patrol": ago(20)}, gaps)
    assert one.bar is not None
    assert one.bar.reason == "not_due"
    assert one.bar.detail == {"last_visit": "2026-11-03", "not_before": "2026-12-03"}


def department(zh: str, en: str, **whom: Any) -> dict[str, Any]:  # noqa: ANN401  # as in a file
    """Write a department that adds ten minutes."""
    return {"zh": zh, "en": en, "task_zh": "看", "task_en": "looks", "minutes": 10, **whom}


def test_tasks_of_several_departments_are_one_visit() -> None:
    """Three departments, two with a task here: one stop of 45 and 20 minutes that lists both."""
    rules = {
        "department": [
            department("应急", "Safety"),
            department("生态", "Ecology", industries=["C17"]),
            department("消防", "Fire"),
        ]
    }
    one = in_town({}, rules, {"industry_code": "C3311"})
    told = want_of(one).why[-1]
    assert one.kind.service_s == (45 + 20) * 60
    assert (told.code, told.zh) == ("joint", "2 个部门一次查完：应急：看；消防：看")
    assert told.en == "One visit for 2 departments: Safety: looks; Fire: looks"


def test_one_department_alone_joins_nobody() -> None:
    """Its minutes count, and nothing needs to be said."""
    one = in_town({}, {"department": [department("消防", "Fire")]})
    assert one.kind.service_s == 55 * 60
    assert one.kind.tasks == ()


def test_a_patrol_joins_nobody() -> None:
    """Who stays outside does no department's task."""
    rules = {"type": {"risk": "patrol"}}
    one = in_town({}, rules | {"department": [department("消防", "Fire")]})
    assert one.kind.service_s == 20 * 60


MARKET = {"zh": "集", "en": "Market", "villages": ["V1"], "from_hour": "06:00", "to_hour": "12:00"}


def test_a_market_keeps_visits_out_of_its_morning() -> None:
    """Mondays until noon: that day's window opens at 12:00 and the others stay."""
    one = in_town({}, {"closed": [MARKET | {"weekdays": [1]}]})
    assert one.kind.windows[0] == (43_200, 63_000)
    assert one.kind.windows[1] == (86_400 + 30_600, 86_400 + 63_000)


def test_a_place_closed_all_week_cannot_be_visited() -> None:
    """Every day, all day."""
    one = in_town({}, {"closed": [{"zh": "停", "en": "Shut"}]})
    assert one.bar is not None
    assert (one.bar.reason, one.kind.windows) == ("closed_all_week", ())


def test_another_village_is_not_hindered() -> None:
    """The market is in V1."""
    one = in_town({}, {"closed": [MARKET]}, {"village": "V2"})
    assert one.kind.windows[0] == (30_600, 63_000)


def test_a_site_that_is_red_at_once_says_so_in_the_reason_of_its_risk() -> None:
    """21 points are no red by themselves: the reason without points is what made it so."""
    first = {
        "code": "major_finding",
        "points": 0,
        "zh": "重大隐患未销号",
        "en": "an open major one",
    }
    score = {"site_id": "S00001", "as_of": MONDAY, "model": "card-2", "risk": 0.21}
    texts = {"grade": "red", "uncertainty": 0.1, "reasons": json.dumps([first])}
    table, told = sites({}), parse_rules({})
    history = History(looks=9, last_seen=ago(3), last_attempt=ago(3))
    scores = as_table([score | texts], SCORE)
    ((_, standing),) = standings(table, scores, {"S00001": history}, told)
    claims = claims_of(standing, monday=MONDAY, last_day=MONDAY, as_of=MONDAY, rules=told)
    assert claims[-1].why.zh == "风险分 21（红：重大隐患未销号）"
