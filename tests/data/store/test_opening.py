"""A store is opened only if it is one of ours; anything else is left as it is."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import shapely
from sqlalchemy import text

from data.errors import ConfigError, InputError, NotFoundError, StoreError
from data.migrations.steps import STEPS, Step
from data.store import open_store
from data.store.geometry import to_blob
from data.store.health import examine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Connection

    Query = Callable[..., list[tuple[Any, ...]]]


def made(path: Path) -> Path:
    """Make a store with one setting."""
    with open_store(str(path), create=True) as store, store.writing() as unit:
        unit.set("town", "kept")
    return path


def test_missing_store_says_what_to_run(path: Path) -> None:
    """The path and the command are named, and nothing is made."""
    with pytest.raises(NotFoundError, match=r"town\.gpkg is not there: run `gridpatrol import"):
        open_store(str(path))
    assert not path.exists()


def test_looking_at_a_store_leaves_nothing_beside_it(path: Path) -> None:
    """A command that fails before it reads must not litter the folder with log files."""
    made(path)
    open_store(str(path)).close()
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """Making folders on a typing error would scatter stores."""
    with pytest.raises(NotFoundError, match="none is not a folder"):
        open_store(str(tmp_path / "none" / "town.gpkg"), create=True)


def test_making_a_store_that_is_there_opens_it(path: Path) -> None:
    """Nothing is lost by asking twice."""
    with open_store(str(made(path)), create=True) as store:
        assert store.settings() == {"town": "kept"}


def test_interrupted_making_is_taken_up(path: Path) -> None:
    """A program killed at the very start leaves an empty file."""
    path.touch()
    with pytest.raises(NotFoundError, match="is empty: run `gridpatrol import"):
        open_store(str(path))
    assert made(path).stat().st_size > 0


@pytest.mark.parametrize(
    "content",
    [b"name,lon,lat\n" * 20, b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"],
    ids=["csv", "png", "xlsx"],
)
@pytest.mark.parametrize("create", [True, False])
def test_other_files_are_refused_and_untouched(path: Path, content: bytes, *, create: bool) -> None:
    """A ledger named town.gpkg by mistake must survive."""
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"town\.gpkg is no GeoPackage; it was not changed"):
        open_store(str(path), create=create)
    assert path.read_bytes() == content


@pytest.mark.parametrize("create", [True, False])
def test_other_database_is_refused_and_untouched(path: Path, *, create: bool) -> None:
    """A GeoPackage of another program is not ours to write into."""
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("PRAGMA application_id = 1196444487")
        file.execute("CREATE TABLE parcels (fid INTEGER PRIMARY KEY)")
    before = path.read_bytes()
    with pytest.raises(InputError, match="no store of this program; it was not changed"):
        open_store(str(path), create=create)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["town.gpkg"]


def test_damaged_store_is_named(path: Path) -> None:
    """A half-copied file is said to be damaged, with no database's stack."""
    whole = made(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\0" * 100)
    with pytest.raises(StoreError, match=r"town\.gpkg"), open_store(str(path)) as store:
        store.read("stop")


def test_an_unreadable_store_says_what_to_check(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason of the system is no advice."""
    made(path)
    monkeypatch.setattr("pathlib.Path.open", refused)
    with pytest.raises(StoreError, match="cannot be read: Permission denied; check the rights"):
        open_store(str(path))


def refused(path: Path, *_: object) -> None:
    """Stand for a file that this user may not read."""
    raise PermissionError(errno.EACCES, "Permission denied", str(path))


def test_a_store_of_rubbish_says_how_to_get_it_back(path: Path) -> None:
    """It begins as a database does, and is none behind that."""
    path.write_bytes(b"SQLite format 3\x00" + bytes(4096))
    with pytest.raises(StoreError, match=r"cannot be opened: .*; check .* `gridpatrol restore`"):
        open_store(str(path))


def test_a_store_that_cannot_be_copied_is_not_upgraded(
    path: Path, file_query: Query, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way back comes first; here the disk is full when the copy is made."""

    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    open_store(str(path), create=True, steps=STEPS[:1]).close()
    monkeypatch.setattr("data.store.beside.copy_file", fail)
    with pytest.raises(StoreError, match=r"cannot be written .*disk is full.*Check the space"):
        open_store(str(path))
    assert file_query("SELECT max(number) FROM gridpatrol_migration") == [(1,)]


def test_folder_is_refused(tmp_path: Path) -> None:
    """A folder may be called anything."""
    folder = tmp_path / "x.gpkg"
    folder.mkdir()
    with pytest.raises(InputError, match=r"x\.gpkg is no file"):
        open_store(str(folder))


@pytest.mark.parametrize("url", ["https://example.org/town.gpkg", "town.db", "town"])
def test_unknown_kind_of_store_is_refused(url: str) -> None:
    """GDAL warns of a GeoPackage with another ending."""
    with pytest.raises(ConfigError, match="Expected a store"):
        open_store(url, create=True)


def test_newer_store_is_refused(path: Path, file_query: Query) -> None:
    """An old program must not write into tables it does not know."""
    made(path)
    file_query("INSERT INTO gridpatrol_migration (number, name) VALUES (99, 'later')")
    with pytest.raises(StoreError, match=r"newer version .* \(store version 99"):
        open_store(str(path))


def add_colour(connection: Connection) -> None:
    """Be a later migration: one more column."""
    connection.execute(text("ALTER TABLE site ADD COLUMN colour TEXT"))


def fail_late(connection: Connection) -> None:
    """Be a migration with a mistake in its second half."""
    add_colour(connection)
    raise InputError("a mistake")


NOW = STEPS[-1].number


def later(upgrade: Callable[[Connection], None]) -> tuple[Step, ...]:
    """List the steps of a program that knows one more than the store has seen."""
    return (*STEPS, Step(STEPS[-1].number + 1, "colour", upgrade))


def test_older_store_is_upgraded_after_a_backup(path: Path, file_query: Query) -> None:
    """The copy beside it opens with the former program."""
    made(path)
    with open_store(str(path), steps=later(add_colour)) as store:
        assert store.settings() == {"town": "kept"}
    assert file_query("SELECT colour FROM site") == []
    assert file_query("SELECT number, name FROM gridpatrol_migration") == [
        *((step.number, step.name) for step in later(add_colour))
    ]
    with open_store(str(path.with_name(f"town.version-{NOW}.gpkg"))) as copy:
        assert copy.settings() == {"town": "kept"}


def test_backup_never_overwrites_another(path: Path) -> None:
    """An older copy may be the only good one."""
    made(path)
    former = path.with_name(f"town.version-{NOW}.gpkg")
    former.write_bytes(b"precious")
    open_store(str(path), steps=later(add_colour)).close()
    assert former.read_bytes() == b"precious"
    assert path.with_name(f"town.version-{NOW}-2.gpkg").exists()


def test_failed_upgrade_leaves_the_store_as_it_was(path: Path, file_query: Query) -> None:
    """A step is done whole or not at all, changed tables included."""
    made(path)
    with pytest.raises(InputError, match="a mistake"):
        open_store(str(path), steps=later(fail_late))
    columns = {row[1] for row in file_query("PRAGMA table_info(site)")}
    assert "colour" not in columns
    with open_store(str(path)) as store:
        assert store.settings() == {"town": "kept"}


def first_version(path: Path) -> None:
    """Make the store that the first version of this program made, with a site and a setting."""
    with (
        open_store(str(path), create=True, steps=STEPS[:1]) as store,
        store.connection(writes=True) as connection,
    ):
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('town', 'kept')")
        connection.exec_driver_sql(
            "INSERT INTO site (site_id, kind, name, status, workers, geom) "
            "VALUES ('S1', 'enterprise', '磨坊', 'idle', 3, ?)",
            (to_blob(shapely.Point(115.0, 35.5)),),
        )


def test_a_store_of_the_first_version_is_one_of_today(path: Path) -> None:
    """All steps since then, on a file with rows: nothing is lost, and the doctor finds nothing."""
    first_version(path)
    with open_store(str(path)) as store:
        site = store.read("site").loc["S1"]
        assert (site["name"], site["workers"], site["lon_deg"]) == ("磨坊", 3.0, 115.0)
        assert store.settings() == {"town": "kept"}
        assert examine(store).faults == ()
        with store.writing() as unit:
            unit.set("town", "changed")
        assert store.read("history")["row_id"].tolist() == ["town"]


def test_the_copy_of_a_first_version_stays_one(path: Path) -> None:
    """Whoever wants the old program back has the old file."""
    first_version(path)
    open_store(str(path)).close()
    with closing(sqlite3.connect(path.with_name("town.version-1.gpkg"))) as copy:
        assert copy.execute("SELECT max(number) FROM gridpatrol_migration").fetchone() == (1,)
        assert copy.execute("SELECT name, value FROM setting").fetchall() == [("town", "kept")]
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
    assert not tables & {"audit", "history", "power_reading"}
