"""
Questions that were answered and are asked no more: their ledger came again, read by the answer.

The answer names the row of the correction workbook that held it, which names that of the ledger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.headers import CORRECTION_HEADERS
from data.ledger.answers import fingerprint
from data.ledger.layout import header_field
from data.ledger.notes import doubt_in
from data.ledger.retold import read_cells

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from data.store import Store

Row = dict[str, Any]
_BETWEEN = " / "
_ASKED = ("question", "rejected")


def recalled_rows(store: Store, said: Collection[Row]) -> Iterator[Row]:
    """
    Find the rows of ledgers that answers are about.

    Parameters
    ----------
    store
        Holds what every import told of its rows.
    said
        Rows of the table ``answer``.

    Yields
    ------
    row
        Of ``import_row``, with fate, ``note`` and ``note_en`` as the row was asked about, where the
        workbook of the answer still says so; the words are then Chinese in both.
    """
    if not said:
        return
    held = _by_source(store, said)
    pairs = [(one, row) for one in said for row in held.get(str(one["source"]), ())]
    marks = {_aside(row, "row_mark") for _, row in pairs} - {""}
    asked = {"import_row_id": sorted(marks)}
    rows = store.rows("import_row", where=asked) if marks else []
    ledger = {str(row["import_row_id"]): row for row in rows}
    seen: set[str] = set()
    for answer, row in pairs:
        meant = ledger.get(_aside(row, "row_mark"), row)
        key = str(answer["answer_id"])
        if key not in seen and meant["cells"] and _key(meant) == key:
            seen.add(key)
            yield _as_asked(meant, _aside(row, "reason_said"))


def _by_source(store: Store, said: Collection[Row]) -> dict[str, list[Row]]:
    """Read the rows that held answers, by file, sheet and row as messages name them."""
    files = sorted({str(one["source"]).split(_BETWEEN, maxsplit=1)[0] for one in said})
    wanted = {str(one["source"]) for one in said}
    found: dict[str, list[Row]] = {}
    for row in store.rows("import_row", where={"file": files}):
        parts = (row["file"], row["sheet"] or "", str(int(row["row"])))
        source = _BETWEEN.join(part for part in parts if part)
        if source in wanted and row["cells"]:
            found.setdefault(source, []).append(row)
    return found


def _aside(row: Row, field: str) -> str:
    """Read a cell that only correction workbooks have; empty where there is none."""
    cells: Mapping[str, str] = read_cells(row["cells"])
    kind = str(row["kind"])
    named = (
        text
        for name, text in cells.items()
        if (found := header_field(name, kind)) in CORRECTION_HEADERS and found == field
    )
    return next(named, "")


def _key(row: Row) -> str:
    return fingerprint(str(row["kind"]), read_cells(row["cells"]))


def _as_asked(row: Row, reason: str) -> Row:
    """Give a row the words by which it was asked about; those of now say how it was settled."""
    fate = row["fate"] if row["fate"] in _ASKED else "question"
    if not reason or doubt_in(reason) is None:
        return row | {"fate": fate}
    return row | {"fate": fate, "note": reason, "note_en": reason}
