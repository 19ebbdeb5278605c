"""How guessable weeks are, as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.units import SECONDS_PER_MINUTE
from service.words import enumerated, say

if TYPE_CHECKING:
    from data.words import Lang
    from planning.entropy import Entropy
    from planning.guessing import Guess, Guessability
    from service.results.guess import (
        GuessChangeResult,
        PredictabilityResult,
        UnpredictableResult,
    )


def unpredictable_lines(result: UnpredictableResult | None, lang: Lang) -> list[str]:
    """Say what was given up for a week that nobody can guess, and what it bought."""
    if result is None or not result.draws:
        return []
    lines = [
        say(
            "unpredictable.drawn" if result.moved else "unpredictable.as_found",
            lang,
            draws=result.draws,
            moved=result.moved,
            lost=f"{result.lost_share:.1%}",
            minutes=round(result.more_drive_s / SECONDS_PER_MINUTE),
        )
    ]
    if result.weekday_after is not None and result.weekday_before is not None:
        lines.append(
            say(
                "unpredictable.guess",
                lang,
                judged=result.judged,
                before=f"{result.weekday_before:.0%}",
                after=f"{result.weekday_after:.0%}",
                blind=f"{result.blind:.0%}",
                bits_before=result.bits_before,
                bits_after=result.bits_after,
            )
        )
    return lines


def guess_change_lines(result: GuessChangeResult | None, lang: Lang) -> list[str]:
    """Warn where a change by hand made the week easier to guess."""
    if result is None or not result.is_worse:
        return []
    return [
        say(
            "unpredictable.worse",
            lang,
            before=f"{result.weekday_before:.0%}",
            after=f"{result.weekday_after:.0%}",
            blind=f"{result.blind:.0%}",
            bits_before=result.bits_before,
            bits_after=result.bits_after,
        )
    ]


def predictability_lines(result: PredictabilityResult, lang: Lang) -> list[str]:
    """Say how guessable the last weeks were."""
    past = result.past
    if past is None:
        return [say("predictability.none", lang, weeks=result.asked_weeks, until=result.until)]
    lines = [
        say(
            "predictability.head",
            lang,
            first=past.first.isoformat(),
            last=past.last.isoformat(),
            weeks=past.weeks,
            visits=past.visits,
        )
    ]
    if past.planned_weeks:
        lines.append(say("predictability.planned", lang, weeks=past.planned_weeks))
    lines += _guess_lines(past, lang)
    lines += _spread_line("weekday", past.weekday, lang)
    lines += _spread_line("part", past.part, lang)
    if past.pairs:
        share = f"{past.repeats / past.pairs:.0%}"
        told = {"pairs": past.pairs, "repeats": past.repeats, "share": share}
        lines.append(say("predictability.order", lang, **told))
    elif not past.timed:
        lines.append(say("predictability.no_hours", lang))
    return lines


def _guess_lines(past: Guessability, lang: Lang) -> list[str]:
    if past.weekday_guess is None:
        return [say("predictability.unseen", lang)]
    lines = [_guess_line("weekday", past.weekday_guess, lang)]
    if past.part_guess is not None:
        lines.append(_guess_line("part", past.part_guess, lang))
    return lines


def _guess_line(kind: str, guess: Guess, lang: Lang) -> str:
    ways = [
        say("predictability.by", lang, way=say(f"guesser.{code}", lang), share=f"{share:.0%}")
        for code, share in guess.by_guesser.items()
    ]
    figures = {name: f"{getattr(guess, name):.0%}" for name in ("chance", "low", "high", "blind")}
    verdict = "guessed" if guess.is_better_than_blind else "luck"
    return say(
        f"predictability.{kind}",
        lang,
        judged=guess.judged,
        ways=enumerated(ways, lang),
        verdict=say(f"predictability.{verdict}", lang),
        **figures,
    )


def _spread_line(kind: str, entropy: Entropy | None, lang: Lang) -> list[str]:
    if entropy is None:
        return []
    figures = {"sites": entropy.sites, "bits": entropy.bits, "drawn_bits": entropy.drawn_bits}
    return [say(f"predictability.{kind}_spread", lang, **figures)]
