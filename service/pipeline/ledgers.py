"""Ledgers into the store, with the fate of every row."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from data.ledger import read_ledgers
from data.words import FATES
from service.results import ImportResult, RowToSee, SheetResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from data.ports import Progress
    from data.store import Store

IMPORT_ORDER = ("site", "team", "shift", "inspection", "finding", "tip")
COUNTED = ("site", "inspection", "finding", "tip", "team")


def import_ledgers(
    store: Store,
    files: Sequence[Path],
    *,
    kind: str = "auto",
    datum: str = "auto",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportResult:
    """
    Read ledgers into the store, all of them or none.

    Parameters
    ----------
    store
        Where the rows go.
    files
        Spreadsheets in any order.
    kind, datum
        What the files hold and which datum unstated positions are in; ``auto`` finds out.
    dry_run
        Report, but store nothing.
    progress
        Told how far the reading has come.

    Raises
    ------
    LedgerError
        If a file cannot be read at all; nothing is stored then.
    """
    batch = read_ledgers(files, known=store, kind=kind, datum=datum, progress=progress)
    if not dry_run:
        with store.writing() as unit:
            for table in IMPORT_ORDER:
                unit.upsert(table, batch.tables[table])
            unit.clear("shift", where={"shift_id": batch.dropped_shifts})
            unit.upsert("import_row", batch.rows)
    held = {f"{table}s": len(store.read(table)) for table in COUNTED}
    return ImportResult(
        sheets=tuple(SheetResult(**asdict(count)) for count in batch.files),
        fates=_fates(batch.rows["fate"]),
        new=sum(count.new for count in batch.files),
        updated=sum(count.updated for count in batch.files),
        unchanged=sum(count.unchanged for count in batch.files),
        repairs=batch.repairs,
        to_see=tuple(RowToSee(**asdict(doubt)) for doubt in batch.doubts),
        repeated_files=batch.repeated_files,
        held=held,
        dry_run=dry_run,
    )


def _fates(fates: pd.Series[str]) -> dict[str, int]:
    counted = Counter(fates)
    return {fate: counted[fate] for fate in FATES if counted[fate]}
