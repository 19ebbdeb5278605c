"""Some rows of an import that are settled for good, ready to be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson

from data.ledger.areas import area_table
from data.ledger.notes import joined
from data.schema import IMPORT_ROW, TABLES, as_table, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pandas import DataFrame

    from data.ledger.outcomes import Outcome, Record
    from data.ledger.rows import LedgerRow, SkippedRow

TABLE_OF = {
    "sites": "site",
    "inspections": "inspection",
    "findings": "finding",
    "tips": "tip",
    "teams": "team",
    "areas": "area",
}
"""Kind of ledger to the table that its rows become."""

HASH_DIGITS = 12
"""Signs of a file's fingerprint that stand in the ids of its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """
    Rows of an import whose fate no later row can change.

    Attributes
    ----------
    outcomes
        One per row of data.
    skipped
        Rows that are no data.
    shifts
        By schema ``SHIFT``, of the teams among ``outcomes``.
    moved_sites
        Ids of stored sites that a person said are another one, to that one; empty for a site that
        is none. To be written first: what refers to them is moved, and they are cleared.
    readings
        By schema ``POWER_READING``, of the meters among ``outcomes``.
    is_late
        Whether the rows are of earlier imports, and so are no part of this one's count.
    """

    outcomes: Sequence[Outcome]
    skipped: Sequence[SkippedRow] = ()
    shifts: Sequence[Record] = field(default=())
    moved_sites: Mapping[str, str] = field(default_factory=dict)
    readings: Sequence[Record] = field(default=())
    is_late: bool = False

    def __len__(self) -> int:
        return len(self.outcomes) + len(self.skipped)

    def tables(self, *, changed_only: bool = False) -> dict[str, DataFrame]:
        """
        Give the rows to upsert, table by table; tables without any are left out.

        Parameters
        ----------
        changed_only
            Whether to leave out records that say just what the store holds.
        """
        records: dict[str, list[Record]] = {}
        for outcome in self.outcomes:
            same = changed_only and outcome.change == "unchanged"
            if outcome.record is not None and not same:
                records.setdefault(TABLE_OF[outcome.row.kind], []).append(outcome.record)
        if self.shifts:
            records["shift"] = list(self.shifts)
        if self.readings:
            records["power_reading"] = list(self.readings)
        return {
            name: area_table(listed) if name == "area" else as_table(listed, TABLES[name])
            for name, listed in records.items()
        }

    def updated(self, kind: str) -> dict[str, Record]:
        """Give the records of one kind of ledger that change what the store holds, by id."""
        return {
            str(outcome.target): outcome.record
            for outcome in self.outcomes
            if outcome.row.kind == kind
            and outcome.change == "updated"
            and outcome.record is not None
        }

    def rows(self) -> DataFrame:
        """Report every row by schema ``IMPORT_ROW``: those that are no data first."""
        listed: list[LedgerRow | SkippedRow] = [*self.skipped, *(o.row for o in self.outcomes)]
        none = len(self.skipped)
        told = [joined(outcome.notes) for outcome in self.outcomes]
        columns: dict[str, Sequence[object]] = {
            "import_row_id": [row_id(row) for row in listed],
            "file": [row.file for row in listed],
            "file_hash": [row.sha256 for row in listed],
            "sheet": [row.sheet for row in listed],
            "row": [row.number for row in listed],
            "kind": [row.kind for row in listed],
            "fate": ["skipped"] * none + [outcome.fate for outcome in self.outcomes],
            "target": [None] * none + [outcome.target for outcome in self.outcomes],
            "note": [row.why.zh for row in self.skipped] + [zh or None for zh, _ in told],
            "note_en": [row.why.en for row in self.skipped] + [en or None for _, en in told],
            "cells": [orjson.dumps(row.raw).decode() for row in listed],
        }
        return table_of(columns, IMPORT_ROW)

    def unchanged(self) -> dict[str, str | None]:
        """Map the ids of rows that say just what the store holds to the ids of their records."""
        return {row_id(o.row): o.target for o in self.outcomes if o.change == "unchanged"}


def row_id(row: LedgerRow | SkippedRow) -> str:
    """Name a row for ever: the beginning of its file's fingerprint, its sheet, its number."""
    return f"{row.sha256[:HASH_DIGITS]}:{row.sheet}:{row.number}"
