"""What a replan changed, as lines for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.units import SECONDS_PER_MINUTE
from service.printing.guess import guess_change_lines
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.words import Lang
    from service.results.replan import (
        ChangeResult,
        CostsResult,
        FiguresResult,
        OrderCostResult,
        ReplanResult,
        UndoResult,
    )

MOST_RETIMED = 10
"""Of visits that only begin at another time so many are named: they come in hundreds."""


def replan_lines(result: ReplanResult, lang: Lang) -> list[str]:
    """Say what stays, what it costs, and every change; the plan itself is told elsewhere."""
    kinds = Counter(change.kind for change in result.changes)
    head = "done" if result.kept else "dry"
    return [
        say(f"replan.{head}", lang, since=result.since, earlier=result.earlier),
        say("replan.past", lang, begun=result.begun, recorded=result.recorded),
        say(
            "replan.changes",
            lang,
            stayed=result.stayed,
            **{kind: kinds[kind] for kind in ("added", "dropped", "moved", "retimed")},
        ),
        say("replan.prize", lang, gain=result.plan.prize - result.prize_before),
        *([] if result.costs is None else _cost_lines(result.costs, lang)),
        *("  " + (note.zh if lang == "zh" else note.en) for note in result.notes),
        *change_lines(result.changes, lang),
        *guess_change_lines(result.guess, lang),
    ]


def change_lines(changes: Sequence[ChangeResult], lang: Lang) -> list[str]:
    """Name what was added, dropped and moved, then the first of what has another time."""
    far = [change for change in changes if change.kind != "retimed"]
    retimed = [change for change in changes if change.kind == "retimed"]
    told = ["  " + (one.zh if lang == "zh" else one.en) for one in far + retimed[:MOST_RETIMED]]
    left = len(retimed) - MOST_RETIMED
    return told if left <= 0 else [*told, say("replan.retimed_more", lang, count=left)]


def undo_lines(result: UndoResult, lang: Lang) -> list[str]:
    """Say which plan is in force again."""
    return [
        say(
            "replan.restored",
            lang,
            week=result.week,
            plan_id=result.plan_id,
            version=result.of_version,
            replaced=result.replaced,
            stops=result.stops,
        )
    ]


def _cost_lines(costs: CostsResult, lang: Lang) -> list[str]:
    lines = [say("replan.costs", lang, figures=_figures(costs.together, lang))]
    lines += [_order_line(one, lang) for one in costs.each]
    if any((costs.meanwhile.prize, costs.meanwhile.drive_s, costs.meanwhile.stops)):
        lines.append(say("replan.meanwhile", lang, figures=_figures(costs.meanwhile, lang)))
    return lines


def _order_line(one: OrderCostResult, lang: Lang) -> str:
    line = say(
        "replan.order",
        lang,
        number=one.number,
        what=one.zh if lang == "zh" else one.en,
        figures=_figures(one.figures, lang),
        added=one.added,
        dropped=one.dropped,
        moved=one.moved,
    )
    if not one.alone:
        line += say("replan.with_earlier", lang)
    return line if one.done else line + say("replan.not_done", lang)


def _figures(figures: FiguresResult, lang: Lang) -> str:
    return say(
        "replan.figures",
        lang,
        prize=figures.prize,
        drive_min=figures.drive_s / SECONDS_PER_MINUTE,
        broken=figures.broken,
    )
