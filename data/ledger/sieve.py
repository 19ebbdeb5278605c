"""
Parts visits that leave nothing to settle from those that need more than a look.

A row is plain if it is the only one under its number, its site, day and result are clear, and the
store holds nothing under the number, or just what the row says. What it becomes is what
``resolve_inspections`` would make of it (a test compares the two), without a record and an outcome
in memory for each of a million rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import compress, islice
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from data.ledger.clocks import read_clock
from data.ledger.grid import Grid, are_texts, narrowed
from data.ledger.inspections import TIMES, read_mode, read_result
from data.ledger.plain import PlainBatch
from data.ledger.sheets import cell_text, is_empty, says_nothing
from data.ledger.sitebook import Naming
from data.ledger.streams import chunk_of, chunks
from data.ledger.values import narrow, read_day
from data.schema import INSPECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from data.ledger.notes import Note
    from data.ledger.outcomes import Stored
    from data.ledger.reading import ReadSheet
    from data.ledger.sheets import Cell, RawRow
    from data.ledger.sitebook import SiteBook
    from data.ledger.streams import Before, Chunk

T = TypeVar("T")
_Read: TypeAlias = "tuple[T | None, Note | None]"
"""A cell as read, and what was done to read it."""

_REMEMBERED = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What rows state that leaves nothing open: one value, or value and note, for each of them."""

    numbers: Sequence[str]
    days: Sequence[_Read[date]]
    results: Sequence[str | None]
    clocks: Mapping[str, Sequence[_Read[str]]]

    def only(self, wanted: Sequence[bool]) -> _Facts:
        """Keep the rows for which the mask, as long as they are, is true."""
        if all(wanted):
            return self
        return _Facts(
            numbers=list(compress(self.numbers, wanted)),
            days=list(compress(self.days, wanted)),
            results=list(compress(self.results, wanted)),
            clocks={name: list(compress(read, wanted)) for name, read in self.clocks.items()},
        )


class PlainReader:
    """
    Parts the plain rows of one sheet from those that need more than a look.

    Parameters
    ----------
    sheet
        A sheet of inspections whose reader ``is_plain``.
    book
        All sites; it does not change while visits are read.
    repeated
        Hashes of the numbers that come more than once, as ``repeated_ids`` finds them.
    """

    def __init__(self, sheet: ReadSheet, *, book: SiteBook, repeated: frozenset[int]) -> None:
        self._sheet = sheet
        self._reader = sheet.reader
        self._book = book
        self._repeated = repeated
        places = sheet.reader.places
        self._at = {name: places.get(name, -1) for name in ("inspection_id", "day", "result")}
        self._other = {name: places.get(name, -1) for name in ("team", "mode")}
        self._times = {name: places.get(name, -1) for name in TIMES}
        self._naming = tuple(places.get(name, -1) for name in Naming._fields)
        self._sites: dict[Naming, str | None] = {}
        self._days: dict[object, tuple[date | None, Note | None]] = {}
        self._clocks: dict[object, tuple[str | None, Note | None]] = {}

    def part(
        self, rows: Sequence[RawRow], held: Mapping[str, Stored]
    ) -> tuple[list[PlainBatch], list[RawRow]]:
        """
        Take the plain rows out.

        Parameters
        ----------
        rows
            Rows of the sheet.
        held
            What the store holds under their numbers, in the order of ``INSPECTION.names``.

        Returns
        -------
        plain
            Those that leave nothing to settle: new ones, and those that say what the store holds.
        left
            The others, in their order.
        """
        width = len(self._reader.names)
        first = self._reader.first_row
        fit = [r for r in rows if r.number >= first and len(r.cells) <= width and not r.notes]
        grid = Grid.of(fit, width=width)
        facts = self._facts(grid)
        clear = self._clear(grid, facts)
        batch, is_new, is_known = self._visits(grid.only(clear), facts.only(clear), held)
        batches = [batch.only(is_new), batch.only(is_known).as_held(held)]
        taken = {n for some in batches for n in some.numbers}
        left = [raw for raw in rows if raw.number not in taken] if len(taken) < len(rows) else []
        return [some for some in batches if len(some)], left

    def numbers(self, rows: Iterable[RawRow]) -> list[str]:
        """List the numbers that rows state."""
        place = self._at["inspection_id"]
        texts = [cell_text(raw.cells[place]) for raw in rows if -1 < place < len(raw.cells)]
        return [narrow(text) for text in texts if not says_nothing(text)]

    def _facts(self, grid: Grid) -> _Facts:
        return _Facts(
            numbers=narrowed(grid.said(self._at["inspection_id"])),
            days=_read_cells(grid, self._at["day"], self._days, self._day),
            results=self._results_of(grid),
            # A time that is not understood is read again with its row, under the name of its column
            clocks={
                name: _read_cells(grid, place, self._clocks, partial(read_clock, column=name))
                for name, place in self._times.items()
                if place >= 0
            },
        )

    def _clear(self, grid: Grid, facts: _Facts) -> list[bool]:
        """Tell which rows are data, with a number of their own, a day and a result."""
        clear = [
            bool(is_data and number and day[0] is not None and result is not None)
            for is_data, number, day, result in zip(
                grid.plain_rows(self._reader),
                facts.numbers,
                facts.days,
                facts.results,
                strict=True,
            )
        ]
        for clocks in facts.clocks.values():
            clear = [is_so and note is None for is_so, (_, note) in zip(clear, clocks, strict=True)]
        if not self._repeated:
            return clear
        again, numbers = self._repeated, facts.numbers
        return [is_so and hash(no) not in again for is_so, no in zip(clear, numbers, strict=True)]

    def _visits(
        self, grid: Grid, facts: _Facts, held: Mapping[str, Stored]
    ) -> tuple[PlainBatch, list[bool], list[bool]]:
        """Read clear rows; tell which are new, and which say just what the store holds."""
        stated = grid.said(self._other["mode"])
        modes = {text: read_mode(text) if text else None for text in set(stated)}
        visits: dict[str, Sequence[object]] = {
            "inspection_id": facts.numbers,
            "site_id": self._sites_of(grid),
            "day": [day for day, _ in facts.days],
            "team": grid.said(self._other["team"]),
            "mode": [modes[text] for text in stated],
            "mode_stated": stated,
            "result": facts.results,
            **dict.fromkeys(TIMES, [None] * len(stated)),
            **{name: [clock for clock, _ in read] for name, read in facts.clocks.items()},
        }
        batch = PlainBatch(
            sheet=self._sheet,
            numbers=[raw.number for raw in grid.rows],
            visits=visits,
            cells=grid.as_json(self._reader.names),
            notes=[said for _, said in facts.days],
        )
        named = [site_id is not None for site_id in visits["site_id"]]
        if not held:
            return batch, named, [False] * len(named)
        is_new, is_known = _part_held(visits, named, held)
        if self._book.moved:  # what is stored may follow its site to another one
            is_known = [False] * len(named)
        return batch, is_new, is_known

    def _sites_of(self, grid: Grid) -> list[str | None]:
        """Find the site that each row names; missing where that is not clear."""
        namings = map(Naming._make, zip(*map(grid.said, self._naming), strict=True))
        known = self._sites
        found: list[str | None] = []
        for naming in namings:
            if naming not in known:
                if len(known) >= _REMEMBERED:
                    known.clear()
                known[naming] = self._find(naming)
            found.append(known[naming])
        return found

    def _find(self, naming: Naming) -> str | None:
        if not (naming.name or naming.code or naming.site_id):
            return None
        site = self._book.only(naming)
        return None if site is None else site.site_id

    def _day(self, cell: Cell) -> tuple[date | None, Note | None]:
        if is_empty(cell):
            return None, None
        return read_day(cell, column=self._reader.header_of("day"))

    def _results_of(self, grid: Grid) -> list[str | None]:
        said, column = grid.said(self._at["result"]), self._reader.header_of("result")
        read = {text: read_result(text or "", column=column) for text in set(said)}
        return [read[text] for text in said]


def _read_cells(
    grid: Grid,
    place: int,
    known: dict[object, tuple[T | None, Note | None]],
    read: Callable[[Cell], tuple[T | None, Note | None]],
) -> list[tuple[T | None, Note | None]]:
    """Read each cell of a column, what is alike once; nothing where there is no such column."""
    if place < 0:
        return [(None, None)] * len(grid.rows)
    cells = grid.cells[place]
    # 1 and 1.0 are one key, True is too: cells that are no texts are told apart by their type.
    keys: Sequence[object] = (
        cells if are_texts(cells) else list(zip(map(type, cells), cells, strict=True))
    )
    found = {}
    for key, cell in dict(zip(keys, cells, strict=True)).items():
        if key not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[key] = read(cell)
        found[key] = known[key]
    return [found[key] for key in keys]


def _part_held(
    visits: Mapping[str, Sequence[object]], named: Sequence[bool], held: Mapping[str, Stored]
) -> tuple[list[bool], list[bool]]:
    """Tell rows under new numbers, and those that say nothing but what is stored under theirs."""
    numbers = visits[INSPECTION.key]
    columns = [visits[name] for name in INSPECTION.names if name != "source"]
    is_new = [is_so and no not in held for is_so, no in zip(named, numbers, strict=True)]
    is_known = [
        is_so and _says_no_more(row, held.get(str(number)))
        for is_so, number, row in zip(named, numbers, zip(*columns, strict=True), strict=True)
    ]
    return is_new, is_known


def _says_no_more(row: Stored, before: Stored | None) -> bool:
    """Tell whether a row repeats what is stored; what it leaves open erases nothing."""
    if before is None:
        return False
    return all(v is None or v == old for v, old in zip(row, before, strict=False))


def plain_parts(
    reader: PlainReader | None, sheet: ReadSheet, before: Before, *, chunk_rows: int
) -> Iterator[PlainBatch | Chunk]:
    """
    Read the rows of a sheet, some at a time: the plain ones, then the others.

    Parameters
    ----------
    reader
        Takes the plain rows out; missing where no row of the sheet is plain.
    sheet
        The sheet.
    before
        What the store holds.
    chunk_rows
        How many at a time, > 0.
    """
    if reader is None:
        yield from chunks([sheet], chunk_rows=chunk_rows)
        return
    rows = iter(sheet.raw.rows)
    while some := list(islice(rows, chunk_rows)):
        held = {} if before.is_empty else before.rows(reader.numbers(some))
        batches, left = reader.part(some, held)
        yield from batches
        yield chunk_of(sheet.reader.read(raw) for raw in left)
