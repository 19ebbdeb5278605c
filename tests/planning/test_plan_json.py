"""Plans survive the way through JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from data.errors import ProblemError
from planning.engine import solve
from planning.plan_json import read_plan, write_plan
from tests.planning.instances import problem, problems

if TYPE_CHECKING:
    from planning.problem import Problem

STOP = {"site": "a", "arrive_s": 0, "start_s": 0, "end_s": 0}
ROUTE = {"shift": "m", "stops": [], "drive_s": 0, "work_s": 0}
PLAN = {"unplanned": [], "broken": [], "prize": 0, "bound": 0, "seed": 1, "iterations": 0}


@settings(max_examples=15, deadline=None)
@given(asked=problems())
def test_round_trip(asked: Problem) -> None:
    """Whatever the engine says can be stored and read again."""
    plan = solve(asked, seed=1, iterations=20)
    assert read_plan(json.loads(json.dumps(write_plan(plan)))) == plan


def test_run_times_can_be_kept_apart() -> None:
    """They never repeat, so they are not part of what must."""
    plan = solve(problem(), seed=1, iterations=0)
    assert "run" not in write_plan(plan, with_run=False)


def test_a_plan_without_routes_is_refused() -> None:
    """Half a file is no plan."""
    with pytest.raises(ProblemError, match="The plan lacks 'routes'"):
        read_plan({})


def test_a_seed_may_be_any_integer() -> None:
    """Some people take a hash for it."""
    assert read_plan({**PLAN, "routes": [], "seed": 10**30}).seed == 10**30


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prize": float("nan")}, "Expected a finite number as prize of the plan, got nan"),
        ({"bound": float("inf")}, "Expected a finite number as bound of the plan, got inf"),
        ({"bound": "inf"}, "Expected a finite number as bound of the plan, got 'inf'"),
        ({"prize": 10**400}, "Expected a finite number as prize of the plan, got an integer of"),
        ({"seed": "1"}, "Expected a whole number as seed of the plan, got '1'"),
        ({"iterations": 0.5}, "Expected a whole number as iterations of the plan"),
        ({"routes": [{**ROUTE, "drive_s": 120.7}]}, "Expected a whole number as drive_s of route"),
        ({"routes": [{**ROUTE, "work_s": "5"}]}, "Expected a finite number as work_s of route 'm'"),
        ({"routes": [{**ROUTE, "stops": 5}]}, "Expected a list of stops, got int"),
        ({"routes": [{**ROUTE, "stops": [{**STOP, "arrive_s": 60.9}]}]}, "as arrive_s of stop 'a'"),
        ({"routes": [{**ROUTE, "stops": [{**STOP, "site": []}]}]}, r"Expected text as site of"),
        ({"routes": ["m"]}, "Expected an object as route, got 'm'"),
        ({"unplanned": [{"site": ["a"], "reason": "x"}]}, "Expected text as site of unplanned"),
        ({"broken": [{"promise": 1}]}, "Expected text as promise of broken"),
        ({"broken": [{"promise": "must:a", "detail": 3}]}, "Expected an object as detail"),
        ({"run": 3}, "Expected an object as run of the plan"),
    ],
)
def test_faults_are_named(change: dict[str, object], message: str) -> None:
    """A file of anybody else's ends in one line, never in a traceback or a silent rounding."""
    with pytest.raises(ProblemError, match=message) as caught:
        read_plan({**PLAN, "routes": [], **change})
    assert caught.value.zh


def test_a_list_is_no_plan() -> None:
    """Whole files of another kind are refused too."""
    with pytest.raises(ProblemError, match="Expected an object as the plan"):
        read_plan([])  # type: ignore[arg-type]  # that is the point
