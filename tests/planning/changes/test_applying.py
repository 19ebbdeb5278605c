"""What each hand change does to a week, and why some cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.errors import ChangeError
from planning.changes import Order, Situation
from planning.changes.cost import placed
from planning.changes.order import SLACK_S
from planning.check import check_plan
from planning.problem import Bar
from planning.rejoin import join_week
from planning.replan import Moment
from planning.steady import steady_plan
from tests.planning.changes.weeks import DAY, SHIFTS, four, order, search, situation
from tests.planning.instances import HOUR, MINUTE, problem, visit


def planned(week: Situation, *orders: Order) -> dict[str, str]:
    """Do the changes, plan the week, check it, and say which shift makes each visit."""
    case = week.case(orders)
    ahead = steady_plan(case.remainder.rest, case.plan, search=search)
    whole, plan = join_week(case.remainder, ahead)
    assert check_plan(whole, plan) == ()
    return placed(plan)


def test_a_move_puts_a_visit_into_its_shift_and_keeps_it_there() -> None:
    """The pin is a promise of the problem, so later plans keep it too."""
    week = situation(*four())
    case = week.case([order("move", "a", "tue")])
    assert case.remainder.asked.sites[0].pin == "tue"
    assert planned(week, order("move", "a", "tue"))["a"] == "tue"


def test_a_move_to_a_time_sets_the_hours_and_remembers_those_before() -> None:
    """At half past midnight on Tuesday, a quarter of an hour later at most."""
    at_s = DAY + 30 * MINUTE
    case = situation(*four()).case([order("move", "a", "tue", at_s=at_s)])
    assert case.remainder.asked.sites[0].windows == ((at_s, at_s + SLACK_S),)
    assert case.hours == {"a": four()[0].windows}


def test_a_time_at_the_end_of_its_hours_leaves_what_is_left_of_them() -> None:
    """Open until 00:35, asked for at 00:30: five minutes remain."""
    open_s = (0, DAY + 35 * MINUTE)
    week = situation(visit("a", 1, windows=(open_s,)))
    case = week.case([order("move", "a", "tue", at_s=DAY + 30 * MINUTE)])
    assert case.remainder.asked.sites[0].windows == ((DAY + 30 * MINUTE, DAY + 35 * MINUTE),)


def test_a_visit_let_go_has_its_hours_back() -> None:
    """Nothing of the move stays."""
    move, free = order("move", "a", "tue", at_s=DAY + 30 * MINUTE), order("unpin", "a")
    case = situation(*four()).case([move, free])
    assert case.remainder.asked.sites[0] == four()[0]
    assert case.hours == {}


def test_a_pin_whose_team_is_away_gives_the_hours_back() -> None:
    """Else nobody could go at any other time, and the planner would not see why."""
    week = situation(*four())
    timed = week.case([order("move", "a", "tue", at_s=DAY + 30 * MINUTE)])
    later = replace(week, problem=timed.remainder.asked, hours=timed.hours)
    case = later.case([order("absent", None, "tue")])
    assert case.remainder.asked.sites[0] == four()[0]
    assert case.hours == {}


def test_a_pin_holds_a_visit_where_it_is() -> None:
    """Or all visits of a shift that can still be changed."""
    week = situation(*four())
    where = placed(week.plan)
    case = week.case([order("pin", "a")])
    assert case.remainder.asked.sites[0].pin == where["a"]
    shift = where["a"]
    pinned = week.case([order("pin", None, shift)]).remainder.asked.sites
    assert {site.id for site in pinned if site.pin} == {s for s in where if where[s] == shift}


def test_a_forbidden_visit_goes_elsewhere_or_nowhere() -> None:
    """Without Monday's team and Tuesday there is the other team; without all there is nobody."""
    week = situation(*four())
    assert planned(week, order("forbid", "a", "mon", "tue"))["a"] == "mon2"
    assert "a" not in planned(week, order("forbid", "a", "mon", "tue", "mon2"))


def test_what_is_allowed_again_is_as_before() -> None:
    """A ban taken back leaves no trace in the problem."""
    ban, lift = order("forbid", "a", "mon", "tue"), order("allow", "a", "tue", "mon")
    assert situation(*four()).case([ban, lift]).remainder.asked.sites[0] == four()[0]


def test_swapped_routes_change_hands() -> None:
    """What the one was to do on Monday the other does, and the reverse."""
    week = situation(*four())
    before = placed(week.plan)
    after = planned(week, order("swap", None, "mon", "tue"))
    other = {"mon": "tue", "tue": "mon", "mon2": "mon2"}
    assert after == {site: other[shift] for site, shift in before.items()}


def test_a_stop_that_cannot_be_swapped_stays_and_is_told() -> None:
    """The other team has no chemist: only b changes hands."""
    sites = (visit("a", 1, needs=frozenset({"chem"}), pin="mon"), visit("b", 2, pin="mon"))
    base = situation(*sites)
    freed = replace(base, problem=problem(*(replace(s, pin=None) for s in sites), shifts=SHIFTS))
    case = freed.case([order("swap", None, "mon", "mon2")])
    assert [site.pin for site in case.remainder.asked.sites] == [None, "mon2"]
    ((number, (zh, en)),) = case.notes
    assert number == 1
    assert zh == "a未能互换：mon2不具备所需专长（危化）"
    assert en.startswith("a was not swapped: mon2 lacks a skill it needs")


CHEM = frozenset({"chem"})


@pytest.mark.parametrize(
    ("site", "change", "says"),
    [
        (visit("a", 1, needs=CHEM), order("move", "a", "mon2"), "mon2 lacks a skill it needs"),
        (visit("a", 1, card_holders=2), order("move", "a", "tue"), "needs 2 card holders, tue has"),
        (visit("a", 1, village="v1"), order("move", "a", "mon2"), "v1 is the home of mon2"),
        (visit("a", 1, windows=((0, HOUR),)), order("move", "a", "tue"), "no hour of tue suits it"),
        (visit("a", 1), order("move", "a", "tue", at_s=DAY + HOUR), "no hour of tue suits it"),
        (
            visit("a", 1, barred=Bar("cap_reached", {"visits": 2})),
            order("move", "a", "mon"),
            "yearly cap reached",
        ),
        (visit("a", 1, windows=()), order("pin", "a"), "the plan has no stop there to pin"),
        (visit("a", 1), order("move", "x", "tue"), "the week does not ask for it; add it first"),
        (visit("a", 1), order("unpin", "a"), "nothing is pinned there"),
        (visit("a", 1), order("allow", "a", "mon"), "nothing is forbidden there"),
        (visit("a", 1, pin="tue"), order("forbid", "a", "tue"), "pinned to tue; unpin it first"),
        (visit("a", 1), order("swap", None, "mon", "mon"), "cannot be swapped with itself"),
        (visit("a", 1, pin="tue"), order("swap", None, "mon", "tue"), "no stop can change hands"),
        (visit("a", 1, windows=()), order("swap", None, "mon", "tue"), "neither route has a stop"),
        (visit("a", 1, windows=()), order("pin", None, "mon"), "mon has no stop that can still"),
    ],
)
def test_a_change_that_cannot_be_is_refused(site, change: Order, says: str) -> None:  # noqa: ANN001
    """Its number, the rule, and that nothing was changed."""
    with pytest.raises(ChangeError, match=says) as caught:
        situation(site).case([change])
    assert str(caught.value).startswith("Change 1: ")


def test_a_shift_that_is_over_takes_no_visit() -> None:
    """Monday's hour has passed; a was visited in it, and stays as it is."""
    week = situation(visit("a", 1, pin="mon"), visit("b", 2, pin="tue"), from_s=2 * HOUR)
    with pytest.raises(ChangeError, match="mon is over, or its team is away"):
        week.case([order("move", "b", "mon")])
    with pytest.raises(ChangeError, match="it was visited, or a team is on its way"):
        week.case([order("move", "a", "tue")])


def test_a_team_that_is_away_takes_no_visit() -> None:
    """Wherever in the list it says so."""
    with pytest.raises(ChangeError, match="tue is over, or its team is away"):
        situation(*four()).case([order("move", "a", "tue"), order("absent", None, "tue")])


def test_a_forbidden_move_is_refused_and_an_allowed_one_is_not() -> None:
    """Changes are done in the order of the list."""
    week = situation(*four())
    ban, move = order("forbid", "a", "tue"), order("move", "a", "tue")
    with pytest.raises(ChangeError, match="it is forbidden to tue"):
        week.case([ban, move])
    lifted = week.case([ban, order("allow", "a", "tue"), move])
    assert lifted.remainder.asked.sites[0].pin == "tue"


def test_what_only_an_undone_change_adds_is_not_asked_for() -> None:
    """A new site is left out, one that was wanted before is wanted as before."""
    asked = problem(visit("a", 1, must=True), visit("b", 2, must=True), shifts=SHIFTS)
    week = Situation(
        problem=asked,
        plan=situation(visit("a", 1)).plan,
        moment=Moment(from_s=0),
        former={"a": visit("a", 1), "b": None},
    )
    assert week.case(()).remainder.asked.sites == (visit("a", 1),)
    assert week.case([order("add", "b")]).remainder.asked.sites == (
        visit("a", 1),
        visit("b", 2, must=True),
    )


def test_a_visit_that_is_added_now_is_promised_for_the_first_day_that_can() -> None:
    """Monday's chemist could go, so Monday it is; the hours of the whole week are remembered."""
    week = situation(visit("a", 1, needs=CHEM))
    urgent = replace(order("add", "a"), due_s=(HOUR, DAY + HOUR))
    case = week.case([urgent])
    assert case.remainder.asked.sites[0].windows == ((0, HOUR),)
    assert case.hours == {"a": ((0, 8 * DAY),)}
    assert case.notes == ((1, ("a最迟周一 01:00到场", "a is promised by Mon 01:00")),)


def test_where_nobody_can_today_the_next_working_day_is_promised() -> None:
    """It opens on Tuesday only."""
    opens = ((DAY, DAY + HOUR),)
    case = situation(visit("a", 1, windows=opens)).case(
        [replace(order("add", "a"), due_s=(HOUR, DAY + HOUR))]
    )
    assert case.remainder.asked.sites[0].windows == opens


def test_a_day_that_has_passed_no_longer_binds() -> None:
    """Promised for Monday and not made: from Tuesday on it is wanted all week again."""
    base = situation(visit("a", 1), from_s=2 * HOUR)
    missed = replace(visit("a", 1), windows=((0, HOUR),))
    week = replace(
        base,
        problem=problem(missed, shifts=SHIFTS),
        plan=replace(base.plan, routes=()),
        hours={"a": ((0, 8 * DAY),)},
    )
    case = week.case(())
    assert case.remainder.asked.sites == (visit("a", 1),)
    assert case.hours == {}


def test_a_move_into_a_full_day_drops_the_one_stop_that_is_worth_least() -> None:
    """Tuesday's hour holds four visits of eleven minutes at node 5, not five; the poor one goes."""
    worth = {"a": 9.0, "b": 3.0, "c": 7.0, "d": 8.0}
    long = 11 * MINUTE
    there = [
        visit(name, 5, prize=prize, pin="tue", service_s=long) for name, prize in worth.items()
    ]
    base = situation(*there, visit("e", 5, pin="mon", service_s=long))
    assert sorted(placed(base.plan).values()) == ["mon", "tue", "tue", "tue", "tue"]
    free = (replace(site, pin=None) for site in base.problem.sites)
    case = replace(base, problem=problem(*free, shifts=SHIFTS)).case([order("move", "e", "tue")])
    assert set(placed(case.plan)) == {"a", "c", "d", "e"}
