"""Who changed the store, when, and what it held before."""

from __future__ import annotations

from data import words
from data.schema.columns import Column, TableSchema, codes_of

AUDIT = TableSchema(
    "audit",
    "audit_id",
    "one unit of writing that changed something; rows are only ever added",
    (
        Column("moment", "text", "when, UTC, such as 2026-11-21T08:15:30.250Z", required=True),
        Column("who", "text", "who did it: GRIDPATROL_USER, else the login name", required=True),
        Column("what", "text", "the command or purpose, such as import", required=True),
        Column(
            "counts",
            "json",
            "table to rows {new, changed, removed}, or {written, removed} if it keeps no history",
            required=True,
        ),
        Column("detail", "json", "more facts, such as the names of the files"),
        Column("former_hash", "text", "hash of the row before; missing for the first"),
        Column(
            "hash",
            "text",
            "sha256 of this row with former_hash, so that no row can be changed unseen",
            required=True,
        ),
    ),
)

HISTORY = TableSchema(
    "history",
    "history_id",
    "what one row of another table was before it was changed or removed",
    (
        Column("audit_id", "text", "the unit of writing that changed it", required=True),
        Column("table_name", "text", "the table", required=True),
        Column("row_id", "text", "key of the row in that table", required=True),
        Column(
            "change",
            "text",
            "changed or removed",
            required=True,
            codes=codes_of(words.CHANGES),
        ),
        Column(
            "before",
            "json",
            "column to former value: those that changed, or all of a removed row",
            required=True,
        ),
        Column("after", "json", "column to new value; missing for a removed row"),
    ),
)
