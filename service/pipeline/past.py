"""What happened to a site, a finding, or the whole store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.errors import NotFoundError
from data.schema import TABLES, as_records
from service.results import ChangeResult, EventResult, HistoryResult

if TYPE_CHECKING:
    from data.store import Store

_NAMED = ("site", "finding", "inspection", "tip", "team", "plan")
"""Tables whose ids a person may ask for; a score has the id of its site."""


def read_past(store: Store, row_id: str | None = None, *, limit: int) -> HistoryResult:
    """
    Read who changed what.

    Parameters
    ----------
    row_id
        Of a site (its scores and findings are told too), a finding, a visit, a tip-off, a team or a
        plan. ``None`` tells of the whole store, without the former values.
    limit
        The newest so many events, >= 1.

    Returns
    -------
    past
        Events in the order they happened.

    Raises
    ------
    NotFoundError
        If no row has or had that id.
    """
    if row_id is None:
        audit = store.read("audit")
        changes: dict[str, list[ChangeResult]] = {}
    else:
        changes = _changes(store, row_id)
        audit = store.read("audit", where={"audit_id": list(changes)})
    newest = as_records(audit.tail(limit))
    events = tuple(_event(row, changes.get(str(row["audit_id"]), [])) for row in newest)
    return HistoryResult(row_id=row_id, events=events, earlier=len(audit) - len(events))


def _changes(store: Store, row_id: str) -> dict[str, list[ChangeResult]]:
    """List the changes of a row by audit id."""
    findings = store.read("finding", where={"site_id": [row_id]}).index.tolist()
    rows = store.read("history", where={"row_id": [row_id, *findings]})
    if not len(rows) and not any(
        len(store.read(table, where={TABLES[table].key: [row_id]})) for table in _NAMED
    ):
        raise NotFoundError(
            f"Expected the id of a site or finding such as S00012, got {row_id!r}; "
            "no row has it or ever had.",
            zh=f"没有编号为“{row_id}”的点位或隐患，也从未有过；编号应如 S00012。",
        )
    found: dict[str, list[ChangeResult]] = {}
    for row in as_records(rows):
        found.setdefault(str(row["audit_id"]), []).append(_change(row))
    return found


def _change(row: dict[str, Any]) -> ChangeResult:
    return ChangeResult(
        table=row["table_name"],
        row_id=row["row_id"],
        change=row["change"],
        before=orjson.loads(row["before"]),
        after=None if pd.isna(row["after"]) else orjson.loads(row["after"]),
    )


def _event(row: dict[str, Any], changes: list[ChangeResult]) -> EventResult:
    return EventResult(
        audit_id=row["audit_id"],
        moment=row["moment"],
        who=row["who"],
        what=row["what"],
        counts=orjson.loads(row["counts"]),
        detail={} if pd.isna(row["detail"]) else orjson.loads(row["detail"]),
        changes=tuple(changes),
    )
