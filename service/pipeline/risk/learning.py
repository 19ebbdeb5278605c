"""Which score a town uses, the card's or its own model's, and why."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from data.errors import ConfigError
from geo.evaluate.enough import LEAST_FINDS, LEAST_LOOKS
from geo.town import choose, choose_unseen, counted_looks, lacks, learned_scores, past_looks
from service.pipeline.risk.figures import known_figure
from service.results.week import ChoiceResult
from service.words import say

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.ports import Progress
    from geo.card.card import Scorecard
    from geo.town import Choice, TownTables
    from geo.town.choice import Wanted
    from geo.town.looks import Looks

MODELS: tuple[Wanted, ...] = ("auto", "scorecard", "learned")
_LACKS = {
    "looks": ("次入内检查", "visits that saw inside"),
    "finds": ("次发现问题的检查", "visits that found something"),
    "clean": ("次未发现问题的检查", "visits that found nothing"),
    "months": ("个可用来检验的月份", "months to judge it on"),
}


def check_wanted(text: str) -> Wanted:
    """
    Read which model is wanted.

    Raises
    ------
    ConfigError
        If it is none of ``MODELS``.
    """
    for one in MODELS:
        if text == one:
            return one
    raise ConfigError(
        f"Expected --model auto, scorecard or learned, got {text!r}.",
        zh=f"--model 应为 auto、scorecard 或 learned，现为“{text}”。",
    )


def chosen_scores(
    tables: TownTables,
    card_scores: pd.DataFrame,
    *,
    as_of: date,
    card: Scorecard,
    wanted: Wanted,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, ChoiceResult]:
    """
    Choose a score and make it.

    Parameters
    ----------
    tables
        The town.
    card_scores
        The card's scores of ``as_of``.
    wanted
        ``auto`` lets past months decide.
    progress
        Told how far the work has come.

    Raises
    ------
    ConfigError
        If ``wanted`` is ``learned`` and the visits are too few for it.
    """
    unseen = choose_unseen(*counted_looks(tables, as_of=as_of), wanted=wanted)
    if unseen is not None:
        return card_scores, _told(unseen)
    looks = past_looks(tables, as_of=as_of, card=card, progress=progress)
    choice = choose(looks, as_of=as_of, wanted=wanted, progress=progress)
    if wanted == "learned" and not choice.is_learned:
        raise _lacking(looks, len(choice.months))
    if not choice.is_learned or choice.judged is None:
        return card_scores, _told(choice)
    scores = learned_scores(
        tables, looks, choice.judged, as_of=as_of, card=card, card_scores=card_scores
    )
    return scores, _told(choice)


def _lacking(looks: Looks, months: int) -> ConfigError:
    """Say what a model lacks that was told to be used."""
    missing = lacks(looks, months)
    zh = "、".join(f"{have}{_LACKS[what][0]}（至少{least}）" for what, have, least in missing)
    en = ", ".join(f"{have} {_LACKS[what][1]} (at least {least})" for what, have, least in missing)
    return ConfigError(
        f"Expected enough visits for --model learned, got {en}; use --model auto.",
        zh=f"检查记录还不够用 --model learned：只有{zh}；请用 --model auto。",
    )


def _told(choice: Choice) -> ChoiceResult:
    """Write down a choice with a sentence that says why."""
    gain = choice.gain
    figures = ChoiceResult(
        because=choice.because,
        looks=choice.looks,
        finds=choice.finds,
        least_looks=LEAST_LOOKS,
        least_finds=LEAST_FINDS,
        months=len(choice.months),
        judged=0 if choice.judged is None else len(choice.judged),
        model_auc=known_figure(choice.model_auc),
        card_auc=known_figure(choice.card_auc),
        ece=known_figure(choice.ece),
        gain_low=None if gain is None else known_figure(gain.low),
        gain_high=None if gain is None else known_figure(gain.high),
        said_zh="",
        said_en="",
    )
    key, said = f"choice.{_sentence(choice)}", asdict(figures)
    return replace(figures, said_zh=say(key, "zh", **said), said_en=say(key, "en", **said))


def _sentence(choice: Choice) -> str:
    """Name the sentence that fits; a model told to be used is said to be better or not."""
    if choice.because != "told":
        return choice.because
    if not choice.is_learned:
        return "told_card"
    is_better = choice.gain is not None and choice.gain.is_above_zero
    return "told_better" if is_better else "told_not_better"
