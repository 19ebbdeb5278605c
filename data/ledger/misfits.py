"""Answers that do not answer what their row is asked: the row says so, and what would."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from data.ledger.answers import OF_SITE
from data.ledger.replies import fitting, read_answer, why_misfit, why_unread
from data.ledger.unwanted import UNWANTED

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from data.ledger.notes import Note
    from data.ledger.outcomes import Outcome

MISREAD = frozenset(
    {"answer_unread", "answer_no_site", "answer_two_sites", "answer_unused", "answer_misfit"}
)
"""Codes of notes about an answer that was of no use."""


def say_misfits(outcomes: Iterable[Outcome], *, known: Container[str]) -> list[Outcome]:
    """
    Say of rows that are still doubtful why the answer in them did not help.

    Parameters
    ----------
    outcomes
        What became of rows of one kind.
    known
        Ids of sites.

    Returns
    -------
    outcomes
        In the same order; the last note stays the one that asks.
    """
    return [_with_misfit(outcome, known) for outcome in outcomes]


def _with_misfit(outcome: Outcome, known: Container[str]) -> Outcome:
    text, is_open = outcome.row.text("answer"), outcome.fate in {"rejected", "question"}
    if text is None or not is_open or outcome.notes[-1].code in UNWANTED:
        return outcome
    told = _misfit(text, outcome, known)
    if told is None:
        return outcome
    silent = MISREAD | {"answered"}
    kept = [item for item in outcome.notes[:-1] if item.code not in silent]
    return replace(outcome, notes=(*kept, told, outcome.notes[-1]))


def _misfit(text: str, outcome: Outcome, known: Container[str]) -> Note | None:
    kind, code = outcome.row.kind, outcome.notes[-1].code
    read = read_answer(text, known=known)
    if read is None:
        return why_unread(text, kind=kind, known=known, code=code)
    was_used = any(item.code == "answered" for item in outcome.notes)
    is_answered = was_used and (outcome.record is not None or kind in OF_SITE)
    if is_answered or read[0] in fitting(code, kind=kind):
        return None
    return why_misfit(text, kind=kind, code=code)
