"""What one more telling of a site adds to the first, and what is filled in where none says it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.ledger.notes import Note, note
from data.ledger.outcomes import Record, as_json, is_same
from data.words import SITE_STATUS

if TYPE_CHECKING:
    from data.ledger.rows import LedgerRow

_NOT_TOLD = frozenset(
    {
        *("site_id", "source", "extra", "parent_id", "kind", "name"),
        *("lon_deg", "lat_deg", "datum", "datum_stated"),
    }
)
"""Columns that a second telling of a site neither fills nor contradicts."""
_UNKNOWN = {"status": "unknown"}


def fill(first: Record, later: Record) -> tuple[Record, list[str], list[str]]:
    """
    Fill what the first telling of a site leaves open.

    Parameters
    ----------
    first, later
        Records by schema ``SITE``; of the second one the name, kind, position and ids do not count.

    Returns
    -------
    record
        The first with what the later one adds.
    filled, differing
        Columns that were filled, and those in which the two contradict each other; of the extras
        the headers that were added.
    """
    record, filled, differing = dict(first), [], []
    for name, value in later.items():
        if name in _NOT_TOLD or value is None:
            continue
        if record.get(name) is None or record.get(name) == _UNKNOWN.get(name):
            if not is_same(record.get(name), value):
                record[name] = value
                filled.append(name)
        elif not is_same(record.get(name), value):
            differing.append(name)
    if later.get("extra"):
        extra = json.loads(str(first.get("extra") or "{}"))
        more = json.loads(str(later["extra"]))
        if not set(more) <= set(extra):
            record["extra"] = as_json({**more, **extra})
            filled += [name for name in more if name not in extra]
    return record, filled, differing


def fill_status(record: Record, row: LedgerRow) -> tuple[Note, ...]:
    """Give a new site whose row says nothing of it a status, with a note where a word was lost."""
    if record["status"] is not None:
        return ()
    record["status"] = "idle" if record["kind"] == "idle_factory" else "unknown"
    if "status" not in row.headers or row.text("status") is not None:
        return ()
    return (note("default", column=row.header("status"), read=SITE_STATUS[str(record["status"])]),)
