"""How a row gets into a table, in SQL that both databases understand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Dialect

    from data.store.frames import Batch

_FILE_WORDS = ("?", "IS NOT")
_SERVER_WORDS = ("%s", "IS DISTINCT FROM")


def listed_names(batch: Batch) -> str:
    """List the columns of a batch, quoted."""
    return ", ".join(f'"{name}"' for name in batch.names)


def insertion(batch: Batch, dialect: Dialect, *, rows: int = 1) -> str:
    """Write the insertion of rows, values to be bound in the order of ``Batch.names``."""
    mark, _ = _words(dialect)
    marks = ", ".join([f"({', '.join([mark] * len(batch.names))})"] * rows)
    return f'INSERT INTO "{batch.table}" ({listed_names(batch)}) VALUES {marks}'  # noqa: S608


def overwriting(batch: Batch, dialect: Dialect) -> str:
    """
    Write what follows an insertion that may meet its own key.

    A row that says what the table says already is left alone: its time of change, its place on the
    disk and the spatial index stay as they are.
    """
    _, differs = _words(dialect)
    names = [f'"{name}"' for name in batch.names if name != batch.key]
    new = ", ".join(f"{name} = excluded.{name}" for name in names)
    former = ", ".join(f'"{batch.table}".{name}' for name in names)
    coming = ", ".join(f"excluded.{name}" for name in names)
    return f' ON CONFLICT ("{batch.key}") DO UPDATE SET {new} WHERE ({former}) {differs} ({coming})'


def _words(dialect: Dialect) -> tuple[str, str]:
    return _FILE_WORDS if dialect.name == "sqlite" else _SERVER_WORDS
