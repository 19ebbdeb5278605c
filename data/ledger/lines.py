"""Lines of a text table, many at a time: nearly all can be cut at their delimiters as they are."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger import encoding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

END = "\0end of the table"
"""A last line of our own; an open quotation mark swallows it. No line of a file can hold a NUL."""
_READ_SIGNS = 1 << 18


@dataclass(frozen=True, slots=True)
class Block:
    """
    Lines that were read together, at least one.

    Attributes
    ----------
    lines
        The lines; those of a simple block without their ends.
    is_simple
        Whether they hold no quotation mark, nothing forbidden and nothing too long, so that a
        delimiter always ends a cell and a line always ends a row.
    """

    lines: list[str]
    is_simple: bool


class Lines:
    r"""
    Goes through the lines of a text once, block by block.

    Parameters
    ----------
    text
        Opened with ``newline=""``; lines end in ``\n``, ``\r\n`` or ``\r``.
    file
        Name of the file, for messages.
    longest_signs
        Signs of a line, its end included, from which on it is refused.
    simple_signs
        Signs of a line from which on a block is not simple.

    Attributes
    ----------
    number
        Lines taken so far; whoever takes a simple block counts them here.
    is_at_edge
        Whether the line given last by ``one_by_one`` was the last of its block.
    """

    def __init__(self, text: TextIO, file: str, *, longest_signs: int, simple_signs: int) -> None:
        self.number = 0
        self.is_at_edge = False
        self._text = text
        self._file = file
        self._longest_signs = longest_signs
        self._simple_signs = min(simple_signs, longest_signs)
        self._pieces = self._whole_lines()

    def __iter__(self) -> Iterator[Block]:
        """
        Give the blocks.

        Raises
        ------
        LedgerError
            If a line has no end.
        """
        return (self._block(piece) for piece in self._pieces)

    def one_by_one(self, block: Block) -> Iterator[str]:
        """
        Give the lines of a block, their ends included, and of the blocks after it; ``END`` at last.

        Raises
        ------
        LedgerError
            If a line is too long, or holds the sign with the code 0.
        """
        while True:
            for place, line in enumerate(block.lines, start=1):
                self.number += 1
                self.is_at_edge = place == len(block.lines)
                if len(line) >= self._longest_signs:
                    raise _too_long(self._file, self.number, self._longest_signs)
                if "\0" in line:
                    raise encoding.nul_error(self._file, self.number)
                yield line
            piece = next(self._pieces, None)
            if piece is None:
                break
            block = _as_it_stands(piece)
        yield END

    def _whole_lines(self) -> Iterator[str]:
        kept = ""
        while read := self._text.read(_READ_SIGNS):
            # A carriage return at the very end may be half of a line end.
            cut = max(read.rfind("\n"), read.rfind("\r", 0, -1)) + 1
            if cut:
                yield kept + read[:cut]
                kept = read[cut:]
            else:
                kept += read
            if len(kept) >= self._longest_signs:
                raise _too_long(self._file, self.number + 1, self._longest_signs)
        if kept:
            yield kept

    def _block(self, piece: str) -> Block:
        plain = piece.replace("\r\n", "\n")
        if '"' in plain or "\0" in plain or "\r" in plain:
            return _as_it_stands(piece)
        lines = plain.removesuffix("\n").split("\n")
        if max(map(len, lines)) >= self._simple_signs:
            return _as_it_stands(piece)
        return Block(lines, is_simple=True)


def _as_it_stands(piece: str) -> Block:
    return Block(list(io.StringIO(piece, newline="")), is_simple=False)


def _too_long(file: str, number: int, longest_signs: int) -> LedgerError:
    return LedgerError(
        file,
        f"line {number} has more than {longest_signs} signs, which no table has; "
        "save it again as csv or .xlsx",
        zh=f"第 {number} 行超过 {longest_signs} 字，不是表格，请重新另存为 csv 或 .xlsx",
    )
