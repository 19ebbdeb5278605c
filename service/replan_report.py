"""What a replan changed, as lines for people."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from service.guess_report import guess_change_lines
from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.replan_results import ReplanResult


def replan_lines(result: ReplanResult, lang: Lang) -> list[str]:
    """Say what stays, what it costs, and every change; the plan itself is told elsewhere."""
    kinds = Counter(change.kind for change in result.changes)
    return [
        say("replan.done", lang, since=result.since, earlier=result.earlier),
        say("replan.past", lang, begun=result.begun, recorded=result.recorded),
        say(
            "replan.changes",
            lang,
            stayed=result.stayed,
            **{kind: kinds[kind] for kind in ("added", "dropped", "moved", "retimed")},
        ),
        say("replan.prize", lang, gain=result.plan.prize - result.prize_before),
        *("  " + (change.zh if lang == "zh" else change.en) for change in result.changes),
        *guess_change_lines(result.guess, lang),
    ]
