"""The audit trail page by page: who did what, what the rows were, whether the chain is whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import select

from data.errors import NotFoundError
from data.store.audit import broken_links
from data.store.tables import sql_table
from service.results.past import ChangeResult, EventResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store

HIDDEN = "***"
_SECRET = frozenset({"hash", "secret"})
"""Columns that nobody needs to see, even as hashes."""
CHANGES_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """
    Which events are listed; what is empty asks for nothing.

    ``who`` is a name, ``what`` part of the purpose, ``table`` one that was written, ``row`` the key
    of a row that was changed, ``since`` and ``until`` ISO days, both included (UTC).
    """

    who: str = ""
    what: str = ""
    table: str = ""
    row: str = ""
    since: str = ""
    until: str = ""


def read_trail(
    store: Store, wanted: TrailFilter, *, limit: int, before: str | None = None
) -> tuple[EventResult, ...]:
    """
    List events, newest first.

    Parameters
    ----------
    limit
        So many at most, >= 1.
    before
        Only events before this ``audit_id``; ``None`` begins with the newest.
    """
    audit, history = sql_table("audit"), sql_table("history")
    asked = select(audit).order_by(audit.c.audit_id.desc()).limit(limit)
    if before:
        asked = asked.where(audit.c.audit_id < before)
    if wanted.who:
        asked = asked.where(audit.c.who == wanted.who)
    if wanted.what:
        asked = asked.where(audit.c.what.contains(wanted.what, autoescape=True))
    if wanted.table:
        asked = asked.where(audit.c.counts.contains(f'"{wanted.table}"', autoescape=True))
    if wanted.since:
        asked = asked.where(audit.c.moment >= wanted.since)
    if wanted.until:
        asked = asked.where(audit.c.moment <= f"{wanted.until}T99")
    if wanted.row:
        changed = select(history.c.audit_id).where(history.c.row_id == wanted.row)
        asked = asked.where(audit.c.audit_id.in_(changed))
    with store.connection() as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(_event(dict(row), ()) for row in rows)


def read_event(store: Store, audit_id: str) -> EventResult:
    """
    Tell one event with the rows it changed, before and after; hashes of secrets are hidden.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    rows = store.rows("audit", where={"audit_id": [audit_id]})
    if not rows:
        raise NotFoundError(
            f"There is no event {audit_id!r}.", zh=f"没有编号为“{audit_id}”的记录。"
        )
    history = sql_table("history")
    asked = select(history).where(history.c.audit_id == audit_id)
    with store.connection() as connection:
        changed = connection.execute(
            asked.order_by(history.c.history_id).limit(CHANGES_SHOWN)
        ).mappings()
        changes = tuple(_change(dict(row)) for row in changed)
    return _event(rows[0], changes)


def check_chain(store: Store) -> tuple[int, list[str]]:
    """
    Compute every hash of the trail anew.

    Returns
    -------
    count, broken
        How many events there are, and the ids of those that were tampered with.
    """
    audit = sql_table("audit")
    with store.connection() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.audit_id)).mappings().all()
    return len(rows), broken_links([dict(row) for row in rows])


def _event(row: Mapping[str, Any], changes: tuple[ChangeResult, ...]) -> EventResult:
    return EventResult(
        audit_id=row["audit_id"],
        moment=row["moment"],
        who=row["who"],
        what=row["what"],
        counts=orjson.loads(row["counts"]),
        detail=orjson.loads(row["detail"]) if row["detail"] else {},
        changes=changes,
    )


def _change(row: Mapping[str, Any]) -> ChangeResult:
    after = row["after"]
    return ChangeResult(
        table=row["table_name"],
        row_id=row["row_id"],
        change=row["change"],
        before=_shown(orjson.loads(row["before"])),
        after=None if after is None else _shown(orjson.loads(after)),
    )


def _shown(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: HIDDEN if name in _SECRET else value for name, value in values.items()}
