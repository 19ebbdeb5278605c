"""Ledgers into the store, with the fate of every row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.ledger import read_ledgers
from data.schema import as_records
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
        sheets=_sheet_results(batch.rows),
        fates=dict(Counter(batch.rows["fate"])),
        to_see=_rows_to_see(batch.rows),
        held=held,
        dry_run=dry_run,
    )


def _sheet_results(rows: pd.DataFrame) -> tuple[SheetResult, ...]:
    return tuple(
        SheetResult(
            file=str(file), sheet=str(sheet), kind=str(kind), fates=dict(Counter(group["fate"]))
        )
        for (file, sheet, kind), group in rows.fillna({"sheet": ""}).groupby(
            ["file", "sheet", "kind"], sort=False
        )
    )


def _rows_to_see(rows: pd.DataFrame) -> tuple[RowToSee, ...]:
    """List what a person must decide: rejected rows first, then questions."""
    doubtful = rows[rows["fate"].isin(["rejected", "question"])]
    ordered = doubtful.sort_values("fate", ascending=False, kind="stable").fillna({"sheet": ""})
    return tuple(
        RowToSee(
            file=row["file"],
            sheet=row["sheet"],
            row=int(row["row"]),
            fate=row["fate"],
            zh=row["note"],
            en=row["note_en"],
        )
        for row in as_records(ordered)
    )
