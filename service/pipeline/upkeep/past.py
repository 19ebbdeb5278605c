"""What happened to a site, a finding, or the whole store."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
import pandas as pd

from data.schema import as_records
from service.pipeline.places.naming import find_named
from service.pipeline.places.sites import text_of
from service.results.past import ChangeResult, EventResult, HistoryResult, OriginResult

if TYPE_CHECKING:
    from data.store import Store


def read_past(store: Store, asked: str | None = None, *, limit: int) -> HistoryResult:
    """
    Read who changed what, and which rows of which files told of it.

    Parameters
    ----------
    asked
        Id of a site (its scores and findings are told too), a finding, a visit, a tip-off, a team
        or a plan; or the name of a site. ``None`` tells of the whole store, without the former
        values.
    limit
        The newest so many events, and so many rows of files, >= 1.

    Returns
    -------
    past
        Events in the order they happened; only the sites that are meant, where a name means
        several.

    Raises
    ------
    NotFoundError
        If no row has or had that id, and no site that name.
    """
    audit = store.read("audit")
    if asked is None:
        return _told(None, audit, {}, limit=limit)
    found = find_named(store, asked)
    if not isinstance(found, str):
        return HistoryResult(row_id=asked, events=(), earlier=0, hits=found)
    changes = _changes(store, found)
    past = _told(found, audit[audit.index.isin(list(changes))], changes, limit=limit)
    origins = _origins(store, found, audit)
    return replace(
        past, origins=origins[-limit:], earlier_origins=len(origins) - len(origins[-limit:])
    )


def _told(
    row_id: str | None,
    audit: pd.DataFrame,
    changes: dict[str, list[ChangeResult]],
    *,
    limit: int,
) -> HistoryResult:
    newest = as_records(audit.tail(limit))
    events = tuple(_event(row, changes.get(str(row["audit_id"]), [])) for row in newest)
    return HistoryResult(row_id=row_id, events=events, earlier=len(audit) - len(events))


def _changes(store: Store, row_id: str) -> dict[str, list[ChangeResult]]:
    """List the changes of a row by audit id."""
    findings = store.read("finding", where={"site_id": [row_id]}).index.tolist()
    rows = store.read("history", where={"row_id": [row_id, *findings]})
    found: dict[str, list[ChangeResult]] = {}
    for row in as_records(rows):
        found.setdefault(str(row["audit_id"]), []).append(_change(row))
    return found


def _origins(store: Store, row_id: str, audit: pd.DataFrame) -> tuple[OriginResult, ...]:
    """List the rows of files that told of a record, in the order the files first came."""
    came: dict[str, int] = {}
    for place, detail in enumerate(audit["detail"].dropna()):
        for file in orjson.loads(detail).get("files", []):
            came.setdefault(str(file), place)
    rows = as_records(store.read("import_row", where={"target": [row_id]}))
    rows.sort(key=lambda row: (came.get(row["file"], len(came)), row["file"], int(row["row"])))
    return tuple(_origin(row) for row in rows)


def _origin(row: dict[str, Any]) -> OriginResult:
    return OriginResult(
        file=row["file"],
        sheet=text_of(row["sheet"]),
        row=int(row["row"]),
        kind=row["kind"],
        fate=row["fate"],
        zh=text_of(row["note"]),
        en=text_of(row["note_en"]),
    )


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
