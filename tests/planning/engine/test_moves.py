"""Putting a visit in leaves a route with the times that reckoning it afresh gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planning.engine.moves import put_in
from planning.engine.route import empty_tour, retime
from planning.engine.week import lay_out
from tests.planning.instances import problems

if TYPE_CHECKING:
    from planning.problem import Problem


@settings(max_examples=60, deadline=None)
@given(asked=problems(most_shifts=1), draws=st.lists(st.integers(0, 99), min_size=6, max_size=6))
def test_times_around_a_new_visit_are_those_of_the_whole_route(
    asked: Problem, draws: list[int]
) -> None:
    """Whatever the order, fit or not: only what the visit changes is reckoned, and is right."""
    week = lay_out(asked)
    tour = empty_tour(week, max(len(asked.sites), 1))
    retime(week, tour, 0)
    for site in range(len(asked.sites)):
        put_in(week, tour, site, 0, draws[site] % (site + 1))
        quick = tour.times[0, : site + 2].copy(), int(tour.drive_s[0]), int(tour.spare_s[0])
        retime(week, tour, 0)
        assert np.array_equal(quick[0], tour.times[0, : site + 2])
        assert quick[1:] == (tour.drive_s[0], tour.spare_s[0])
