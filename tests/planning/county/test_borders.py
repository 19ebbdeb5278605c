"""Neighbouring parts: who is one, in which order, and never two pairs at once with one part."""

from __future__ import annotations

import numpy as np

from planning.county import Near, Part, nearest
from planning.county.borders import border_rounds
from planning.county.standing import Standing
from planning.county.zones import border_zone
from planning.engine import solve
from tests.planning.instances import line, problem, shift, visit

SITES = tuple(visit(f"s{n}", n) for n in range(9))


def test_neighbours_along_a_line_are_paired_in_two_rounds() -> None:
    """Towns of three sites each side by side: A-B and B-C share B, A and C do not touch."""
    asked = problem(*SITES)
    parts = [Part("ABC"[n], tuple(range(3 * n, 3 * n + 3)), ()) for n in range(3)]
    near = nearest(line(10), k=2)
    assert border_rounds(asked, parts, near, most_rounds=4) == (((0, 1),), ((1, 2),))
    assert border_rounds(asked, parts, near, most_rounds=1) == (((0, 1),),)


def test_pairs_without_a_common_part_share_a_round() -> None:
    """Four towns in a row: A-B and C-D at once; B-C after them."""
    asked = problem(*SITES[:8])
    parts = [Part("ABCD"[n], (2 * n, 2 * n + 1), ()) for n in range(4)]
    rounds = border_rounds(asked, parts, nearest(line(10), k=1), most_rounds=4)
    for pairs in rounds:
        numbers = [number for pair in pairs for number in pair]
        assert len(numbers) == len(set(numbers))


def test_parts_that_no_way_links_are_no_neighbours() -> None:
    """Nothing is near anything."""
    asked = problem(*SITES[:2])
    near = Near(np.full((10, 1), -1), np.full((10, 1), 2**31 - 1, dtype=np.int32))
    parts = [Part("A", (0,), ()), Part("B", (1,), ())]
    assert border_rounds(asked, parts, near, most_rounds=4) == ()


def test_a_zone_holds_the_near_half_of_the_shifts_and_every_open_promise() -> None:
    """
    A has sites 1 to 4, B sites 6 to 8; A's two teams visit 4 and 1, so the first is nearer to B.

    Of A's unvisited sites 2 and 3, a third is one: the nearer, 3; the promise at 2 comes as well.
    """
    sites = [visit(f"s{n}", n, must=n == 2) for n in (1, 2, 3, 4, 6, 7, 8)]
    teams = (shift("far", team="T1"), shift("near", team="T2"), shift("b", team="T3", node=9))
    asked = problem(*sites, shifts=teams)
    parts = (Part("A", (0, 1, 2, 3), (0, 1)), Part("B", (4, 5, 6), (2,)))
    pins = {"s1": "far", "s4": "near"}
    made = [visit(one.id, one.node, pin=pins[one.id]) for one in sites if one.id in pins]
    plan = solve(problem(*made, shifts=teams), seed=1, iterations=50)
    standing = Standing(asked, parts, {route.shift: route for route in plan.routes})
    zone = border_zone(standing, (0, 1))
    assert zone.shifts == [1, 2]
    assert {asked.sites[site].id for site in zone.sites} >= {"s2"}
    assert "s1" not in {asked.sites[site].id for site in zone.sites}
