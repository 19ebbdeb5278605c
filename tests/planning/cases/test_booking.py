"""Expert days: whose re-check gets which minutes, and with which team the expert rides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from planning.cases.booking import Asking, ExpertDay, book
from tests.planning.town import MONDAY, shifts

TUESDAY = MONDAY + timedelta(days=1)
START_S = 86_400 + 30_600
"""Tuesday 8:30, when the team begins."""


def expert(minutes: int = 180, **known: Any) -> ExpertDay:  # noqa: ANN401 - as the record
    """Let a chemist come on Tuesday."""
    return ExpertDay(
        **{
            "expert_day_id": "ZJ1",
            "expert": "王工",
            "skills": frozenset({"chem", "lab"}),
            "day": TUESDAY,
            "minutes": minutes,
            **known,
        }
    )


def asking(site: str = "S1", **known: Any) -> Asking:  # noqa: ANN401 - as the record
    """Ask for the laboratory, for a re-check of 25 minutes at any hour."""
    return Asking(
        **{
            "site_id": site,
            "village": None,
            "needs": frozenset({"lab"}),
            "service_s": 25 * 60,
            "windows": ((0, 7 * 86_400),),
            "card_holders": 2,
            **known,
        }
    )


def test_a_recheck_is_put_within_the_experts_hours() -> None:
    """180 minutes from 8:30; the visit of 25 must begin 155 minutes after that at the latest."""
    found = book([asking()], [expert()], shifts(), travel_s=900)
    assert found["S1"].windows == ((START_S, START_S + 155 * 60),)
    assert (found["S1"].team, found["S1"].needs) == ("T1", frozenset())


def test_no_more_is_booked_than_there_are_minutes() -> None:
    """25 minutes and 15 for the way: 120 minutes hold three, the fourth waits."""
    wanted = [asking(f"S{n}") for n in range(4)]
    assert sorted(book(wanted, [expert(120)], shifts(), travel_s=900)) == ["S0", "S1", "S2"]


def test_another_skill_or_day_off_books_nothing() -> None:
    """A fire expert is no chemist; on Sunday nobody works."""
    fire = expert(skills=frozenset({"fire"}))
    sunday = expert(day=MONDAY + timedelta(days=6))
    assert book([asking()], [fire, sunday], shifts(), travel_s=0) == {}


def test_the_team_that_is_named_goes_or_nobody() -> None:
    """The expert rides with T2, whose home is the site's village."""
    crews = ({}, {"team_id": "T2", "name": "二队", "home_village": "甲村"})
    days = shifts(crews=crews)
    rides = expert(team="T2")
    assert book([asking()], [rides], days, travel_s=0)["S1"].team == "T2"
    assert book([asking(village="甲村")], [rides], days, travel_s=0) == {}


def test_an_expert_rides_with_the_one_team_that_can_see_most() -> None:
    """T1 may not enter 甲村, where two of three wait: all go to T2."""
    crews = ({"home_village": "甲村"}, {"team_id": "T2", "name": "二队"})
    wanted = [asking("S1"), asking("S2", village="甲村"), asking("S3", village="甲村")]
    found = book(wanted, [expert()], shifts(crews=crews), travel_s=0)
    assert {site: one.team for site, one in found.items()} == dict.fromkeys(
        ("S1", "S2", "S3"), "T2"
    )


def test_what_the_expert_does_not_bring_the_team_must() -> None:
    """Laboratory and fire: with a team trained for fire it can be, with another not."""
    both = asking(needs=frozenset({"lab", "fire"}))
    assert book([both], [expert()], shifts(), travel_s=0) == {}
    trained = shifts(crews=({"skills": '["fire"]'},))
    assert book([both], [expert()], trained, travel_s=0)["S1"].needs == {"fire"}


@given(
    minutes=st.integers(1, 600),
    services=st.lists(st.integers(1, 120), max_size=8),
)
def test_a_day_is_never_booked_beyond_its_minutes(minutes: int, services: list[int]) -> None:
    """Whatever waits, the sum of visits and ways stays within."""
    wanted = [asking(f"S{n}", service_s=60 * one) for n, one in enumerate(services)]
    found = book(wanted, [expert(minutes)], shifts(), travel_s=600)
    used = sum(one.service_s + 600 for one in wanted if one.site_id in found)
    assert used <= 60 * minutes
