"""What ``gridpatrol hotspots`` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import ALERT_KINDS, CELL_CLASSES, CELL_KINDS, CELL_OUTLIERS, CELL_TRENDS, label
from service.words import enumerated, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.words import Lang
    from service.results.cell import (
        AlertResult,
        ChangeResult,
        HotCell,
        HotspotResult,
        NextResult,
        OrderFigures,
    )

CELLS_SHOWN = 5
NAMES_SHOWN = 6
ALERTS_SHOWN = 5


def hotspot_lines(result: HotspotResult, lang: Lang) -> list[str]:
    """Say which cells are hot and why, how they go, where to look next, and what changed."""
    return [
        *_class_lines(result, lang),
        *_trend_lines(result.trends, lang),
        *_alert_lines(result.alerts, lang),
        *_next_lines(result.next, lang),
        *_change_lines(result.change, lang),
        *_outing_lines(result, lang),
    ]


def _class_lines(result: HotspotResult, lang: Lang) -> list[str]:
    classes = result.classes
    hot = sum(count for name, count in classes.items() if name.startswith("hot"))
    counts = {name: classes.get(name, 0) for name in ("cold", "plain", "few")}
    kind = label(CELL_KINDS, result.cell_kind, lang)
    figures = {"kind": kind, "size_m": result.cell_m, "cells": result.cells, "hot": hot, **counts}
    lines = [say("hotspots.done_squares" if result.cell_m else "hotspots.done", lang, **figures)]
    lines += [say(f"placed.{rule}", lang, count=n) for rule, n in result.counted.items()]
    if result.cells and not hot:
        lines.append(say("hotspots.none_hot", lang))
    lines += ["  " + _cell_line(cell, lang) for cell in result.hot[:CELLS_SHOWN]]
    if len(result.hot) > CELLS_SHOWN:
        lines.append("  " + say("hotspots.more", lang, count=len(result.hot) - CELLS_SHOWN))
    return lines


def _cell_line(cell: HotCell, lang: Lang) -> str:
    """Describe a hot cell; one without a find says that its neighbours are what is hot."""
    line = say(
        "hotspots.line" if cell.finds else "hotspots.line_around",
        lang,
        cell=cell.name,
        significance=label(CELL_CLASSES, cell.significance, lang),
        sites=cell.sites,
        visits=cell.visits,
        finds=cell.finds,
        near_visits=cell.near_visits,
        near_finds=cell.near_finds,
        rate="–" if cell.rate is None else f"{100 * cell.rate:.0f}%",
        z=cell.z,
    )
    marks = [label(CELL_TRENDS, cell.trend, lang)] if cell.trend else []
    marks += [label(CELL_OUTLIERS, cell.outlier, lang)] if cell.outlier else []
    marks += [say("hotspots.keeper", lang, name=cell.keeper)] if cell.keeper else []
    return line + "".join(f" [{mark}]" for mark in marks)


def _trend_lines(trends: dict[str, int], lang: Lang) -> list[str]:
    if not trends:
        return []
    listed = [
        f"{label(CELL_TRENDS, code, lang)} {trends[code]}" for code in CELL_TRENDS if code in trends
    ]
    return [say("hotspots.trends", lang, listed=enumerated(listed, lang))]


def _alert_lines(alerts: Sequence[AlertResult], lang: Lang) -> list[str]:
    if not alerts:
        return []
    cells = len({alert.cell_id for alert in alerts})
    lines = [say("hotspots.alerts", lang, month=alerts[0].month, cells=cells)]
    lines += ["  " + _alert_line(alert, lang) for alert in alerts[:ALERTS_SHOWN]]
    if len(alerts) > ALERTS_SHOWN:
        lines.append("  " + say("hotspots.more", lang, count=len(alerts) - ALERTS_SHOWN))
    return lines


def _alert_line(alert: AlertResult, lang: Lang) -> str:
    kind = label(ALERT_KINDS, alert.kind, lang)
    line = say("hotspots.alert", lang, cell=alert.name, kind=kind, value=alert.value)
    if alert.before is not None:
        line += say("hotspots.alert_before", lang, before=alert.before)
    if alert.months > 1:
        line += say("hotspots.alert_months", lang, months=alert.months)
    return line + (say("hotspots.alert_escalated", lang) if alert.escalated else "")


def _next_lines(order: NextResult | None, lang: Lang) -> list[str]:
    """Say where to look next, by which method, and what it was worth where that could be seen."""
    if order is None or not order.top:
        return []
    unit = "rate" if order.method == "rate" else "reports"
    cells = [
        say(f"hotspots.next_{unit}", lang, cell=cell.name, expected=cell.expected)
        for cell in order.top
    ]
    return [
        say("hotspots.next", lang, cells=enumerated(cells, lang)),
        "  " + (order.why_zh if lang == "zh" else order.why_en),
        *("  " + _order_line(one, lang) for one in order.measured if one.pai is not None),
    ]


def _order_line(one: OrderFigures, lang: Lang) -> str:
    return say(
        "hotspots.measured_visits" if one.method == "rate" else "hotspots.measured",
        lang,
        method=say(f"next.{one.method}", lang),
        share=one.share,
        hits=one.hits,
        events=one.events,
        windows=one.windows,
        pai="–" if one.pai is None else f"{one.pai:.1f}",
        pei="–" if one.pei is None else f"{one.pei:.0%}",
    )


def _change_lines(change: ChangeResult | None, lang: Lang) -> list[str]:
    if change is None:
        return []
    lines = [say("hotspots.against", lang, week=change.week, day=change.as_of)]
    for key in ("became_hot", "no_longer_hot", "now_few", "no_longer_few"):
        names = getattr(change, key)
        listed = enumerated(names[:NAMES_SHOWN], lang)
        if len(names) > NAMES_SHOWN:
            listed += say("hotspots.and_more", lang, count=len(names) - NAMES_SHOWN)
        if names:
            lines.append("  " + say(f"hotspots.{key}", lang, count=len(names), listed=listed))
    return lines if len(lines) > 1 else [*lines, "  " + say("hotspots.unchanged", lang)]


def _outing_lines(result: HotspotResult, lang: Lang) -> list[str]:
    """Say how many of the red and orange places share a stop; the largest group by its village."""
    if not result.outings:
        return []
    together = sum(len(outing.sites) for outing in result.outings)
    figures = {
        "risky": result.risky,
        "together": together,
        "alone": result.risky - together,
        "count": len(result.outings),
        "most": len(result.outings[0].sites),
        "village": result.outings[0].village,
    }
    return [say("hotspots.outings", lang, **figures)]
