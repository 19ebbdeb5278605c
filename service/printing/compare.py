"""Two plans of one week side by side, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import knows, say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.compare import (
        CompareResult,
        PlanBacktestResult,
        PlanFigures,
        ReplayedPlan,
    )

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
        "  " + _figures("compare.ours", result.ours, lang, is_chance=result.is_chance),
        "  " + _figures("compare.theirs", result.theirs, lang, is_chance=result.is_chance),
    ]


def plan_backtest_lines(result: PlanBacktestResult, lang: Lang) -> list[str]:
    """Say what past weeks would have been worth, and what is known of what was there."""
    weeks = {"count": len(result.weeks), "first": result.weeks[0], "last": result.weeks[-1]}
    lines = [say("replayed.head", lang, **weeks)]
    for way in result.ways:
        named = _figures(f"compare.{way.name}", way.figures, lang, is_chance=result.is_chance)
        lines += ["  " + named, "    " + _looked(way, lang)]
    lines += [
        say(
            "replayed.better",
            lang,
            rival=say(f"compare.{name}", lang),
            better=better,
            weeks=len(result.weeks),
        )
        for name, better in result.better.items()
    ]
    lines.append(say("replayed.known", lang, looks=result.looks, finds=result.finds))
    return lines


def _looked(way: ReplayedPlan, lang: Lang) -> str:
    if way.share is None:
        return say("replayed.unseen", lang)
    figures = {name: f"{getattr(way, name):.0%}" for name in ("share", "low", "high")}
    return say("replayed.looked", lang, looked=way.looked, found=way.found, **figures)


def _figures(who: str, plan: PlanFigures, lang: Lang, *, is_chance: bool) -> str:
    return say(
        "compare.line",
        lang,
        who=say(who, lang),
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
