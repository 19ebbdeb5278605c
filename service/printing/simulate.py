"""What a simulated year came to, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.words import say

if TYPE_CHECKING:
    from data.words import Lang
    from service.results.simulate import Against, PolicyFigures, SettingResult, SimulateResult

_SHARES = frozenset({"unseen_share", "kept_share"})
_NONE = "—"


def simulate_lines(result: SimulateResult, lang: Lang) -> list[str]:
    """Write a table for each setting, and ours against each other policy."""
    lines = [say("simulate.head", lang, weeks=result.weeks, towns=len(result.seeds))]
    for setting in result.settings:
        lines += ["", *_setting_lines(setting, lang)]
    lines += ["", say("simulate.published", lang, rate=result.published_per_100)]
    lines.append(say("simulate.notes", lang))
    if result.files:
        lines.append(say("simulate.files", lang, files=" ".join(result.files)))
    return lines


def _setting_lines(one: SettingResult, lang: Lang) -> list[str]:
    head = say(
        "simulate.setting",
        lang,
        visits=one.visits,
        rate=f"{one.base_rate:.0%}",
        lasts=one.hazard_weeks,
    )
    columns = say("simulate.columns", lang)
    rule = "| " + " | ".join(["---"] * (columns.count("|") - 1)) + " |"
    rows = [_row(policy, lang) for policy in one.policies]
    ratios = [
        say(
            "simulate.times",
            lang,
            policy=say(f"simulate.policy_{ratio.policy}", lang),
            times=_NONE if ratio.times is None else f"{ratio.times:.2f}",
            interval=_interval(ratio.low, ratio.high, ".2f"),
        )
        for ratio in one.times
    ]
    gaps = [_against(gap, lang) for gap in one.against if gap.figure != "drive_h"]
    return [head, columns, rule, *rows, *ratios, *gaps]


def _row(one: PolicyFigures, lang: Lang) -> str:
    cells = (
        say(f"simulate.policy_{one.policy}", lang),
        f"{one.visits_per_week:.1f}",
        f"{one.finds_per_100:.2f}",
        f"{one.finds_per_100_hours:.2f}",
        _NONE if one.hidden_days is None else f"{one.hidden_days:.0f}",
        f"{one.workshops_found}/{one.workshops}",
        f"{one.unseen_share:.1%}",
        _NONE if one.kept_share is None else f"{one.kept_share:.0%} ({one.kept}/{one.promised})",
        f"{one.drive_h:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def _against(gap: Against, lang: Lang) -> str:
    form = "+.1%" if gap.figure in _SHARES else "+.2f"
    return say(
        "simulate.against",
        lang,
        policy=say(f"simulate.policy_{gap.policy}", lang),
        figure=say(f"simulate.figure_{gap.figure}", lang),
        difference=f"{gap.difference:{form}}",
        interval=_interval(gap.low, gap.high, form),
        towns=gap.towns,
    )


def _interval(low: float | None, high: float | None, form: str) -> str:
    return _NONE if low is None or high is None else f"[{low:{form}}, {high:{form}}]"
