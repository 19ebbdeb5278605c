"""Tests of what the planner's page says."""

from __future__ import annotations

import re
from dataclasses import replace

from maps.pages import week_page
from tests.maps.town import roads, week


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
    text = week_page(week(), roads())
    assert 'data-reason="lost_to_better"' in text
    assert "需再加 35 分钟" in text
    assert "needs 35 more minutes" in text


def test_seed_and_plan_id_are_printed() -> None:
    """The plan must be repeatable by whoever reads the page."""
    text = week_page(week(), roads())
    assert "2026-W48-test" in text
    assert re.search(r"随机种子</span>.*? 7 ", text)


def test_an_empty_week_has_a_page() -> None:
    """No team on duty: the page says so instead of failing."""
    empty = replace(week(), routes=(), unplanned=(), promises=(), bound=0.0)
    assert "<main" in week_page(empty, roads())
