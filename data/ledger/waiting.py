"""Findings of earlier imports that wait for their visit to be settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.inspections import inspection_number
from data.ledger.notes import note
from data.ledger.retold import retold

if TYPE_CHECKING:
    from data.ledger.rows import LedgerRow
    from data.ports import LargeTables


def waiting_findings(known: LargeTables) -> list[LedgerRow]:
    """
    List the findings whose only question is the visit they name.

    Of a file that was imported in several versions nobody can tell here which row still holds, so
    its findings wait until the file is imported again.

    Parameters
    ----------
    known
        What the store holds.
    """
    told = known.read("import_row", where={"kind": ["findings"], "fate": ["question"]})
    told = told[told["cells"].notna()]
    found = zip(retold(told), told["note_en"], strict=True)
    rows = [row for row, said in found if _waits(row, str(said))]
    versions: dict[str, set[str]] = {}
    for row in rows:
        versions.setdefault(row.file, set()).add(row.sha256)
    return [row for row in rows if len(versions[row.file]) == 1]


def _waits(row: LedgerRow, said: str) -> bool:
    number = inspection_number(row)
    return number is not None and said.endswith(note("inspection_open", id=number).en)
