"""What a change of the plan in hand costs, reckoned by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.model import Plan, Route, Stop
from planning.engine import solve
from planning.toll import DROPPED, MOVED, RETIMED, ROUTE, Toll
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit

DAYS = tuple(
    shift(name, start_s=day * 24 * HOUR, end_s=day * 24 * HOUR + HOUR)
    for day, name in enumerate(("mon", "tue", "wed"))
)
ASKED = problem(
    visit("a", 1, prize=10),
    visit("b", 2, prize=20),
    visit("c", 3, prize=90),
    visit("d", 4),
    shifts=DAYS,
)
"""The middle visit of a, b and c is worth 20."""


def plan(**stops: str) -> Plan:
    """Put visits, a letter each, into shifts, each 15 minutes after the one before."""
    routes = tuple(
        Route(
            shift=name,
            stops=tuple(
                Stop(site, n * 15 * MINUTE, n * 15 * MINUTE, n * 15 * MINUTE)
                for n, site in enumerate(sites)
            ),
            break_start_s=None,
            drive_s=0,
            work_s=0,
        )
        for name, sites in stops.items()
    )
    return replace(solve(ASKED, seed=1, iterations=1, explain=False), routes=routes)


HAND = plan(mon="ab", tue="c")


@pytest.mark.parametrize(
    ("later", "units"),
    [
        (HAND, 0),
        (plan(mon="a", tue="c"), DROPPED + ROUTE),
        (plan(mon="a", tue="cb"), MOVED + 2 * ROUTE),
        (plan(mon="abd", tue="c"), ROUTE),
        (plan(mon="ba", tue="c"), 2 * RETIMED + ROUTE),
        (plan(mon="ab", wed="c"), MOVED + 2 * ROUTE),
    ],
    ids=["nothing", "goes", "moves", "comes", "turned", "another-day"],
)
def test_prices_are_those_of_the_middle_visit(later: Plan, units: float) -> None:
    """Nobody asked for anything: each route that changes costs one visit besides."""
    toll = Toll.of(ASKED, former=HAND, wanted=HAND)
    assert toll.price(later) == 20 * units


def test_routes_that_were_named_cost_nothing_by_themselves() -> None:
    """Moving b names Monday and Tuesday; that d comes to Wednesday is nobody's wish."""
    toll = Toll.of(ASKED, former=HAND, wanted=plan(mon="a", tue="cb"))
    assert toll.asked == {"mon", "tue"}
    assert toll.price(plan(mon="a", tue="cb")) == 20 * MOVED
    assert toll.price(plan(mon="a", tue="cb", wed="d")) == 20 * (MOVED + ROUTE)
    assert toll.going("a") == 20 * DROPPED
    assert toll.going("d") == 0


def test_visits_of_a_shift_that_is_gone_may_go_anywhere() -> None:
    """Tuesday is over: c costs only the day that takes it, and more where none does."""
    rest = replace(ASKED, shifts=(DAYS[0], DAYS[2]))
    toll = Toll.of(rest, former=HAND, wanted=HAND)
    assert toll.price(plan(mon="ab", wed="c")) == 20 * ROUTE
    assert toll.price(plan(mon="ab")) == 20 * DROPPED
