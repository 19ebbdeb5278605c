"""Rows of the power company: what each meter counted in each month, matched to sites."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.ledger.months import named_year, read_month
from data.ledger.notes import Note, note
from data.ledger.outcomes import Outcome, Record, is_same, overlay, questioned, rejected
from data.ledger.sheets import Cell, cell_text, is_empty
from data.ledger.values import narrow, read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.ledger.outcomes import Change
    from data.ledger.rows import LedgerRow
    from data.ledger.sitebook import SiteBook

_UNITS_KWH = (
    ("万千瓦时", 10_000.0),
    ("万kwh", 10_000.0),
    ("万度", 10_000.0),
    ("兆瓦时", 1_000.0),
    ("mwh", 1_000.0),
    ("千瓦时", 1.0),
    ("kwh", 1.0),
    ("度", 1.0),
)
"""Unit to kilowatt-hours, longer names first."""
_UNIT = re.compile("|".join(unit for unit, _ in _UNITS_KWH), re.IGNORECASE)
_WIDE = "kwh:"


@dataclass(slots=True)
class PowerImport:
    """
    What became of the rows of the power company.

    Attributes
    ----------
    outcomes
        One per row, in the same order; their target is the meter, they carry no record.
    readings
        By schema ``POWER_READING``: one per meter and month, of all rows that were taken.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    readings: list[Record] = field(default_factory=list)


def resolve_power(
    rows: Sequence[LedgerRow], *, before: dict[str, Record], book: SiteBook
) -> PowerImport:
    """
    Give every row of power readings its fate.

    A row tells one month, or one month per column. A meter that no known site can be named for is
    stored all the same, without a site and with a note: reading the file again when the site is
    known fills it in.

    Parameters
    ----------
    rows
        Rows of all files.
    before
        Readings the store holds, by id.
    book
        All sites.
    """
    result = PowerImport()
    said: dict[str, tuple[LedgerRow, Record]] = {}
    for row in rows:
        outcome, readings = _read(row, book, before=before, said=said)
        result.outcomes.append(outcome)
        result.readings += readings
    return result


def _read(
    row: LedgerRow,
    book: SiteBook,
    *,
    before: dict[str, Record],
    said: dict[str, tuple[LedgerRow, Record]],
) -> tuple[Outcome, list[Record]]:
    meter, notes = _meter(row)
    if meter is None:
        return rejected(row, note("no_name")), []
    used = _months(row)
    if isinstance(used, Note):
        return rejected(row, used), []
    by_month, month_notes = used
    records, site_notes = _records(row, meter, by_month, book)
    repeated = {key: said[key] for key in records if key in said}
    differing = [key for key, (_, first) in repeated.items() if not _agree(first, records[key])]
    if differing:
        return questioned(row, _differ_note(meter, repeated, differing)), []
    fresh = {key: record for key, record in records.items() if key not in said}
    if not fresh:
        told = note("repeated_month", id=meter, other=next(iter(repeated.values()))[0].source)
        return Outcome(row, "duplicate", (*row.notes, told), target=meter), []
    said.update({key: (row, record) for key, record in fresh.items()})
    return _taken(row, fresh, (*notes, *month_notes, *site_notes), before=before)


def _taken(
    row: LedgerRow, fresh: dict[str, Record], notes: Sequence[Note], *, before: dict[str, Record]
) -> tuple[Outcome, list[Record]]:
    """Lay the readings over those in the store."""
    written, changes = [], set[str]()
    for key, record in fresh.items():
        merged, changed = overlay(before[key], record) if key in before else (record, ["new"])
        changes.update(changed)
        written.append(merged)
    change: Change = "new" if "new" in changes else "updated" if changes else "unchanged"
    meter = str(written[0]["meter"])
    told = () if change == "new" else (_change_note(meter, changes),)
    every = (*row.notes, *notes, *told)
    fate = "repaired" if any(item.repair for item in every) else "accepted"
    return Outcome(row, fate, every, target=meter, change=change), written


def _change_note(meter: str, changes: set[str]) -> Note:
    if not changes:
        return note("unchanged", id=meter)
    return note("updated", id=meter, fields=", ".join(sorted(changes)))


def _agree(one: Record, other: Record) -> bool:
    return is_same(one["kwh"], other["kwh"])


def _differ_note(
    meter: str, repeated: dict[str, tuple[LedgerRow, Record]], differing: Sequence[str]
) -> Note:
    months = ", ".join(str(repeated[key][1]["month"]) for key in differing)
    return note("months_differ", id=meter, other=repeated[differing[0]][0].source, months=months)


def _meter(row: LedgerRow) -> tuple[str | None, tuple[Note, ...]]:
    """Take the meter's number, else the customer's name in its place."""
    number = narrow(row.text("meter") or "")
    if number:
        return number, ()
    name = row.text("name")
    return name, (note("meter_from_name", name=name),) if name else ()


def _records(
    row: LedgerRow, meter: str, by_month: dict[str, float], book: SiteBook
) -> tuple[dict[str, Record], tuple[Note, ...]]:
    site = book.named(row)
    notes = (note("meter_unmatched", why=(site.zh, site.en)),) if isinstance(site, Note) else ()
    records: dict[str, Record] = {}
    for month, kwh in by_month.items():
        key = f"DL-{meter}-{month}"
        records[key] = {
            "power_reading_id": key,
            "site_id": None if isinstance(site, Note) else site.site_id,
            "meter": meter,
            "customer": row.text("name"),
            "month": month,
            "kwh": kwh,
            "source": row.source,
        }
    return records, notes


def _months(row: LedgerRow) -> tuple[dict[str, float], tuple[Note, ...]] | Note:
    """Read what was used in which month; empty months of a wide table are no readings."""
    wide = {name: cell for name, cell in row.cells.items() if name.startswith(_WIDE)}
    if not wide:
        return _one_month(row)
    year, notes = _year(row, needed=any("-" not in name for name in wide))
    found: dict[str, float] = {}
    for name, cell in wide.items():
        month = read_month(name.removeprefix(_WIDE), year=year)
        kwh = _kwh(cell, row.header(name))
        if month is None:
            return note("no_month", value=row.header(name))
        if kwh is None:
            notes = (*notes, note("month_unread", column=row.header(name), value=cell_text(cell)))
        else:
            found[month] = kwh
    return (found, notes) if found else note("no_kwh", value="")


def _one_month(row: LedgerRow) -> tuple[dict[str, float], tuple[Note, ...]] | Note:
    cell = row.cells.get("month")
    month, notes = read_month(cell), tuple[Note, ...]()
    if month is None:
        year, notes = _year(row, needed=True)
        month = read_month(cell, year=year)
    if month is None:
        return note("no_month", value=cell_text(cell))
    kwh = _kwh(row.cells.get("kwh"), row.header("kwh"))
    if kwh is None:
        return note("no_kwh", value=cell_text(row.cells.get("kwh")))
    return {month: kwh}, notes


def _year(row: LedgerRow, *, needed: bool) -> tuple[str | None, tuple[Note, ...]]:
    """Find the year of months that name none: its own column, else the sheet's or file's name."""
    stated = named_year(row.text("year") or "")
    if stated or not needed:
        return stated, ()
    named = named_year(row.sheet, row.file)
    return named, (note("year_from_name", year=named),) if named else ()


def _kwh(cell: Cell, column: str) -> float | None:
    """Read electricity; the unit in the cell decides, else the one in the header, else kWh."""
    if is_empty(cell):
        return None
    text = cell_text(cell) if isinstance(cell, str) else ""
    unit = _unit(text) or _unit(column) or 1.0
    value, _ = read_number(_UNIT.sub("", narrow(text)) if text else cell, column=column)
    return None if value is None else value * unit


def _unit(text: str) -> float | None:
    word = narrow(text).lower()
    return next((factor for unit, factor in _UNITS_KWH if unit in word), None)
