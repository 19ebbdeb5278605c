"""Plans are feasible, repeatable, and as good as trying everything on tiny problems."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from data.errors import ConfigError, ProblemError
from planning.check import check_plan
from planning.engine import SearchParams, driver, solve
from planning.engine.bound import prize_bound
from planning.engine.driver import FIRST_NOTE
from planning.plan_json import write_plan
from planning.problem import Break, Cover, FrozenStop, Problem
from planning.problem_json import read_problem
from tests.planning.instances import HOUR, MINUTE, line, problem, problems, shift, visit

if TYPE_CHECKING:
    from pathlib import Path

    from planning.engine.week import Week

FEW = 300


@settings(max_examples=60, deadline=None)
@given(asked=problems())
def test_every_plan_keeps_every_rule(asked: Problem) -> None:
    """The checker walks the plan by itself; whatever the problem, it finds nothing."""
    assert check_plan(asked, solve(asked, seed=1, iterations=FEW)) == ()


def test_a_place_is_reached_over_another() -> None:
    """No way leads from the base straight to b; base-a-b-base takes 1 + 1 + 1 minutes."""
    ways = np.full((3, 3), 2**31 - 1, dtype=np.int32)
    ways[[0, 1, 1, 2], [1, 0, 2, 0]] = MINUTE
    asked = problem(visit("a", 1), visit("b", 2), duration_s=ways)
    (route,) = solve(asked, seed=1, iterations=FEW).routes
    assert [stop.site for stop in route.stops] == ["a", "b"]
    assert route.drive_s == 3 * MINUTE


def test_no_route_is_late_because_a_stop_was_left_out() -> None:
    """
    Driving costs nothing and b can only be reached over a, so a route without a would be late.

    Nine minutes hold a and b (3 + 6) or r (1 + 7 + 1), whose prize is higher.
    """
    ways = np.full((4, 4), 2**31 - 1, dtype=np.int32)
    ways[[0, 1, 1, 2, 0, 3], [1, 0, 2, 0, 3, 0]] = MINUTE
    sites = (visit(name, 1 + n, service_s=3 * MINUTE) for n, name in enumerate("ab"))
    rich = visit("r", 3, service_s=7 * MINUTE, prize=30.0)
    end = {"shifts": (shift(end_s=9 * MINUTE),), "travel_weight": 0.0}
    asked = problem(*sites, rich, duration_s=ways, **end)
    plan = solve(asked, seed=1, iterations=FEW)
    assert check_plan(asked, plan) == ()
    assert plan.prize == 30.0


def test_times_by_hand() -> None:
    """Base at 0, sites 2 and 5 minutes away, ten minutes each: 2-12, 15-25, back at 30."""
    plan = solve(problem(visit("a", 2), visit("b", 5)), seed=1, iterations=FEW)
    (route,) = plan.routes
    times = sorted((s.site, s.arrive_s // 60, s.end_s // 60) for s in route.stops)
    assert times in ([("a", 2, 12), ("b", 15, 25)], [("a", 18, 28), ("b", 5, 15)])
    assert (route.drive_s, route.work_s, plan.prize) == (10 * MINUTE, 20 * MINUTE, 20.0)


def test_service_does_not_straddle_the_break() -> None:
    """Break at minute 10 for 30; a visit of 15 minutes next door waits until it is over."""
    rest = Break(10 * MINUTE, 10 * MINUTE, 30 * MINUTE)
    asked = problem(visit("a", 1, service_s=15 * MINUTE), shifts=(shift(rest=rest),))
    (route,) = solve(asked, seed=1, iterations=FEW).routes
    assert route.break_start_s == 10 * MINUTE
    assert route.stops[0].start_s == 40 * MINUTE


def test_a_must_comes_before_any_prize() -> None:
    """Only one of two fits into the half hour: the promised one, worth 1, not the one worth 99."""
    must = visit("a", 9, must=True, prize=1.0)
    rich = visit("b", 1, prize=99.0)
    plan = solve(problem(must, rich, shifts=(shift(end_s=30 * MINUTE),)), seed=1, iterations=FEW)
    assert [stop.site for stop in plan.routes[0].stops] == ["a"]


def test_rank_0_comes_before_rank_1() -> None:
    """A law's promise wins over three random draws that would fit in its place."""
    law = visit("law", 1, must=True, service_s=50 * MINUTE)
    draws = [visit(f"d{n}", 1, must=True, must_rank=1) for n in range(3)]
    plan = solve(problem(law, *draws), seed=1, iterations=FEW)
    assert [stop.site for stop in plan.routes[0].stops] == ["law"]
    assert [one.promise for one in plan.broken] == ["must:d0", "must:d1", "must:d2"]


def test_an_impossible_must_is_listed_with_its_reason() -> None:
    """Nobody has the skill: the promise is broken in the open."""
    plan = solve(problem(visit("a", 1, must=True, needs=frozenset({"chem"}))), seed=1, iterations=9)
    (broken,) = plan.broken
    assert broken.promise == "must:a"
    assert broken.detail["reason"] == "no_skilled_team"
    assert broken.detail["needs"] == ["chem"]
    assert plan.unplanned[0].reason == "no_skilled_team"


def test_a_cover_is_kept_at_the_cost_of_prize() -> None:
    """The far village brings less, and is seen all the same."""
    near = [visit(f"n{i}", 1, prize=50.0, service_s=25 * MINUTE) for i in range(2)]
    far = visit("far", 9, prize=1.0)
    asked = problem(*near, far, cover=(Cover(name="v9", sites=("far",)),))
    plan = solve(asked, seed=1, iterations=FEW)
    assert "far" in [stop.site for stop in plan.routes[0].stops]
    assert plan.broken == ()


def test_an_empty_cover_is_broken_not_forgotten() -> None:
    """A village whose sites no road reaches was not seen."""
    plan = solve(problem(cover=(Cover(name="lost", sites=()),)), seed=1, iterations=1)
    assert [one.promise for one in plan.broken] == ["cover:lost"]


def test_a_pinned_visit_goes_into_its_shift() -> None:
    """The other shift would be as good; the pin decides."""
    shifts = (shift("mon"), shift("tue", start_s=24 * HOUR, end_s=25 * HOUR))
    plan = solve(problem(visit("a", 1, pin="tue"), shifts=shifts), seed=1, iterations=FEW)
    assert [len(route.stops) for route in plan.routes] == [0, 1]


def test_a_frozen_stop_keeps_its_time() -> None:
    """What is under way is not moved, even where its hours would forbid it."""
    held = shift(frozen=(FrozenStop("a", 20 * MINUTE),))
    plan = solve(
        problem(visit("a", 1, windows=()), visit("b", 2), shifts=(held,)), seed=1, iterations=FEW
    )
    times = {stop.site: stop.start_s for stop in plan.routes[0].stops}
    assert times["a"] == 20 * MINUTE
    assert "b" in times


def test_frozen_stops_that_cannot_be_are_refused() -> None:
    """Nine minutes away, and said to start after one."""
    held = shift(frozen=(FrozenStop("a", MINUTE),))
    with pytest.raises(ProblemError, match="frozen stops cannot be made"):
        solve(problem(visit("a", 9), shifts=(held,)), seed=1, iterations=1)


def test_two_visits_of_a_place_keep_their_gap() -> None:
    """A day between Monday's and the next: Tuesday is too soon, Wednesday is not."""
    days = tuple(
        shift(name, start_s=24 * HOUR * n, end_s=24 * HOUR * n + HOUR)
        for n, name in enumerate(("mon", "tue", "wed"))
    )
    twice = [visit("a", 1, min_gap_s=30 * HOUR), visit("a2", 1, visit_of="a", min_gap_s=30 * HOUR)]
    plan = solve(problem(*twice, shifts=days), seed=1, iterations=FEW)
    assert [len(route.stops) for route in plan.routes] == [1, 0, 1]
    assert check_plan(problem(*twice, shifts=days), plan) == ()


def test_balance_parts_work_evenly() -> None:
    """Two teams, two visits: each makes one, though one team alone would drive less."""
    shifts = (shift("a", team="A"), shift("b", team="B", node=5))
    sites = (visit("x", 0), visit("y", 0))
    plan = solve(problem(*sites, shifts=shifts, balance=50.0), seed=1, iterations=FEW)
    assert sorted(len(route.stops) for route in plan.routes) == [1, 1]


def town(sites: int = 40) -> Problem:
    """Spread sites on a line so that half of them fit."""
    listed = [visit(f"s{n}", n, prize=1.0 + n * 7 % 13) for n in range(sites)]
    return problem(*listed, shifts=(shift(end_s=4 * HOUR),), duration_s=line(sites))


def test_same_seed_and_iterations_give_the_same_bytes() -> None:
    """An office can repeat last week's plan."""
    first, again = (solve(town(), seed=3, iterations=FEW) for _ in range(2))
    assert json.dumps(write_plan(first)) == json.dumps(write_plan(again))


def test_another_seed_gives_another_plan() -> None:
    """Routes must not be guessable."""
    first, other = (solve(town(), seed=seed, iterations=5) for seed in (3, 4))
    assert first.routes != other.routes


def test_a_time_limit_is_kept_by_the_clock_handed_in() -> None:
    """The clock ticks once a look: three looks spend two seconds."""
    ticks = count()
    plan = solve(town(), seed=1, time_limit_s=2.0, clock=lambda: float(next(ticks)))
    assert plan.iterations == 2 * 256 - 128


def test_a_time_limit_without_clock_is_refused() -> None:
    """The engine reads no clock of its own."""
    with pytest.raises(ConfigError, match="Expected a clock"):
        solve(town(), seed=1, time_limit_s=1.0)


def test_two_budgets_are_refused() -> None:
    """Nobody could say which of the two counts."""
    with pytest.raises(ConfigError, match="got both"):
        solve(town(), seed=1, time_limit_s=1.0, iterations=3)


@pytest.mark.parametrize("hot", [0.0, -1.0, 0.001])
def test_cooling_must_cool(hot: float) -> None:
    """Hot is above cold, and both are above nothing."""
    with pytest.raises(ConfigError, match="0 < cold <= hot"):
        SearchParams(hot=hot, cold=0.01)


def test_nothing_to_do_is_a_plan() -> None:
    """No site is no error."""
    plan = solve(problem(), seed=1, iterations=FEW)
    assert (plan.prize, plan.bound, plan.unplanned) == (0.0, 0.0, ())


def test_the_generated_weeks_keep_all_musts(shared_data: Path) -> None:
    """The smallest benchmark week, shortly: feasible, no must missed, within its bound."""
    folder = shared_data / "routing" / "weeks"
    listed = json.loads((folder / "week_200_1.json").read_text())
    matrix = np.load(folder / listed["duration_file"])["duration_s"]
    asked = read_problem(listed, duration_s=matrix)
    plan = solve(asked, seed=1, iterations=5000)
    assert check_plan(asked, plan) == ()
    assert plan.broken == ()
    assert 2600 < plan.prize <= plan.bound < 3000


def test_the_first_note_comes_before_anything_is_compiled() -> None:
    """A fresh install is busy for seconds before the first move; nobody should wonder why."""
    told: list[tuple[float, float, str]] = []

    def progress(done: float, total: float, note: str = "") -> None:
        told.append((done, total, note))

    solve(problem(visit("a", 1)), seed=1, iterations=10, progress=progress)
    assert told == [(0, 10, FIRST_NOTE), (10, 10, "")]


def test_a_bound_is_reckoned_where_somebody_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs more than thousands of moves: none of it unasked, once for the plan, the same."""
    asked = problem(visit("a", 1), visit("b", 2, must=True), duration_s=line(3))
    reckoned: list[bool] = []

    def heard(week: Week, *, promises_kept: bool, steps: int) -> float:
        reckoned.append(promises_kept)
        return prize_bound(week, promises_kept=promises_kept, steps=steps)

    monkeypatch.setattr(driver, "prize_bound", heard)
    bare = solve(asked, seed=1, iterations=FEW, bound_steps=None)
    assert (bare.bound, reckoned) == (bare.prize, [])
    plain = solve(asked, seed=1, iterations=FEW)
    assert reckoned == [True]
    shown: list[float] = []
    watched = solve(asked, seed=1, iterations=FEW, watch=lambda look: shown.append(look().bound))
    assert reckoned == [True, True]
    assert {plain.bound, *shown} == {watched.bound}
    assert plain.routes == bare.routes


def test_what_is_left_out_stays_in_the_problems_order() -> None:
    """The search numbers sites by nearness; the plan lists them as they were asked."""
    far_and_near = [visit("z", 9), visit("a", 1), visit("m", 8), visit("b", 2)]
    plan = solve(problem(*far_and_near, shifts=(shift(end_s=0),)), seed=1, iterations=10)
    assert [left.site for left in plan.unplanned] == ["z", "a", "m", "b"]
