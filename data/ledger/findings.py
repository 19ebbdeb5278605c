"""Rows of hazard ledgers become findings at known sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.inspections import inspection_number
from data.ledger.names import name_key
from data.ledger.notes import Note, note
from data.ledger.numbered import Identity, Numbered
from data.ledger.outcomes import Outcome, Record, content_id, questioned, rejected
from data.ledger.spellings import LEVEL, STATE, find_code, yes_or_no
from data.ledger.unwanted import without_site
from data.ledger.values import narrow, read_day
from data.words import FINDING_LEVELS, FINDING_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.ledger.inspections import VisitedSites
    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_IDENTITY = Identity(
    key="finding_id",
    same=("site_id", "found"),
    progress="state",
    order=tuple((state,) for state in FINDING_STATES),
    moves=("due", "closed"),
    filled=("level", "state"),
)
_CLOSING = ("销号", "闭环")


def resolve_findings(
    rows: Sequence[LedgerRow],
    *,
    before: dict[str, Record],
    book: SiteBook,
    visited: VisitedSites,
) -> list[Outcome]:
    """
    Give every row of hazard ledgers its fate.

    The site is that of the inspection the row names, else that of the name it states.

    Parameters
    ----------
    rows
        Rows of all files.
    before
        Findings the store holds, by id.
    book
        All sites.
    visited
        The inspections they name: findings of one that is a question are questions too, findings of
        one that nobody wants are not wanted.

    Returns
    -------
    outcomes
        One per row, in the same order.
    """
    numbered = Numbered(_IDENTITY, before=before)
    return numbered.final([_finding(row, book, numbered, visited=visited) for row in rows])


def finding_id(
    row: LedgerRow,
    book: SiteBook,
    *,
    visited: VisitedSites,
) -> str | None:
    """Return the id a finding is stored under; missing where the row cannot be stored."""
    stated = narrow(row.text("finding_id") or "")
    if stated:
        return stated
    draft = _draft(row, book, visited=visited)
    return None if isinstance(draft, Outcome) else str(draft[0]["finding_id"])


def _finding(
    row: LedgerRow,
    book: SiteBook,
    numbered: Numbered,
    *,
    visited: VisitedSites,
) -> Outcome:
    draft = _draft(row, book, visited=visited)
    return draft if isinstance(draft, Outcome) else numbered.settle(row, *draft)


def _draft(
    row: LedgerRow,
    book: SiteBook,
    *,
    visited: VisitedSites,
) -> tuple[Record, list[Note]] | Outcome:
    """Read a row by itself: the record it would become, or why it becomes none."""
    found, said = read_day(row.cells.get("found"), column=row.header("found"))
    if found is None:
        return rejected(row, note("no_day", value=row.text("found") or ""))
    visit = inspection_number(row)
    if visited.is_dropped(visit) and row.text("site_id") not in book.by_id:
        return rejected(row, note("visit_dropped", id=str(visit)))
    if visited.is_open(visit) and row.text("site_id") not in book.by_id:
        return questioned(row, note("inspection_open", id=str(visit)))
    site = _site(row, book, visited.site_of, visit)
    if isinstance(site, Note):
        return without_site(row, site)
    site_id, notes = site
    record, read = _read(row, site_id=site_id, found=found, visit=visit)
    return record, [*([said] if said else []), *notes, *read]


def _site(
    row: LedgerRow, book: SiteBook, site_of: Mapping[str, str], visit: str | None
) -> tuple[str, tuple[Note, ...]] | Note:
    site_id = site_of.get(visit or "")
    if site_id is None:
        named = book.named(row)
        return named if isinstance(named, Note) else (named.site_id, ())
    name = row.text("name")
    entry = book.by_id.get(site_id)
    if name and entry and name_key(name) != entry.name_key:
        return site_id, (note("site_by_inspection", name=name, id=str(visit)),)
    return site_id, ()


def _read(
    row: LedgerRow, *, site_id: str, found: date, visit: str | None
) -> tuple[Record, list[Note]]:
    due, due_said = read_day(row.cells.get("due"), column=row.header("due"))
    closed, closed_said = read_day(row.cells.get("closed"), column=row.header("closed"))
    level, level_said = _level(row)
    state, state_said = _state(row, is_closed=closed is not None)
    what = row.text("what")
    record: Record = {
        "finding_id": narrow(row.text("finding_id") or "")
        or content_id("YH", site_id, found, what, visit),
        "site_id": site_id,
        "inspection_id": visit,
        "what": what,
        "level": level,
        "found": found,
        "due": due,
        "state": state,
        "closed": closed,
        "source": row.source,
    }
    return record, [said for said in (due_said, closed_said, level_said, state_said) if said]


def _level(row: LedgerRow) -> tuple[str, Note | None]:
    text = row.text("level")
    level = find_code(text, LEVEL) if text else None
    if level:
        return level, None
    read = FINDING_LEVELS["ordinary"]
    column = row.header("level")
    if text:
        return "ordinary", note("cleaned", column=column, value=text, read=read)
    return "ordinary", note("default", column=column, read=read)


def _state(row: LedgerRow, *, is_closed: bool) -> tuple[str, Note | None]:
    """Read where the finding stands; a tick means what its header asks; a closing day closes."""
    text, column = row.text("state") or "", row.header("state")
    tick = yes_or_no(text) if text else None
    if tick is not None:
        done = "closed" if any(word in column for word in _CLOSING) else "submitted"
        state: str | None = done if tick else "rectifying"
    else:
        state = find_code(text, STATE) if text else None
    if is_closed and state in {None, "submitted"}:
        return "closed", None
    if state:
        return state, None
    read = FINDING_STATES["found"]
    if text:
        return "found", note("cleaned", column=column, value=text, read=read)
    return "found", note("default", column=column, read=read)
