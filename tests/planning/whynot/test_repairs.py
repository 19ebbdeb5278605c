"""Each repair of a broken promise works when it is made, and the cheapest comes first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import Route
from planning.check import check_plan
from planning.engine import solve
from planning.problem import Break, Cover
from planning.whynot.board import Board
from planning.whynot.repair import EXTRA, Repair, repaired
from planning.whynot.repairs import Repairs
from planning.whynot.settle import wanted
from planning.whynot.words import repairs_words
from tests.planning.instances import HOUR, MINUTE, problem, problems, shift, visit
from tests.planning.whynot.walked import beside, swapped, walked

if TYPE_CHECKING:
    from data.model import Plan
    from planning.problem import Problem

NAMES = {"mon": "一队周一", "tue": "二队周二", "a": "永盛木材厂"}


def found(asked: Problem, plan: Plan) -> list[Repair]:
    """List every repair of every broken promise of a plan."""
    board = Board(asked, plan)
    sites = [site for site in board.tried.sites if site.id in wanted(asked, plan)]
    return [one for repairs in Repairs(board, sites).found().values() for one in repairs]


def mended(asked: Problem, plan: Plan, repair: Repair) -> tuple[Problem, Plan]:
    """Make the change, and put the visit in where the repair says."""
    changed = repaired(asked, repair)
    name = f"{EXTRA}{repair.shift}" if repair.kind == "team_day" else repair.shift
    if name not in {route.shift for route in plan.routes}:
        plan = replace(plan, routes=(*plan.routes, Route(name, (), None, 0, 0)))
    route = next(route for route in plan.routes if route.shift == name)
    names = [stop.site for stop in route.stops]
    names.insert(repair.place, repair.site)
    one = changed.shifts[changed.shift_index[name]]
    sites = [beside(changed, plan, changed.sites[changed.site_index[n]]) for n in names]
    timed = walked(changed, one, sites)
    assert timed is not None
    return changed, swapped(changed, plan, timed)


@settings(max_examples=40, deadline=None)
@given(asked=problems(), pinned=st.booleans())
def test_every_repair_works_when_it_is_made(asked: Problem, pinned: bool) -> None:  # noqa: FBT001
    """With the change, the visit fits beside everything planned, and its promise is kept."""
    if pinned:
        sites = tuple(replace(s, pin="h0" if n < 2 else None) for n, s in enumerate(asked.sites))
        asked = replace(asked, sites=sites)
    plan = solve(asked, seed=1, iterations=30)
    for repair in found(asked, plan):
        changed, done = mended(asked, plan, repair)
        assert check_plan(changed, done) == ()
        after = {one.promise for one in done.broken}
        assert not after & {f"must:{repair.site}", f"pin:{repair.site}"}


@settings(max_examples=20, deadline=None)
@given(asked=problems())
def test_repairs_in_a_plan_are_those_found_cheapest_first(asked: Problem) -> None:
    """The plan's JSON holds for each broken promise what would let its own visits in."""
    plan = solve(asked, seed=1, iterations=30)
    listed = {str(repair.listed()) for repair in found(asked, plan)}
    told = [str(repair) for one in plan.broken for repair in one.detail["repairs"]]
    assert listed == set(told)


def listed(asked: Problem) -> tuple[dict, ...]:
    """Plan, and give the repairs of the one broken promise."""
    (broken,) = solve(asked, seed=1, iterations=100).broken
    return tuple(broken.detail["repairs"])


def test_overtime_is_told_in_minutes() -> None:
    """Ten minutes there, 50 of work, ten back: 70 in a shift of 60; a new shift is no longer."""
    asked = problem(visit("a", 1, must=True, service_s=50 * MINUTE), duration_s=far())
    assert listed(asked) == ({"kind": "overtime", "site": "a", "shift": "mon", "minutes": 10},)


def far() -> object:
    """Place two nodes ten minutes apart."""
    return problem().duration_s[:2, :2] * 10


def test_an_hour_outside_the_windows_is_told() -> None:
    """It opens at 2:00; ten minutes of work end at 0:59 for the way back: 0:49, 71 min before."""
    asked = problem(visit("a", 1, must=True, windows=((2 * HOUR, 3 * HOUR),)))
    window, *_ = [one for one in listed(asked) if one["kind"] == "window"]
    assert window == {
        "kind": "window",
        "site": "a",
        "shift": "mon",
        "minutes": 71,
        "start_s": 49 * MINUTE,
    }
    zh, en = repairs_words([window], NAMES)
    assert zh == "约好周一 00:49可进场（在现有时段外 71 分钟），由一队周一去"
    assert en == "agree on Mon 00:49 (71 min outside its hours), by 一队周一"


def test_a_skill_or_a_new_shift_with_it_would_do() -> None:
    """Nobody knows chemicals."""
    asked = problem(visit("a", 1, must=True, needs=frozenset({"chem"})))
    assert [(one["kind"], one["skills"]) for one in listed(asked)] == [
        ("skill", ["chem"]),
        ("team_day", ["chem"]),
    ]


def test_a_home_team_may_be_exchanged() -> None:
    """Only the village's own team works."""
    asked = problem(visit("a", 1, must=True, village="v1"), shifts=(shift(home_village="v1"),))
    assert [one["kind"] for one in listed(asked)] == ["home_village", "team_day"]


def test_a_pin_that_cannot_be_is_told_with_who_could_go() -> None:
    """Pinned to a team without the skill, while Tuesday's has it."""
    asked = problem(
        visit("a", 1, pin="mon", needs=frozenset({"chem"})),
        shifts=(
            shift("mon"),
            shift("tue", start_s=24 * HOUR, end_s=25 * HOUR, skills=frozenset({"chem"})),
        ),
    )
    first, *_ = repairs = listed(asked)
    assert first == {"kind": "unpin", "site": "a", "shift": "tue"}
    zh, en = repairs_words(repairs, NAMES)
    assert zh.startswith("取消指定的班次，改由二队周二去；或给一队周一加派")
    assert en.startswith("take off the pin and let 二队周二 go; or let somebody trained for")


def test_a_ban_may_be_taken_back() -> None:
    """Somebody forbade the only shift."""
    asked = problem(visit("a", 1, must=True, forbidden_shifts=frozenset({"mon"})))
    first, *_ = listed(asked)
    assert first == {"kind": "allow", "site": "a", "shift": "mon"}
    assert repairs_words([first], NAMES) == (
        "解除禁止，由一队周一去",
        "take the ban back and let 一队周一 go",
    )


def test_a_full_week_needs_one_more_shift() -> None:
    """Two musts of 50 minutes in one hour; neither overtime of two hours is needed nor a skill."""
    asked = problem(
        visit("a", 1, must=True, service_s=50 * MINUTE),
        visit("b", 1, must=True, service_s=50 * MINUTE),
        shifts=(shift(rest=Break(0, 0, 0)),),
    )
    assert [one["kind"] for one in listed(asked)] == ["overtime", "team_day"]
    assert listed(asked)[0]["minutes"] == 45


def test_a_broken_cover_says_which_visit_would_keep_it() -> None:
    """A village one of whose sites needs a skill."""
    asked = problem(
        visit("a", 1, needs=frozenset({"chem"})), cover=(Cover(name="v", sites=("a",)),)
    )
    zh, en = repairs_words(listed(asked)[:1], NAMES, with_site=True)
    assert zh.endswith("专长的人员，去永盛木材厂")
    assert en.endswith("join 一队周一, for 永盛木材厂")


@pytest.mark.parametrize("kind", ["unpin", "home_village"])
def test_a_repair_without_figures_lists_none(kind: str) -> None:
    """JSON has only what its kind has."""
    repair = Repair(kind=kind, site="a", shift="mon", place=0)
    assert repair.listed() == {"kind": kind, "site": "a", "shift": "mon"}
