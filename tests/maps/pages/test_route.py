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


def test_open_findings_are_asked_about_where_somebody_goes_in() -> None:
    """A look from outside cannot say that a hazard is mended; a re-check must."""
    plan = week()
    stops = [
        replace(stop, visit_type=kind)
        for stop, kind in zip(
            plan.routes[0].stops, ("recheck", "inspection", "patrol"), strict=True
        )
    ]
    text = route_page(replace(plan.routes[0], stops=tuple(stops)), plan, roads())
    assert text.count('data-known="F1"') == 2
    assert text.count("废油桶露天") == 3


def test_a_contact_can_be_rung_with_one_tap() -> None:
    """The keeper by name, the owner by number."""
    plan = week()
    stop = replace(plan.routes[0].stops[0], contact=(("张三", ""), ("李四", "13800138000")))
    text = route_page(replace(plan.routes[0], stops=(stop,)), plan, roads())
    assert '<a href="tel:13800138000" class="call">李四 13800138000</a>' in text
    assert "Grid keeper" in text
    assert "tel:" not in text_of_page()


def test_what_a_factor_on_the_odds_means_is_said_beside_it() -> None:
    """×1.26 explains nothing by itself; points of a card are explained as points."""
    plan = week()
    foreseen = replace(plan, facts=replace(plan.facts, model="learned-1+card-2"))
    assert "是没有这一条时的 1.26 倍" in route_page(foreseen.routes[0], foreseen, roads())
    assert "各条加起来就是风险分" in text_of_page()


def test_the_range_of_minutes_is_explained() -> None:
    """±15 % as the plan has it, and nothing where drives have no range."""
    plan = replace(week(), spread_share=0.15, speed_legs=120)
    text = route_page(plan.routes[0], plan, roads())
    assert "±15% 写成范围：由 120 段过去的行程校准" in text
    assert "写成范围" not in text_of_page()


def test_the_licence_of_the_code_encoder_is_in_the_page() -> None:
    """Whoever passes the page on passes the library on."""
    assert "Copyright (c) 2009 Kazuhiko Arase" in text_of_page()


def test_a_page_of_twenty_five_stops_stays_below_four_hundred_kilobytes() -> None:
    """It is sent over a mobile network of a village."""
    plan = week()
    first = plan.routes[0].stops[0]
    stops = tuple(
        replace(first, order=n, site=replace(first.site, site_id=f"S{n:05d}")) for n in range(1, 26)
    )
    text = route_page(replace(plan.routes[0], stops=stops), plan, roads())
    assert len(text.encode()) <= 400_000


def test_a_route_of_another_plan_is_refused() -> None:
    """Its records would be kept under the wrong plan."""
    with pytest.raises(NotFoundError, match="'T2-9'"):
        route_page(route("T2-9"), week(), roads())
