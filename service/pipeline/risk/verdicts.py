"""What a backtest may say: the first sentence, and the figures behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.words import RIVALS, label
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.judged import Gain, RivalFigures
    from data.words import Lang

Pair = tuple[str, str]
ENOUGH_MONTHS = 2
DECIDING = "order"
"""Better is decided by the order inside teams and months, which a map of teams cannot win."""


def verdict(
    rivals: Sequence[RivalFigures], *, months: int, visits: int, finds: int
) -> tuple[Pair, tuple[Pair, ...]]:
    """
    Say plainly whether the score in use is better than simple rules, and than chance.

    Parameters
    ----------
    rivals
        With that of code ``in_use`` among them.
    months, visits, finds
        What was judged.

    Returns
    -------
    first, others
        Sentences as (Chinese, English).
    """
    used = next(one for one in rivals if one.code == "in_use")
    counts = {"months": months, "visits": visits, "finds": finds, "model": used.model}
    if finds in {0, visits}:
        return _both("all_found" if finds else "none_found", **counts), (_both("where_looked"),)
    gains = [gain for gain in used.gains if gain.figure == DECIDING]
    others = _remarks(rivals, used, mean=100 * finds / visits)
    if months < ENOUGH_MONTHS or any(gain.seen is None for gain in gains):
        return _both("one_month", **counts), others
    better = [gain for gain in gains if gain.is_better]
    unsure = [gain for gain in gains if not gain.is_better]
    key = "not_better" if not better else "mixed" if unsure else "better"
    first = _named(key, better=better, unsure=unsure, **counts)
    worse = [gain for gain in gains if gain.is_worse]
    halves = {gain.against: gain for gain in used.gains if gain.figure == "half"}
    same = [gain for gain in better if not halves[gain.against].is_better]
    said = (("worse", worse), ("same_finds", same))
    return first, (*(_named(name, **{name: listed}) for name, listed in said if listed), *others)


def _remarks(
    rivals: Sequence[RivalFigures], used: RivalFigures, *, mean: float
) -> tuple[Pair, ...]:
    """Give the figures in words, and what they leave out."""
    found = {one.code: one for one in rivals}
    said = [
        _both(
            "half",
            seen=_share(used.recall_50),
            chance=_share(found["random"].recall_50),
            per_hundred=_number(used.found_50),
            mean=f"{mean:.1f}",
        )
    ]
    gains = [gain for gain in used.gains if (gain.against, gain.figure) == ("random", DECIDING)]
    if gains and gains[0].low is not None:
        by_team = "team" in found
        said.append(
            _both(
                "order_team" if by_team else "order_all",
                seen=_share(used.within_auc if by_team else used.auc),
                gain=_points(gains[0].seen).removeprefix("+"),
                low=_points(gains[0].low),
                high=_points(gains[0].high),
            )
        )
    if "team" in found:
        said.append(_both("team_map", seen=_share(found["team"].recall_50)))
    return (*said, _both("where_looked"))


def _both(key: str, **figures: object) -> Pair:
    zh, en = (say(f"verdict.{key}", lang, **figures) for lang in ("zh", "en"))
    return zh, en


def _named(key: str, **figures: object) -> Pair:
    """Fill in lists of rivals by their names in each language."""
    langs: tuple[Lang, Lang] = ("zh", "en")
    zh, en = (
        say(f"verdict.{key}", lang, **{name: _shown(one, lang) for name, one in figures.items()})
        for lang in langs
    )
    return zh, en


def _shown(figure: object, lang: Lang) -> object:
    if not isinstance(figure, list):
        return figure
    gains: list[Gain] = figure
    names = [label(RIVALS, gain.against, lang) for gain in gains]
    if lang == "zh":
        return "、".join(names)
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f}%"


def _points(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:+.1f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
