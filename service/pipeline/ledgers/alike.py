"""Questions of a kind that one answer may settle together: which datum a sheet's positions have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from service.pipeline.ledgers.questions import open_questions

if TYPE_CHECKING:
    from data.store import Store
    from service.pipeline.ledgers.questions import Question


def alike_questions(store: Store, question: Question) -> tuple[Question, ...]:
    """
    List the other open questions of a sheet that ask for a datum as this one does.

    One office fills a sheet with one program, so its rows mostly have one datum; nothing else is
    alike enough for one answer.
    """
    if "datum" not in question.meanings:
        return ()
    kind = (question.file, question.sheet, question.code)
    return tuple(
        one
        for one in open_questions(store)
        if (one.file, one.sheet, one.code) == kind
        and one.key != question.key
        and "datum" in one.meanings
    )


def with_alike(store: Store, question: Question) -> Question:
    """Give a question with the rows of all that are alike: its answer settles them too."""
    all_of = (question, *alike_questions(store, question))
    return replace(
        question,
        same=tuple(dict.fromkeys(row for one in all_of for row in one.same)),
        waiting=tuple(dict.fromkeys(row for one in all_of for row in one.waiting)),
    )
