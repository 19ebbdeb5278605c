"""When a shut site is looked at again: gaps that grow, and shrink on any sign that it works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planning.caserules import LookbackRules


@dataclass(frozen=True, slots=True)
class Sign:
    """
    Something that says a shut site may work again.

    Attributes
    ----------
    day
        Day it was known.
    zh, en
        What it was, in words that an inspector can repeat.
    """

    day: date
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One visit to a shut site: its day, and whether it saw inside."""

    day: date
    saw_inside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookback:
    """
    The look-back that a shut site waits for.

    Attributes
    ----------
    finished
        Day the site was shut down.
    due
        Day from which it is due.
    number
        Which look-back it is, from 1.
    gap_days
        Days it was put off for.
    sign
        The sign that brought it forward and that nobody has looked into; else ``None``.
    """

    finished: date
    due: date
    number: int
    gap_days: int
    sign: Sign | None = None

    def counts_from(self, rules: LookbackRules) -> date:
        """Say from which day a visit takes its place: sooner, the gap has hardly begun."""
        if self.sign is not None:
            return self.finished
        since = self.due - timedelta(days=self.gap_days)
        return since + timedelta(days=ceil(rules.least_share * self.gap_days))

    def words(self) -> tuple[str, str]:
        """Say in Chinese and English why it is due."""
        if self.sign is not None:
            return (
                f"{self.finished} 关停取缔，{self.sign.day} {self.sign.zh}，须尽快回头看",
                f"Shut down on {self.finished}; {self.sign.en} ({self.sign.day}): look back soon",
            )
        zh = f"{self.finished} 关停取缔，第 {self.number} 次回头看应于 {self.due}"
        en = f"Shut down on {self.finished}: look-back {self.number} is due {self.due}"
        return f"{zh}（间隔 {self.gap_days} 天）", f"{en} (a gap of {self.gap_days} days)"


def next_lookback(
    finished: date,
    attempts: Sequence[Attempt],
    signs: Sequence[Sign],
    *,
    rules: LookbackRules,
) -> Lookback:
    """
    Say which look-back comes next.

    Each visit that saw inside, not sooner than the least share of its gap, makes the next gap the
    longer one; a shut gate is asked for again after the same gap; a sign begins with the first gap
    again and is answered by the first visit that sees inside, however soon.

    Parameters
    ----------
    finished
        Day the site was shut down.
    attempts
        Visits after it that found nothing, in any order.
    signs
        Signs after it, in any order; those of a day come before its visits.
    rules
        The gaps.

    Returns
    -------
    lookback
        The gaps count from the last visit that made one, or the last sign.
    """
    state = _State(finished, 0, None)
    events: list[Sign | Attempt] = [*signs, *attempts]
    made = 0
    for event in sorted(events, key=lambda one: (one.day, isinstance(one, Attempt))):
        if event.day <= finished:
            continue
        if isinstance(event, Sign):
            state = _State(event.day, 0, event)
        elif _counts(state, event, rules):
            made += event.saw_inside
            state = _after(state, event, rules)
    gap_days = rules.gaps_days[state.step]
    return Lookback(
        finished=finished,
        due=state.since + timedelta(days=gap_days),
        number=made + 1,
        gap_days=gap_days,
        sign=state.sign,
    )


@dataclass(frozen=True, slots=True)
class _State:
    """From which day a gap counts, which gap it is, and the sign that nobody answered."""

    since: date
    step: int
    sign: Sign | None


def _counts(state: _State, attempt: Attempt, rules: LookbackRules) -> bool:
    """Tell whether a visit takes the place of the look-back that was next."""
    waited = (attempt.day - state.since).days
    return state.sign is not None or waited >= rules.least_share * rules.gaps_days[state.step]


def _after(state: _State, attempt: Attempt, rules: LookbackRules) -> _State:
    if not attempt.saw_inside:
        return _State(attempt.day, state.step, state.sign)
    return _State(attempt.day, min(state.step + 1, len(rules.gaps_days) - 1), None)
