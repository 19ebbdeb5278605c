"""A county in parts: who goes where, and what must stay together."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planning.county import part_county
from planning.problem import FrozenStop, Problem
from planning.towns import Towns
from tests.planning.instances import HOUR, problem, problems, shift, visit

TWO = (shift("a", team="TA"), shift("b", team="TB", node=9))
TEAMS = {"TA": "A", "TB": "B"}


def members(asked: Problem, towns: Towns | None, *, most_sites: int = 100) -> dict[str, list[str]]:
    """List the sites of each part by its name."""
    return {
        part.name: [asked.sites[site].id for site in part.sites]
        for part in part_county(asked, towns, most_sites=most_sites)
    }


def test_sites_go_with_their_town() -> None:
    """Where a team of the town could come, nearness does not count."""
    asked = problem(visit("x", 8), visit("y", 1), shifts=TWO)
    assert members(asked, Towns({"x": "A", "y": "B"}, TEAMS)) == {"A": ["x"], "B": ["y"]}


def test_a_site_without_town_goes_to_the_nearest_base() -> None:
    """Node 8 is one minute from B's base at 9, eight from A's at 0."""
    asked = problem(visit("x", 8), visit("y", 1), shifts=TWO)
    assert members(asked, Towns({}, TEAMS)) == {"A": ["y"], "B": ["x"]}


def test_a_site_that_needs_a_skill_goes_where_somebody_has_it() -> None:
    """Its town's team cannot go in: the reason must not be that nobody can."""
    teams = (TWO[0], shift("b", team="TB", node=9, skills=frozenset({"chem"})))
    asked = problem(visit("x", 1, needs=frozenset({"chem"})), shifts=teams)
    assert members(asked, Towns({"x": "A"}, TEAMS)) == {"A": [], "B": ["x"]}


def test_a_site_open_only_at_night_goes_where_somebody_works_then() -> None:
    """A works in the first hour, the site opens in the third, when B works."""
    teams = (TWO[0], shift("b", team="TB", node=9, start_s=2 * HOUR, end_s=3 * HOUR))
    asked = problem(visit("x", 1, windows=((2 * HOUR, 3 * HOUR),)), shifts=teams)
    assert members(asked, Towns({"x": "A"}, TEAMS)) == {"A": [], "B": ["x"]}


def test_pinned_and_frozen_visits_go_with_their_shift() -> None:
    """A pin to a team of another town outweighs the town."""
    teams = (TWO[0], shift("b", team="TB", node=9, frozen=(FrozenStop("f", 600),)))
    asked = problem(visit("p", 1, pin="b"), visit("f", 8), shifts=teams)
    towns = Towns({"p": "A", "f": "A"}, TEAMS)
    assert members(asked, towns) == {"A": [], "B": ["p", "f"]}


def test_visits_of_one_place_stay_together() -> None:
    """The second follows the first, whatever its own town says: their gap is kept by one search."""
    asked = problem(visit("x", 1), visit("x2", 1, visit_of="x"), shifts=TWO)
    assert members(asked, Towns({"x": "A", "x2": "B"}, TEAMS)) == {"A": ["x", "x2"], "B": []}


def test_a_large_town_is_halved_between_its_far_ends() -> None:
    """Eight sites on a line, teams with bases at both ends: each half lies around one base."""
    asked = problem(*(visit(f"s{n}", n) for n in range(1, 9)), shifts=TWO)
    assert members(asked, None, most_sites=4) == {
        "1": ["s5", "s6", "s7", "s8"],
        "2": ["s1", "s2", "s3", "s4"],
    }


def test_a_town_with_one_team_is_not_halved() -> None:
    """There is nobody for a second half."""
    asked = problem(visit("x", 1), visit("y", 8))
    assert members(asked, None, most_sites=1) == {"": ["x", "y"]}


@settings(max_examples=100, deadline=None)
@given(asked=problems(), most_sites=st.integers(1, 4), is_parted=st.booleans())
def test_every_site_and_shift_is_in_exactly_one_part(
    asked: Problem, most_sites: int, *, is_parted: bool
) -> None:
    """Nothing is lost and nothing is done twice."""
    towns = Towns({site.id: site.id[-1] for site in asked.sites}, {"t0": "0", "t1": "1"})
    parts = part_county(asked, towns if is_parted else None, most_sites=most_sites)
    assert sorted(s for part in parts for s in part.sites) == list(range(len(asked.sites)))
    assert sorted(s for part in parts for s in part.shifts) == list(range(len(asked.shifts)))
