"""Parts of one plan taken into another, by hand and for weeks of any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.check import check_plan
from planning.engine import solve
from planning.exchange import best_of_both, restated, with_routes
from planning.worth import plan_worth
from tests.planning.instances import HOUR, problem, problems, shift, visit

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem

DAYS = (shift("mon"), shift("tue", start_s=24 * HOUR, end_s=25 * HOUR))


def only(asked: Problem, **pins: str) -> Plan:
    """Plan some visits, each in its shift."""
    sites = tuple(
        visit(site.id, site.node, pin=pins[site.id]) for site in asked.sites if site.id in pins
    )
    return restated(asked, solve(problem(*sites, shifts=DAYS), seed=1, iterations=20))


def placed(plan: Plan) -> dict[str, str]:
    """Say which shift makes each visit."""
    return {stop.site: route.shift for route in plan.routes for stop in route.stops}


def test_only_the_part_that_pays_is_taken() -> None:
    """On Monday b comes beside a, which pays; on Tuesday d goes, which does not."""
    asked = problem(*(visit(name, 1) for name in "abcd"), shifts=DAYS)
    ours, theirs = only(asked, a="mon", c="tue", d="tue"), only(asked, a="mon", b="mon", c="tue")
    both = best_of_both(asked, ours, theirs, worth=lambda plan: plan_worth(asked, plan))
    assert placed(both) == {"a": "mon", "b": "mon", "c": "tue", "d": "tue"}
    assert both.prize == 40
    assert check_plan(asked, both) == ()


def test_shifts_that_exchange_a_visit_are_taken_together() -> None:
    """Monday and Tuesday swap a and c; one alone would make a visit twice, or never."""
    asked = problem(*(visit(name, 1) for name in "ac"), shifts=DAYS)
    ours, theirs = only(asked, a="mon", c="tue"), only(asked, a="tue", c="mon")
    seen: list[dict[str, str]] = []

    def worth(plan: Plan) -> tuple[tuple[int, ...], float]:
        seen.append(placed(plan))
        return (), float(placed(plan)["a"] == "tue")

    assert placed(best_of_both(asked, ours, theirs, worth=worth)) == {"a": "tue", "c": "mon"}
    assert all(len(one) == 2 for one in seen)


@settings(deadline=None, max_examples=60)
@given(asked=problems(), seeds=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_any_two_plans_make_one_that_keeps_the_rules(
    asked: Problem, seeds: tuple[int, int]
) -> None:
    """It is worth no less than the first, and its figures are those of its routes."""
    one, other = (solve(asked, seed=seed, iterations=3, explain=False) for seed in seeds)
    both = best_of_both(asked, one, other, worth=lambda plan: plan_worth(asked, plan))
    assert check_plan(asked, both) == ()
    assert plan_worth(asked, both) >= plan_worth(asked, one)
    assert with_routes(asked, both, {}) == restated(asked, both)
