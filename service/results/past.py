"""What ``gridpatrol history`` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeResult:
    """One row that was changed or removed; ``after`` is ``None`` for a removed one."""

    table: str
    row_id: str
    change: str
    before: dict[str, Any]
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventResult:
    """One unit of writing: when (UTC), who, what for, what it did by table, and what changed."""

    audit_id: str
    moment: str
    who: str
    what: str
    counts: dict[str, dict[str, int]]
    detail: dict[str, Any]
    changes: tuple[ChangeResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginResult:
    """One row of an imported file that told of a record, and what became of it; row from 1."""

    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSite:
    """One of several sites that a name may mean; ``status`` is missing of one that was removed."""

    site_id: str
    name: str
    village: str
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryResult:
    """
    Outcome of ``gridpatrol history``: the events of one row, or the newest of the whole store.

    ``row_id`` is ``None`` for the whole store; ``earlier`` counts events not listed. ``origins``
    are the rows of files that told of the row, those imported last at the end, and
    ``earlier_origins`` counts those not listed. Where a name was given that several sites bear,
    these are ``hits`` and nothing else is told; ``row_id`` is the name then.
    """

    row_id: str | None
    events: tuple[EventResult, ...]
    earlier: int
    origins: tuple[OriginResult, ...] = ()
    earlier_origins: int = 0
    hits: tuple[NamedSite, ...] = ()
