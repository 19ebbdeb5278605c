"""Demand, shifts and a matrix become a problem that the engine can solve."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ProblemError
from planning.assembly import build_problem
from planning.check import check_plan
from planning.engine import solve
from tests.planning.instances import line
from tests.planning.town import demand, shifts

NODES = {"S00001": 1, "S00002": 2}


def test_a_week_from_tables_to_a_checked_plan() -> None:
    """Two sites, one of them promised: both are visited, by every rule."""
    asked = demand(({}, {}), grades=("red",))
    problem = build_problem(asked, shifts(), node_of=NODES, base_of={"T1": 0}, duration_s=line(3))
    plan = solve(problem, seed=1, iterations=100)
    assert check_plan(problem, plan) == ()
    assert sorted(s.site for route in plan.routes for s in route.stops) == ["S00001", "S00002"]


def test_wants_keep_their_facts() -> None:
    """What was decided is what is solved."""
    asked = demand(({}, {}), grades=("red",))
    problem = build_problem(asked, shifts(), node_of=NODES, base_of={"T1": 0}, duration_s=line(3))
    for want, site in zip(asked.wants, problem.sites, strict=True):
        assert (want.must, want.prize, want.windows) == (site.must, site.prize, site.windows)


def test_a_site_without_a_row_is_refused() -> None:
    """Join by id, never by order."""
    with pytest.raises(ProblemError, match="no row for site 'S00002'"):
        build_problem(
            demand(({}, {})),
            shifts(),
            node_of={"S00001": 1},
            base_of={"T1": 0},
            duration_s=np.zeros((2, 2), np.int32),
        )
