"""Each reason is found where it is true, and its figures can be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.model import Unplanned, Why
from planning.check import check_plan
from planning.engine import solve
from planning.problem import Bar
from planning.sentences import promise_sheets, unplanned_words
from planning.visits import Want
from tests.planning.instances import HOUR, MINUTE, problem, shift, visit

if TYPE_CHECKING:
    from planning.problem import Problem


def left(asked: Problem) -> Unplanned:
    """Plan, and give the one site left out."""
    (one,) = solve(asked, seed=1, iterations=200).unplanned
    return one


@pytest.mark.parametrize(
    ("what", "reason", "detail"),
    [
        ({"needs": frozenset({"chem"})}, "no_skilled_team", {"needs": ["chem"]}),
        ({"card_holders": 2}, "no_card_holders", {"card_holders": 2, "most": 0}),
        ({"village": "v1"}, "home_village_only", {"village": "v1", "only": ["mon"]}),
        ({"windows": ()}, "closed_all_week", {"windows": [], "shifts": 1}),
        (
            {"service_s": 2 * HOUR},
            "closed_all_week",
            {"windows": [[0, 691_200]], "shifts": 1, "short": True},
        ),
    ],
)
def test_lasting_reasons(what: dict, reason: str, detail: dict) -> None:
    """The rule that keeps everybody away, with its figures."""
    found = left(problem(visit("a", 1, **what), shifts=(shift(home_village="v1"),)))
    assert (found.reason, found.detail) == (reason, detail)


@pytest.mark.parametrize(
    ("windows", "told"),
    [
        (((0, HOUR),), "周一 00:00–01:00，那时的班次放不下来回路程和检查"),
        (((20 * HOUR, 22 * HOUR),), "周一 20:00–22:00"),
    ],
)
def test_a_shift_too_short_is_not_said_to_be_at_other_hours(windows: tuple, told: str) -> None:
    """The first is open while the shift works, the second when nobody does."""
    found = left(problem(visit("a", 1, windows=windows, service_s=2 * HOUR)))
    assert found.reason == "closed_all_week"
    zh, _ = unplanned_words(found, names={})
    assert zh == f"可去时段 {told}"


NIGHT = {"start_s": 20 * HOUR, "end_s": 22 * HOUR}


def test_the_true_cause_is_named_where_only_its_own_village_works_at_its_hours() -> None:
    """The day team may go but not at night; the night team is at home there."""
    shifts = (shift("day"), shift("night", home_village="v1", **NIGHT))
    asked = problem(visit("a", 1, village="v1", windows=((20 * HOUR, 22 * HOUR),)), shifts=shifts)
    found = left(asked)
    assert (found.reason, found.detail) == (
        "home_village_only",
        {"village": "v1", "only": ["night"]},
    )
    zh, en = unplanned_words(found, names={"night": "三队周一夜班"})
    assert zh == "能在其时段到场的只有三队周一夜班，均为v1本村队伍"
    assert en.endswith("only 三队周一夜班 could be there at its hours, and v1 is their home")


@pytest.mark.parametrize(
    ("what", "day", "detail", "told"),
    [
        (
            {"needs": frozenset({"chem"})},
            {"skills": frozenset({"chem"})},
            {"needs": ["chem"], "able": 1},
            "需要危化专长，具备的队伍在其可去时段没有班次",
        ),
        (
            {"card_holders": 2},
            {"card_holders": 2},
            {"card_holders": 2, "most": 0, "able": 1},
            "需 2 名持证人员，在其可去时段的队伍最多 0 名",
        ),
    ],
)
def test_who_could_go_at_other_hours_is_not_denied(
    what: dict, day: dict, detail: dict, told: str
) -> None:
    """The day team is fit and the night team is not: "nobody is" would be false."""
    shifts = (shift("day", **day), shift("night", **NIGHT))
    found = left(problem(visit("a", 1, windows=((20 * HOUR, 22 * HOUR),), **what), shifts=shifts))
    assert (found.detail, unplanned_words(found)[0]) == (detail, told)


def test_a_ban_is_told_with_the_shifts_that_could_go() -> None:
    """Tuesday's team lacks the skill, ban or not; Monday's is kept away by the ban alone."""
    shifts = (shift("mon", skills=frozenset({"chem"})), shift("tue"))
    site = visit("a", 1, needs=frozenset({"chem"}), forbidden_shifts=frozenset({"mon", "tue"}))
    found = left(problem(site, shifts=shifts))
    assert (found.reason, found.detail) == ("forbidden", {"shifts": ["mon"]})
    zh, en = unplanned_words(found, names={"mon": "一队周一"})
    assert (zh, en) == (
        "人工改动、抽签或复核规则不许一队周一前往",
        "a change, a lot or an audit forbids it to 一队周一",
    )


def test_a_pin_to_a_forbidden_shift_is_a_broken_promise() -> None:
    """A contradiction in the problem is told, not planned."""
    site = visit("a", 1, pin="mon", forbidden_shifts=frozenset({"mon"}))
    plan = solve(problem(site), seed=1, iterations=50)
    assert [(one.promise, one.detail["reason"]) for one in plan.broken] == [("pin:a", "forbidden")]


def test_closed_hours_are_told() -> None:
    """Open on Tuesday night, and nobody works then."""
    asked = problem(visit("a", 1, windows=((43 * HOUR, 47 * HOUR),)))
    zh, en = unplanned_words(left(asked))
    assert zh == "可去时段 周二 19:00–23:00"
    assert en == "it is open Tue 19:00–23:00"


def test_no_road_is_unreachable() -> None:
    """The way there exists, the way back does not."""
    asked = problem(visit("a", 1))
    ways = asked.duration_s.copy()
    ways[1, 0] = 2**31 - 1
    assert left(problem(visit("a", 1), duration_s=ways)).reason == "unreachable"


def rivals() -> Problem:
    """Two visits of 40 minutes into one hour, two minutes' drive each way: the richer one wins."""
    far = visit("poor", 2, service_s=40 * MINUTE, prize=5.0)
    return problem(far, visit("rich", 2, service_s=40 * MINUTE, prize=9.0))


def test_a_lost_site_says_what_it_would_cost() -> None:
    """40 minutes of work, two there and two back, and the richer visit would have to go."""
    assert left(rivals()).detail == {
        "shift": "mon",
        "after": None,
        "minutes": 44,
        "detour_minutes": 4,
        "prize": 5.0,
        "drops": ["rich"],
        "drops_prize": 9.0,
        "drops_must": [],
        "drops_cover": [],
        "gain": -4.0,
    }


def test_reasons_read_as_sentences() -> None:
    """With the names people use."""
    names = {"mon": "一队周一", "rich": "顺达机械"}
    zh, en = unplanned_words(left(rivals()), names=names)
    cost = "排入一队周一，需 44 分钟（其中路程 4 分钟）"
    assert zh == f"{cost}，须撤下顺达机械，其价值是本处的 1.8 倍"
    assert en == (
        "it would take 44 min of 一队周一 (4 driving) and drop 顺达机械, worth 1.8 times as much"
    )


def test_promises_are_listed_broken_first() -> None:
    """With the reason, and what would repair it."""
    asked = problem(visit("a", 1, must=True), visit("b", 1, must=True, card_holders=2))
    plan = solve(asked, seed=1, iterations=100)
    broken, kept = promise_sheets(asked, plan)
    assert (broken.promise, broken.kept, kept.promise, kept.kept) == (
        "must:b",
        False,
        "must:a",
        True,
    )
    assert broken.zh == (
        "b 本周必去：做不到，需 2 名持证人员，队伍最多 0 名；可行的办法：给mon增配 2 名持证人员；"
        "或增加一个班次，时间与mon相同，持证人员多 2 名"
    )
    assert broken.en.endswith(
        "a team has at most 0; what would do: give mon 2 more card holder(s); "
        "or one more shift, with the hours of mon, with 2 more card holder(s)"
    )


def test_a_promise_names_what_it_is_one_for() -> None:
    """“One of the draw found no room, see the promises”: then it must be found among them."""
    asked = problem(visit("经营部", 1, must=True, card_holders=2))
    plan = solve(asked, seed=1, iterations=100)
    why = (Why("random", "随机抽中", "Drawn at random"),)
    want = Want(
        site_id="经营部",
        why=why,
        visit_type="patrol",
        must=True,
        must_rank=0,
        prize=0.0,
        service_s=600,
        windows=(),
        needs=frozenset(),
        card_holders=0,
        village=None,
    )
    (told,) = promise_sheets(asked, plan, wants=[want])
    assert told.zh.startswith("经营部本周必去（随机抽取）：做不到")
    assert told.en.startswith("经营部 must be visited this week (drawn at random): not kept")


def test_a_bar_from_outside_is_the_reason_and_breaks_the_promise() -> None:
    """A promise at a place that no car reaches must be seen, not lost."""
    bar = Bar("cap_reached", {"visits": 6})
    asked = problem(visit("a", 1, must=True, barred=bar), visit("b", 1))
    plan = solve(asked, seed=1, iterations=100)
    assert check_plan(asked, plan) == ()
    assert [(one.promise, one.detail["reason"]) for one in plan.broken] == [
        ("must:a", "cap_reached")
    ]
    assert promise_sheets(asked, plan)[0].zh == (
        "a 本周必去：做不到，一年内已检查 6 次；改作外围巡查"
    )


def test_reasons_do_not_repeat_their_label() -> None:
    """Pages print the label beside the sentence; without figures the sentence says what helps."""
    zh, en = unplanned_words(Unplanned("a", "unreachable", {}))
    assert (zh, en) == (
        "核对坐标和道路，或改用无人机",
        "check its position and the roads, or use a drone",
    )


def test_a_swap_names_the_shift_that_holds_the_visit_to_drop() -> None:
    """One visit fits a day; the one to drop and the time it would take are of the same day."""
    asked = problem(
        visit("cheap", 1, service_s=50 * MINUTE, prize=1.0),
        visit("dear", 2, service_s=50 * MINUTE, prize=50.0),
        visit("out", 3, service_s=50 * MINUTE, prize=0.5),
        shifts=(
            shift("mon", start_s=0, end_s=HOUR),
            shift("tue", start_s=24 * HOUR, end_s=25 * HOUR),
        ),
    )
    plan = solve(asked, seed=1, iterations=200)
    (found,) = plan.unplanned
    assert (found.site, found.detail["drops"]) == ("out", ["cheap"])
    held = {route.shift: [stop.site for stop in route.stops] for route in plan.routes}
    assert held[found.detail["shift"]] == ["cheap"]
