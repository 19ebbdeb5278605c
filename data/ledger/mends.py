"""
Rows that come back from a correction workbook, and the rows of the ledgers that they once were.

The workbook names the row of the table ``import_row`` that each of its rows is made from. Where a
person changed the cells and the row took its place in the store, that original is remembered as
mended: imported again, it is neither turned away, asked about, nor stored beside the mended one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.ledger.answers import Answer, fingerprint, mended
from data.ledger.retold import read_cells, told_rows

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from data.ledger.answers import Answers
    from data.ledger.outcomes import Outcome
    from data.ledger.rows import LedgerRow
    from data.ports import LargeTables

_DOUBTFUL = frozenset({"rejected", "question"})


@dataclass(frozen=True, slots=True)
class _Original:
    """A row of a ledger: fingerprint, what it was stored as, whether that was a question."""

    key: str
    target: str | None
    was_asked: bool


class Mends:
    """
    What became of the rows that correction workbooks were made from.

    Parameters
    ----------
    answers
        What people answered; mended rows are added to it.
    known
        What the store holds.
    """

    def __init__(self, answers: Answers, known: LargeTables) -> None:
        self._answers = answers
        self._known = known
        self._originals: dict[str, _Original | None] = {}

    def hear(self, rows: Iterable[LedgerRow]) -> None:
        """Look up the originals of rows, those that have one."""
        marks = {mark for row in rows if (mark := row.text("row_mark"))}
        fresh = sorted(marks - self._originals.keys())
        self._originals |= dict.fromkeys(fresh)
        for told in told_rows(self._known, fresh):
            listed = zip(
                told.index, told["kind"], told["cells"], told["target"], told["fate"], strict=True
            )
            for mark, kind, cells, target, fate in listed:
                self._originals[str(mark)] = _Original(
                    fingerprint(str(kind), read_cells(cells)),
                    target if isinstance(target, str) else None,
                    fate == "question",
                )

    def site_before(self, row: LedgerRow, *, known: Container[str]) -> str | None:
        """
        Find the site that a row of a correction workbook was stored as before.

        Parameters
        ----------
        row
            A row of sites; its original was heard.
        known
            Ids of sites.
        """
        original = self._originals.get(row.text("row_mark") or "")
        if original is None:
            return None
        before = self._answers.mended("sites", original.key)
        kept = original.target if original.was_asked else None
        site_id = before.site_id if before is not None else kept
        return site_id if site_id in known else None

    def settle(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """
        Remember the rows that were mended, and let those they once were be.

        Parameters
        ----------
        outcomes
            What became of rows of one kind.

        Returns
        -------
        outcomes
            The same; a row that is not stored because somebody mended it elsewhere changes nothing
            and says so.
        """
        self.hear(outcome.row for outcome in outcomes)
        for outcome in outcomes:
            self._remember(outcome)
        return [self._left_be(outcome) for outcome in outcomes]

    def _remember(self, outcome: Outcome) -> None:
        row = outcome.row
        original = self._originals.get(row.text("row_mark") or "")
        if original is None or original.key == fingerprint(row.kind, row.raw):
            return
        if outcome.target is not None and (
            outcome.record is not None or outcome.fate != "question"
        ):
            site_id = outcome.target if row.kind == "sites" else None
            answer = Answer(
                meaning="mended", said=outcome.target, site_id=site_id, source=row.source
            )
            self._answers.keep(row.kind, original.key, answer)
        elif outcome.notes and outcome.notes[-1].code == "dropped":
            said, _ = self._answers.of(row, known=())
            if said is not None:
                self._answers.keep(row.kind, original.key, said)

    def _left_be(self, outcome: Outcome) -> Outcome:
        row = outcome.row
        if outcome.fate not in _DOUBTFUL or outcome.record is not None:
            return outcome
        if not self._answers.concern(row.kind):
            return outcome
        original = self._originals.get(row.text("row_mark") or "")
        keys = [fingerprint(row.kind, row.raw), *([original.key] if original else [])]
        found = (self._answers.mended(row.kind, key) for key in keys)
        answer = next((one for one in found if one and one.source != row.source), None)
        return mended(row, answer) if answer else outcome
