"""Who changed the store: a chain of rows, each with the hash of the one before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson
from sqlalchemy import insert, select

from data.errors import ConfigError
from data.store.tables import sql_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

_ID_DIGITS = 8
_HASHED = ("audit_id", "moment", "who", "what", "counts", "detail", "former_hash")


@dataclass(frozen=True, slots=True)
class Author:
    """
    Who writes, and what for.

    Parameters
    ----------
    who
        Name of a person or account.
    what
        Command or purpose, such as ``import``.

    Raises
    ------
    ConfigError
        If either is blank.
    """

    who: str
    what: str

    def __post_init__(self) -> None:
        if not self.who.strip() or not self.what.strip():
            raise ConfigError(
                f"Expected who writes and what for, got {self.who!r} and {self.what!r}.",
                zh=f"须写明谁在写入、为什么写入，现为“{self.who}”“{self.what}”。",
            )


UNNAMED = Author("unnamed", "unnamed")
"""Of a caller that does not say; the commands always do."""


def add_audit(
    connection: Connection,
    author: Author,
    *,
    counts: Mapping[str, Mapping[str, int]],
    detail: Mapping[str, object],
) -> str:
    """
    Add one row to the end of the chain.

    Parameters
    ----------
    connection
        Holds the store's write lock, so that no other row can come in between.
    counts
        Table to what happened there (new, changed, written, removed) to number of rows.
    detail
        More facts, of what JSON knows; may be empty.

    Returns
    -------
    audit_id
        Ids rise by one, so that a row cut out is missed.
    """
    table = sql_table("audit")
    newest = select(table.c.audit_id, table.c.hash).order_by(table.c.audit_id.desc()).limit(1)
    last = connection.execute(newest).first()
    row: dict[str, Any] = {
        "audit_id": _id(_number(last.audit_id) + 1 if last else 1),
        "moment": _moment(datetime.now(UTC)),
        "who": author.who,
        "what": author.what,
        "counts": _json(counts),
        "detail": _json(detail) if detail else None,
        "former_hash": last.hash if last else None,
    }
    connection.execute(insert(table), [row | {"hash": fingerprint(row)}])
    return str(row["audit_id"])


def _id(number: int) -> str:
    return f"A{number:0{_ID_DIGITS}d}"


def _number(audit_id: str) -> int:
    return int(audit_id.removeprefix("A"))


def _moment(now: datetime) -> str:
    return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def fingerprint(row: Mapping[str, Any]) -> str:
    """
    Compute the hash that a row of ``audit`` should carry.

    Parameters
    ----------
    row
        Column to value; ``hash`` itself is not read.
    """
    return hashlib.sha256(orjson.dumps([row[name] for name in _HASHED])).hexdigest()


def broken_links(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """
    Find where the chain of audit rows was tampered with.

    Parameters
    ----------
    rows
        All rows of ``audit``, ordered by id.

    Returns
    -------
    audit_ids
        Rows whose content differs from their hash, or that do not follow the row before; the first
        row must be the first that was ever written. Rows cut off the end cannot be missed.
    """
    broken = [row["audit_id"] for row in rows[:1] if row["audit_id"] != _id(1)]
    broken += [row["audit_id"] for row in rows if row["hash"] != fingerprint(row)]
    broken += [
        later["audit_id"]
        for former, later in pairwise(rows)
        if later["former_hash"] != former["hash"]
        or later["audit_id"] != _id(_number(former["audit_id"]) + 1)
    ]
    return sorted(set(broken))
