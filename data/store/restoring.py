"""A backup back in its place; what was there is kept until the last moment, and beside it after."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from data.errors import InputError, NotFoundError, StoreError
from data.files import give_name, part_of
from data.migrations.steps import LOG_TABLE, STEPS, upgrade
from data.store.address import is_address
from data.store.audit import add_audit
from data.store.beside import (
    copy_file,
    free_name,
    keep_copy,
    make_plain,
    remove_store,
    rename_store,
    writing_file,
)
from data.store.engine import BUSY_TIMEOUT_S, file_engine, writing_engine
from data.store.faults import newer_version
from data.store.health.examination import examine_connection
from data.store.opening import file_version, open_store, reading_uri
from data.store.transfer import copy_rows, count_tables, whole_tables
from data.store.wayback import WayBack

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.ports import Progress
    from data.store.audit import Author
    from data.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """
    What a restore did.

    Attributes
    ----------
    rows
        Table to number of rows in the store now.
    saved
        Where the file that was replaced is kept; ``None`` where there was none, or on a server.
    """

    rows: dict[str, int]
    saved: Path | None


def restore(
    backup: Path,
    url: str,
    *,
    by: Author,
    force: bool = False,
    busy_s: float = BUSY_TIMEOUT_S,
    progress: Progress | None = None,
) -> Restored:
    """
    Put the content of a backup in the place of a store, all of it or nothing.

    The backup is copied and examined first, and brought up to date if it is of an older version.

    Parameters
    ----------
    backup
        A file that ``back_up`` wrote, or any store in a file.
    url
        The store, in a file or on a server, which need not be there yet. A file that is replaced
        is kept beside itself under another name.
    by
        Who does it; noted in the restored audit.
    force
        Whether the rows that the store holds may be given up. A file too damaged to be opened is
        set aside without asking: that is when one restores.
    busy_s
        Seconds to wait for other writers, >= 0.
    progress
        Told how far it has come.

    Raises
    ------
    NotFoundError
        If there is no such backup.
    InputError
        If the backup, or the file to replace, is no store of this program, or the store holds rows
        and ``force`` is false.
    StoreError
        If the backup is damaged or of a newer version, somebody else uses the store, or it cannot
        be written; the store is as it was then.
    """
    _check_backup(backup)
    if is_address(url):
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / "backup.gpkg"
            _prepare(backup, part, by=by, progress=progress)
            away = WayBack(is_given_up=force)
            with open_store(url, create=True, busy_s=busy_s, way_back=away) as store:
                return _fill_server(part, store, force=force, progress=progress)
    path = Path(url)
    if path.exists() and backup.samefile(path):
        raise InputError(
            f"{backup} is the store itself; name a backup of it.",
            zh=f"{backup} 就是库文件本身，请指定它的备份。",
        )
    return _restore_file(backup, path, by=by, force=force, busy_s=busy_s, progress=progress)


def _check_backup(backup: Path) -> None:
    if not backup.is_file():
        raise NotFoundError(
            f"{backup} is not there; name a file that `gridpatrol backup` wrote.",
            zh=f"没有文件 {backup}，请指定 gridpatrol backup 写成的备份文件。",
        )
    found, newest = file_version(backup), STEPS[-1].number
    if found == 0:
        raise InputError(
            f"{backup} is empty; name another backup.",
            zh=f"{backup} 是空的，请指定另一个备份。",
        )
    if found > newest:
        raise newer_version(backup, found=found, newest=newest)


def _prepare(backup: Path, part: Path, *, by: Author, progress: Progress | None) -> None:
    """
    Copy a backup, bring the copy up to date, and make sure that it is whole.

    Raises
    ------
    StoreError
        If it is damaged.
    """
    with closing(sqlite3.connect(reading_uri(backup), uri=True)) as source:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        copy_file(source, part, progress=progress)
    try:
        with writing_engine(file_engine(part)).begin() as connection:
            upgrade(connection)
            found = examine_connection(connection)
            counts = {"store": {"restored": sum(found.rows.values())}}
            if not found.is_broken:
                add_audit(connection, by, counts=counts, detail={"files": [backup.name]})
    except DBAPIError as error:
        raise _damage(backup, str(error.orig)) from error
    if found.is_broken:
        raise _damage(backup, found.faults[0].en, zh=found.faults[0].zh)
    make_plain(part)


def _damage(backup: Path, fault: str, *, zh: str | None = None) -> StoreError:
    return StoreError(
        f"{backup} is damaged and was not restored: {fault}.",
        zh=f"{backup} 已损坏，没有恢复：{zh or fault}。",
    )


def _restore_file(
    backup: Path,
    path: Path,
    *,
    by: Author,
    force: bool,
    busy_s: float,
    progress: Progress | None,
) -> Restored:
    is_there = path.exists() and path.stat().st_size > 0
    is_sound = _is_sound(path) if is_there else False
    saved = free_name(path, "before-restore") if is_there else None
    with writing_file(path), part_of(path) as part:
        _prepare(backup, part, by=by, progress=progress)
        rows = _rows_of(part)
        if saved is not None and is_sound:
            _overwrite(part, path, saved, force=force, busy_s=busy_s)
        else:
            _set_aside(path, saved)
            give_name(part, path)
    return Restored(rows=rows, saved=saved)


def _set_aside(path: Path, saved: Path | None) -> None:
    """Make way for another file; a log without its store is of no use."""
    if saved is None:
        remove_store(path)
    else:
        rename_store(path, saved)


def _is_sound(path: Path) -> bool:
    """
    Tell whether a store can still be opened; a damaged one is set aside as it is.

    Raises
    ------
    InputError
        If the file is something else.
    """
    try:
        file_version(path)
    except StoreError:
        return False
    return True


def _rows_of(part: Path) -> dict[str, int]:
    with open_store(str(part)) as copy, copy.connection() as connection:
        return count_tables(connection)


def _overwrite(part: Path, path: Path, saved: Path, *, force: bool, busy_s: float) -> None:
    """
    Keep a store beside itself, then overwrite it in one transaction, alone with it all the while.

    The file is not exchanged for another: a program that has it open would go on writing to the one
    that is gone.

    Raises
    ------
    InputError
        If it holds rows and ``force`` is false.
    StoreError
        If another program has it open.
    """
    with closing(_alone_with(path, busy_s=busy_s)) as store:
        _check_given_up(str(path), _rows_held(store), force=force)
        keep_copy(store, saved)
        with closing(sqlite3.connect(part)) as source:
            source.backup(store)


def _rows_held(store: sqlite3.Connection) -> int:
    """Count the rows of a file of any version, which is not brought up to date for that."""
    present = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
    names = [table.name for table in whole_tables() if table.name in present]
    return sum(store.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names)  # noqa: S608


def _check_given_up(place: str, held: int, *, force: bool) -> None:
    """Make sure that the rows of a store may go, in the same words wherever it is."""
    if held and not force:
        raise InputError(
            f"{place} holds {held} rows; back it up, then replace them with --force.",
            zh=f"{place} 中有 {held} 行，请先备份，再加 --force 替换。",
        )


def _alone_with(path: Path, *, busy_s: float) -> sqlite3.Connection:
    store = sqlite3.connect(path, isolation_level=None, timeout=busy_s)
    try:
        store.execute("PRAGMA locking_mode = EXCLUSIVE")
        store.execute("BEGIN IMMEDIATE")
        store.execute("COMMIT")
    except sqlite3.Error as error:
        store.close()
        raise StoreError(
            f"{path}: another program has it open ({error}); close that, then restore again.",
            zh=f"{path}：另一个程序正打开着它（{error}），请先关闭，再恢复。",
        ) from error
    return store


def _fill_server(part: Path, store: Store, *, force: bool, progress: Progress | None) -> Restored:
    with (
        open_store(str(part)) as copy,
        copy.connection() as source,
        store.connection(writes=True) as target,
    ):
        _check_given_up(store.place, sum(count_tables(target).values()), force=force)
        _drop_all(target)
        upgrade(target)
        rows = copy_rows(source, target, progress=progress)
    return Restored(rows=rows, saved=None)


def _drop_all(target: Connection) -> None:
    """Remove the tables of a store, and nothing else of the database."""
    present = set(inspect(target).get_table_names())
    for name in (*(table.name for table in reversed(whole_tables())), LOG_TABLE):
        if name in present:
            target.execute(text(f'DROP TABLE "{name}"'))
    target.execute(text("DROP FUNCTION IF EXISTS gridpatrol_refuse()"))
