"""Rows of large ledgers in chunks, so that a million visits never stand in memory at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from data.ledger.outcomes import Record, plain_values, stored
from data.ledger.rows import LedgerRow, SkippedRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from data.ledger.outcomes import Stored
    from data.ledger.reading import ReadSheet
    from data.ports import LargeTables

    IdOf = Callable[[LedgerRow], str | None]

CHUNK_ROWS = 50_000
"""Rows that stand in memory together, unless a caller says otherwise."""
_KEYS_PER_QUERY = 10_000  # SQLite takes 32,766 bound values, PostgreSQL 65,535


@dataclass(slots=True)
class Chunk:
    """
    Some rows in the order of files, sheets and rows.

    Attributes
    ----------
    rows
        Rows of data.
    skipped
        Rows that are no data.
    ids
        Under which ids the rows are to be stored, where that is known.
    """

    rows: list[LedgerRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def every_row(sheets: Iterable[ReadSheet]) -> Chunk:
    """Read all rows of some sheets into one chunk."""
    return chunk_of(row for sheet in sheets for row in sheet.reader)


def chunks(sheets: Iterable[ReadSheet], *, chunk_rows: int = CHUNK_ROWS) -> Iterator[Chunk]:
    """Read the rows of some sheets, at most ``chunk_rows`` (> 0) at a time."""
    rows = (row for sheet in sheets for row in sheet.reader)
    while some := list(islice(rows, chunk_rows)):
        yield chunk_of(some)


def chunk_of(rows: Iterable[LedgerRow | SkippedRow]) -> Chunk:
    """Part rows of data from the others."""
    chunk = Chunk()
    for row in rows:
        if isinstance(row, LedgerRow):
            chunk.rows.append(row)
        else:
            chunk.skipped.append(row)
    return chunk


def repeated_ids(sheets: Sequence[ReadSheet], field: str, id_of: IdOf) -> frozenset[int]:
    """
    Find the ids that more than one row is to be stored under.

    Parameters
    ----------
    sheets
        Sheets of one kind.
    field
        Field that states the id.
    id_of
        Finds the id of a row that states none.

    Returns
    -------
    hashes
        Their hashes: eight bytes a row while it looks, whatever the ids are. Two ids of one hash
        would count as repeated, which costs a little memory and changes nothing.
    """
    ids = (number for sheet in sheets for number in sheet.reader.ids(field, id_of))
    hashes = np.fromiter((hash(number) for number in ids if number), dtype=np.int64)
    hashes.sort()
    return frozenset(hashes[1:][hashes[1:] == hashes[:-1]].tolist())


def part_repeated(chunk: Chunk, id_of: IdOf, repeated: frozenset[int]) -> tuple[Chunk, Chunk]:
    """
    Part a chunk into rows that stand alone and rows whose id comes again.

    Returns
    -------
    alone, again
        With their ids; the skipped rows are with the first.
    """
    alone, again = Chunk(skipped=chunk.skipped), Chunk()
    for row in chunk.rows:
        number = id_of(row)
        part = again if number and hash(number) in repeated else alone
        part.rows.append(row)
        if number:
            part.ids.append(number)
    return alone, again


class Before:
    """
    Records of one table as the store held them when the import began.

    Parameters
    ----------
    known
        What the store holds.
    table, key
        Names of the table and of its key column.

    Attributes
    ----------
    is_empty
        Whether the store held no record at all.
    """

    def __init__(self, known: LargeTables, table: str, key: str) -> None:
        self.key = key
        self._known = known
        self._table = table
        self.is_empty = known.count(table) == 0

    def records(self, ids: Iterable[str]) -> dict[str, Record]:
        """Read the records with these ids, those that are there."""
        found: dict[str, Record] = {}
        wanted = [] if self.is_empty else sorted(set(ids))
        for first in range(0, len(wanted), _KEYS_PER_QUERY):
            some = wanted[first : first + _KEYS_PER_QUERY]
            found |= stored(self._known.read(self._table, where={self.key: some}))
        return found

    def rows(self, ids: Iterable[str]) -> dict[str, Stored]:
        """Read the same as bare values, in the order of the schema: many times faster."""
        found: dict[str, Stored] = {}
        wanted = [] if self.is_empty else sorted(set(ids))
        for first in range(0, len(wanted), _KEYS_PER_QUERY):
            some = wanted[first : first + _KEYS_PER_QUERY]
            table = self._known.read(self._table, where={self.key: some})
            columns = [plain_values(table[name]) for name in table.columns]
            found |= dict(zip(table.index.tolist(), zip(*columns, strict=True), strict=True))
        return found
