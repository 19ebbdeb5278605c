"""The county's search: towns apart, borders together, one plan that passes the whole check."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from data.errors import ConfigError
from planning.check import check_plan
from planning.county import (
    CountyPlan,
    CountySearch,
    Hands,
    MeasuredTimes,
    nearest,
    part_county,
    solve_county,
)
from planning.engine import solve
from planning.problem import Cover, Problem
from planning.towns import Towns
from tests.planning.engine.everything import plan_value
from tests.planning.instances import HOUR, MINUTE, line, problem, problems, shift, visit

STEPS = CountySearch(seed=1, iterations=400)


def two_towns(problem: Problem) -> Towns:
    """Put sites and teams alternately into two towns, by their order."""
    teams = list(dict.fromkeys(one.team for one in problem.shifts))
    return Towns(
        {site.id: "AB"[n % 2] for n, site in enumerate(problem.sites)},
        {team: "AB"[n % 2] for n, team in enumerate(teams)},
    )


def county(asked: Problem, towns: Towns | None = None, search: CountySearch = STEPS) -> CountyPlan:
    """Plan a tiny county."""
    parts = part_county(asked, towns, most_sites=1000)
    return solve_county(asked, parts, near=nearest(asked.duration_s), search=search)


def border_case(**what: object) -> Problem:
    """
    Lay two towns on a line: bases at 0 and 9, a site of town A at 8, beside the base of B.

    Nine minutes of shift: A's team would drive 16 minutes, B's drives 2 and works 5.
    """
    return problem(
        visit("far", 8, service_s=5 * MINUTE, must=True),
        shifts=(
            shift("a", team="TA", node=0, end_s=9 * MINUTE),
            shift("b", team="TB", node=9, end_s=9 * MINUTE),
        ),
        **what,
    )


BORDER = Towns({"far": "A"}, {"TA": "A", "TB": "B"})


def test_the_neighbour_serves_a_site_beyond_the_reach_of_its_own_town() -> None:
    """Town A alone breaks its promise; over the border it is kept, by the team of B."""
    # A second site makes the towns neighbours: it lies beside the first, and is of B.
    asked = border_case()
    beside = visit("near", 9, service_s=2 * MINUTE, prize=1.0)
    asked = replace(asked, sites=(*asked.sites, beside))
    towns = Towns({**BORDER.of_site, "near": "B"}, BORDER.of_team)
    alone = county(asked, towns, replace(STEPS, most_rounds=0))
    assert [one.promise for one in alone.plan.broken] == ["must:far"]
    joined = county(asked, towns)
    assert joined.plan.broken == ()
    assert joined.plan.routes[0].stops == ()
    assert {s.site for s in joined.plan.routes[1].stops} >= {"far"}
    assert joined.moved == 1


def test_one_town_has_the_plan_that_solve_finds() -> None:
    """Nothing changes for whoever has one town: routes, reasons and bound are the same."""
    sites = [visit(f"s{n}", n, prize=float(n)) for n in range(1, 9)]
    asked = problem(*sites, cover=(Cover(name="v", sites=("s1", "s2")),))
    assert county(asked).plan == solve(asked, seed=1, iterations=400)


@settings(max_examples=25, deadline=None)
@given(problems(most_sites=6, most_shifts=3))
def test_the_stitched_plan_passes_the_check_and_counts_add_up(asked: Problem) -> None:
    """Every rule holds for the whole, and every site is visited or left out with a reason."""
    planned = county(asked, two_towns(asked), replace(STEPS, iterations=60))
    assert check_plan(asked, planned.plan) == ()
    stops = sum(len(route.stops) for route in planned.plan.routes)
    assert stops + len(planned.plan.unplanned) == len(asked.sites)
    assert len(planned.plan.routes) == len(asked.shifts)


@settings(max_examples=15, deadline=None)
@given(problems(most_sites=6, most_shifts=3))
def test_borders_never_make_the_plan_worse(asked: Problem) -> None:
    """A round over the borders begins with what stands, weighed as DESIGN section 6 says."""
    towns = two_towns(asked)
    apart = county(asked, towns, replace(STEPS, iterations=60, most_rounds=0))
    over = county(asked, towns, replace(STEPS, iterations=100))
    assert plan_value(asked, over.plan) >= plan_value(asked, apart.plan) - 1e-6


def test_measured_times_give_the_plan_of_the_matrix() -> None:
    """Whether the ways are held or measured block by block does not change the plan."""
    asked = problem(
        *(visit(f"s{n}", n, prize=float(n)) for n in range(1, 9)),
        shifts=(shift("a", team="TA"), shift("b", team="TB", node=9)),
    )
    matrix = line(10)
    lazy = MeasuredTimes(10, lambda rows, columns: matrix[np.ix_(rows, columns)])
    measured = county(replace(asked, duration_s=lazy), two_towns(asked))
    held = county(asked, two_towns(asked))
    assert measured == held
    assert check_plan(replace(asked, duration_s=lazy), measured.plan) == ()


def test_repeats_with_seed_and_iterations() -> None:
    """The same question twice has the same answer, whole."""
    asked = problem(
        *(visit(f"s{n}", n, prize=float(n)) for n in range(1, 9)),
        shifts=(shift("a", team="TA"), shift("b", team="TB", node=9)),
    )
    assert county(asked, two_towns(asked)) == county(asked, two_towns(asked))


@pytest.mark.parametrize("seed", [4, 96, 115])
def test_a_visit_that_fits_after_all_is_made(seed: int) -> None:
    """Ten moves leave room in these weeks: trying why a visit is out finds it, and takes it up."""
    dice = np.random.default_rng(seed)
    spots = dice.integers(0, 60, 24).tolist()
    sites = [
        visit(
            f"s{number}",
            spot,
            service_s=int(dice.integers(3, 12)) * MINUTE,
            prize=float(dice.integers(1, 20)),
        )
        for number, spot in enumerate(spots)
    ]
    bases = (int(dice.integers(0, 60)) for _ in range(4))
    shifts = tuple(
        shift(f"x{number}", team=f"T{number}", node=node, end_s=100 * MINUTE)
        for number, node in enumerate(bases)
    )
    asked = problem(*sites, shifts=shifts, duration_s=line(60))
    planned = county(asked, two_towns(asked), replace(STEPS, iterations=10))
    assert check_plan(asked, planned.plan) == ()
    assert all(left.detail["drops"] for left in planned.plan.unplanned)


def test_two_visits_of_one_place_keep_their_distance_across_towns() -> None:
    """Each is pinned to a team of another town, in hours that would let both come at once."""
    pair = {"visit_of": "shop", "min_gap_s": HOUR, "service_s": 10 * MINUTE}
    asked = problem(
        visit("one", 1, pin="a", **pair),
        visit("two", 1, pin="b", **pair),
        shifts=(
            shift("a", team="TA", end_s=3 * HOUR),
            shift("b", team="TB", node=2, end_s=3 * HOUR),
        ),
    )
    planned = county(asked, Towns({}, {"TA": "A", "TB": "B"}))
    assert check_plan(asked, planned.plan) == ()
    assert planned.plan.broken == ()


def test_coverage_that_reaches_over_a_border_is_counted_once() -> None:
    """
    The village has a site in each town; one visit is enough, and it is told as kept.

    B's 25 minutes hold 1 + 10 + 1 for its own site, not 8 + 10 + 8 for the other; A has a second.
    """
    asked = problem(
        visit("x", 1),
        visit("y", 8),
        shifts=(shift("a", team="TA", end_s=1), shift("b", team="TB", node=9, end_s=25 * MINUTE)),
        cover=(Cover(name="v", sites=("x", "y")),),
    )
    planned = county(asked, Towns({"x": "A", "y": "B"}, {"TA": "A", "TB": "B"}))
    assert planned.plan.broken == ()
    assert [left.site for left in planned.plan.unplanned] == ["x"]


def test_stops_between_rounds_with_what_there_is() -> None:
    """Whoever has enough gets a plan that passes, without the borders."""
    asked = border_case()
    parts = part_county(asked, BORDER, most_sites=1000)
    hands = Hands(stop=lambda: True)
    near = nearest(asked.duration_s)
    planned = solve_county(asked, parts, near=near, search=STEPS, hands=hands)
    assert check_plan(asked, planned.plan) == ()


def test_progress_never_goes_back_and_ends_whole() -> None:
    """Towns and borders are one bar."""
    asked = problem(
        *(visit(f"s{n}", n) for n in range(1, 9)),
        shifts=(shift("a", team="TA"), shift("b", team="TB", node=9)),
    )
    heard: list[float] = []
    hands = Hands(progress=lambda done, total, _note="": heard.append(done / total))
    parts = part_county(asked, two_towns(asked), most_sites=1000)
    near = nearest(asked.duration_s)
    solve_county(asked, parts, near=near, search=STEPS, hands=hands)
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"iterations": None}, "Expected iterations or time_limit_s, one of them"),
        ({"time_limit_s": 1.0}, "Expected iterations or time_limit_s, one of them"),
        ({"workers": 0}, "got 0, 4 and 0.4"),
        ({"border_share": 1.0}, "border_share in"),
    ],
)
def test_refuses_a_search_that_cannot_be(wrong: dict[str, object], message: str) -> None:
    """One line says what was expected."""
    with pytest.raises(ConfigError, match=message):
        replace(STEPS, **wrong)
