"""What ``gridpatrol rank`` prints for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.rank import RankResult


def rank_lines(result: RankResult, lang: Lang) -> list[str]:
    """Say what was scored by which model, why that one, and what was odd in the table."""
    lines = [
        say("rank.done", lang, scored=result.scored, out=result.out),
        say(
            "rank.past",
            lang,
            past=result.past,
            found=result.found,
            day=result.train_until,
            model=say(f"rank_model.{result.model}", lang),
            mode=say(f"rank_team.{result.team_mode}", lang),
        ),
    ]
    lines += ["  " + why for why in (result.why_zh if lang == "zh" else result.why_en)]
    lines += [
        "  "
        + say(
            f"rank_remark.{remark.code}",
            lang,
            column=remark.column,
            rows=remark.rows,
            example=remark.example,
        )
        for remark in result.remarks
    ]
    return lines
