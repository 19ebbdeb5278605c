"""A copy of a whole store in one plain file, taken while others write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from data.errors import ConfigError, InputError, NotFoundError, StoreError
from data.store.opening import open_store
from data.store.transfer import copy_rows, count_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from data.ports import Progress
    from data.store.store import Store

_PAGES_AT_ONCE = 2_000
_SUFFIX = ".gpkg"


def back_up(
    store: Store, file: Path, *, force: bool = False, progress: Progress | None = None
) -> dict[str, int]:
    """
    Copy a store, as it is at one moment, into a plain GeoPackage.

    The copy is made beside its place, checked, and only then given its name: what bears the name is
    a whole backup, whatever happens meanwhile.

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
        If the name does not end in ``.gpkg``, or is that of the store itself.
    InputError
        If the file is there and ``force`` is false.
    NotFoundError
        If its folder is not there.
    StoreError
        If the store cannot be read, the file cannot be written, or the copy proves wrong.
    """
    _check_place(store, file, force=force)
    part = file.with_name(f".{file.name}.part{_SUFFIX}")
    with vanishing(part, file), store.connection() as connection:
        if connection.dialect.name == "sqlite":
            rows = count_rows(connection)
            copy_file(_driver(connection), part, progress=progress)
        else:
            rows = _copy_server(connection, part, progress=progress)
        make_plain(part)
        _check_copy(part, rows)
        give_name(part, file)
    return rows


def _check_place(store: Store, file: Path, *, force: bool) -> None:
    if file.suffix.lower() != _SUFFIX:
        raise ConfigError(
            f"Expected a backup whose name ends in .gpkg, got {str(file)!r}.",
            zh=f"备份文件名应以 .gpkg 结尾，现为“{file}”。",
        )
    if not file.parent.is_dir():
        raise NotFoundError(
            f"{file.parent} is not a folder: make it first, then back up to {file.name}.",
            zh=f"没有文件夹 {file.parent}，请先建好，再备份到 {file.name}。",
        )
    if file.exists() and "://" not in store.place and file.samefile(store.place):
        raise ConfigError(
            f"{file} is the store itself; choose another name for its backup.",
            zh=f"{file} 就是库文件本身，备份请另取名字。",
        )
    if file.exists() and not force:
        raise InputError(
            f"{file} is there already; choose another name, or replace it with --force.",
            zh=f"{file} 已经存在，请另取名字，或加 --force 替换。",
        )


@contextmanager
def vanishing(part: Path, file: Path) -> Iterator[None]:
    """
    Work on a file that is in the making; whatever happens, nothing of it is left.

    Parameters
    ----------
    part
        The file in the making, beside the place it is meant for.
    file
        What it will be, for messages.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    _remove(part)
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"{file} cannot be written ({error}); nothing was changed.",
            zh=f"{file} 无法写入（{error}），没有改动任何内容。",
        ) from error
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for tail in ("", "-wal", "-shm", "-journal"):
        part.with_name(part.name + tail).unlink(missing_ok=True)


def give_name(part: Path, file: Path) -> None:
    """Give a whole file its name, at once and to outlive a power cut."""
    part.replace(file)
    if os.name == "nt":  # Windows keeps the name by itself, and opens no folder
        return
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _driver(connection: Connection) -> sqlite3.Connection:
    """Reach the connection below, which is inside the same transaction."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(f"Expected a connection to a file, got {type(driver).__name__}.")
    return driver


def copy_file(source: sqlite3.Connection, part: Path, *, progress: Progress | None = None) -> None:
    """
    Copy a whole file page by page, whatever tables it holds.

    Parameters
    ----------
    source
        Inside a transaction that has read: it sees that moment only, so writers change nothing of
        the copy and need not wait.
    """

    def told(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    with closing(sqlite3.connect(part)) as copy:
        source.backup(copy, pages=_PAGES_AT_ONCE, progress=told)


def _copy_server(
    connection: Connection, part: Path, *, progress: Progress | None
) -> dict[str, int]:
    total, done = sum(count_rows(connection).values()), 0

    def told(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(done, total)

    with open_store(str(part), create=True) as copy, copy.connection(writes=True) as target:
        return copy_rows(connection, target, told=told)


def make_plain(part: Path) -> None:
    """Fold the write-ahead log into a file, so that it is all there is."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = FULL")
        copy.execute("PRAGMA journal_mode = DELETE")


def _check_copy(part: Path, rows: dict[str, int]) -> None:
    """Read the copy back, to the last page."""
    uri = f"{part.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as copy:
        (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        found = {
            table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608
            for table in rows
        }
    if said != "ok" or found != rows:
        fault = said if said != "ok" else "rows are missing"
        raise StoreError(
            f"The copy proved wrong ({fault}) and was removed; check the disk and the store with "
            "`gridpatrol doctor`, then back up again.",
            zh=f"备份核对不符（{fault}），已删除，请检查磁盘，并用 gridpatrol doctor 检查库，"
            "再重新备份。",
        )
