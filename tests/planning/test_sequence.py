"""Visits keep the order that people have in hand, unless hours or newcomers ask for another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.model import Plan, Route, Stop
from planning.check import check_plan
from planning.problem import Problem, ProblemShift, ProblemSite
from planning.sequence import in_former_order

HOUR_S = 3600


def line(*windows: tuple[int, int]) -> Problem:
    """Put sites a, b, c ... on a ring of four points a minute apart, base at point 0."""
    ring = np.array([[0, 60, 120, 60], [60, 0, 60, 120], [120, 60, 0, 60], [60, 120, 60, 0]])
    sites = [
        ProblemSite(id=name, node=node, service_s=600, prize=1.0, windows=(window,))
        for name, node, window in zip("abc", (1, 2, 3), windows, strict=False)
    ]
    shift = ProblemShift(id="x", team="t", start_s=0, end_s=8 * HOUR_S, node=0)
    return Problem(
        sites=tuple(sites), shifts=(shift,), duration_s=ring.astype(np.int32), travel_weight=0.001
    )


def walked(problem: Problem, order: str) -> Plan:
    """Visit sites in an order, each as early as the ways and hours allow."""
    now_s, at, stops, drive_s = 0, 0, [], 0
    for name in order:
        site = problem.sites[problem.site_index[name]]
        way_s = int(problem.duration_s[at, site.node])
        begun_s = max(now_s + way_s, site.windows[0][0])
        stops.append(Stop(name, now_s + way_s, begun_s, begun_s + site.service_s))
        now_s, at, drive_s = begun_s + site.service_s, site.node, drive_s + way_s
    drive_s += int(problem.duration_s[at, 0])
    route = Route("x", tuple(stops), None, drive_s, 600 * len(order))
    return Plan(
        routes=(route,),
        unplanned=(),
        broken=(),
        prize=float(len(order)),
        bound=9.0,
        seed=0,
        iterations=0,
    )


def order_of(plan: Plan) -> str:
    """Name the stops in order."""
    return "".join(stop.site for stop in plan.routes[0].stops)


OPEN = (0, 8 * HOUR_S)


def test_a_route_turned_round_is_turned_back() -> None:
    """The ring is as long either way: whoever holds the earlier plan need not learn another."""
    problem = line(OPEN, OPEN, OPEN)
    plan = in_former_order(problem, walked(problem, "cba"), walked(problem, "abc"))
    assert order_of(plan) == "abc"
    assert plan.routes[0].stops == walked(problem, "abc").routes[0].stops
    assert check_plan(problem, plan) == ()


def test_a_newcomer_goes_where_it_costs_least_and_the_others_stay_in_order() -> None:
    """Of a and c, held in this order, b lies between on the ring."""
    problem = line(OPEN, OPEN, OPEN)
    plan = in_former_order(problem, walked(problem, "cba"), walked(problem, "ac"))
    assert order_of(plan) == "abc"


def test_hours_that_ask_for_another_order_have_it() -> None:
    """Since then c is only open in the first half hour."""
    problem = line((HOUR_S, 8 * HOUR_S), OPEN, (0, HOUR_S // 2))
    found = walked(problem, "cba")
    assert in_former_order(problem, found, walked(line(OPEN, OPEN, OPEN), "abc")) == found


def test_a_place_that_is_wanted_twice_keeps_its_time() -> None:
    """The other visit may hang on it."""
    problem = line(OPEN, OPEN, OPEN)
    twin = replace(problem.sites[1], visit_of="a")
    problem = replace(problem, sites=(problem.sites[0], twin, problem.sites[2]))
    found = walked(problem, "cba")
    assert in_former_order(problem, found, walked(problem, "abc")) == found
