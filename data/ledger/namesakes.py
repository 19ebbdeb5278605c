"""One answer for all rows of a correction workbook that name one site in the same words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.answers import OF_SITE, Answer, fingerprint
from data.ledger.names import name_key, village_key
from data.ledger.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.ledger.answers import Answers
    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_Name = tuple[str, str]


def answer_namesakes(rows: Iterable[LedgerRow], *, answers: Answers, book: SiteBook) -> None:
    """
    Let rows without an answer follow the one that was given for their name.

    Parameters
    ----------
    rows
        Rows of one sheet of a correction workbook. Those whose site is clear are left alone, and so
        are those of a name that was answered in more than one way: nobody can tell which is meant.
    answers
        What people answered; what the others follow is added to it.
    book
        All sites.
    """
    silent: dict[_Name, list[LedgerRow]] = {}
    given: dict[_Name, list[Answer]] = {}
    for row in rows:
        name = name_key(row.text("name")), village_key(row.text("village"))
        if row.kind not in OF_SITE or not name[0] or not isinstance(book.named(row), Note):
            continue
        answer, _ = answers.of(row, known=book.by_id)
        if answer is not None and row.text("answer"):
            given.setdefault(name, []).append(answer)
        elif answer is None and row.text("answer") is None:
            silent.setdefault(name, []).append(row)
    for name, listed in given.items():
        if len({(answer.meaning, answer.site_id) for answer in listed}) == 1:
            for row in silent.get(name, ()):
                answers.keep(row.kind, fingerprint(row.kind, row.raw), listed[0])
