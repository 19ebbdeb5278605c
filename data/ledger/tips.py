"""Rows of tip-off ledgers become tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.assumption import Question, settle
from data.ledger.names import village_key
from data.ledger.notes import Note, note
from data.ledger.numbered import Identity, Numbered
from data.ledger.outcomes import Outcome, Record, content_id, rejected
from data.ledger.positions import Place, Position, find_outside, read_place, read_places
from data.ledger.spellings import VERIFIED, find_code, yes_or_no
from data.ledger.values import narrow, read_day
from data.ledger.vicinity import around_book, book_middle
from data.words import TIP_STATES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_IDENTITY = Identity(
    key="tip_id",
    same=("day",),
    progress="verified",
    order=(("open",), ("true", "false")),
    filled=("verified",),
)
_ID_DIGITS = 5
"""Decimals of a degree in the id of a tip without a number: about a metre."""
_NOTHING_STATED = frozenset({"no_coordinates", "no_position_columns"})


def resolve_tips(
    rows: Sequence[LedgerRow], *, before: dict[str, Record], book: SiteBook, datum: str
) -> list[Outcome]:
    """
    Give every row of tip-off ledgers its fate.

    A tip may lack a position; one that cannot be used is left out and the tip kept.

    Parameters
    ----------
    rows
        Rows of all files.
    before
        Tips the store holds, by id.
    book
        All sites; they say where the area is.
    datum
        Datum of rows that state none, or ``auto``.

    Returns
    -------
    outcomes
        One per row, in the same order; rejected only where the day is missing.
    """
    numbered = Numbered(_IDENTITY, before=before)
    positions = _positions(rows, book, datum=datum)
    return numbered.final(
        [_tip(row, where, numbered) for row, where in zip(rows, positions, strict=True)]
    )


def _positions(
    rows: Sequence[LedgerRow], book: SiteBook, *, datum: str
) -> list[tuple[Position | None, tuple[Note, ...]]]:
    around = [(entry.lon_deg, entry.lat_deg) for entry in book.by_id.values()]
    read = read_places(rows, middle=lambda _plain: book_middle(book))
    places = {i: place for i, place in enumerate(read) if isinstance(place, Place)}
    outside = find_outside(list(places.values()), around=around)
    whys = dict(zip(places, outside, strict=True))
    kept = [i for i in places if whys[i] is None]
    settled = settle(
        [places[i] for i in kept],
        [village_key(rows[i].text("village")) for i in kept],
        around=around_book(book),
        datum=datum,
    )
    found = dict(zip(kept, settled, strict=True))
    return [_kept(place, found.get(i), whys.get(i)) for i, place in enumerate(read)]


def _kept(
    place: Place | Note, found: Position | Question | None, outside: Note | None
) -> tuple[Position | None, tuple[Note, ...]]:
    """Give the position, or none and why; a tip is kept without it."""
    if isinstance(found, Position):
        return found, found.notes
    return None, _why_dropped(place, found.why if found else outside)


def _why_dropped(place: Place | Note, outside: Note | None) -> tuple[Note, ...]:
    why = place if isinstance(place, Note) else outside
    if why is None or why.code in _NOTHING_STATED:
        return ()
    return (note("position_dropped", why=(why.zh, why.en)),)


def _tip(
    row: LedgerRow,
    where: tuple[Position | None, tuple[Note, ...]],
    numbered: Numbered,
) -> Outcome:
    day, said = read_day(row.cells.get("day"), column=row.header("day"))
    if day is None:
        return rejected(row, note("no_day", value=row.text("day") or ""))
    position, notes = where
    verified, verified_said = _verified(row)
    record = _record(row, day, position)
    record["tip_id"] = _number(row, day)
    record["verified"] = verified
    told = [*notes, *(item for item in (said, verified_said) if item)]
    return numbered.settle(row, record, told)


def _record(row: LedgerRow, day: date, position: Position | None) -> Record:
    return {
        "tip_id": None,
        "day": day,
        "channel": row.text("channel"),
        "what": row.text("what"),
        "place": row.text("place"),
        "verified": None,
        "lon_deg": position.lon_deg if position else None,
        "lat_deg": position.lat_deg if position else None,
        "source": row.source,
    }


def _number(row: LedgerRow, day: date) -> str:
    """
    Return the ledger's own number, else one from what the row says and where.

    The position is taken as it is written: where it comes to lie may depend on other rows.
    """
    number = narrow(row.text("tip_id") or "")
    stated = read_place(row)
    where: tuple[float, ...] = ()
    if isinstance(stated, Place):
        where = (round(stated.lon_deg, _ID_DIGITS), round(stated.lat_deg, _ID_DIGITS))
    return number or content_id("XS", day, row.text("what"), row.text("place"), *where)


def _verified(row: LedgerRow) -> tuple[str, Note | None]:
    text = row.text("verified")
    if text is None:
        return "open", None
    tick = yes_or_no(text)
    code = ("true" if tick else "false") if tick is not None else find_code(text, VERIFIED)
    if code:
        return code, None
    read = TIP_STATES["open"]
    return "open", note("cleaned", column=row.header("verified"), value=text, read=read)
