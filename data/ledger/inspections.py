"""Rows of inspection ledgers become visits to known sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.notes import Note, note
from data.ledger.numbered import Identity, Numbered
from data.ledger.outcomes import Outcome, Record, content_id, questioned, rejected
from data.ledger.sheets import cell_text
from data.ledger.spellings import MODE, RESULT, find_code, yes_or_no
from data.ledger.values import narrow, read_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_IDENTITY = Identity(key="inspection_id", same=("site_id", "day"))
_FREE_TEXT = ("存在问题", "发现问题", "存在隐患", "发现隐患")


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


def _inspection(row: LedgerRow, book: SiteBook, numbered: Numbered) -> Outcome:
    if not any(row.text(name) for name in ("name", "code", "site_id")):
        return rejected(row, note("no_name"))
    day, said = read_day(row.cells.get("day"), column=row.header("day"))
    if day is None:
        return rejected(row, note("no_day", value=row.text("day") or ""))
    site = book.named(row)
    if isinstance(site, Note):
        return questioned(row, site)
    result = _result(row)
    if result is None:
        return questioned(row, note("unknown_result", value=row.text("result") or ""))
    mode = row.text("mode")
    own = (site.site_id, day, row.text("team"), mode, result)
    record: Record = {
        "inspection_id": inspection_number(row) or content_id("JC", *own),
        "site_id": site.site_id,
        "day": day,
        "team": row.text("team"),
        "mode": find_code(mode, MODE) if mode else None,
        "mode_stated": mode,
        "result": result,
        "source": row.source,
    }
    return numbered.settle(row, record, [said] if said else [])


def _result(row: LedgerRow) -> str | None:
    """Read the result; a column of problems found is clean where it says none."""
    text = cell_text(row.cells.get("result"))
    tick = yes_or_no(text)
    if tick is not None:
        return "finding" if tick else "clean"
    code = find_code(text, RESULT) if text else None
    problems = row.header("result") in _FREE_TEXT
    return ("finding" if text else "clean") if code is None and problems else code


def sites_of_inspections(
    outcomes: Sequence[Outcome], before: Mapping[str, Record]
) -> tuple[dict[str, str], frozenset[str]]:
    """
    List what findings need to know about inspections.

    Returns
    -------
    site_of
        Inspection number to site, stored inspections included.
    open_numbers
        Numbers of inspections that are questions.
    """
    site_of = {number: str(record["site_id"]) for number, record in before.items()}
    for outcome in outcomes:
        if outcome.record is not None:
            site_of[str(outcome.record["inspection_id"])] = str(outcome.record["site_id"])
    numbers = (inspection_number(o.row) for o in outcomes if o.fate == "question")
    return site_of, frozenset(number for number in numbers if number and number not in site_of)
