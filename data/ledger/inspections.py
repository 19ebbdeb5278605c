"""Rows of inspection ledgers become visits to known sites."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from data.ledger.clocks import read_clock
from data.ledger.notes import Note, note
from data.ledger.numbered import Identity, Numbered
from data.ledger.outcomes import Outcome, Record, content_id, questioned, rejected
from data.ledger.spellings import MODE, RESULT, find_code, yes_or_no
from data.ledger.unwanted import UNWANTED, without_site
from data.ledger.values import narrow, read_day
from data.model import SWEEP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

TIMES = ("arrived_at", "left_at")
"""Times of day, which a ledger need not have."""
_IDENTITY = Identity(key="inspection_id", same=("site_id", "day"))
_FREE_TEXT = ("存在问题", "发现问题", "存在隐患", "发现隐患")
_REMEMBERED = 4_096
"""Results whose reading is kept: a ledger words its few thousands of times."""
_LONGEST = 2_000
"""Signs of a result that are looked at; a hostile cell may hold a book."""


def inspection_number(row: LedgerRow) -> str | None:
    """Return the ledger's own number of an inspection, or ``None`` where the row has none."""
    return narrow(row.text("inspection_id") or "") or None


def resolve_inspections(
    rows: Sequence[LedgerRow], *, before: dict[str, Record], book: SiteBook
) -> list[Outcome]:
    """
    Give every row of inspection ledgers its fate.

    Parameters
    ----------
    rows
        Rows of all files.
    before
        Inspections the store holds, by id.
    book
        All sites.

    Returns
    -------
    outcomes
        One per row, in the same order. A row whose site or result is not clear is a question and
        changes nothing; a row without a name or a day is rejected.
    """
    numbered = Numbered(_IDENTITY, before=before)
    return numbered.final([_inspection(row, book, numbered) for row in rows])


def inspection_id(row: LedgerRow, book: SiteBook) -> str | None:
    """Return the id an inspection is stored under; missing where the row cannot be stored."""
    stated = inspection_number(row)
    if stated is not None:
        return stated
    draft = _draft(row, book)
    return None if isinstance(draft, Outcome) else str(draft[0]["inspection_id"])


def _inspection(row: LedgerRow, book: SiteBook, numbered: Numbered) -> Outcome:
    draft = _draft(row, book)
    return draft if isinstance(draft, Outcome) else numbered.settle(row, *draft)


def _draft(row: LedgerRow, book: SiteBook) -> tuple[Record, list[Note]] | Outcome:
    """Read a row by itself: the record it would become, or why it becomes none."""
    if not (row.text("name") or row.text("code") or row.text("site_id")):
        return rejected(row, note("no_name"))
    if (row.text("site_id") or "").startswith(SWEEP):
        return rejected(row, note("sweep_row"))
    day, said = read_day(row.cells.get("day"), column=row.header("day"))
    if day is None:
        return rejected(row, note("no_day", value=row.text("day") or ""))
    site = book.named(row)
    if isinstance(site, Note):
        return without_site(row, site)
    result = read_result(row.text("result") or "", column=row.header("result"))
    if result is None:
        return questioned(row, note("unknown_result", value=row.text("result") or ""))
    mode, team = row.text("mode"), row.text("team")
    own = (site.site_id, day, team, mode, result)
    record: Record = {
        "inspection_id": inspection_number(row) or content_id("JC", *own),
        "site_id": site.site_id,
        "day": day,
        "team": team,
        "mode": read_mode(mode) if mode else None,
        "mode_stated": mode,
        "result": result,
        "source": row.source,
    }
    notes = [said]
    for name in TIMES:
        record[name], said = read_clock(row.cells.get(name), column=row.header(name))
        notes.append(said)
    return record, [said for said in notes if said]


@lru_cache(maxsize=_REMEMBERED)
def read_mode(text: str) -> str | None:
    """Read the type of a visit, a code of ``data.words.VISIT_TYPES``; missing where it is none."""
    return find_code(text, MODE)


def read_result(text: str, *, column: str) -> str | None:
    """
    Read what came of a visit.

    Parameters
    ----------
    text
        Clean text of the cell; empty where it says nothing.
    column
        Header it stands under: a column of problems found is clean where it holds none.

    Returns
    -------
    result
        Code of ``data.words.RESULTS``; missing where it is not clear.
    """
    return _read_result(text[:_LONGEST], column in _FREE_TEXT)


@lru_cache(maxsize=_REMEMBERED)
def _read_result(text: str, names_problems: bool) -> str | None:  # noqa: FBT001 - a key of the cache
    """Read the result; a column of problems found is clean where it says none."""
    tick = yes_or_no(text)
    if tick is not None:
        return "finding" if tick else "clean"
    code = find_code(text, RESULT) if text else None
    return ("finding" if text else "clean") if code is None and names_problems else code


class VisitedSites:
    """
    What rows of hazard ledgers need to know about the inspections they name.

    Parameters
    ----------
    asked
        Numbers of inspections that they name; others are not remembered.
    before
        Those of them that the store holds.

    Attributes
    ----------
    site_of
        Inspection number to site.
    """

    def __init__(self, asked: Collection[str], before: Mapping[str, Record]) -> None:
        self.site_of = {number: str(record["site_id"]) for number, record in before.items()}
        self._asked = asked
        self._open: set[str] = set()
        self._dropped: set[str] = set()

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Take in what became of more inspections."""
        for outcome in outcomes if self._asked else ():
            if outcome.record is not None:
                number = str(outcome.record["inspection_id"])
                if number in self._asked:
                    self.site_of[number] = str(outcome.record["site_id"])
            elif outcome.fate == "question":
                self._open |= self._numbers([outcome.row])
            elif outcome.notes and outcome.notes[-1].code in UNWANTED:
                self.drop([outcome.row])

    def drop(self, rows: Iterable[LedgerRow]) -> None:
        """Take in inspections that nobody wants."""
        self._dropped |= self._numbers(rows) if self._asked else set()

    def _numbers(self, rows: Iterable[LedgerRow]) -> set[str]:
        stated = {number for row in rows if (number := inspection_number(row))}
        return stated.intersection(self._asked)

    def add_sites(self, sites: Iterable[tuple[object, object]]) -> None:
        """Take in more inspections and their sites."""
        for number, site_id in sites if self._asked else ():
            if number in self._asked:
                self.site_of[str(number)] = str(site_id)

    def is_settled(self, number: str | None) -> bool:
        """Tell whether the site of an inspection is known, or that nobody wants it."""
        return number in self.site_of or number in self._dropped

    def is_open(self, number: str | None) -> bool:
        """Tell whether an inspection is a question."""
        return number in self._open and number not in self.site_of

    def is_dropped(self, number: str | None) -> bool:
        """Tell whether a person did not want an inspection, or its site."""
        return number in self._dropped and number not in self.site_of
