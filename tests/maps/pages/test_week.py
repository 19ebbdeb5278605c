"""Tests of what the planner's page says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from maps.pages import week_page
from tests.maps.pages.test_pages import packed
from tests.maps.town import roads, route, site, stop, week

if TYPE_CHECKING:
    from data.sheets import WeekSheet


def lists(plan: WeekSheet | None = None) -> dict[str, Any]:
    """Give what the scripts of the page write into it."""
    held: dict[str, Any] = packed(week_page(plan or week(), roads()))["held"]["week"]
    return held


def test_totals_are_those_of_the_routes() -> None:
    """Five visits; (3 + 1) x 1.5 km + (2 + 1) x 1.5 km = 10.5 km, shown as 10; one of two kept."""
    text = week_page(week(), roads())
    totals = re.search(r'<ul class="totals">(.*?)</ul>', text, re.DOTALL)[1]
    assert re.findall(r"<b>([^<]+)</b>", totals)[:4] == ["5", "10", "1.2", "1/2"]


def test_broken_promises_come_before_kept_ones() -> None:
    """What cannot be kept is what the planner has to act on."""
    text = week_page(week(), roads())
    assert text.index("第6厂未排上") < text.index("东村每周一次")


def test_left_out_sites_have_their_reason() -> None:
    """Left out without a reason is not an answer."""
    (site,) = lists()["left_out"]
    assert site["reason"] == "lost_to_better"
    assert site["words"] == ["需再加 35 分钟", "needs 35 more minutes"]


def test_musts_left_out_come_first() -> None:
    """What had to be done weighs more than what was worth doing, whatever its score."""
    (small,) = week().unplanned
    must = replace(small, site=site(5), must=True)
    risky = replace(small, site=site(1))
    left = lists(replace(week(), unplanned=(small, risky, must)))["left_out"]
    assert [one["id"] for one in left] == ["S00005", "S00001", "S00006"]


def test_sentences_name_shifts_and_places_instead_of_ids() -> None:
    """A planner knows teams and works, not the ids of the planner's tables."""
    (left,) = week().unplanned
    worded = replace(left, zh="排入T2-2需 8 分钟,撤下S00001", en="into T2-2, dropping S00001")
    (site,) = lists(replace(week(), unplanned=(worded,)))["left_out"]
    assert site["words"] == ["排入二队周二需 8 分钟,撤下“第1厂”", "into 二队 Tue, dropping “第1厂”"]


def test_a_night_shift_is_known_by_its_hours() -> None:
    """It starts at 19:00; the morning shift at 08:00."""
    dark = route("T1-9", 0)
    dark = replace(dark, start_s=19 * 3600, end_s=23 * 3600)
    listed = lists(replace(week(), routes=(*week().routes, dark)))["routes"]
    assert [one["night"] for one in listed] == [False, False, True]


def test_days_show_how_many_stops_they_have() -> None:
    """Three on Monday, two on Tuesday, five in the week."""
    assert re.findall(r'class="count">(\d+)<', week_page(week(), roads())) == ["5", "3", "2"]


def test_seed_and_plan_id_are_printed() -> None:
    """The plan must be repeatable by whoever reads the page."""
    text = week_page(week(), roads())
    assert "2026-W48-test" in text
    assert re.search(r"随机种子</span>.*? 7 ", text)


def test_an_empty_week_has_a_page() -> None:
    """No team on duty: the page says so instead of failing."""
    empty = replace(week(), routes=(), unplanned=(), promises=(), bound=0.0)
    assert "<main" in week_page(empty, roads())


def test_places_that_share_a_name_are_told_apart_by_their_id() -> None:
    """Places 1 and 2 are both called 同名厂, place 3 is not."""
    first, _ = lists(week(names=("同名厂", "同名厂")))["routes"]
    assert [one["shared"] for one in first["stops"]] == [True, True, False]


def test_a_place_visited_twice_shares_its_name_with_nobody() -> None:
    """It is the same place; the id would only puzzle."""
    again = route("T2-2", 1, (stop(1, 1, 86_400 + 9 * 3600),))
    first, second = lists(replace(week(), routes=(week().routes[0], again)))["routes"]
    assert not any(one["shared"] for one in (*first["stops"], *second["stops"]))


def test_a_promise_of_a_coming_week_is_planned_and_not_yet_kept() -> None:
    """Nobody has been there yet."""
    text = week_page(week(), roads())
    assert "项承诺已排入" in text
    assert "promises planned" in text
    assert "兑现" not in text
