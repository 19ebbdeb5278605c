"""
What a person answered about rows that were questions, now and in earlier imports.

An answer stands in a column 答复 of the row itself, as in the correction workbook. It is kept in
the table ``answer`` under a fingerprint of the row's other cells, so the original file, imported
again, is neither asked about nor undoes it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from data.headers import CORRECTION_HEADERS
from data.ledger.layout import header_field
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, as_json, rejected
from data.ledger.replies import DROP, read_answer, takes, why_unread, why_unused
from data.ledger.values import read_day

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from datetime import date

    from data.ledger.rows import LedgerRow
    from data.ledger.sheets import Cell

ASIDE_FIELDS = frozenset(CORRECTION_HEADERS)
"""Columns that a correction workbook adds to a ledger's own."""
_DAY_FIELDS = frozenset({"day", "found", "due", "closed", "stated_visit"})
_SERIAL_DAY = re.compile(r"\d{5}", re.ASCII)
_HASH_DIGITS = 24
OF_SITE = frozenset({"inspections", "findings", "power"})
"""Kinds of ledger whose rows name a site that must be there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What a person said about one row.

    Attributes
    ----------
    meaning
        ``site``: the row means ``site_id``; ``told``: it does, and was heard already, so that it
        changes nothing; ``new``: it is a site of its own, ``site_id`` once it has one; ``drop``:
        it is not wanted; ``mended``: somebody mended its cells in a correction workbook, it became
        ``said`` there and changes nothing more; ``datum``: its position is in the datum ``said``.
    said
        The answer in the person's words; of a mended row the id of what it became.
    site_id
        The site meant; missing where there is none, or none yet.
    source
        The row that held the answer: file, sheet, row.
    """

    meaning: str
    said: str
    site_id: str | None
    source: str


@lru_cache(maxsize=4_096)
def _is_aside(header: str, kind: str) -> bool:
    return header_field(header, kind) in ASIDE_FIELDS


def shown_day(header: str, text: str, *, kind: str) -> date | None:
    """
    Read the number that a spreadsheet keeps for a date, where a column of days holds one.

    A ledger may show it as a number; a correction workbook shows the day.

    Examples
    --------
    >>> shown_day("检查日期", "46067", kind="inspections"), shown_day("结果", "46067", kind="power")
    (datetime.date(2026, 2, 14), None)
    """
    if _SERIAL_DAY.fullmatch(text) and _is_day(header, kind):
        return read_day(int(text), column=header)[0]
    return None


@lru_cache(maxsize=4_096)
def _is_day(header: str, kind: str) -> bool:
    return header_field(header, kind) in _DAY_FIELDS


def fingerprint(kind: str, cells: Mapping[str, str]) -> str:
    """
    Name a row by what it says, wherever it stands; columns a correction workbook adds do not count.

    A day is the same whether a cell shows it as a date or as the spreadsheet's number of it.

    Parameters
    ----------
    kind
        Kind of ledger.
    cells
        Header to text, as ``LedgerRow.raw`` and the column ``cells`` of ``import_row`` have it.
    """
    own = {
        name: str(shown_day(name, text, kind=kind) or text)
        for name, text in cells.items()
        if not _is_aside(name, kind)
    }
    return hashlib.sha256(f"{kind}\n{as_json(own)}".encode()).hexdigest()[:_HASH_DIGITS]


class Answers:
    """
    Answers by the fingerprint of the row they are about.

    Parameters
    ----------
    before
        Rows of the table ``answer``, by id.
    """

    def __init__(self, before: Mapping[str, Record] | None = None) -> None:
        self._known = {key: _stored_answer(record) for key, record in (before or {}).items()}
        self._fresh: dict[str, Answer] = {}
        self._kinds = {key: str(record["kind"]) for key, record in (before or {}).items()}
        self._answered = set(self._kinds.values())

    @property
    def settled(self) -> frozenset[str]:
        """Return the sites that a person said are sites of their own."""
        return frozenset(
            answer.site_id
            for answer in self._known.values()
            if answer.meaning == "new" and answer.site_id
        )

    def concern(self, kind: str) -> bool:
        """Tell whether anybody answered about rows of a kind of ledger."""
        return kind in self._answered

    def of(self, row: LedgerRow, *, known: Container[str]) -> tuple[Answer | None, Note | None]:
        """
        Find the answer about a row: in its own cell, else the one remembered.

        Returns
        -------
        answer
            Missing where nobody answered.
        note
            Says so where the cell holds something that is no answer.
        """
        text = row.text("answer")
        if text is None and row.kind not in self._answered:
            return None, None
        key = fingerprint(row.kind, row.raw)
        former = self._fresh.get(key) or self._known.get(key)
        if text is None or (former and former.said == text):
            return former, None
        read = read_answer(text, known=known)
        if read is None:
            return former, why_unread(text, kind=row.kind, known=known)
        if read[0] not in takes(row.kind):
            return former, why_unused(text, kind=row.kind)
        answer = Answer(meaning=read[0], said=text, site_id=read[1], source=row.source)
        self.keep(row.kind, key, answer)
        return answer, None

    def why_unwanted(self, row: LedgerRow) -> Note | None:
        """Say that a person does not want a row; missing where nobody said so."""
        answer, _ = self.of(row, known=())
        unwanted = answer is not None and answer.meaning == "drop"
        return note("dropped", said=answer.said) if answer and unwanted else None

    def unwanted(self, kind: str, key: str) -> Note | None:
        """Say the same of a row by its fingerprint."""
        found = self._fresh.get(key) or self._known.get(key)
        is_dropped = found is not None and found.meaning == "drop" and kind in self._answered
        return note("dropped", said=found.said) if found and is_dropped else None

    def mended(self, kind: str, key: str) -> Answer | None:
        """Find what a row became that was mended in a correction workbook, by its fingerprint."""
        if kind not in self._answered:
            return None
        found = self._fresh.get(key) or self._known.get(key)
        return found if found is not None and found.meaning == "mended" else None

    def part_mended(
        self, rows: Iterable[LedgerRow], *, known: Container[str] | None = None
    ) -> tuple[list[LedgerRow], list[Outcome]]:
        """
        Part rows that were mended in a correction workbook from those still to be settled.

        Parameters
        ----------
        rows
            Rows of any kind.
        known
            Ids of sites, for rows of sites: one that became a site which is gone is settled again.

        Returns
        -------
        rows
            Those still to be settled.
        outcomes
            The fate of the others: they change nothing.
        """
        left: list[LedgerRow] = []
        settled: list[Outcome] = []
        for row in rows:
            found = None
            if row.kind in self._answered:
                found = self.mended(row.kind, fingerprint(row.kind, row.raw))
            if found is None or (known is not None and found.site_id not in known):
                left.append(row)
            else:
                settled.append(mended(row, found))
        return left, settled

    def keep(self, kind: str, key: str, answer: Answer) -> None:
        """Remember an answer under the fingerprint of its row."""
        self._fresh[key] = answer
        self._kinds[key] = kind
        self._answered.add(kind)

    def follow(self, moves: Mapping[str, str]) -> None:
        """
        Let answers about sites that turned out to be other ones speak of these.

        Parameters
        ----------
        moves
            Site to the one it is; empty for a site that is none.
        """
        for key, answer in {**self._known, **self._fresh}.items():
            if answer.site_id is not None and answer.site_id in moves:
                into = moves[answer.site_id] or None
                self._fresh[key] = _followed(answer, into)

    def records(self) -> list[Record]:
        """List what is new for the table ``answer``, in the order of ids."""
        return [
            {
                "answer_id": key,
                "kind": self._kinds[key],
                "meaning": answer.meaning,
                "said": answer.said,
                "site_id": answer.site_id,
                "source": answer.source,
            }
            for key, answer in sorted(self._fresh.items())
            if answer != self._known.get(key)
        ]

    def apply(
        self, rows: Iterable[LedgerRow], *, known: Container[str]
    ) -> tuple[list[LedgerRow], list[Outcome]]:
        """
        Put answers into rows that name sites, before anybody looks for the site they mean.

        Parameters
        ----------
        rows
            Rows of any kind but sites; those have more to settle (``data.ledger.census``).
        known
            Ids of sites.

        Returns
        -------
        rows
            Those still to be settled, the site or datum that was answered in their cells.
        outcomes
            The fate of the others, which the answer decided.
        """
        unmended, settled = self.part_mended(rows)
        left: list[LedgerRow] = []
        for row in unmended:
            answer, said = self.of(row, known=known)
            if answer is not None and answer.meaning == "drop":
                settled.append(rejected(row, note("dropped", said=answer.said)))
            else:
                left.append(answered(row, answer, said))
        return left, settled


def answered(row: LedgerRow, answer: Answer | None, said: Note | None = None) -> LedgerRow:
    """Write an answer into the cells it is about, with a note of it."""
    notes = [] if said is None else [said]
    cells: dict[str, Cell] = {}
    if answer is not None and answer.meaning == "datum":
        cells["datum"] = answer.said
        notes.append(note("answered", said=answer.said))
    elif answer is not None and answer.site_id and row.kind in OF_SITE:
        cells["site_id"] = answer.site_id
        notes.append(note("answered", said=answer.said))
    if not notes:
        return row
    return replace(row, cells={**row.cells, **cells}, notes=(*row.notes, *notes))


def mended(row: LedgerRow, answer: Answer) -> Outcome:
    """Leave a row be that somebody mended elsewhere, and say where."""
    became = answer.site_id or answer.said
    told = note("mended", source=answer.source, id=became)
    return Outcome(row, "accepted", (*row.notes, told), target=became, change="unchanged")


def is_by_hand(row: LedgerRow) -> bool:
    """Tell whether a row comes from a correction workbook or bears an answer."""
    told = any(said.code == "answered" for said in row.notes)
    return told or any(name in row.cells for name in ("answer", "from_row", "row_mark"))


def _followed(answer: Answer, into: str | None) -> Answer:
    """Let an answer about a site that is another one speak of that; about none, of nothing."""
    if into is None and answer.meaning == "mended":
        return replace(answer, meaning="drop", said=DROP, site_id=None)
    # A row that was a site of its own is that no more: it was heard with the other.
    meaning = "told" if into and answer.meaning == "new" else answer.meaning
    return replace(answer, meaning=meaning, site_id=into)


def _stored_answer(record: Record) -> Answer:
    site_id = record.get("site_id")
    return Answer(
        meaning=str(record["meaning"]),
        said=str(record.get("said") or ""),
        site_id=str(site_id) if site_id else None,
        source=str(record.get("source") or ""),
    )
