"""The checker finds each kind of tampering, and only that."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from data.model import BrokenPromise, Plan, Route, Stop, Unplanned
from planning import check
from planning.check import Fault, check_plan
from planning.problem import Bar, Break, Cover, FrozenStop
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit

if TYPE_CHECKING:
    from planning.problem import Problem

REST = Break(20 * MINUTE, 30 * MINUTE, 10 * MINUTE)


def asked(**what: object) -> Problem:
    """Ask for two visits and a break; a third, promised, is too far to fit with them."""
    facts = {"windows": ((0, HOUR),), **what}
    sites = (
        visit("a", 1, **facts),
        visit("b", 2),
        visit("c", 9, must=True, service_s=2 * HOUR),
    )
    return problem(*sites, shifts=(shift(rest=REST),))


def plan() -> Plan:
    """Plan it by hand: a at 1-11, b at 12-22, lunch at 22-32, back at 34."""
    stops = (
        Stop("a", MINUTE, MINUTE, 11 * MINUTE),
        Stop("b", 12 * MINUTE, 12 * MINUTE, 22 * MINUTE),
    )
    return Plan(
        routes=(Route("mon", stops, 22 * MINUTE, 4 * MINUTE, 20 * MINUTE),),
        unplanned=(Unplanned("c", "closed_all_week"),),
        broken=(BrokenPromise("must:c"),),
        prize=20.0,
        bound=30.0,
        seed=1,
        iterations=0,
    )


def codes(problem_: Problem, plan_: Plan) -> set[str]:
    """Name the rules that a plan breaks."""
    return {fault.code for fault in check_plan(problem_, plan_)}


def routed(**what: object) -> Plan:
    """Change the route of the plan."""
    return replace(plan(), routes=(replace(plan().routes[0], **what),))


def stopped(number: int, **what: object) -> Plan:
    """Change one stop of the plan."""
    stops = list(plan().routes[0].stops)
    stops[number] = replace(stops[number], **what)
    return routed(stops=tuple(stops))


def test_a_right_plan_has_no_fault() -> None:
    """The plan worked out by hand."""
    assert check_plan(asked(), plan()) == ()


TAMPERED = {
    "unknown_shift": routed(shift="tue"),
    "shift_twice": replace(plan(), routes=(*plan().routes, Route("mon", (), None, 0, 0))),
    "unknown_site": stopped(0, site="x"),
    "site_twice": stopped(0, site="b"),
    "service": stopped(1, end_s=21 * MINUTE),
    "arrival": stopped(1, arrive_s=13 * MINUTE),
    "shift": stopped(0, arrive_s=-5),
    "straddle": routed(break_start_s=21 * MINUTE),
    "break": routed(break_start_s=31 * MINUTE),
    "too_fast": stopped(1, arrive_s=11 * MINUTE + 30),
    "drive_s": routed(drive_s=3 * MINUTE),
    "work_s": routed(work_s=1),
    "unlisted": replace(plan(), unplanned=()),
    "listed_visited": replace(plan(), unplanned=(*plan().unplanned, Unplanned("a", "not_due"))),
    "listed_twice": replace(plan(), unplanned=plan().unplanned * 2),
    "reason": replace(plan(), unplanned=(Unplanned("c", "because"),)),
    "hidden_promise": replace(plan(), broken=()),
    "kept_promise": replace(plan(), broken=(*plan().broken, BrokenPromise("must:a"))),
    "promise_twice": replace(plan(), broken=plan().broken * 2),
    "prize": replace(plan(), prize=21.0),
    "bound": replace(plan(), bound=19.0),
}


BESIDES = {
    "unknown_site": {"unlisted", "prize"},  # a is neither visited nor listed, and not counted
    "site_twice": {"unlisted", "prize", "too_fast"},  # and b is further away than a was
    "shift": {"too_fast"},  # nobody arrives before leaving
}
"""What else is untrue of a plan after some of the changes."""


@pytest.mark.parametrize("code", TAMPERED)
def test_each_tampering_with_the_plan_is_found(code: str) -> None:
    """One change, the fault that names it, and nothing that is not so."""
    assert codes(asked(), TAMPERED[code]) == {code} | BESIDES.get(code, set())


RULES = {
    "window": {"windows": ((2 * MINUTE, HOUR),)},
    "skill": {"needs": frozenset({"chem"})},
    "card_holders": {"card_holders": 2},
    "pin": {"pin": "mon2"},
    "home_village": {"village": "v1"},
    "forbidden": {"forbidden_shifts": frozenset({"mon"})},
}


@pytest.mark.parametrize("code", RULES)
def test_each_rule_between_team_and_site_is_checked(code: str) -> None:
    """The same plan, against a problem that has one rule more."""
    base = asked(**RULES[code]) if code != "pin" else None
    if base is None:
        two = (shift(rest=REST), shift("mon2"))
        base = problem(visit("a", 1, pin="mon2"), *asked().sites[1:], shifts=two)
    else:
        base = problem(*base.sites, shifts=(shift(rest=REST, home_village="v1"),))
    assert codes(base, plan()) == {code}


def test_a_shift_without_break_has_none() -> None:
    """A break nobody asked for hides an idle hour."""
    base = problem(*asked().sites)
    assert codes(base, plan()) == {"break"}


def test_a_missing_break_is_found() -> None:
    """Lunch is not for the engine to drop."""
    assert codes(asked(), routed(break_start_s=None)) == {"break"}


def test_coming_back_late_is_found() -> None:
    """The way back is part of the shift: 33 minutes end before the 34th."""
    base = problem(*asked().sites, shifts=(shift(rest=REST, end_s=33 * MINUTE),))
    assert codes(base, plan()) == {"late_back"}


def test_a_way_that_does_not_exist_is_found() -> None:
    """The bridge is closed."""
    ways = asked().duration_s.copy()
    ways[1, 2] = 2**31 - 1
    base = problem(*asked().sites, shifts=(shift(rest=REST),), duration_s=ways)
    assert "no_way" in codes(base, plan())


def test_a_moved_frozen_stop_is_found() -> None:
    """It was to start at minute 2."""
    held = shift(rest=REST, frozen=(FrozenStop("a", 2 * MINUTE),))
    assert codes(problem(*asked().sites, shifts=(held,)), plan()) == {"frozen"}


def test_visits_too_close_are_found() -> None:
    """B is another visit of a, and was to come an hour later."""
    sites = (visit("a", 1), visit("b", 2, visit_of="a", min_gap_s=HOUR), asked().sites[2])
    assert codes(problem(*sites, shifts=(shift(rest=REST),)), plan()) == {"min_gap"}


def test_a_hidden_broken_cover_is_found() -> None:
    """C's village was not seen, and the plan does not say so."""
    base = problem(
        *asked().sites, shifts=(shift(rest=REST),), cover=(Cover(name="v", sites=("c",)),)
    )
    assert [fault.item for fault in check_plan(base, plan())] == ["cover:v"]


def test_every_rule_of_the_checker_is_broken_by_some_test_here() -> None:
    """A rule that no test breaks may have stopped to be checked."""
    named = set(re.findall(r'Fault\(\s*"([a-z_]+)"', inspect.getsource(check)))
    tested = inspect.getsource(sys.modules[__name__])
    assert len(named) > 30
    assert {code for code in named if f'"{code}"' not in tested} == set()


def test_a_stop_moved_to_a_team_that_may_not_go_is_found() -> None:
    """The same hour, another team: its home is the site's village, and its base is far."""
    stop, route = plan().routes[0].stops[1], plan().routes[0]
    first = replace(route, stops=route.stops[:1], drive_s=2 * MINUTE, work_s=10 * MINUTE)
    second = Route("mon2", (stop,), None, 4 * MINUTE, 10 * MINUTE)
    sites = (asked().sites[0], visit("b", 2, village="v1"), asked().sites[2])
    base = problem(*sites, shifts=(shift(rest=REST), shift("mon2", home_village="v1")))
    assert codes(base, replace(plan(), routes=(first, second))) == {"home_village"}


def test_stops_in_another_order_at_the_same_hours_are_found() -> None:
    """B first at a's hours: two minutes away, not one, and its end lies behind a's start."""
    first, second = plan().routes[0].stops
    stops = (replace(first, site="b"), replace(second, site="a"))
    found = codes(asked(), routed(stops=stops))
    assert found == {"too_fast"}


def test_a_plan_that_visits_less_than_it_says_is_found() -> None:
    """B is gone, and the sums are still those of two visits."""
    found = codes(asked(), routed(stops=plan().routes[0].stops[:1]))
    assert found == {"unlisted", "prize", "drive_s", "work_s"}


@pytest.mark.parametrize("total", [float("nan"), float("inf"), "20"])
@pytest.mark.parametrize("name", ["prize", "bound"])
def test_totals_must_be_finite_numbers(name: str, total: object) -> None:
    """No comparison with nan is true, so that one would pass any test for too much."""
    assert codes(asked(), replace(plan(), **{name: total})) == {"number"}


@pytest.mark.parametrize("arrive_s", [60.9, "60", True])
def test_times_must_be_whole_seconds(arrive_s: object) -> None:
    """A time that is rounded when it is read is not the time that was planned."""
    route = plan().routes[0]
    stops = (replace(route.stops[0], arrive_s=arrive_s), *route.stops[1:])
    assert codes(asked(), replace(plan(), routes=(replace(route, stops=stops),))) == {"number"}


def test_a_barred_site_may_not_be_visited() -> None:
    """The law's cap is not the plan's to break."""
    assert "barred" in codes(asked(barred=Bar("cap_reached")), plan())


def test_a_fault_is_a_sentence() -> None:
    """People read it on a terminal."""
    assert str(Fault("window", "a", "It is closed.")) == "a: It is closed."
