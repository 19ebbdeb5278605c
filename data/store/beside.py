"""Store files beside a store: its log, copies of it, and the one it takes the place of."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from data.errors import StoreError
from data.files import give_name, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.ports import Progress

_LOG_TAILS = ("-wal", "-shm", "-journal")
"""What SQLite puts behind the name of a file for those that it keeps beside it."""
_COPIES_AT_MOST = 99
_PAGES_AT_ONCE = 2_000


def has_log(path: Path) -> bool:
    """Tell whether something was written that is not yet in the file itself."""
    return path.with_name(f"{path.name}-wal").exists()


def remove_store(path: Path) -> None:
    """Remove a store file, if it is there, with what SQLite keeps beside it."""
    for tail in (*_LOG_TAILS, ""):
        path.with_name(path.name + tail).unlink(missing_ok=True)


def rename_store(path: Path, to: Path) -> None:
    """Rename a store file, also one that cannot be read, with what SQLite keeps beside it."""
    for tail in (*_LOG_TAILS, ""):
        file = path.with_name(path.name + tail)
        if file.exists():
            file.rename(to.with_name(to.name + tail))


def free_name(path: Path, word: str) -> Path:
    """
    Find a name for a copy beside a store that no former copy has.

    Parameters
    ----------
    path
        The store.
    word
        What the copy is, such as ``version-3``: ``town.version-3.gpkg``, then
        ``town.version-3-2.gpkg``.

    Raises
    ------
    StoreError
        If there are 99 of them.
    """
    tails = ("", *(f"-{number}" for number in range(2, _COPIES_AT_MOST + 1)))
    names = (path.with_name(f"{path.stem}.{word}{tail}.gpkg") for tail in tails)
    free = next((name for name in names if not name.exists()), None)
    if free is None:
        raise StoreError(
            f"{path.parent} holds too many copies such as {path.stem}.{word}.gpkg; move some away.",
            zh=f"{path.parent} 中 {path.stem}.{word}.gpkg 这样的副本太多，请移走一些。",
        )
    return free


def keep_copy(store: sqlite3.Connection, file: Path) -> None:
    """
    Copy a store into a plain file, which bears its name only when it is whole.

    Raises
    ------
    StoreError
        If it cannot be written.
    """
    with writing_file(file), part_of(file) as part:
        copy_file(store, part)
        give_name(part, file)


def copy_file(source: sqlite3.Connection, part: Path, *, progress: Progress | None = None) -> None:
    """
    Copy a whole file page by page, whatever tables it holds, into one without a log.

    Parameters
    ----------
    source
        Inside a transaction that has read: it sees that moment only, so writers change nothing of
        the copy and need not wait.
    part
        Where to; there is no such file yet.
    progress
        Told how many pages were copied, of how many.
    """

    def told(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress(total - remaining, total)

    with closing(sqlite3.connect(part)) as copy:
        source.backup(copy, pages=_PAGES_AT_ONCE, progress=told)
    make_plain(part)


def make_plain(part: Path) -> None:
    """Fold the write-ahead log into a file, so that it is all there is."""
    with closing(sqlite3.connect(part, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = FULL")
        copy.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def writing_file(file: Path) -> Iterator[None]:
    """
    Say in one line that a file cannot be written.

    Raises
    ------
    StoreError
        In place of any error of the disk, or of SQLite on its way there.
    """
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise StoreError(
            f"{file} cannot be written ({error}); nothing was changed. Check the space on the "
            "disk and the rights of its folder, and the store with `gridpatrol doctor`.",
            zh=f"{file} 无法写入（{error}），没有改动任何内容，请检查磁盘空间和文件夹权限，"
            "并用 gridpatrol doctor 检查库。",
        ) from error


def check_copy(part: Path, rows: dict[str, int]) -> None:
    """
    Read a copy back, to the last page.

    Raises
    ------
    StoreError
        If it is damaged, or does not hold these rows, table to number.
    """
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
