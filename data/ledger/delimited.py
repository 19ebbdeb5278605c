"""Read text tables: csv and its cousins, in the encodings that Chinese offices save."""

from __future__ import annotations

import codecs
import csv
import io

from data.errors import LedgerError
from data.ledger.guard import MAX_ROWS, too_many_rows
from data.ledger.sheets import RawRow, RawSheet

_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_LINES = 30
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def read_delimited(content: bytes, *, file: str) -> RawSheet:
    """
    Read a text table.

    Parameters
    ----------
    content
        UTF-8 with or without a byte order mark, UTF-16 with one, or GB18030 (which GBK and GB2312
        are parts of); columns split by comma, tab, semicolon or bar.
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
        If the bytes are no text, or there are too many rows.
    """
    text = decode(content, file=file)
    rows: list[RawRow] = []
    number = 0
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text), delimiter=_split(text)), 1):
            if any(cell.strip() for cell in record):
                rows.append(RawRow(number, tuple(_unquoted(cell) for cell in record)))
            if len(rows) > MAX_ROWS:
                raise too_many_rows(file)
    except csv.Error as error:
        raise LedgerError(
            file,
            f"is no table: {error} (row {number + 1})",
            zh=f"第 {number + 1} 行起不像表格，请另存为 .xlsx 再试",
        ) from error
    return RawSheet("", tuple(rows), blank=number - len(rows))


def decode(content: bytes, *, file: str) -> str:
    """
    Turn bytes into text by the first encoding that fits without a doubt.

    Raises
    ------
    LedgerError
        If no encoding fits.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise LedgerError(
        file,
        "is no text in UTF-8 or GB18030; save it as UTF-8 csv or as .xlsx",
        zh="不是 UTF-8 或 GB18030 文本，请另存为 UTF-8 的 csv 或 .xlsx",
    )


def _split(text: str) -> str:
    """Choose the delimiter that cuts most of the first lines, title rows included."""
    lines = text.splitlines()[:_SAMPLE_LINES]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))


def _unquoted(cell: str) -> str:
    """Take off the apostrophe that our exports put before a text that starts like a formula."""
    is_ours = cell[:1] == "'" and cell.lstrip("'").startswith(_FORMULA_STARTS)
    return cell[1:] if is_ours else cell
