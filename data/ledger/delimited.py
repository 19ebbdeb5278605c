"""Read text tables: csv and its cousins, in the encodings that Chinese offices save."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, overload

from data.errors import LedgerError
from data.headers import FORMULA_STARTS
from data.ledger import encoding
from data.ledger.fingerprint import Fingerprint
from data.ledger.lines import END, Lines
from data.ledger.sheets import RawRow, RawSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from data.ledger.lines import Block

MAX_ROWS = 5_000_000
MAX_LINES = 20_000_000
MAX_COLUMNS = 16_384
MAX_LINE_SIGNS = 10_000_000
MAX_CELL_SIGNS = 131_072
"""The limit of Python's csv reader; a cell beyond it is a quotation mark left open."""

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 30
_KEPT_ROWS = 100
_MIN_SWALLOWED = 2


@dataclass(frozen=True, slots=True)
class TextFile:
    """
    The bytes of a text table, and how they are written.

    Attributes
    ----------
    source
        Opens them from the beginning, as often as asked.
    name
        Name of the file, for messages.
    encoding
        What Python calls the encoding.
    delimiter
        The sign between columns.
    """

    source: Callable[[], BinaryIO]
    name: str
    encoding: str
    delimiter: str

    def rows(self) -> Iterator[RawRow]:
        """
        Read the records that hold something, one by one.

        Raises
        ------
        LedgerError
            If they are no table, or too many.
        UnicodeDecodeError
            If the bytes are not in the encoding.
        """
        number = 0
        for block in self.blocks():
            for cells in block:
                number += 1
                if cells:
                    yield RawRow(number, cells)

    def blocks(self) -> Iterator[list[tuple[str, ...]]]:
        """
        Read the cells of all records, some thousands at a time; raises as ``rows``.

        Yields
        ------
        records
            Those that hold nothing have no cells.
        """
        held = number = 0
        with self.source() as raw:
            lines = Lines(
                io.TextIOWrapper(raw, encoding=self.encoding, newline=""),
                self.name,
                longest_signs=MAX_LINE_SIGNS,
                simple_signs=MAX_CELL_SIGNS,
            )
            for records in self._records(lines):
                number += len(records)
                held += len(records) - records.count(())
                if held > MAX_ROWS or number > MAX_LINES:
                    raise _too_many(self.name)
                yield records

    def _records(self, lines: Lines) -> Iterator[list[tuple[str, ...]]]:
        """Cut lines at their delimiters, and by the csv rules where that is not enough."""
        widest = 0
        for block in lines:
            before = lines.number
            if block.is_simple:
                records = self._cut_all(block.lines)
                lines.number += len(records)
            else:
                records = list(self._quoted(lines, block, widest))
            widest = max(widest, max(map(len, records), default=0))
            if widest > MAX_COLUMNS:
                wide = next(i for i, cells in enumerate(records) if len(cells) > MAX_COLUMNS)
                raise _too_wide(self.name, before + wide + 1)
            yield records

    def _cut_all(self, lines: list[str]) -> list[tuple[str, ...]]:
        """Cut lines without quotation marks; nearly all begin with a sign that says something."""
        mark, cut = self.delimiter, self._cut
        if any("'" in line for line in lines):
            return list(map(cut, lines))
        return [tuple(line.split(mark)) if line[:1].isalnum() else cut(line) for line in lines]

    def _cut(self, line: str) -> tuple[str, ...]:
        cells = line.split(self.delimiter)
        is_blank = not line.replace(self.delimiter, "").strip()
        if is_blank and len(cells) <= MAX_COLUMNS:
            return ()
        return tuple(map(_unquoted, cells)) if "'" in line else tuple(cells)

    def _quoted(self, lines: Lines, block: Block, widest: int) -> Iterator[tuple[str, ...]]:
        """Read the records that begin in a block; the last may end in a later one."""
        given = lines.one_by_one(block)
        reader, first = csv.reader(given, delimiter=self.delimiter), lines.number
        before = first
        try:
            for record in reader:
                line = first + reader.line_num
                if line > before + 1:
                    self._check_quotes(record, before + 1, widest)
                before, widest = line, max(widest, len(record))
                if widest > MAX_COLUMNS:
                    raise _too_wide(self.name, before)
                yield _cells(record)
                if lines.is_at_edge:
                    return
        except csv.Error as error:
            raise _open_quote(self.name, before + 1) from error

    def _check_quotes(self, record: list[str], line: int, widest: int) -> None:
        """Refuse a cell that has swallowed the end of the file, or lines that look like rows."""
        for cell in record:
            inner = cell.split("\n")[1:-1]
            marks = max(_MIN_SWALLOWED, widest - 1)
            if END in cell or any(part.count(self.delimiter) >= marks for part in inner):
                raise _open_quote(self.name, line)


class TextRows(Sequence[RawRow]):
    """
    The rows of a text table, read from the file each time they are gone through.

    Parameters
    ----------
    file
        Where they are.
    head
        The first of them.
    count
        How many there are.
    sha256
        Fingerprint that the bytes had when they were counted.
    """

    def __init__(self, file: TextFile, *, head: Sequence[RawRow], count: int, sha256: str) -> None:
        self._file = file
        self._head = tuple(head)
        self._count = count
        self._sha256 = sha256

    def __len__(self) -> int:
        """Return the number of rows."""
        return self._count

    def __iter__(self) -> Iterator[RawRow]:
        """
        Read all rows once more.

        Raises
        ------
        LedgerError
            If somebody changed the file since it was counted.
        """
        if len(self._head) == self._count:
            yield from self._head
            return
        told = Fingerprint(self._file.source)
        try:
            yield from replace(self._file, source=told.open).rows()
        except UnicodeDecodeError as error:
            raise _changed(self._file.name) from error
        if told.sha256() != self._sha256:
            raise _changed(self._file.name)

    @overload
    def __getitem__(self, index: int) -> RawRow: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[RawRow]: ...
    def __getitem__(self, index: int | slice) -> RawRow | Sequence[RawRow]:
        """Return one row or some; the first ones are at hand."""
        stop = index.stop if isinstance(index, slice) else index + 1
        if len(self._head) == self._count or (stop is not None and 0 < stop <= len(self._head)):
            return self._head[index]
        return tuple(self)[index]


def read_delimited(content: bytes, *, file: str) -> RawSheet:
    """
    Read a text table that is in memory.

    Parameters
    ----------
    content
        UTF-8 with or without a byte order mark, UTF-16, or GB18030 (which GBK and GB2312 are parts
        of); columns split by comma, tab, semicolon or bar.
    file
        Its name, for messages.

    Returns
    -------
    sheet
        With an empty name; every cell is text. ``row`` counts records, as a spreadsheet would.
        The apostrophe that our own exports put before text such as ``=1+1`` is taken off again.

    Raises
    ------
    LedgerError
        If the bytes are no text, one cell swallows others for want of a quotation mark, or there
        are more than ``MAX_ROWS`` rows.
    """
    sheet, _ = survey_delimited(lambda: io.BytesIO(content), file=file)
    return replace(sheet, rows=tuple(sheet.rows))


def stream_delimited(path: Path) -> tuple[RawSheet, str]:
    """
    Look through a text table of any size; its rows stay in the file.

    Returns
    -------
    sheet
        As ``read_delimited`` gives it, but its rows are read from the file when they are wanted.
    sha256
        Fingerprint of the file.

    Raises
    ------
    LedgerError
        As ``read_delimited``.
    """
    return survey_delimited(lambda: path.open("rb"), file=path.name)


def survey_delimited(source: Callable[[], BinaryIO], *, file: str) -> tuple[RawSheet, str]:
    """
    Look through the bytes of a text table, wherever they come from, as ``stream_delimited`` does.

    Parameters
    ----------
    source
        Opens them from the beginning, as often as asked.
    file
        Their name, for messages.
    """
    with source() as raw:
        head = raw.read(encoding.HEAD_BYTES)
    encodings = encoding.encodings_of(head)
    for name in encodings:
        try:
            return _survey(TextFile(source, file, name, _split(head, name)))
        except UnicodeDecodeError:
            line = encoding.strange_line(source) if name.startswith("utf-8") else None
            if line is not None:
                raise encoding.mixed_error(file, line) from None
    raise encoding.no_text_error(file, encoding.undecodable_line(source, encodings[-1]))


def _survey(text: TextFile) -> tuple[RawSheet, str]:
    """Go through the whole table once: count its rows, see that it is one."""
    told = Fingerprint(text.source)
    head: list[RawRow] = []
    total = count = 0
    for block in replace(text, source=told.open).blocks():
        if len(head) < _KEPT_ROWS:
            numbered = enumerate(block, start=total + 1)
            head += [RawRow(number, cells) for number, cells in numbered if cells]
        total += len(block)
        count += len(block) - block.count(())
    rows = TextRows(text, head=head[:_KEPT_ROWS], count=count, sha256=told.sha256())
    return RawSheet("", rows, (), total - count), told.sha256()


def _split(head: bytes, name: str) -> str:
    """Choose the delimiter that cuts most of the first lines, title rows included."""
    lines = head.decode(name, errors="ignore").splitlines()[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))


def _cells(record: list[str]) -> tuple[str, ...]:
    joined = "".join(record)
    if not joined or joined.isspace():
        return ()
    return tuple(map(_unquoted, record)) if "'" in joined else tuple(record)


def _unquoted(cell: str) -> str:
    """Take off the apostrophe that our exports put before a text that starts like a formula."""
    is_ours = cell[:1] == "'" and cell.lstrip("'").startswith(FORMULA_STARTS)
    return cell[1:] if is_ours else cell


def _too_many(file: str) -> LedgerError:
    return LedgerError(
        file,
        f"has more than {MAX_ROWS} rows; split it",
        zh=f"超过 {MAX_ROWS} 行，请拆成几个文件",
    )


def _open_quote(file: str, line: int) -> LedgerError:
    return LedgerError(
        file,
        f"is no table from line {line} on: a quotation mark opened there is not closed, or a cell "
        f'has more than {MAX_CELL_SIGNS} signs; close it or delete the ", or save it as .xlsx',
        zh=f"第 {line} 行起不像表格：该行的引号没有成对，或一格超过 {MAX_CELL_SIGNS} 字，"
        "请补上或删去引号，或另存为 .xlsx 再试",
    )


def _too_wide(file: str, line: int) -> LedgerError:
    return LedgerError(
        file,
        f"has more than {MAX_COLUMNS} columns on line {line}; save it again as csv or .xlsx",
        zh=f"第 {line} 行超过 {MAX_COLUMNS} 列，请重新另存为 csv 或 .xlsx",
    )


def _changed(file: str) -> LedgerError:
    return LedgerError(
        file,
        "was changed while it was being read; nothing was stored, import it again",
        zh="在读取过程中被改动，未存入任何内容，请重新导入",
    )
