"""Questions about places that may be settled once roads are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.answers import fingerprint
from data.ledger.retold import retold

if TYPE_CHECKING:
    from data.store import Store


def open_places(store: Store) -> tuple[int, tuple[str, ...]]:
    """
    Count the rows of sites whose place is still a question, and name the ledgers they stand in.

    Rows of correction workbooks and rows that somebody answered or mended since do not count.

    Returns
    -------
    rows
        How many, each row of a file once.
    files
        Names of the ledgers to import again, in order.
    """
    told = store.read("import_row", where={"kind": ["sites"], "fate": ["question"]})
    told = told[told["target"].isna() & told["cells"].notna()]
    answered = set(store.read("answer").index)
    rows = [row for row in retold(told) if row.text("row_mark") is None]
    still = [row for row in rows if fingerprint(row.kind, row.raw) not in answered]
    places = {(row.file, row.sheet, row.number) for row in still}
    return len(places), tuple(sorted({file for file, _, _ in places}))
