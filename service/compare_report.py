"""Two plans of one week side by side, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import knows, say

if TYPE_CHECKING:
    from data.words import Lang
    from service.compare_results import CompareResult, PlanFigures

M_PER_KM = 1000


def compare_lines(result: CompareResult | None, lang: Lang) -> list[str]:
    """Say what the week is worth beside the same week planned in another way."""
    if result is None:
        return []
    special = f"compare.head_{result.rival}"
    return [
        say(
            special if knows(special) else "compare.head",
            lang,
            rival=say(f"compare.{result.rival}", lang),
            repeated=result.repeated,
            unwanted=result.unwanted,
        ),
        "  " + _figures("ours", result.ours, lang, is_chance=result.is_chance),
        "  " + _figures("theirs", result.theirs, lang, is_chance=result.is_chance),
    ]


def _figures(who: str, plan: PlanFigures, lang: Lang, *, is_chance: bool) -> str:
    return say(
        "compare.line",
        lang,
        who=say(f"compare.{who}", lang),
        stops=plan.stops,
        kept=plan.kept,
        promises=plan.promises,
        prize=plan.prize,
        expected=expected_words(plan, lang, is_chance=is_chance),
        km=plan.distance_m / M_PER_KM,
        minutes=plan.drive_min_per_visit,
    )


def expected_words(plan: PlanFigures, lang: Lang, *, is_chance: bool) -> str:
    """Say what a plan may find, and whether that is a chance or points of a card."""
    key = "compare.chances" if is_chance else "compare.points"
    return say(key, lang, expected=plan.expected, per_hour=plan.expected_per_hour)
