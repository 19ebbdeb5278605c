"""What lies beside a store: its log, and copies that never take the place of one another."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from data.errors import StoreError
from data.store.beside import (
    free_name,
    has_log,
    keep_copy,
    remove_store,
    rename_store,
    writing_file,
)

if TYPE_CHECKING:
    from pathlib import Path

STORE_FILES = ("town.gpkg", "town.gpkg-journal", "town.gpkg-shm", "town.gpkg-wal")


def put(folder: Path, *names: str) -> None:
    """Make files that hold their own names."""
    for name in names:
        (folder / name).write_text(name, encoding="utf-8")


def names_in(folder: Path) -> list[str]:
    """List a folder."""
    return sorted(file.name for file in folder.iterdir())


def test_a_store_is_removed_with_its_log_and_nothing_else(tmp_path: Path) -> None:
    """A log that is left would be played into the next store of that name."""
    put(tmp_path, *STORE_FILES, "town.gpkg.txt", "other.gpkg-wal")
    remove_store(tmp_path / "town.gpkg")
    assert names_in(tmp_path) == ["other.gpkg-wal", "town.gpkg.txt"]
    remove_store(tmp_path / "town.gpkg")


def test_a_store_is_renamed_with_its_log(tmp_path: Path) -> None:
    """The last changes may be in the log alone."""
    put(tmp_path, "town.gpkg", "town.gpkg-wal")
    assert has_log(tmp_path / "town.gpkg")
    rename_store(tmp_path / "town.gpkg", tmp_path / "old.gpkg")
    assert names_in(tmp_path) == ["old.gpkg", "old.gpkg-wal"]
    assert (tmp_path / "old.gpkg-wal").read_text("utf-8") == "town.gpkg-wal"
    assert not has_log(tmp_path / "town.gpkg")


def test_copies_are_numbered_from_two(tmp_path: Path) -> None:
    """A former copy may be the only good one."""
    store = tmp_path / "town.gpkg"
    assert free_name(store, "version-3").name == "town.version-3.gpkg"
    put(tmp_path, "town.version-3.gpkg", "town.version-3-2.gpkg")
    assert free_name(store, "version-3").name == "town.version-3-3.gpkg"


def test_a_hundredth_copy_is_refused(tmp_path: Path) -> None:
    """Whoever has 99 of them should look into the folder."""
    put(tmp_path, "town.old.gpkg", *(f"town.old-{number}.gpkg" for number in range(2, 100)))
    with pytest.raises(StoreError, match=r"too many copies such as town\.old\.gpkg; move some"):
        free_name(tmp_path / "town.gpkg", "old")


def test_a_copy_is_one_plain_file(tmp_path: Path) -> None:
    """With what is in the log of the store, and without one of its own."""
    with closing(sqlite3.connect(tmp_path / "town.gpkg", isolation_level=None)) as store:
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("CREATE TABLE site (name TEXT)")
        store.execute("INSERT INTO site VALUES ('mill')")
        keep_copy(store, tmp_path / "copy.gpkg")
    assert names_in(tmp_path) == ["copy.gpkg", "town.gpkg"]
    with closing(sqlite3.connect(tmp_path / "copy.gpkg")) as copy:
        assert copy.execute("SELECT name FROM site").fetchall() == [("mill",)]
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), sqlite3.OperationalError("full")])
def test_a_full_disk_is_said_in_one_line(tmp_path: Path, fault: Exception) -> None:
    """With the name of the file, and what to look at."""
    with (
        pytest.raises(StoreError, match=r"a\.gpkg cannot be written \(.*; nothing was changed"),
        writing_file(tmp_path / "a.gpkg"),
    ):
        raise fault
