"""What became of each row: its fate, the record it became, and what to say about it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from data.ledger.notes import Note, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from data.ledger.rows import LedgerRow

Value = str | int | float | bool | date | None
Record = dict[str, Value]
"""Column of a schema to value; the key is included, missing is ``None``."""
Stored = tuple[Value, ...]
"""The values of a record but its key, in the order of its schema."""
Change = Literal["new", "updated", "unchanged"]
_TOLERANCE = 1e-9
_NOT_COMPARED = frozenset({"source"})
_HASH_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    The fate of one row.

    Attributes
    ----------
    row
        The row.
    fate
        Code of ``data.words.FATES``.
    notes
        Why, and what was done.
    target
        Id of the record it became or repeats.
    record
        The record to store; missing where there is none.
    change
        What storing it does; missing where nothing is stored.
    """

    row: LedgerRow
    fate: str
    notes: tuple[Note, ...]
    target: str | None = None
    record: Record | None = None
    change: Change | None = None


def rejected(row: LedgerRow, why: Note) -> Outcome:
    """Turn a row away, with the reason."""
    return Outcome(row, "rejected", (*row.notes, why))


def questioned(row: LedgerRow, why: Note) -> Outcome:
    """Keep a row for a person to decide, with what is unclear."""
    return Outcome(row, "question", (*row.notes, why))


def taken(
    row: LedgerRow, record: Record, *, key: str, notes: Iterable[Note], before: Record | None
) -> Outcome:
    """
    Accept a row, as repaired where a note says so, as new, changed or unchanged.

    Parameters
    ----------
    row
        The row.
    record
        What it says; missing values do not erase what is stored.
    key
        Name of the key column.
    notes
        What was done to read it.
    before
        The record the store holds under that key; missing where there is none.
    """
    said = (*row.notes, *notes)
    target = str(record[key])
    change: Change = "new"
    if before is not None:
        record, changed = overlay(before, record)
        change = "updated" if changed else "unchanged"
        said = (*said, _change_note(target, changed))
    fate = "repaired" if any(item.repair for item in said) else "accepted"
    return Outcome(row, fate, said, target, record, change)


def _change_note(target: str, changed: list[str]) -> Note:
    if not changed:
        return note("unchanged", id=target)
    return note("updated", id=target, fields=", ".join(changed))


def overlay(before: Record, fresh: Record) -> tuple[Record, list[str]]:
    """
    Lay what a row says over what is stored.

    Returns
    -------
    record
        Fresh values where there are any, stored ones elsewhere; the stored source if nothing
        changed.
    changed
        Columns that differ, in their order.

    Examples
    --------
    >>> overlay({"a": 1, "b": 2}, {"a": 3, "b": None})
    ({'a': 3, 'b': 2}, ['a'])
    """
    merged = {
        name: value if value is not None else before.get(name) for name, value in fresh.items()
    }
    if before.get("extra") and fresh.get("extra"):
        merged["extra"] = as_json(
            {**json.loads(str(before["extra"])), **json.loads(str(fresh["extra"]))}
        )
    changed = [
        name
        for name, value in merged.items()
        if value is not (held := before.get(name))  # most values of most rows are missing in both
        and name not in _NOT_COMPARED
        and not is_same(value, held)
    ]
    if not changed:
        merged["source"] = before.get("source")
    return merged, changed


def is_same(one: Value, other: Value) -> bool:
    """Tell whether two values are equal, numbers as far as a file can tell them apart."""
    if one is other:
        return True
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= _TOLERANCE
    return one == other


def stored(table: pd.DataFrame) -> dict[str, Record]:
    """
    Read the rows of a stored table as records.

    Parameters
    ----------
    table
        A table as its schema says.

    Returns
    -------
    records
        Key to record.
    """
    if len(table) == 0:
        return {}
    keys = [str(key) for key in table.index]
    names = [str(table.index.name), *(str(name) for name in table.columns)]
    rows = zip(keys, *(plain_values(table[name]) for name in table.columns), strict=True)
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


def plain_values(column: pd.Series) -> list[Value]:
    """List a stored column as plain values: missing ones ``None``, days as days."""
    kind = column.dtype
    if isinstance(kind, pd.StringDtype):
        texts: list[Value] = column.astype(object).where(column.notna(), None).tolist()
        return texts
    if isinstance(kind, np.dtype) and kind.kind == "M":
        days: list[Value] = column.to_numpy().astype("datetime64[D]").tolist()
        return days
    return [_plain(value) for value in column.tolist()]


def _plain(value: object) -> Value:
    if isinstance(value, datetime):
        return None if pd.isna(value) else value.date()
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124 - nan
        return None
    return value if isinstance(value, bool | int | float | date) else str(value)


def as_json(value: Mapping[str, object] | list[str] | list[int]) -> str:
    """Write JSON that is equal for equal content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def content_id(prefix: str, *parts: Value) -> str:
    """
    Make an id for a row that has no number of its own, from what it says.

    Examples
    --------
    >>> content_id("JC", "S00001", "2026-11-02") == content_id("JC", "S00001", "2026-11-02")
    True
    """
    text = as_json([str(part) for part in parts])
    return f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()[:_HASH_DIGITS]}"
