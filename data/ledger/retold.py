"""Rows of earlier imports, read again from what the store keeps of every row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.ledger.layout import header_field
from data.ledger.rows import LedgerRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pandas import DataFrame

    from data.ledger.sheets import Cell
    from data.ports import LargeTables

_KEYS_PER_QUERY = 5_000


def told_rows(known: LargeTables, ids: Sequence[str]) -> Iterator[DataFrame]:
    """
    Read what became of some rows, a few thousand at a time.

    Parameters
    ----------
    known
        What the store holds.
    ids
        Keys of the table ``import_row``; those it does not have are passed over.
    """
    wanted = sorted(set(ids))
    for first in range(0, len(wanted), _KEYS_PER_QUERY):
        some = wanted[first : first + _KEYS_PER_QUERY]
        yield known.read("import_row", where={"import_row_id": some})


def retold(told: DataFrame) -> Iterator[LedgerRow]:
    """
    Read rows of the table ``import_row`` as rows of a ledger.

    Headers that a user explained with ``--columns`` are not known here: what stood under them is
    only in ``raw``.
    """
    columns = ("file", "file_hash", "sheet", "row", "kind", "cells")
    for file, sha256, sheet, number, kind, cells in zip(*map(told.get, columns), strict=True):
        yield _row(file, sha256, str(sheet or ""), int(number), kind=kind, raw=read_cells(cells))


def read_cells(cells: object) -> dict[str, str]:
    """Read the column ``cells`` of ``import_row``: header to text; empty where it was not kept."""
    if isinstance(cells, str):
        return dict(json.loads(cells))
    return {str(name): str(text) for name, text in cells.items()} if isinstance(cells, dict) else {}


def _row(
    file: str, sha256: str, sheet: str, number: int, *, kind: str, raw: dict[str, str]
) -> LedgerRow:
    fields = {name: header_field(name, kind) for name in raw}
    cells: dict[str, Cell] = {}
    headers: dict[str, str] = {}
    for header, field in fields.items():
        if field and field not in cells:
            cells[field], headers[field] = raw[header], header
    return LedgerRow(
        file=file,
        sha256=sha256,
        sheet=sheet,
        number=number,
        kind=kind,
        cells=cells,
        headers=headers,
        raw=raw,
    )
