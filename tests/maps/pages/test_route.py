"""Tests of what the inspector's page says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.errors import NotFoundError
from data.model import Reason
from maps.pages import route_page
from tests.maps.pages.test_pages import packed
from tests.maps.town import roads, route, week


def text_of_page() -> str:
    """Write the first route's page."""
    plan = week()
    return route_page(plan.routes[0], plan, roads())


def test_each_stop_says_when_why_and_what_to_check() -> None:
    """The inspector must be able to tell the owner why."""
    text = text_of_page()
    for words in ("08:10–08:30", "整改到期", "re-check due", "许可证在有效期", "90天没有人来过"):
        assert words in text


def test_scores_of_a_model_are_chances_and_those_of_a_card_points() -> None:
    """34 of 100 points and a chance of 34 % are not the same thing, and must not look it."""
    plan = week()
    risk = plan.routes[0].stops[0].site.risk
    foreseen = replace(plan, facts=replace(plan.facts, model="learned-1+card-2"))
    assert f"<b>{100 * risk:.0f}</b>" in text_of_page()
    assert f"<b>{100 * risk:.0f}%</b>" in route_page(foreseen.routes[0], foreseen, roads())


def test_advice_is_weighed_as_reasons_are() -> None:
    """Lowering by 0.30 is 30 points of a card; of a model, in logits, e^-0.3 = 0.74 of the odds."""
    plan = week()
    first = plan.routes[0].stops[0]
    told = (Reason("licences", -0.3, "补齐证照", "Complete"), Reason("sublet", 0.0, "清退", "End"))
    stop = replace(first, site=replace(first.site, advice=told))
    route = replace(plan.routes[0], stops=(stop,))
    foreseen = replace(plan, facts=replace(plan.facts, model="learned-1+card-2"))
    by_card, by_model = route_page(route, plan, roads()), route_page(route, foreseen, roads())
    said = '<span><span class="zh" lang="zh-CN">{}</span>'
    assert '<span class="points">-30</span>' + said.format("补齐证照") in by_card
    assert '<span class="points">×0.74</span>' + said.format("补齐证照") in by_model
    assert "<li>" + said.format("清退") in by_model


def test_the_last_visit_is_told_before_the_door_opens() -> None:
    """Who knows what was found last time looks at the right place."""
    assert "上次 2026-08-20" in text_of_page()


def test_a_visit_that_only_the_ledger_tells_of_is_told_as_such() -> None:
    """Saying "never visited" beside "last seen in August" would make both unbelievable."""
    plan = week()
    first = plan.routes[0].stops[0]
    stop = replace(first, site=replace(first.site, last_result=None))
    told = replace(plan.routes[0], stops=(stop, *plan.routes[0].stops[1:]))
    assert "台账所写，结果不详" in route_page(told, plan, roads())


def test_overdue_findings_are_marked() -> None:
    """Due 11-01, visited 11-23."""
    assert text_of_page().count('<li class="late"') == 3


def test_records_are_kept_under_the_plan() -> None:
    """Two plans opened from files share one storage: the id keeps them apart."""
    held = packed(text_of_page())["held"]["route"]
    assert (held["plan"], held["route"]) == ("2026-W48-test", "T1-1")


def test_skipping_is_no_result_of_a_visit() -> None:
    """``skipped`` has its own button with a reason."""
    assert 'data-result="skipped"' not in text_of_page()
    assert 'data-skip="blocked"' in text_of_page()


def test_an_empty_shift_has_a_page() -> None:
    """A team without stops is told so, and nothing breaks."""
    plan = replace(week(), routes=(route("T1-1"),))
    assert "这一班没有安排站点" in route_page(plan.routes[0], plan, roads())


def test_a_route_of_another_plan_is_refused() -> None:
    """Its records would be kept under the wrong plan."""
    with pytest.raises(NotFoundError, match="'T2-9'"):
        route_page(route("T2-9"), week(), roads())
