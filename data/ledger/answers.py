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

from data.ledger.layout import header_field
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, as_json, rejected
from data.ledger.spellings import DATUM, find_code
from data.ledger.values import narrow

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from data.ledger.rows import LedgerRow
    from data.ledger.sheets import Cell

ASIDE_FIELDS = frozenset({"answer", "reason_said", "from_row"})
"""Columns that a correction workbook adds to a ledger's own."""
_SITE_ID = re.compile(r"S\d{5,}", re.ASCII)
_NEW_WORDS = (
    "新点位 新场所 新企业 新增点位 新增 新建 新 另一点位 另一个点位 不是同一点位 不是同一个 "
    "不同点位 独立点位 new newsite anothersite separate"
)
_DROP_WORDS = "不要 不导入 不要了 删除 删掉 作废 去掉 舍弃 忽略 无效 drop delete remove ignore skip"
_NEW, _DROP = frozenset(_NEW_WORDS.split()), frozenset(_DROP_WORDS.split())
_LONGEST_DATUM = 20
_HASH_DIGITS = 24
_OF_SITE = frozenset({"inspections", "findings", "power"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    What a person said about one row.

    Attributes
    ----------
    meaning
        ``site``: the row means ``site_id``; ``told``: it does, and was heard already, so that it
        changes nothing; ``new``: it is a site of its own, ``site_id`` once it has one; ``drop``:
        it is not wanted; ``datum``: its position is in the datum ``said``.
    said
        The answer in the person's words.
    site_id
        The site meant; missing where there is none, or none yet.
    source
        The row that held the answer: file, sheet, row.
    """

    meaning: str
    said: str
    site_id: str | None
    source: str


def read_answer(text: str, *, known: Container[str]) -> tuple[str, str | None] | None:
    """
    Read what an answer means.

    Parameters
    ----------
    text
        A site's id, 新点位, 不要, or a datum in any of its words.
    known
        Ids of sites.

    Returns
    -------
    answer
        Meaning and site; missing where it is none of these, or no such site is known.

    Examples
    --------
    >>> read_answer("s00012 (东院)", known={"S00012"}), read_answer("不要", known=())
    (('site', 'S00012'), ('drop', None))
    """
    word = narrow(text)
    if word in known:
        return "site", word
    found = _SITE_ID.findall(word.upper())
    if found:
        return ("site", found[0]) if len(set(found)) == 1 and found[0] in known else None
    plain = word.lower().strip("。.！!，,")
    if plain in _NEW:
        return "new", None
    if plain in _DROP:
        return "drop", None
    short = len(word) <= _LONGEST_DATUM
    return ("datum", None) if short and find_code(word, DATUM) else None


@lru_cache(maxsize=4_096)
def _is_aside(header: str, kind: str) -> bool:
    return header_field(header, kind) in ASIDE_FIELDS


def fingerprint(kind: str, cells: Mapping[str, str]) -> str:
    """
    Name a row by what it says, wherever it stands; columns a correction workbook adds do not count.

    Parameters
    ----------
    kind
        Kind of ledger.
    cells
        Header to text, as ``LedgerRow.raw`` and the column ``cells`` of ``import_row`` have it.
    """
    own = {name: text for name, text in cells.items() if not _is_aside(name, kind)}
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
            return former, note("answer_unread", value=text)
        answer = Answer(meaning=read[0], said=text, site_id=read[1], source=row.source)
        self.keep(row.kind, key, answer)
        return answer, None

    def why_unwanted(self, row: LedgerRow) -> Note | None:
        """Say that a person does not want a row; missing where nobody said so."""
        answer, _ = self.of(row, known=())
        unwanted = answer is not None and answer.meaning == "drop"
        return note("dropped", said=answer.said) if answer and unwanted else None

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
                # A row that was a site of its own is that no more: it was heard with the other.
                meaning = "told" if into and answer.meaning == "new" else answer.meaning
                self._fresh[key] = replace(answer, meaning=meaning, site_id=into)

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
        left: list[LedgerRow] = []
        dropped: list[Outcome] = []
        for row in rows:
            answer, said = self.of(row, known=known)
            if answer is not None and answer.meaning == "drop":
                dropped.append(rejected(row, note("dropped", said=answer.said)))
            else:
                left.append(answered(row, answer, said))
        return left, dropped


def answered(row: LedgerRow, answer: Answer | None, said: Note | None = None) -> LedgerRow:
    """Write an answer into the cells it is about, with a note of it."""
    notes = [] if said is None else [said]
    cells: dict[str, Cell] = {}
    if answer is not None and answer.meaning == "datum":
        cells["datum"] = answer.said
        notes.append(note("answered", said=answer.said))
    elif answer is not None and answer.site_id and row.kind in _OF_SITE:
        cells["site_id"] = answer.site_id
        notes.append(note("answered", said=answer.said))
    elif answer is not None and row.kind != "sites":
        notes.append(note("answer_unused", said=answer.said))
    if not notes:
        return row
    return replace(row, cells={**row.cells, **cells}, notes=(*row.notes, *notes))


def _stored_answer(record: Record) -> Answer:
    site_id = record.get("site_id")
    return Answer(
        meaning=str(record["meaning"]),
        said=str(record.get("said") or ""),
        site_id=str(site_id) if site_id else None,
        source=str(record.get("source") or ""),
    )
