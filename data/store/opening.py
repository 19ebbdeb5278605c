"""Opening a store: is it there, is it ours, is it of this version."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ConfigError, InputError, NotFoundError, StoreError
from data.files import check_folder
from data.migrations.geopackage import APPLICATION_ID
from data.migrations.steps import LOG_TABLE, STEPS, upgrade
from data.store.address import is_address, without_password
from data.store.beside import free_name, has_log, keep_copy
from data.store.engine import BUSY_TIMEOUT_S, file_engine, store_errors, writing_engine
from data.store.faults import newer_version
from data.store.server import open_server
from data.store.store import Store
from data.store.wayback import NO_WAY_BACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.migrations.steps import Step
    from data.store.wayback import WayBack

_SQLITE_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID_AT = slice(68, 72)
_HEADER_BYTES = 100


def open_store(
    url: str,
    *,
    create: bool = False,
    busy_s: float = BUSY_TIMEOUT_S,
    steps: Sequence[Step] = STEPS,
    way_back: WayBack = NO_WAY_BACK,
) -> Store:
    """
    Open a store, bringing one of an older version up to date.

    A file is copied beside itself first; of a filled store on a server a backup is written first.

    Parameters
    ----------
    url
        Path of a file that ends in ``.gpkg``, or the address of a PostgreSQL database with PostGIS,
        such as ``postgresql://user:password@host:5432/town``.
    create
        Whether to make the store if it is not there.
    busy_s
        Seconds a writer waits for another one before it gives up, >= 0.
    steps
        The migrations this program knows, in order.
    way_back
        Where the backup of a server's store goes before an upgrade; unless it says so, a filled one
        is not upgraded.

    Returns
    -------
    store
        Close it, or use it in a ``with`` block.

    Raises
    ------
    ConfigError
        If the address is of no known kind, or a server refuses the user, or its store needs an
        upgrade and a backup before it; the message says why.
    NotFoundError
        If the store is not there and ``create`` is false, or the server has no such database.
    InputError
        If the file or the database is something else; it is left as it is.
    StoreError
        If the store was made by a newer version, or cannot be opened.
    """
    if is_address(url):
        return open_server(url, create=create, busy_s=busy_s, steps=steps, way_back=way_back)
    path = _path_of(url)
    found, newest = _found_version(path, create=create), steps[-1].number
    if found > newest:
        raise newer_version(path, found=found, newest=newest)
    if 0 < found < newest:
        _back_up(path, found)
    engine = file_engine(path, busy_s=busy_s)
    if found < newest:
        with store_errors(str(path)), writing_engine(engine).begin() as connection:
            upgrade(connection, steps)
    return Store(engine, place=str(path))


def _path_of(url: str) -> Path:
    if "://" in url:
        raise ConfigError(
            "Expected a store such as town.gpkg or postgresql://user:password@host:5432/town, "
            f"got {without_password(url)!r}.",
            zh="库应写成 town.gpkg 或 postgresql://用户:密码@主机:5432/town，"
            f"现为“{without_password(url)}”。",
        )
    path = Path(url)
    if path.suffix.lower() != ".gpkg":
        raise ConfigError(
            f"Expected a store whose name ends in .gpkg, got {url!r}.",
            zh=f"库文件名应以 .gpkg 结尾，现为“{url}”。",
        )
    return path


def _found_version(path: Path, *, create: bool) -> int:
    """Find the version of the store at a path; 0 where one is to be made."""
    if not path.exists():
        if not create:
            raise NotFoundError(
                f"{path} is not there: run `gridpatrol import FILE --store {path}` to make a "
                "store, or `gridpatrol demo` to try one.",
                zh=f"没有库文件 {path}：请先运行 gridpatrol import 台账文件 --store {path} 建库，"
                "或运行 gridpatrol demo 试用。",
            )
        check_folder(path)
        return 0
    if not path.is_file():
        raise InputError(
            f"{path} is no file; expected a store such as town.gpkg.",
            zh=f"{path} 不是文件，库应是 town.gpkg 这样的文件。",
        )
    version = _version_in(path, _header(path))
    if version == 0 and not create:
        raise NotFoundError(
            f"{path} is empty: run `gridpatrol import FILE --store {path}` to fill it.",
            zh=f"{path} 是空的，请先运行 gridpatrol import 台账文件 --store {path}。",
        )
    return version


def file_version(path: Path) -> int:
    """
    Find the version of the store in a file that is there, changing nothing.

    Returns
    -------
    number
        0 for an empty file.

    Raises
    ------
    InputError
        If it is something else.
    StoreError
        If it cannot be read.
    """
    return _version_in(path, _header(path))


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_BYTES)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be read: {error.strerror}; check the rights of the file.",
            zh=f"{path} 无法读取：{error.strerror}，请检查文件权限。",
        ) from error


def _version_in(path: Path, header: bytes) -> int:
    """Look into an existing file without changing it; 0 if it holds nothing at all."""
    if not header:
        return 0
    if not header.startswith(_SQLITE_MAGIC):
        raise InputError(
            f"{path} is no GeoPackage; it was not changed. Choose another name.",
            zh=f"{path} 不是 GeoPackage 文件，未改动，请另选一个名字。",
        )
    try:
        with closing(sqlite3.connect(reading_uri(path), uri=True)) as file:
            tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
            if not tables:
                return 0
            if LOG_TABLE in tables and _is_geopackage(header, file):
                (number,) = file.execute(f"SELECT max(number) FROM {LOG_TABLE}").fetchone()  # noqa: S608
                return int(number)
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} cannot be opened: {error}; check the rights of the file and of its folder, "
            "or bring back a backup with `gridpatrol restore`.",
            zh=f"{path} 无法打开：{error}；请检查文件和所在文件夹的权限，"
            "或用 gridpatrol restore 恢复备份。",
        ) from error
    raise InputError(
        f"{path} is a database, but no store of this program; it was not changed. "
        "Choose another name.",
        zh=f"{path} 是数据库，但不是本程序的库，未改动，请另选一个名字。",
    )


def reading_uri(path: Path) -> str:
    """
    Say how to open a file that nothing may change, not even the folder around it.

    A read-only connection leaves the two files of a write-ahead log behind, which it has no right
    to remove; where there is no log, the file alone is all there is and can be read as such.
    """
    return f"{path.absolute().as_uri()}?mode=ro{'' if has_log(path) else '&immutable=1'}"


def _is_geopackage(header: bytes, file: sqlite3.Connection) -> bool:
    """Tell by the mark; of a file just made it may still be in the write-ahead log alone."""
    if int.from_bytes(header[_APPLICATION_ID_AT], "big") == APPLICATION_ID:
        return True
    (mark,) = file.execute("PRAGMA application_id").fetchone()
    return bool(mark == APPLICATION_ID)


def _back_up(path: Path, version: int) -> None:
    """Copy a store beside itself before it is upgraded; a former copy is never overwritten."""
    with closing(sqlite3.connect(path)) as store:
        keep_copy(store, free_name(path, f"version-{version}"))
