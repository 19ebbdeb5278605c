"""A week cut at a moment: what stays, where teams are free, and the whole put together again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from data.model import Plan, Route, Stop
from planning.check import check_plan
from planning.engine import solve
from planning.problem import Break, Cover, FrozenStop, Problem
from planning.rejoin import cut_off, join_week
from planning.replan import Moment, cut_week
from tests.planning.instances import HOUR, MINUTE, line, problem, problems, shift, shortest, visit

# a at node 1, b at node 2, c at node 3, a minute apart, ten minutes each, from node 0 at second 0:
# a 60-660, b 720-1320, c 1380-1980, back at 1980 + 180 = 2160.
A, B, C = visit("a", 1), visit("b", 2), visit("c", 3)
ROUTE = Route(
    shift="mon",
    stops=(Stop("a", 60, 60, 660), Stop("b", 720, 720, 1320), Stop("c", 1380, 1380, 1980)),
    break_start_s=None,
    drive_s=360,
    work_s=1800,
)


def week(*routes: Route) -> Plan:
    """Hand in a plan; only its routes are looked at."""
    return Plan(routes=routes, unplanned=(), broken=(), prize=0.0, bound=0.0, seed=1, iterations=0)


def test_a_stop_that_the_team_has_left_for_stays() -> None:
    """At 700 the team is on its way from a to b; c can still be planned anew."""
    cut = cut_week(problem(A, B, C), week(ROUTE), Moment(from_s=700))
    assert [stop.site for stop in cut.begun["mon"]] == ["a", "b"]
    assert [site.id for site in cut.rest.sites] == ["c"]


def test_the_rest_begins_where_and_when_the_team_is_free() -> None:
    """It leaves b, at node 2, at 1320, and still goes home to node 0."""
    (ahead,) = cut_week(problem(A, B, C), week(ROUTE), Moment(from_s=700)).rest.shifts
    assert (ahead.start_s, ahead.node, ahead.last_node) == (1320, 2, 0)


def test_a_team_on_its_way_home_turns_round() -> None:
    """At 2100 it left c 120 s ago and needs as long to be back there, so it is free at 2220."""
    (ahead,) = cut_week(problem(A, B, C), week(ROUTE), Moment(from_s=2100)).rest.shifts
    assert (ahead.start_s, ahead.node) == (2220, 3)


def test_a_team_without_a_stop_sets_out_at_the_moment() -> None:
    """Nobody drives before the moment at which the plan is made."""
    empty = Route(shift="mon", stops=(), break_start_s=None, drive_s=0, work_s=0)
    (ahead,) = cut_week(problem(A), week(empty), Moment(from_s=500)).rest.shifts
    assert (ahead.start_s, ahead.node) == (500, 0)


def test_a_shift_still_to_come_is_left_alone() -> None:
    """Tomorrow is as it was."""
    late = shift(start_s=HOUR, end_s=2 * HOUR)
    cut = cut_week(problem(A, shifts=(late,)), week(), Moment(from_s=500))
    assert cut.rest.shifts == (late,)


def test_an_absent_team_keeps_what_it_has_started_only() -> None:
    """At 700 it drives to b; being away, it does not get there."""
    moment = Moment(from_s=700, away=frozenset({"mon"}))
    cut = cut_week(problem(A, B, C), week(ROUTE), moment)
    assert [stop.site for stop in cut.begun["mon"]] == ["a"]
    assert cut.rest.shifts == ()


def test_a_stop_recorded_as_not_made_is_wanted_again() -> None:
    """Nobody went to a: it is offered to the rest of the week."""
    cut = cut_week(problem(A, B, C), week(ROUTE), Moment(from_s=700, undone=frozenset({"a"})))
    assert [stop.site for stop in cut.begun["mon"]] == ["b"]
    assert [site.id for site in cut.rest.sites] == ["a", "c"]


def test_a_visit_made_outside_the_plan_is_not_wanted_again_and_counts_for_its_cover() -> None:
    """Place c was seen on another round: of its cover one visit is kept already."""
    cover = (Cover(name="v", sites=("b", "c"), at_least=2),)
    moment = Moment(from_s=700, seen=frozenset({"c"}))
    cut = cut_week(problem(A, B, C, cover=cover), week(ROUTE), moment)
    assert [site.id for site in cut.asked.sites] == ["a", "b"]
    assert [(one.sites, one.at_least) for one in cut.asked.cover] == [(("b",), 1)]
    assert [(one.sites, one.at_least) for one in cut.rest.cover] == [((), 0)]


def test_a_break_that_has_begun_is_waited_for() -> None:
    """The break runs from 700 to 1300: at 800 the team, without a stop, is free at 1300."""
    day = shift(rest=Break(600, 900, 600))
    resting = Route(shift="mon", stops=(), break_start_s=700, drive_s=0, work_s=0)
    (ahead,) = cut_week(problem(A, shifts=(day,)), week(resting), Moment(from_s=800)).rest.shifts
    assert (ahead.start_s, ahead.rest) == (1300, None)


def test_a_pin_to_a_team_that_is_away_is_let_go() -> None:
    """Somebody else may go; else the problem would name a shift that it does not have."""
    shifts = (shift(), shift("tue", start_s=HOUR, end_s=2 * HOUR))
    moment = Moment(from_s=0, away=frozenset({"mon"}))
    cut = cut_week(problem(visit("a", 1, pin="mon"), shifts=shifts), week(), moment)
    assert cut.rest.sites[0].pin is None


def test_a_second_visit_keeps_its_distance_from_one_made() -> None:
    """Stop a ends at 660; its second visit may start an hour later, at 4260."""
    again = visit("a2", 1, visit_of="a", min_gap_s=HOUR)
    cut = cut_week(problem(A, B, C, again), week(ROUTE), Moment(from_s=700))
    assert [site.windows for site in cut.rest.sites if site.id == "a2"] == [((4260, 691_200),)]


def test_the_whole_week_freezes_the_past_and_passes_the_check() -> None:
    """Stops a and b keep their times; what the rest holds follows."""
    cut = cut_week(problem(A, B, C), week(ROUTE), Moment(from_s=700))
    whole, plan = join_week(cut, solve(cut.rest, seed=1, iterations=200))
    assert whole.shifts[0].frozen == (FrozenStop("a", 60), FrozenStop("b", 720))
    assert plan.routes == (ROUTE,)
    assert check_plan(whole, plan) == ()


def test_a_week_whose_roads_are_as_they_were_keeps_every_way() -> None:
    """From b, the last stop made, home is two minutes away, whatever the way home from c takes."""
    asked = problem(A, B, C)
    cut = cut_week(asked, week(ROUTE), Moment(from_s=700))
    whole, _ = join_week(cut, solve(cut.rest, seed=1, iterations=200))
    assert whole.duration_s[2, 0] == 2 * MINUTE
    assert (whole.duration_s == asked.duration_s).all()


def test_ways_already_driven_keep_their_time_when_a_road_is_closed_later() -> None:
    """Ways take twice as long now; the team was at a after a minute all the same."""
    slow = problem(A, B, C, duration_s=line(10, 2 * MINUTE))
    cut = cut_week(slow, week(ROUTE), Moment(from_s=700))
    whole, plan = join_week(cut, solve(cut.rest, seed=1, iterations=200))
    assert [stop.start_s for stop in plan.routes[0].stops] == [60, 720, 1320 + 120]
    # 60 + 60 driven, then 120 to c and 360 home
    assert plan.routes[0].drive_s == 600
    assert check_plan(whole, plan) == ()


def test_a_shift_ends_when_its_team_is_back() -> None:
    """Everything is past, and home is reached at 1980 + 180 = 2160, the shift ends at 2000."""
    short = problem(A, B, C, shifts=(shift(end_s=2000),))
    cut = cut_week(short, week(ROUTE), Moment(from_s=1990))
    whole, plan = join_week(cut, solve(cut.rest, seed=1, iterations=10))
    assert whole.shifts[0].end_s == 2160
    assert check_plan(whole, plan) == ()


def test_a_team_cut_off_from_its_base_goes_home_as_it_came() -> None:
    """At 700 it drives to b, and every way back closes: 60 + 60 s out, as long home, c is lost."""
    ways = line(10)
    ways[1:, 0] = 2**31 - 1
    cut = cut_week(problem(A, B, C, duration_s=ways), week(ROUTE), Moment(from_s=700))
    whole, plan = join_week(cut, solve(cut.rest, seed=1, iterations=50))
    assert [stop.site for stop in plan.routes[0].stops] == ["a", "b"]
    assert plan.routes[0].drive_s == 60 + 60 + 120
    assert cut_off(cut, plan) == ("mon",)
    assert check_plan(whole, plan) == ()


@settings(max_examples=60, deadline=None)
@given(asked=problems(), minute=st.integers(0, 400), away=st.booleans())
def test_any_week_cut_anywhere_passes_the_check(asked: Problem, minute: int, *, away: bool) -> None:
    """Whatever the rules, rest and whole keep them, and nobody moves before the moment."""
    asked = shortest(asked)
    earlier = solve(asked, seed=1, iterations=200)
    gone = frozenset({asked.shifts[0].id}) if away else frozenset()
    cut = cut_week(asked, earlier, Moment(from_s=minute * MINUTE, away=gone))
    ahead = solve(cut.rest, seed=2, iterations=200, start=earlier)
    assert check_plan(cut.rest, ahead) == ()
    whole, plan = join_week(cut, ahead)
    assert check_plan(whole, plan) == ()
    begun = {stop.site for stops in cut.begun.values() for stop in stops}
    starts = [s.start_s for r in plan.routes for s in r.stops if s.site not in begun]
    assert all(start >= minute * MINUTE for start in starts)
