"""All checks of a store, one after another."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from data.errors import StoreError
from data.store.audit import broken_links
from data.store.health.content import case_faults, reference_faults, value_faults
from data.store.health.fault import Fault, fault
from data.store.health.package import (
    foreign_key_faults,
    index_faults,
    integrity_faults,
    register_faults,
    setting_faults,
)
from data.store.health.places import place_faults
from data.store.health.structure import structure_faults
from data.store.tables import sql_table
from data.store.transfer import count_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from data.ports import Progress
    from data.store.store import Store

    Check = Callable[[Connection], Iterator[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """
    What a doctor found.

    Attributes
    ----------
    rows
        Table to number of rows; empty where they could not even be counted.
    audit_hash
        Hash of the newest row of the audit; noted down elsewhere, it shows later whether rows were
        cut off the end. Empty without any row.
    faults
        What is wrong, the worst first; none where the store is well.
    """

    rows: dict[str, int]
    audit_hash: str
    faults: tuple[Fault, ...]

    @property
    def is_broken(self) -> bool:
        """Tell whether the store itself is damaged, not only a value in it wrong."""
        return any(fault.weight == "broken" for fault in self.faults)


def examine(store: Store, *, progress: Progress | None = None) -> Examination:
    """
    Look for everything that can be wrong with a store; nothing is changed.

    Raises
    ------
    StoreError
        If the store cannot be reached at all.
    """
    with store.connection() as connection:
        found = examine_connection(connection, progress=progress)
        # Nothing was written; a damaged file refuses to end a transaction in any other way.
        connection.rollback()
    return found


def examine_connection(connection: Connection, *, progress: Progress | None = None) -> Examination:
    """Look at a store through one transaction; ``examine`` says what is found."""
    checks = _checks(connection)
    found: list[Fault] = []
    for done, (name, check) in enumerate(checks.items()):
        found += _tried(connection, name, check)
        if progress:
            progress(done + 1, len(checks), name)
    found.sort(key=lambda one: (one.weight != "broken", one.code, one.table))
    is_readable = not any(one.code in _UNREADABLE for one in found)
    return Examination(
        rows=count_tables(connection) if is_readable else {},
        audit_hash=_last_hash(connection) if is_readable else "",
        faults=tuple(found),
    )


_UNREADABLE = frozenset({"no_table", "damaged", "unreadable"})
"""Faults that leave rows which cannot be counted."""


def _checks(connection: Connection) -> dict[str, Check]:
    """List the checks; a server looks after its pages and its indexes by itself."""
    of_file: dict[str, Check] = {
        "integrity": integrity_faults,
        "foreign keys": foreign_key_faults,
        "settings": setting_faults,
        "registration": register_faults,
        "spatial index": index_faults,
    }
    of_both: dict[str, Check] = {
        "structure": structure_faults,
        "values": value_faults,
        "references": reference_faults,
        "findings": case_faults,
        "positions": place_faults,
        "audit": _chain_faults,
    }
    return of_file | of_both if connection.dialect.name == "sqlite" else of_both


def _tried(connection: Connection, name: str, check: Check) -> list[Fault]:
    """Run one check; that it cannot be run is a fault like any other, and the next may find why."""
    found: list[Fault] = []
    # A server refuses all that follows a mistake; a damaged file refuses savepoints.
    is_file = connection.dialect.name == "sqlite"
    try:
        with nullcontext() if is_file else connection.begin_nested():
            found.extend(check(connection))
    except DBAPIError as error:
        found.append(fault("unreadable", name, example=str(error.orig).splitlines()[0]))
    except StoreError as error:
        found.append(fault("unreadable", name, example=error))
    return found


def _chain_faults(connection: Connection) -> Iterator[Fault]:
    table = sql_table("audit")
    rows = connection.execute(select(table).order_by(table.c.audit_id)).mappings().all()
    broken = broken_links([dict(row) for row in rows])
    if broken:
        yield fault("chain", "audit", count=len(broken), example=broken[0])


def _last_hash(connection: Connection) -> str:
    table = sql_table("audit")
    newest = select(table.c.hash).order_by(table.c.audit_id.desc()).limit(1)
    return str(connection.execute(newest).scalar() or "")
