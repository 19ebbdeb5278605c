"""What ``gridpatrol beats`` prints for people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from data.findings import day_told
from data.units import MINUTES_PER_HOUR
from service.words import enumerated, say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.beats import BeatResult, BeatsResult

_HEAVY_SHOWN = 3


def beats_lines(result: BeatsResult, lang: Lang) -> list[str]:
    """Say how even the beats are, what changed, what each is, and what to know of them."""
    return [
        say(
            "beats.done",
            lang,
            count=len(result.beats),
            cells=result.cells,
            sites=result.sites,
            day=day_told(date.fromisoformat(result.as_of)),
        ),
        _spread_line(result, lang),
        _contiguity_line(result, lang),
        _changes_line(result, lang),
        *(_beat_line(beat, lang) for beat in result.beats),
        *_remarks(result, lang),
    ]


def _spread_line(result: BeatsResult, lang: Lang) -> str:
    key = "beats.even" if result.spread <= result.tolerance else "beats.uneven"
    hours = sum(beat.work_min for beat in result.beats) / MINUTES_PER_HOUR
    return say(key, lang, spread=result.spread, tolerance=result.tolerance, hours=hours)


def _contiguity_line(result: BeatsResult, lang: Lang) -> str:
    whole = sum(beat.contiguous for beat in result.beats)
    compactness = sum(beat.compactness for beat in result.beats) / len(result.beats)
    figures = {"whole": whole, "count": len(result.beats), "compactness": compactness}
    return say("beats.whole", lang, **figures)


def _changes_line(result: BeatsResult, lang: Lang) -> str:
    if not result.again:
        return say("beats.first", lang)
    share = result.moved_cells / result.kept_cells if result.kept_cells else 0.0
    line = say("beats.again", lang, moved=result.moved_cells, kept=result.kept_cells, share=share)
    if result.ended:
        line += say("beats.ended", lang, ended=enumerated(result.ended, lang))
    return line


def _beat_line(beat: BeatResult, lang: Lang) -> str:
    moved = say("beats.moved", lang, moved=beat.moved_cells) if beat.moved_cells else ""
    who = [
        say(f"beats.{key}", lang, who=name)
        for key, name in (("team", beat.team), ("keeper", beat.keeper))
        if name
    ]
    return "  " + say(
        "beats.line",
        lang,
        beat=beat.beat_id,
        name=beat.name,
        cells=beat.cells,
        sites=beat.sites,
        hours=beat.work_min / MINUTES_PER_HOUR,
        share=beat.share,
        compactness=beat.compactness,
        who="".join(who),
        moved=moved,
    )


def _remarks(result: BeatsResult, lang: Lang) -> list[str]:
    """Say what the planner should know before anybody is told."""
    lines = [say("beats.by_road" if result.by_road else "beats.straight", lang)]
    if result.by_hours:
        lines.append(say("beats.by_hours", lang))
    if result.groups > 1:
        lines.append(say("beats.hops", lang, groups=result.groups, metres=result.longest_hop_m))
    if result.heavy_cells:
        shown = enumerated(result.heavy_cells[:_HEAVY_SHOWN], lang)
        lines.append(say("beats.heavy", lang, count=len(result.heavy_cells), cells=shown))
    if result.outside:
        lines.append(say("beats.outside", lang, count=result.outside))
    if result.team_share is not None:
        key = "beats.hours" if result.team_share <= 1 else "beats.too_little"
        lines.append(say(key, lang, share=result.team_share))
    return lines
