"""Weeks of nearly equal worth: every rule and promise kept, little given up, hard to guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.units import SECONDS_PER_DAY as DAY
from planning.alike import draw_alike
from planning.check import check_plan
from planning.engine import SearchParams, solve
from planning.owner import Owner
from planning.placements import Past, Placement, placements_of
from planning.problem import Cover, FrozenStop
from planning.rulebook import UnpredictableRules
from tests.planning.instances import HOUR, MINUTE, problem, problems, shift, visit

if TYPE_CHECKING:
    from data.model import Plan
    from planning.alike import Drawn
    from planning.problem import Problem

MONDAY = date(2026, 11, 23)
RULES = UnpredictableRules(most_loss=0.02, most_more_driving=0.05, draws=8, weeks=12)
NOBODY = Owner(Past(), weekdays=range(5), parts=["morning"])


def set_times(asked: Problem, start: Plan, *, steps: int | None = None) -> Plan:
    """Keep the routes of a plan and set their times."""
    cold = SearchParams(hot=1e-6, cold=1e-6)
    return solve(asked, seed=start.seed, iterations=steps or 0, params=cold, start=start)


def draw(asked: Problem, plan: Plan, owner: Owner = NOBODY, **what: float) -> Drawn:
    """Draw with the usual rules, or others."""
    rules = replace(RULES, **what)  # type: ignore[arg-type]  # fields of the rules
    return draw_alike(asked, plan, owner=owner, rules=rules, monday=MONDAY, search=set_times)


def five_days(**what: object) -> Problem:
    """Build a week: ten places on a line, one team, five days of an hour each, 8:00 to 9:00."""
    shifts = tuple(
        shift(f"d{day}", start_s=day * DAY + 8 * HOUR, end_s=day * DAY + 9 * HOUR)
        for day in range(5)
    )
    return problem(*(visit(f"s{n}", n % 9 + 1) for n in range(10)), shifts=shifts, **what)


def days_of(asked: Problem, plan: Plan) -> dict[str, int]:
    """Say on which day each site is visited."""
    return {one.site: one.weekday for one in placements_of(asked, plan, MONDAY)}


@given(asked=problems(most_sites=6), seed=st.integers(0, 20))
@settings(max_examples=40, deadline=None)
def test_a_drawn_week_keeps_every_rule_and_every_promise(asked: Problem, seed: int) -> None:
    """Breaks, skills, villages, gaps, pins, covers: the independent check finds nothing."""
    plan = solve(asked, seed=seed, iterations=60)
    drawn = draw(asked, plan, draws=3)
    assert check_plan(asked, drawn.plan) == ()
    told = {one.promise for one in plan.broken}
    assert {one.promise for one in drawn.plan.broken} <= told
    assert drawn.plan.prize >= 0.98 * plan.prize - 1e-9


def test_the_same_seed_and_week_draw_the_same_plan() -> None:
    """Anybody can repeat it who knows both."""
    asked = five_days()
    plan = solve(asked, seed=3, iterations=200)
    assert draw(asked, plan) == draw(asked, plan)


def test_another_seed_draws_another_week() -> None:
    """The plans agree on worth, and not on days."""
    asked = five_days()
    plan = solve(asked, seed=3, iterations=200)
    weeks = [days_of(asked, draw(asked, replace(plan, seed=seed)).plan) for seed in range(4)]
    assert len({tuple(sorted(week.items())) for week in weeks}) > 1


def test_the_same_seed_draws_another_week_the_week_after() -> None:
    """An office that always gives seed 1 must not get the same days each week."""
    asked = five_days()
    plan = solve(asked, seed=1, iterations=200)
    weeks = {
        tuple(
            sorted(
                days_of(
                    asked,
                    draw_alike(
                        asked,
                        plan,
                        owner=NOBODY,
                        rules=RULES,
                        monday=date(2026, 11, day),
                        search=set_times,
                    ).plan,
                ).items()
            )
        )
        for day in (2, 9, 16, 23)
    }
    assert len(weeks) > 1


def test_no_draws_leave_the_plan_as_it_was_found() -> None:
    """An office may switch it off."""
    asked = five_days()
    plan = solve(asked, seed=3, iterations=200)
    drawn = draw(asked, plan, draws=0)
    assert drawn.plan is plan
    assert (drawn.draws, drawn.moved, drawn.lost_share) == (0, 0, 0.0)


def test_who_knows_the_past_is_surprised() -> None:
    """Six weeks on the very days that the search finds again: the draw leaves them."""
    asked = five_days()
    plan = solve(asked, seed=3, iterations=200)
    past = Past(
        tuple(
            Placement(date(2026, 10, 5 + 7 * number), site, day)
            for number in range(3)
            for site, day in days_of(asked, plan).items()
        )
    )
    owner = Owner(past, weekdays=range(5), parts=["morning"])
    before = owner.guess(placements_of(asked, plan, MONDAY)).weekday
    after = owner.guess(placements_of(asked, draw(asked, plan, owner).plan, MONDAY)).weekday
    assert before == 1.0
    assert after is not None
    assert after <= 0.5


def test_frozen_stops_stay_at_their_times() -> None:
    """What has begun is past."""
    asked = five_days()
    frozen = (FrozenStop("s0", 8 * HOUR + 10 * MINUTE),)
    shifts = (replace(asked.shifts[0], frozen=frozen), *asked.shifts[1:])
    held = replace(asked, shifts=shifts)
    drawn = draw(held, solve(held, seed=1, iterations=200))
    assert check_plan(held, drawn.plan) == ()
    assert days_of(held, drawn.plan)["s0"] == 0


def test_a_pinned_visit_stays_in_its_shift() -> None:
    """A planner's hand comes before a die."""
    asked = five_days()
    pinned = replace(asked, sites=(replace(asked.sites[0], pin="d2"), *asked.sites[1:]))
    drawn = draw(pinned, solve(pinned, seed=1, iterations=200))
    assert days_of(pinned, drawn.plan)["s0"] == 2


@pytest.mark.parametrize("what", [{"must": True}, {"village": "v1"}])
def test_no_promise_is_given_up_for_surprise(what: dict[str, object]) -> None:
    """Open on Monday only, and worth nothing: still visited, as a must or for its village."""
    asked = five_days(cover=(Cover(name="v1", sites=("s0",)),))
    early = replace(
        asked.sites[0],
        prize=0.0,
        windows=((8 * HOUR, 9 * HOUR),),
        **what,  # type: ignore[arg-type]
    )
    tight = replace(asked, sites=(early, *asked.sites[1:]))
    drawn = draw(tight, solve(tight, seed=1, iterations=200))
    assert days_of(tight, drawn.plan)["s0"] == 0


def test_driving_grows_no_more_than_the_rule_says() -> None:
    """Ways uphill take twice as long: a route is not turned round where that costs too much."""
    asked = five_days()
    steep = asked.duration_s.copy()
    steep[:5, 5:] *= 2
    hilly = replace(asked, duration_s=steep)
    plan = solve(hilly, seed=1, iterations=300)
    drawn = draw(hilly, plan, most_more_driving=0.0)
    assert sum(r.drive_s for r in drawn.plan.routes) <= sum(r.drive_s for r in plan.routes)
