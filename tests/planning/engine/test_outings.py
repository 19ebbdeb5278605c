"""An outing collects what a route can at least, and can be reckoned by hand where it is short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from planning.engine import prices, quarters
from planning.engine.bound import prize_bound
from planning.engine.outings import most_collected
from planning.engine.quarters import lay_out_outings, quarters_of, shifts_alike, spare_ways_s
from planning.engine.shares import driving_shares, shares_of
from planning.engine.week import NEVER, lay_out
from tests.planning.engine.everything import least_driving
from tests.planning.instances import HOUR, MINUTE, problem, problems, shift, visit

if TYPE_CHECKING:
    from planning.engine.week import Week
    from planning.problem import Problem

DAY = 24 * HOUR


def one_shift(*, end_min: int, near: bool = False) -> Week:
    """Sites at minutes 1, 2 and 8 of the line, ten minutes each."""
    nodes = (1, 2, 3) if near else (1, 2, 8)
    sites = [visit(f"s{node}", node) for node in nodes]
    return lay_out(problem(*sites, shifts=(shift(end_s=end_min * MINUTE),)))


def collected(week: Week, gain: list[float]) -> tuple[float, list[int]]:
    """Price the first outing with plain driving, on ticks of a second."""
    shares = shares_of(week, np.zeros(len(week.ways)))
    spare_s = spare_ways_s(week, shares)
    outing = lay_out_outings(week, shares, spare_s=spare_s, quarter=quarters_of(week), ticks=10**6)[
        0
    ]
    found = most_collected(outing, np.array(gain)[outing.site])
    assert found is not None
    gained, visits = found
    made = np.zeros(len(gain), dtype=np.int64)
    made[outing.site] = visits
    return gained, made.tolist()


def test_drives_there_and_back() -> None:
    """To 1, 2 and home takes 1 + 10 + 1 + 10 + 2 = 24 minutes: in 23, one visit is all."""
    assert collected(one_shift(end_min=24), [5.0, 7.0, 1.0]) == (12.0, [1, 1, 0])
    assert collected(one_shift(end_min=23), [5.0, 7.0, 1.0]) == (7.0, [0, 1, 0])


def test_leaves_out_what_costs_more_than_it_gains() -> None:
    """A price above the prize: the visit is not worth being made."""
    assert collected(one_shift(end_min=60), [5.0, -1.0, 0.0]) == (5.0, [1, 0, 0])


def test_may_come_back_to_a_place_and_do_the_same_again() -> None:
    """
    What makes it a bound and no route; prices keep it from paying.

    1, 2, 1, 2 takes 4 x 10 + 1 + 3 x 1 + 2 = 46 minutes.
    """
    assert collected(one_shift(end_min=46), [5.0, 7.0, 1.0]) == (24.0, [2, 2, 0])


def test_makes_each_visit_of_one_quarter_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three neighbours in one quarter: a whole day long there is nothing to gain but the three."""
    monkeypatch.setattr(quarters, "_LEAST_QUARTERS", 1)
    monkeypatch.setattr(quarters, "_MOST_QUARTERS", 1)
    assert collected(one_shift(end_min=600, near=True), [5.0, 7.0, 1.0]) == (13.0, [1, 1, 1])


def test_visits_of_no_time_at_all_are_told_as_endless() -> None:
    """Two places at one point without service: nothing ends the walk between them."""
    sites = [visit(name, 0, service_s=0) for name in "ab"]
    week = lay_out(problem(*sites))
    shares = shares_of(week, np.zeros(3))
    spare_s = spare_ways_s(week, shares)
    outing = lay_out_outings(week, shares, spare_s=spare_s, quarter=quarters_of(week), ticks=1440)[
        0
    ]
    assert most_collected(outing, np.ones(2)) is None
    assert prize_bound(week, promises_kept=False) == pytest.approx(20.0)


def test_days_alike_are_reckoned_once() -> None:
    """The same team, hours and base on two days; a shorter day stands by itself."""
    hours = ((0, DAY * 3),)
    shifts = tuple(
        shift(f"{n}", start_s=n * DAY, end_s=n * DAY + length)
        for n, length in enumerate((HOUR, HOUR, HOUR // 2))
    )
    week = lay_out(problem(visit("a", 1, windows=hours), shifts=shifts))
    assert [one.shifts for one in shifts_alike(week)] == [[0, 1], [2]]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(asked=problems())
def test_no_way_is_shorter_than_the_shares_of_its_ends(asked: Problem) -> None:
    """That is what a share is; where no shift may drive a way, nothing is promised of it."""
    week = lay_out(asked)
    able = week.windows[:, :, 0, 0] < NEVER
    price = np.full(len(able), 0.003)
    shares = driving_shares(week, must=np.zeros(len(able), dtype=bool), time_price=price)
    for number, one in enumerate(asked.shifts):
        may = np.flatnonzero(able[:, number])
        point_s = shares.point_s
        together = np.ones((len(may), len(may)), dtype=bool)
        np.fill_diagonal(together, val=False)
        ways = week.way_s[np.ix_(may, may)]
        assert (ways - point_s[may] - point_s[may][:, None] >= -1e-6)[together].all(), one.id
        start, end = week.shifts[number, 2], week.shifts[number, 3]
        assert (week.way_s[start, may] >= point_s[start] + point_s[may] - 1e-6).all()
        assert (week.way_s[may, end] >= point_s[end] + point_s[may] - 1e-6).all()


@pytest.mark.parametrize("count", [1, 2])
@settings(max_examples=20, deadline=None, derandomize=True)
@given(asked=problems(most_sites=4, most_shifts=2))
def test_no_plan_is_above_the_bound_however_the_sites_are_cut(count: int, asked: Problem) -> None:
    """Every rule, every choice of sites in every shift, by arithmetic that shares no code."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quarters, "_LEAST_QUARTERS", count)
        patch.setattr(quarters, "_MOST_QUARTERS", count)
        patch.setattr(prices, "_STAGES", ((60, 0.7), (600, 0.3)))
        bound = prize_bound(lay_out(asked), promises_kept=False, steps=16)
    assert bound >= most_prize(asked) - 1e-6


def most_prize(asked: Problem) -> float:
    """Find the best prize of any plan, whatever promises it breaks."""
    best = {0: 0.0}
    for one in asked.shifts:
        for mask in least_driving(asked, one):
            for other in list(best):
                if mask & other == 0:
                    best[mask | other] = 0.0
    return max(
        sum(site.prize for number, site in enumerate(asked.sites) if mask >> number & 1)
        for mask in best
    )
