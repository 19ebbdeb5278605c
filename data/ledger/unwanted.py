"""What hangs on a row that a person did not want: visits of its site, findings of its visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.answers import fingerprint
from data.ledger.notes import Note
from data.ledger.outcomes import Outcome, questioned, rejected
from data.ledger.retold import retold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.ledger.answers import Answers
    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook
    from data.ports import LargeTables

UNWANTED = frozenset({"dropped", "site_dropped", "visit_dropped"})
"""Codes of notes that settle a row for good: nobody is asked to mend it."""


def without_site(row: LedgerRow, why: Note) -> Outcome:
    """Give a row whose site is not clear its fate: a question, but where nobody wants the site."""
    return rejected(row, why) if why.code in UNWANTED else questioned(row, why)


def recall_dropped(book: SiteBook, *, answers: Answers, known: LargeTables) -> None:
    """Tell the book of the sites that were dropped in earlier imports."""
    if not answers.concern("sites"):
        return
    for row, why in _dropped_rows("sites", answers=answers, known=known):
        if row.text("name"):
            book.turn_away(row, why)


def dropped_visits(book: SiteBook, *, answers: Answers, known: LargeTables) -> Iterator[LedgerRow]:
    """List the visits that earlier imports dropped, by their own answer or with their site."""
    if answers.concern("inspections"):
        yield from (row for row, _ in _dropped_rows("inspections", answers=answers, known=known))
    if answers.concern("sites"):
        for row in _rejected("inspections", known):
            named = book.named(row)
            if isinstance(named, Note) and named.code in UNWANTED:
                yield row


def _dropped_rows(
    kind: str, *, answers: Answers, known: LargeTables
) -> Iterator[tuple[LedgerRow, Note]]:
    for row in _rejected(kind, known):
        why = answers.unwanted(kind, fingerprint(kind, row.raw))
        if why is not None:
            yield row, why


def _rejected(kind: str, known: LargeTables) -> Iterator[LedgerRow]:
    return retold(known.read("import_row", where={"kind": [kind], "fate": ["rejected"]}))
