"""What ``gridpatrol hotspots`` prints."""

from __future__ import annotations

from service.printing.cell import hotspot_lines
from service.results.cell import (
    AlertResult,
    ChangeResult,
    HotCell,
    HotspotResult,
    NextCell,
    NextResult,
    OrderFigures,
    Outing,
)


def hot(**changes: object) -> HotCell:
    """Give a hot cell."""
    known = {
        "cell_id": "c1",
        "name": "东村 北 0.3 km",
        "significance": "hot95",
        "sites": 3,
        "visits": 20,
        "finds": 6,
        "near_visits": 80,
        "near_finds": 20,
        "rate": 0.25,
        "z": 3.2,
        "q": 0.03,
    }
    return HotCell(**(known | changes))  # type: ignore[arg-type]  # fields of many types


def result(**changes: object) -> HotspotResult:
    """Give an answer of ten cells, one of them hot."""
    known = {
        "as_of": "2026-11-21",
        "cell_m": 500,
        "cells": 10,
        "classes": {"hot95": 1, "plain": 9},
        "hot": (hot(),),
        "outings": (),
    }
    return HotspotResult(**(known | changes))  # type: ignore[arg-type]  # fields of many types


def test_a_hot_cell_is_named_with_its_own_figures_and_those_around() -> None:
    """The id says nothing to a reader."""
    text = "\n".join(hotspot_lines(result(), "zh"))
    assert "东村 北 0.3 km（热点 95%）" in text
    assert "20 次检查发现 6 次，收缩后 25%；连邻格 80 次发现 20 次" in text
    assert "c1" not in text


def test_a_hot_cell_without_a_find_says_that_its_neighbours_are_hot() -> None:
    """0 finds in 5 visits, and called hot: nobody would believe the map."""
    lines = hotspot_lines(result(hot=(hot(visits=5, finds=0),)), "en")
    assert any("no find in 5 visits; what is hot is around it: 20 finds in 80" in x for x in lines)


def test_trend_keeper_and_outlier_stand_behind_the_cell() -> None:
    """Who answers for it, and how it goes."""
    lines = hotspot_lines(result(hot=(hot(trend="new", outlier="high_low", keeper="张三"),)), "zh")
    assert any(x.endswith("[新增] [四周平稳的孤立高点] [网格长 张三]") for x in lines)


def test_sites_that_a_rule_placed_are_counted() -> None:
    """Nothing is placed, or left out, in silence."""
    lines = hotspot_lines(result(counted={"outside": 2, "mended": 1}), "zh")
    assert "2 个点位离所有区域太远，没有归入任何网格。" in lines
    assert "1 个区域的边界自相交叉，已修正。" in lines


def test_where_next_tells_method_and_measure() -> None:
    """An order that was not measured would be an opinion."""
    order = NextResult(
        method="poisson",
        horizon_days=28,
        why_zh="因为。",
        why_en="Because.",
        top=(NextCell(cell_id="c1", name="东村", place=1, expected=2.5, sites=3),),
        measured=(
            OrderFigures(
                method="poisson", share=0.01, pai=11.66, pei=0.4, hits=7, events=60, windows=6
            ),
            OrderFigures(
                method="count", share=0.01, pai=None, pei=None, hits=0, events=0, windows=0
            ),
        ),
    )
    lines = hotspot_lines(result(next=order), "zh")
    assert "先去哪里：东村（预计 2.5 次）。" in lines
    assert "  因为。" in lines
    hits = "泊松回归：先看 1% 面积，6 期共 60 次中碰到 7 次"
    assert f"  {hits}，是随机的 11.7 倍（PAI），为理想排法的 40%。" in lines
    assert not any("近 12 个月次数" in line for line in lines)


def test_an_alert_tells_before_months_and_that_it_is_called_in() -> None:
    """As offices read their monthly notice."""
    alert = AlertResult(
        month="2026-10",
        cell_id="c1",
        name="东村",
        kind="year",
        value=0.3,
        before=0.1,
        months=3,
        escalated=True,
    )
    lines = hotspot_lines(result(alerts=(alert,)), "zh")
    assert "2026-10 预警网格 1 个：" in lines
    assert "  东村：同比最差，发现率 30%（此前 10%），连续 3 个月，应上报" in lines


def test_what_changed_is_listed_and_nothing_is_said_of_what_did_not() -> None:
    """Four empty lists would hide the one that matters."""
    change = ChangeResult(
        week="2026-W40",
        as_of="2026-09-28",
        became_hot=("东村",),
        no_longer_hot=(),
        now_few=(),
        no_longer_few=(),
    )
    lines = hotspot_lines(result(change=change), "zh")
    assert lines[-2:] == ["与 2026-W40（只用 2026-09-28 之前的记录）相比：", "  新成热点 1：东村"]


def test_no_change_is_said_in_words() -> None:
    """Silence could mean that nothing was compared."""
    change = ChangeResult(
        week="2026-W40",
        as_of="2026-09-28",
        became_hot=(),
        no_longer_hot=(),
        now_few=(),
        no_longer_few=(),
    )
    assert hotspot_lines(result(change=change), "en")[-1].endswith("ceased to be hot.")


def test_places_that_share_a_stop_and_those_that_do_not_add_up() -> None:
    """5 of 8 share stops, 3 do not: the reader knows 8 from elsewhere."""
    stops = (
        Outing(sites=("a", "b", "c"), village="东村", highest_risk=0.9),
        Outing(sites=("d", "e"), village="西村", highest_risk=0.8),
    )
    (line,) = [x for x in hotspot_lines(result(outings=stops, risky=8), "zh") if "停车" in x]
    assert "8 个红、橙点位中，5 个可并成 2 次停车走访" in line
    assert "其余 3 个" in line
