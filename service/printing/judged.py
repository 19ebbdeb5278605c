"""The outcome of a backtest as lines for people; the verdict comes first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.words import ODD_VISITS, RIVALS, label
from service.words import say

if TYPE_CHECKING:
    from data.judged import BacktestSheet, RivalFigures, TeamFigures
    from data.words import Lang
    from service.results.judged import BacktestResult


def backtest_lines(result: BacktestResult, lang: Lang) -> list[str]:
    """Say what holds, then the figures of each rival, then what was set aside."""
    sheet, side = result.sheet, 0 if lang == "zh" else 1
    files = (("file", result.page), ("json", result.figures))
    return [
        sheet.verdict[side],
        *(remark[side] for remark in sheet.remarks),
        say(
            "backtest.head",
            lang,
            months=len(sheet.months),
            first=sheet.months[0].month,
            last=sheet.months[-1].month,
            visits=sheet.visits,
            finds=sheet.finds,
        ),
        *(_rival_line(rival, sheet, lang) for rival in sheet.rivals),
        *(told[side] for told in sheet.drawn.said),
        *_odd_lines(sheet, lang),
        *_team_lines(sheet.teams, lang),
        say(
            "backtest.burden",
            lang,
            never=len(sheet.burden.never),
            over=len(sheet.burden.over),
            limit=sheet.burden.over_visits,
        ),
        *(say(f"backtest.{key}", lang, file=file) for key, file in files if file),
    ]


def _rival_line(rival: RivalFigures, sheet: BacktestSheet, lang: Lang) -> str:
    order = rival.within_auc if sheet.by_team else rival.auc
    return say(
        "backtest.row" if sheet.by_team else "backtest.row_teamless",
        lang,
        rival=label(RIVALS, rival.code, lang) + (f" ({rival.model})" if rival.model else ""),
        half=_shown(rival.recall_50, "{:.0%}"),
        per_hundred=_shown(rival.found_50, "{:.1f}"),
        order=_shown(order, "{:.3f}"),
        days=_shown(rival.days_earlier, "{:.1f}"),
    )


def _odd_lines(sheet: BacktestSheet, lang: Lang) -> list[str]:
    if not sheet.odd:
        return []
    counts = Counter(one.code for one in sheet.odd)
    kinds = [
        say("backtest.odd_kind", lang, what=label(ODD_VISITS, code, lang), count=count)
        for code, count in counts.items()
    ]
    joined = ("、" if lang == "zh" else ", ").join(kinds)
    return [say("backtest.odd", lang, count=len(sheet.odd), kinds=joined)]


def _team_lines(teams: tuple[TeamFigures, ...], lang: Lang) -> list[str]:
    if not teams:
        return []
    return [say("backtest.teams", lang), *(_team_line(team, lang) for team in teams)]


def _team_line(team: TeamFigures, lang: Lang) -> str:
    if team.ratio is None:
        return say("backtest.team_unknown", lang, team=team.team, looks=team.looks)
    low, high = _shown(team.low, "{:.2f}"), _shown(team.high, "{:.2f}")
    figures = {"ratio": _shown(team.ratio, "{:.2f}"), "low": low, "high": high}
    return say("backtest.team", lang, team=team.team, looks=team.looks, **figures)


def _shown(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)
