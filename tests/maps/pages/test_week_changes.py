"""Tests of what the week page knows of hand changes and of other plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from maps.pages import week_page
from maps.pages.week_changes import week_changes, week_differences
from tests.maps.pages.test_pages import packed
from tests.maps.town import difference, hand, roads, week


def test_a_plan_that_cannot_be_changed_offers_nothing() -> None:
    """No menu, no list, and none of their scripts."""
    text = week_page(replace(week(), hand=None), roads())
    assert week_changes(replace(week(), hand=None)) is None
    assert 'id="changes"' not in text
    assert not any("patrol.menus.start =" in script for script in packed(text)["scripts"])


def test_places_that_refuse_alike_share_one_pattern() -> None:
    """Six visits, two patterns: nobody refuses; the second route refuses place 1."""
    held = week_changes(week())
    assert held is not None
    assert sorted(held["patterns"]) == [[], [[1, "home_village_only"]]]
    first, second = (held["visits"][site] for site in ("S00001", "S00002"))
    assert held["patterns"][first[0]] == [[1, "home_village_only"]]
    assert first[1] == -1
    assert second == [held["patterns"].index([]), 0]


def test_a_stop_begins_when_the_team_leaves_for_it() -> None:
    """The shift begins at 8:00; stops end at 8:30, 9:00 and 9:30, so the last left at 9:00."""
    held = week_changes(week())
    assert held is not None
    assert held["shifts"][0][-1] == [8 * 3600, 8 * 3600 + 1800, 9 * 3600]


def test_the_moment_and_the_last_record_are_texts() -> None:
    """The page compares them with what people type."""
    held = week_changes(replace(week(), hand=replace(hand(), recorded=date(2026, 11, 24))))
    assert held is not None
    assert held["since"] == "2026-11-23T00:00"
    assert held["recorded"] == "2026-11-24"


def test_changes_are_counted_by_their_kind() -> None:
    """One came, one went; both are told with their reason."""
    (told,) = week_differences((difference(),))
    assert told["counts"] == {"added": 1, "dropped": 1}
    assert told["lines"][1] == [
        "dropped",
        "S00006",
        "撤下 第6厂：未到期",
        "Dropped place 6: not due",
    ]


def test_equal_plans_say_so() -> None:
    """An empty list would look like a fault."""
    same = replace(difference(), lines=(), asked=())
    assert "没有变化" in week_page(replace(week(), differences=(same,)), roads())
