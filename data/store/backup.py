"""A copy of a whole store in one plain file, taken while others write."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.files import check_folder, check_free, new_file
from data.store.beside import check_copy, copy_file, make_plain, writing_file
from data.store.opening import open_store
from data.store.transfer import copy_rows, count_tables

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from data.ports import Progress
    from data.store.store import Store

_SUFFIX = ".gpkg"
_OWNER_ALONE = 0o600
"""Rights of a backup: it holds every town, and what passwords are proved by."""


def back_up(
    store: Store, file: Path, *, force: bool = False, progress: Progress | None = None
) -> dict[str, int]:
    """
    Copy a store, as it is at one moment, into a plain GeoPackage.

    The copy is made beside its place, checked, and only then given its name: what bears the name is
    a whole backup, whatever happens meanwhile. No other user of the machine may read it.

    Parameters
    ----------
    store
        In a file or on a server; others may write to it meanwhile.
    file
        Where to; ends in ``.gpkg``.
    force
        Whether a file that is there may be replaced.
    progress
        Told how far it has come.

    Returns
    -------
    rows
        Table to number of rows in the backup.

    Raises
    ------
    ConfigError
        If the name does not end in ``.gpkg``.
    InputError
        If it is that of the store itself, or the file is there and ``force`` is false.
    NotFoundError
        If its folder is not there.
    StoreError
        If the store cannot be read, the file cannot be written, or the copy proves wrong.
    """
    _check_place(store, file, force=force)
    with (
        writing_file(file),
        new_file(file, force=force) as part,
        store.connection() as connection,
    ):
        if connection.dialect.name == "sqlite":
            rows = count_tables(connection)
            copy_file(_driver(connection), part, progress=progress)
        else:
            rows = _copy_server(connection, part, progress=progress)
        check_copy(part, rows)
        part.chmod(_OWNER_ALONE)  # until now it lay in a folder that is its owner's alone
    return rows


def _check_place(store: Store, file: Path, *, force: bool) -> None:
    if file.suffix.lower() != _SUFFIX:
        raise ConfigError(
            f"Expected a backup whose name ends in .gpkg, got {str(file)!r}.",
            zh=f"备份文件名应以 .gpkg 结尾，现为“{file}”。",
        )
    check_folder(file)
    store.check_apart(file)
    check_free(file, force=force)


def _driver(connection: Connection) -> sqlite3.Connection:
    """Reach the connection below, which is inside the same transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"Expected a connection to a file, got {type(driver).__name__}.")
    return driver


def _copy_server(
    connection: Connection, part: Path, *, progress: Progress | None
) -> dict[str, int]:
    with open_store(str(part), create=True) as copy, copy.connection(writes=True) as target:
        rows = copy_rows(connection, target, progress=progress)
    make_plain(part)
    return rows
