"""Rows of enterprises and idle factories become sites."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from data.crs import great_circle_m
from data.ledger import spellings
from data.ledger.answers import Answers, answered
from data.ledger.census import Census, Draft
from data.ledger.entries import entry_of
from data.ledger.gone import is_told_gone, site_told_gone, stand_in, why_another
from data.ledger.likeness import learn_places
from data.ledger.mends import Mends
from data.ledger.misfits import say_misfits
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, as_json, questioned, rejected
from data.ledger.parents import with_parents
from data.ledger.positions import ASKED, Position
from data.ledger.recall import turned_away_before
from data.ledger.returned import SAME_POINT_M, own_extras
from data.ledger.sheets import cell_text, is_empty
from data.ledger.sitebook import SiteBook
from data.ledger.tellings import Tellings
from data.ledger.unwanted import recall_dropped
from data.ledger.values import (
    read_area_m2,
    read_code,
    read_credit_code,
    read_day,
    read_flag,
    read_number,
)
from data.ledger.vicinity import site_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.assumption import Question
    from data.ledger.outcomes import Value
    from data.ledger.placing import PlacedRow, Placing
    from data.ledger.rows import LedgerRow
    from data.ports import LargeTables

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
_KEEP_STORED_M = 2_000.0
LAST_SITE = "last_site"
"""The setting that holds the newest id a site ever had."""


def resolve_sites(
    rows: Sequence[LedgerRow],
    *,
    placing: Placing,
    answers: Answers,
    tables: LargeTables,
) -> tuple[list[Outcome], SiteBook]:
    """
    Give every row of site ledgers its fate.

    The first reason that applies turns a row away: not wanted, no name, no usable coordinates,
    outside the area. Then positions become WGS-84, or their rows questions where no datum is stated
    and none is sure. Each other row is a site of its own, news of a site in the store, or one more
    telling of a row before it (the first stays, its gaps are filled); where that is in doubt it is
    a site of its own and a question. Files are gone through in the order of their names, so that
    it does not matter in which order they are given.

    Parameters
    ----------
    rows
        Rows of all files, each file's in their order.
    placing
        Says where they lie; it knows the sites of the store.
    answers
        What people answered; answers in ``rows`` are added.
    tables
        The store, to see what rows of earlier imports became, and which ids are used up.

    Returns
    -------
    outcomes
        One per row; not in the order of ``rows``.
    book
        All sites, stored and new, to find those that other ledgers name.
    """
    known = placing.known
    ordered = sorted(rows, key=lambda row: (row.file, row.sha256))
    last_site = tables.read("setting", where={"name": [LAST_SITE]})["value"]
    book = _open_book(ordered, known, answers, last_site="".join(last_site))
    mends = Mends(answers, tables)
    mends.hear(ordered)
    ordered, settled = answers.part_mended(ordered, known=book.by_id)
    ordered = [answered(row, *answers.of(row, known=book.by_id)) for row in ordered]
    placed, turned_away = placing.read(ordered)
    gone = [row for row, why in turned_away if is_told_gone(row, why)]
    outcomes = [
        _turn_away(row, answers.why_unwanted(row) or why, book)
        for row, why in turned_away
        if not is_told_gone(row, why)
    ]
    census = Census(
        book=book,
        known=known,
        answers=answers,
        mends=mends,
        tables=tables,
        tellings=Tellings(tables),
        keep_position=_settle_position,
    )
    outcomes += _settle_placed(placed, placing, census)
    recall_dropped(book, answers=answers, known=tables)
    files = {row.file for row in rows}
    book.recall = partial(turned_away_before, tables, answers=answers, files=files)
    outcomes += [_settle_gone(row, census) for row in gone]
    outcomes = say_misfits(mends.settle(census.final(outcomes)), known=book.by_id)
    outcomes = [*settled, *outcomes]
    return with_parents(outcomes, book=book, known=known), book


def _settle_placed(placed: Sequence[PlacedRow], placing: Placing, census: Census) -> list[Outcome]:
    """Settle the rows that state a place, in their order; where a datum is open, ask."""
    outcomes: list[Outcome] = []
    asked: dict[tuple[str, float, float], LedgerRow] = {}
    for item, position in zip(placed, placing.settle(placed), strict=True):
        if isinstance(position, Position):
            record, notes = read_site(item.row, position)
            draft = Draft(item.row, record, entry_of(record), notes, position)
            outcomes.append(census.settle(draft))
        elif unwanted := census.answers.why_unwanted(item.row):
            outcomes.append(_turn_away(item.row, unwanted, census.book))
        else:
            outcomes.append(_ask(item, position, book=census.book, asked=asked))
    return outcomes


def _open_book(
    rows: Sequence[LedgerRow], known: dict[str, Record], answers: Answers, *, last_site: str
) -> SiteBook:
    entries = [entry_of(record) for record in known.values()]
    names = [*(row.text("name") or "" for row in rows), *(entry.name for entry in entries)]
    book = SiteBook(
        entries, places=learn_places(names), settled=answers.settled, last_site=last_site
    )
    book.reserve(row.text("site_id") or "" for row in rows)
    return book


def _turn_away(row: LedgerRow, why: Note, book: SiteBook) -> Outcome:
    book.turn_away(row, why)
    return questioned(row, why) if why.code in ASKED else rejected(row, why)


def _settle_gone(row: LedgerRow, census: Census) -> Outcome:
    """Take the site that a row without a position calls gone out of use, or ask which it is."""
    book, answers = census.book, census.answers
    if unwanted := answers.why_unwanted(row):
        return _turn_away(row, unwanted, book)
    answer, _ = answers.of(row, known=book.by_id)
    answered_site = answer.site_id if answer is not None else None
    site = site_told_gone(row, book, before=answered_site or census.tellings.became(row))
    if isinstance(site, Note):
        return questioned(row, site)
    record, notes = read_site(row, stand_in(site))
    entry = entry_of(record)
    why = None if answered_site or entry.site_id == site.site_id else why_another(entry, site)
    if why is not None:
        return questioned(row, why)
    record["site_id"] = site.site_id
    return census.settle(Draft(row, record, entry_of(record), notes, stand_in(site)))


def _ask(
    item: PlacedRow,
    question: Question,
    *,
    book: SiteBook,
    asked: dict[tuple[str, float, float], LedgerRow],
) -> Outcome:
    """Ask once: a row that repeats an open one, coordinates and all, is its duplicate."""
    row, place = item.row, item.place
    same = site_name(row.text("name"), row.text("village")), place.lon_deg, place.lat_deg
    first = asked.setdefault(same, row)
    if first is not row:
        return Outcome(row, "duplicate", (*row.notes, note("duplicate_row", id=first.source)))
    book.turn_away(row, question.why)
    return Outcome(row, "question", (*row.notes, *question.notes))


def _settle_position(record: Record, before: Record, position: Position) -> tuple[Note, ...]:
    """Keep a stored position that states its datum against one near it that does not."""
    here = (float(str(before["lon_deg"])), float(str(before["lat_deg"])))
    # A file read again finds nearly every site where it was.
    is_there = (position.lon_deg, position.lat_deg) == here
    away_m = 0.0 if is_there else great_circle_m(position.lon_deg, position.lat_deg, *here)
    is_kept = before.get("datum_stated") and not position.datum_stated and away_m <= _KEEP_STORED_M
    if not is_kept and away_m > SAME_POINT_M:
        return ()
    for name in ("lon_deg", "lat_deg", "datum", "datum_stated"):
        record[name] = before[name]
    return (note("kept_position"),) if is_kept else ()


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
