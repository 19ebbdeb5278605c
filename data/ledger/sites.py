"""Rows of enterprises and idle factories become sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.crs import great_circle_m
from data.ledger import spellings
from data.ledger.assumption import Neighbours, settle
from data.ledger.names import village_key
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, as_json, rejected, taken
from data.ledger.positions import Place, Position, find_outside, read_place
from data.ledger.returned import SAME_POINT_M, own_extras
from data.ledger.sheets import cell_text, is_empty
from data.ledger.sitebook import SiteBook, SiteEntry, entry_of
from data.ledger.values import (
    read_area_m2,
    read_code,
    read_credit_code,
    read_day,
    read_flag,
    read_number,
)
from data.words import SITE_STATUS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.outcomes import Value
    from data.ledger.rows import LedgerRow

_TEXTS = (
    "address",
    "village",
    "town",
    "industry",
    "industry_code",
    "licences",
    "keeper",
    "remark",
)
_NEITHER = frozenset({"无", "否", "没有", "不是", "×", "no"})
_UNKNOWN = frozenset({"不详", "未知", "不明", "待查", "待核实", "unknown"})
_ENOUGH_POSITIONS = 20
_KEEP_STORED_M = 2_000.0


@dataclass(frozen=True, slots=True)
class _Draft:
    row: LedgerRow
    place: Place


def resolve_sites(
    rows: Sequence[LedgerRow], *, known: dict[str, Record], datum: str
) -> tuple[list[Outcome], SiteBook]:
    """
    Give every row of site ledgers its fate.

    The first reason that applies turns a row away: no name, no usable coordinates, outside the
    area. Then positions become WGS-84, and each row is a site of its own, news of a site in the
    store, or a duplicate of a row before it (the first stays).

    Parameters
    ----------
    rows
        Rows of all files, in the order read.
    known
        Sites of the store, by id.
    datum
        Datum of rows that state none, or ``auto``.

    Returns
    -------
    outcomes
        One per row; not in the order of ``rows``.
    book
        All sites, stored and new, to find those that other ledgers name.
    """
    book = SiteBook([entry_of(record) for record in known.values()])
    book.reserve(row.text("site_id") or "" for row in rows)
    outcomes: list[Outcome] = []
    drafts: list[_Draft] = []
    for row in rows:
        place = note("no_name") if row.text("name") is None else read_place(row, datum=datum)
        if isinstance(place, Note):
            outcomes.append(_turn_away(row, place, book))
        else:
            drafts.append(_Draft(row, place))
    inside, outside = _split_by_area(drafts, known)
    outcomes += [_turn_away(row, why, book) for row, why in outside]
    claimed: dict[str, str] = {}
    for draft, position in zip(inside, _positions(inside, known), strict=True):
        outcomes.append(_identify(draft.row, position, book=book, known=known, claimed=claimed))
    return outcomes, book


def _turn_away(row: LedgerRow, why: Note, book: SiteBook) -> Outcome:
    book.turn_away(row, why)
    return rejected(row, why)


def _by_file(drafts: Sequence[_Draft]) -> dict[str, list[_Draft]]:
    files: dict[str, list[_Draft]] = {}
    for draft in drafts:
        files.setdefault(draft.row.sha256, []).append(draft)
    return files


def _split_by_area(
    drafts: Sequence[_Draft], known: dict[str, Record]
) -> tuple[list[_Draft], list[tuple[LedgerRow, Note]]]:
    """Part what lies in the area; a short file is judged together with all else that is known."""
    wider = [(float(str(r["lon_deg"])), float(str(r["lat_deg"]))) for r in known.values()]
    wider += [(draft.place.lon_deg, draft.place.lat_deg) for draft in drafts]
    inside: list[_Draft] = []
    outside: list[tuple[LedgerRow, Note]] = []
    for members in _by_file(drafts).values():
        around = [] if len(members) >= _ENOUGH_POSITIONS else wider
        whys = find_outside([draft.place for draft in members], around=around)
        for draft, why in zip(members, whys, strict=True):
            if why is None:
                inside.append(draft)
            else:
                outside.append((draft.row, why))
    return inside, outside


def _positions(drafts: Sequence[_Draft], known: dict[str, Record]) -> list[Position]:
    """Convert file by file; ``drafts`` are in the order of files."""
    before = _stated_neighbours(known)
    found: list[Position] = []
    for members in _by_file(drafts).values():
        villages = [village_key(draft.row.text("village")) for draft in members]
        places = [draft.place for draft in members]
        found += settle(places, villages, stated_before=before)
    return found


def _stated_neighbours(known: dict[str, Record]) -> dict[str, Neighbours]:
    found: dict[str, Neighbours] = {}
    for record in known.values():
        if record.get("datum_stated") and record.get("village"):
            where = (float(str(record["lon_deg"])), float(str(record["lat_deg"])))
            found.setdefault(village_key(str(record["village"])), []).append(where)
    return found


def _identify(
    row: LedgerRow,
    position: Position,
    *,
    book: SiteBook,
    known: dict[str, Record],
    claimed: dict[str, str],
) -> Outcome:
    record, notes = read_site(row, position)
    entry = entry_of(record)
    match, said = book.same_site(entry)
    if match is not None and match.site_id in claimed:
        why = _why_same(entry, match)
        told = note("duplicate_site", id=match.site_id, name=match.name, why=why)
        return Outcome(row, "duplicate", (*row.notes, told), target=match.site_id)
    before = known.get(match.site_id) if match else None
    record["site_id"] = match.site_id if match else book.next_id(entry.site_id)
    if before is not None:
        notes = (*notes, *_settle_position(record, before, position))
    else:
        notes = (*notes, *_fill_status(record, row))
    outcome = taken(row, record, key="site_id", notes=(*notes, *said), before=before)
    if outcome.record is not None:
        book.add(entry_of(outcome.record))
    claimed[str(record["site_id"])] = row.source
    return outcome


def _why_same(entry: SiteEntry, other: SiteEntry) -> tuple[str, str]:
    metres = great_circle_m(entry.lon_deg, entry.lat_deg, other.lon_deg, other.lat_deg)
    if entry.code and entry.code == other.code:
        return f"信用代码相同，相距 {metres:.0f} 米", f"same credit code, {metres:.0f} m apart"
    return f"名称和村相同，相距 {metres:.0f} 米", f"same name and village, {metres:.0f} m apart"


def _settle_position(record: Record, before: Record, position: Position) -> tuple[Note, ...]:
    """Keep a stored position that states its datum against one near it that does not."""
    here = (float(str(before["lon_deg"])), float(str(before["lat_deg"])))
    away_m = great_circle_m(position.lon_deg, position.lat_deg, *here)
    is_kept = before.get("datum_stated") and not position.datum_stated and away_m <= _KEEP_STORED_M
    if not is_kept and away_m > SAME_POINT_M:
        return ()
    for name in ("lon_deg", "lat_deg", "datum", "datum_stated"):
        record[name] = before[name]
    return (note("kept_position"),) if is_kept else ()


def _fill_status(record: Record, row: LedgerRow) -> tuple[Note, ...]:
    if record["status"] is not None:
        return ()
    record["status"] = "idle" if record["kind"] == "idle_factory" else "unknown"
    if "status" not in row.headers or row.text("status") is not None:
        return ()
    return (note("default", column=row.header("status"), read=SITE_STATUS[str(record["status"])]),)


def read_site(row: LedgerRow, position: Position) -> tuple[Record, tuple[Note, ...]]:
    """
    Read all cells of a site's row.

    Returns
    -------
    record
        By schema ``SITE``; ``site_id`` is what the row states or empty, ``status`` may be missing.
    notes
        What was interpreted; those of the position included.
    """
    values, notes, unread = _values(row)
    stated = {**_stated(row, "kind"), **_stated(row, "site_id")}
    extra = own_extras(row, {**row.extra, **unread, **stated})
    record: Record = {
        "site_id": row.text("site_id") or "",
        "kind": _kind(row),
        "name": row.text("name"),
        **{name: row.text(name) for name in _TEXTS},
        **values,
        "shared_walls": _shared_walls(row),
        "extra": as_json(extra) if extra else None,
        "parent_id": row.text("parent_id"),
        "datum": position.datum,
        "datum_stated": position.datum_stated,
        "lon_deg": position.lon_deg,
        "lat_deg": position.lat_deg,
        "source": row.source,
    }
    return record, (*notes, *position.notes)


def _stated(row: LedgerRow, name: str) -> dict[str, str]:
    """Keep the wording of a cell that only steers the reading."""
    text = row.text(name)
    return {} if text is None else {row.header(name): text}


def _values(row: LedgerRow) -> tuple[Record, list[Note], dict[str, str]]:
    """Read the cells that are not plain text; what is not understood goes to the extras."""
    readings: dict[str, tuple[Value, Note | None]] = {
        "code": read_credit_code(row.cells.get("code")),
        "workers": read_number(row.cells.get("workers"), column=row.header("workers")),
        "area_m2": read_area_m2(row.cells.get("area_m2"), column=row.header("area_m2")),
        "chemicals": _chemicals(row),
        "status": _coded(row, "status", spellings.STATUS),
        "ledger_grade": _coded(row, "ledger_grade", spellings.GRADE),
        "hours": _coded(row, "hours", spellings.HOURS),
        "stated_visit": read_day(row.cells.get("stated_visit"), column=row.header("stated_visit")),
    }
    values = {name: value for name, (value, _) in readings.items()}
    notes = [said for _, said in readings.values() if said]
    kept = {
        row.header(name): cell_text(row.cells.get(name))
        for name, (_, said) in readings.items()
        if said and said.code in {"unread", "named_yes"}
    }
    return values, notes, kept


def _coded(row: LedgerRow, name: str, words: spellings.Spellings) -> tuple[str | None, Note | None]:
    return read_code(row.cells.get(name), words, column=row.header(name))


def _chemicals(row: LedgerRow) -> tuple[bool | None, Note | None]:
    """Read whether there are chemicals; a ledger that names one says yes."""
    cell, column = row.cells.get("chemicals"), row.header("chemicals")
    value, said = read_flag(cell, column=column)
    text = cell_text(cell)
    if value is not None or is_empty(cell) or text in _UNKNOWN:
        return value, said
    return True, note("named_yes", column=column, value=text)


def _shared_walls(row: LedgerRow) -> str | None:
    text = row.text("shared_walls")
    if text is None or text.lower() in _NEITHER:
        return None
    return text


def _kind(row: LedgerRow) -> str:
    """Tell idle factories by a column that says so, the status, the header of the name, the tab."""
    stated = row.text("kind") or ""
    if spellings.find_code(stated, spellings.IDLE_KIND):
        return "idle_factory"
    if "闲置厂房" in (row.text("status") or "") or "闲置" in row.header("name"):
        return "idle_factory"
    return "idle_factory" if row.idle and "企业" not in stated else "enterprise"
