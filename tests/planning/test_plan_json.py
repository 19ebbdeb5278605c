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
