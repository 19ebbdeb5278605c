"""Sites that earlier imports did not store, so that rows naming them are told why again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.ledger.answers import fingerprint
from data.ledger.notes import Note, last_doubt
from data.ledger.retold import retold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from data.ledger.answers import Answers
    from data.ledger.rows import LedgerRow
    from data.ports import LargeTables


def turned_away_before(
    known: LargeTables, *, answers: Answers, files: Collection[str]
) -> Iterator[tuple[LedgerRow, Note]]:
    """
    List the rows of sites that earlier imports rejected or asked about and did not store.

    Parameters
    ----------
    known
        What the store holds.
    answers
        What people answered; rows that were dropped, or mended elsewhere, are left out.
    files
        Names of the files of this import: what they say now counts, not what they said before.

    Yields
    ------
    row, why
        In the order of their keys.
    """
    told = known.read("import_row", where={"kind": ["sites"], "fate": ["rejected", "question"]})
    told = told[told["target"].isna() & told["cells"].notna() & ~told["file"].isin(sorted(files))]
    for row, zh, en in zip(retold(told), told["note"], told["note_en"], strict=True):
        if answers.concern("sites"):
            key = fingerprint("sites", row.raw)
            if answers.mended("sites", key) or answers.unwanted("sites", key):
                continue
        why = last_doubt(str(zh), str(en)) or Note("", str(zh), str(en), repair=False)
        if why.code != "gone_unplaced":  # it meant another row's site, and was none itself
            yield row, why
