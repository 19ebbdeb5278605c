"""A part as a problem of its own: what is done elsewhere counts, and keeps its distance."""

from __future__ import annotations

import numpy as np

from data.model import Route, Stop
from planning.county.cutting import cut_out
from planning.problem import Cover
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit

TEAMS = (shift("a", team="TA"), shift("b", team="TB", node=9, end_node=7))


def test_the_matrix_holds_only_the_nodes_of_the_part() -> None:
    """Sites at 5 and 8, base at 9, end at 7: four rows, minutes as on the line."""
    asked = problem(visit("x", 1), visit("y", 5), visit("z", 8), shifts=TEAMS)
    cut = cut_out(asked, sites=[1, 2], shifts=[1], elsewhere={})
    assert cut.nodes.tolist() == [5, 7, 8, 9]
    minutes = np.array([[0, 2, 3, 4], [2, 0, 1, 2], [3, 1, 0, 1], [4, 2, 1, 0]])
    assert (cut.problem.duration_s == minutes * MINUTE).all()
    assert [(site.id, site.node) for site in cut.problem.sites] == [("y", 0), ("z", 2)]
    assert (cut.problem.shifts[0].node, cut.problem.shifts[0].last_node) == (3, 1)


def test_coverage_made_elsewhere_is_not_asked_for_again() -> None:
    """Two of three are promised; one is seen by others: one is left to ask for, of one's own."""
    cover = Cover(name="v", sites=("x", "y", "z"), at_least=2)
    asked = problem(visit("x", 1), visit("y", 2), visit("z", 8), shifts=TEAMS, cover=(cover,))
    cut = cut_out(asked, sites=[0, 1], shifts=[0], elsewhere={"z": Stop("z", 60, 60, 660)})
    assert cut.problem.cover == (Cover(name="v", sites=("x", "y"), at_least=1),)


def test_coverage_of_other_sites_is_left_out() -> None:
    """A village without a site in the part is not its business."""
    cover = Cover(name="v", sites=("z",))
    asked = problem(visit("x", 1), visit("z", 8), shifts=TEAMS, cover=(cover,))
    assert cut_out(asked, sites=[0], shifts=[0], elsewhere={}).problem.cover == ()


def test_hours_too_close_to_another_visit_of_the_place_are_cut_out() -> None:
    """
    A visit elsewhere from 5:00 h to 5:10 h, a gap of one hour, ten minutes of service.

    Before it, service starts by 5:00 - 1:00 - 0:10 = 3:50 h; after it, from 6:10 h on.
    """
    one = visit("x", 1, windows=((0, 10 * HOUR),), min_gap_s=HOUR)
    asked = problem(one, visit("x2", 1, visit_of="x"), shifts=TEAMS)
    stop = Stop("x2", 5 * HOUR, 5 * HOUR, 5 * HOUR + 10 * MINUTE)
    cut = cut_out(asked, sites=[0], shifts=[0], elsewhere={"x2": stop})
    before = (0, 3 * HOUR + 50 * MINUTE)
    after = (6 * HOUR + 10 * MINUTE, 10 * HOUR)
    assert cut.problem.sites[0].windows == (before, after)


def test_legs_are_told_by_the_nodes_of_the_whole() -> None:
    """From base 9 to 8 and on to the end at 7: one minute each."""
    asked = problem(visit("z", 8), shifts=TEAMS)
    cut = cut_out(asked, sites=[0], shifts=[1], elsewhere={})
    route = Route("b", (Stop("z", 60, 60, 660),), None, 120, 600)
    assert cut.legs([route]) == {(9, 8): MINUTE, (8, 7): MINUTE}
