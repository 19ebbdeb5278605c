"""Rows of a sheet column by column: what many rows say alike is looked at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, repeat
from typing import TYPE_CHECKING, Self, TypeGuard

import orjson

from data.ledger.sheets import cell_text, clean_text, silent_texts
from data.ledger.values import narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.reader import SheetReader
    from data.ledger.sheets import Cell, RawRow


@dataclass(frozen=True, slots=True)
class Grid:
    """
    Some rows of a sheet; every column is as long as ``rows``.

    Attributes
    ----------
    rows
        The rows.
    cells
        Their cells; rows that end early are filled up with empty ones.
    texts
        Clean text of every cell.
    """

    rows: Sequence[RawRow]
    cells: Sequence[Sequence[Cell]]
    texts: Sequence[Sequence[str]]

    @classmethod
    def of(cls, rows: Sequence[RawRow], *, width: int) -> Self:
        """Turn rows, none with more than ``width`` cells, into columns."""
        filled = [
            raw.cells if len(raw.cells) == width else (*raw.cells, *[""] * (width - len(raw.cells)))
            for raw in rows
        ]
        columns = list(zip(*filled, strict=True)) if rows else [()] * width
        return cls(rows, columns, [clean_column(column) for column in columns])

    def only(self, wanted: Sequence[object]) -> Grid:
        """Keep the rows for which the mask, as long as the grid, holds something true."""
        if all(wanted):
            return self
        return Grid(
            list(compress(self.rows, wanted)),
            [list(compress(column, wanted)) for column in self.cells],
            [list(compress(column, wanted)) for column in self.texts],
        )

    def said(self, place: int) -> list[str | None]:
        """List the texts of a column, missing where they say nothing or there is no such column."""
        if place < 0:
            return [None] * len(self.rows)
        return said(self.texts[place])

    def plain_rows(self, reader: SheetReader) -> list[bool]:
        """Tell which rows are surely data by their cells; of the others some may be."""
        plain = [True] * len(self.rows)
        for texts in self.texts:
            strange = reader.strange(set(texts))
            if strange:
                plain = [is_so and text not in strange for is_so, text in zip(plain, texts)]  # noqa: B905 - of one length
        return plain

    def as_json(self, names: Sequence[str]) -> list[str]:
        """
        Write each row as JSON, header to text; empty cells are left out.

        Parameters
        ----------
        names
            Header of every column, no two alike.
        """
        used = [(n, texts) for n, texts in zip(names, self.texts, strict=True) if any(texts)]
        joined = "".join("".join(texts) for _, texts in used)
        if not all(all(texts) for _, texts in used) or _needs_escape(joined):
            rows = zip(*(texts for _, texts in used), strict=True) if used else repeat(())
            return [
                _as_json([name for name, _ in used], row)
                for _, row in zip(self.rows, rows, strict=False)
            ]
        keys = [orjson.dumps(name).decode().replace("%", "%%") for name, _ in used]
        form = "{" + ",".join(f'{key}:"%s"' for key in keys) + "}"
        if not used:
            return [form] * len(self.rows)
        return [form % row for row in zip(*(texts for _, texts in used), strict=True)]


def narrowed(texts: Sequence[str | None]) -> list[str]:
    """Write the texts of a column as ``narrow`` does, missing ones as nothing."""
    joined = "".join(text for text in texts if text)
    if joined.isascii() and not _has_blank(joined):
        return [text or "" for text in texts]
    return [narrow(text) if text else "" for text in texts]


def said(texts: Sequence[str]) -> list[str | None]:
    """List clean texts, missing where they say nothing."""
    silent = silent_texts(set(texts))
    return [None if text in silent else text for text in texts] if silent else list(texts)


def clean_column(cells: Sequence[Cell]) -> Sequence[str]:
    """Write the cells of a column as ``cell_text`` does each."""
    if not are_texts(cells):
        return [cell_text(cell) for cell in cells]
    texts = set(cells)
    joined = "".join(texts)
    if joined.isprintable() and " " not in joined:
        return cells
    clean = {text: clean_text(text) for text in texts}
    return [clean[cell] for cell in cells]


def are_texts(cells: Sequence[Cell]) -> TypeGuard[Sequence[str]]:
    """Tell whether every cell is a text."""
    return set(map(type, cells)) <= {str}


def _has_blank(text: str) -> bool:
    return len(text.split(maxsplit=1)) > 1 or text != text.strip()


def _needs_escape(text: str) -> bool:
    return '"' in text or "\\" in text or not text.isprintable()


def _as_json(names: Sequence[str], texts: Iterable[str]) -> str:
    named = {name: text for name, text in zip(names, texts, strict=True) if text}
    return orjson.dumps(named).decode()
