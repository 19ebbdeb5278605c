"""A backup is a whole store in one plain file, and a restore brings all of it back or nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pyogrio
import pytest
import shapely
from sqlalchemy import inspect, select

from data.errors import ConfigError, InputError, NotFoundError, StoreError
from data.migrations.steps import STEPS
from data.store import Author, Store, open_store
from data.store.backup import back_up
from data.store.geometry import to_blob
from data.store.health import examine
from data.store.restoring import restore
from data.store.transfer import count_tables, whole_tables
from tests.builders import inspections, sites
from tests.data.store.test_store import little_roads

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Query = Callable[..., list[tuple[Any, ...]]]

LI = Author("li", "restore")


def fill(store: Store) -> None:
    """Write something of every kind of column, a road, and a history."""
    for name in ("磨坊", "mill"):
        with store.writing(by=Author("wang", "import")) as unit:
            unit.upsert("site", sites({"name": name, "chemicals": True, "workers": 0.1}, {}))
    with store.writing(by=Author("wang", "roads load")) as unit:
        unit.upsert("inspection", inspections({"day": "2026-01-05", "site_id": "S00001"}))
        unit.save_roads(little_roads())


def rows_of(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Read every table whole, row numbers and moments included."""
    with store.connection() as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(table.c.fid))
            ]
            for table in whole_tables()
        }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Say where the backup goes."""
    return tmp_path / "copies" / "backup.gpkg"


@pytest.fixture(autouse=True)
def folder(copy: Path) -> None:
    """Make the folder of backups."""
    copy.parent.mkdir()


@pytest.fixture(params=["file", "server"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Say where another store may be, on each engine: a laptop and an office."""
    if request.param == "file":
        return str(tmp_path / "other.gpkg")
    made: str = request.getfixturevalue("database")()
    return made


def test_a_backup_restores_row_for_row(store: Store, copy: Path, other: str) -> None:
    """
    From each engine to each: numbers, moments, shapes, history; one row more says so.

    New rows get new numbers then, and the audit goes on where it was.
    """
    fill(store)
    back_up(store, copy)
    restore(copy, other, by=LI)
    before = rows_of(store)
    with open_store(other) as restored:
        after = rows_of(restored)
        assert examine(restored).faults == ()
        assert after.pop("audit")[:-1] == before.pop("audit")
        assert after == before
        with restored.writing(by=LI) as unit:
            unit.upsert("site", sites({"site_id": "S9"}))
        audit = restored.read("audit")
        assert audit["what"].tolist() == ["import", "import", "roads load", "restore", "restore"]
        assert examine(restored).faults == ()


def test_a_backup_is_one_plain_geopackage(store: Store, copy: Path) -> None:
    """No write-ahead log beside it, and QGIS reads it."""
    fill(store)
    rows = back_up(store, copy)
    assert rows["site"] == 2
    assert [file.name for file in copy.parent.iterdir()] == ["backup.gpkg"]
    with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
        assert file.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert file.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
    assert pyogrio.read_dataframe(copy, layer="site")["name"].tolist() == ["mill", "Site 2"]


def test_a_backup_sees_one_moment_while_others_write(
    store: Store, copy: Path, address: str
) -> None:
    """A unit that lands in the middle is in it whole or not at all; nobody waits."""
    with store.writing() as unit:
        unit.upsert("site", sites(*({"remark": "x" * 3000} for _ in range(900))))
    moments: list[float] = []

    def write_meanwhile(done: float, total: float, note: str = "") -> None:
        del total, note
        if not moments:
            with open_store(address, busy_s=1.0) as another, another.writing() as unit:
                unit.upsert("site", sites({"site_id": "late"}))
                unit.set("late", "yes")
        moments.append(done)

    rows = back_up(store, copy, progress=write_meanwhile)
    assert moments
    assert (rows["site"], rows["setting"]) == (900, 0)
    assert len(store.read("site")) == 901
    with open_store(str(copy)) as backup:
        assert "late" not in backup.read("site").index


def test_a_backup_never_replaces_a_file_unasked(store: Store, copy: Path) -> None:
    """It may be the only good one."""
    copy.write_bytes(b"precious")
    with pytest.raises(InputError, match=r"backup\.gpkg is there already; .* --force"):
        back_up(store, copy)
    assert copy.read_bytes() == b"precious"
    back_up(store, copy, force=True)
    assert copy.read_bytes()[:6] == b"SQLite"


def test_a_backup_needs_its_ending_and_folder(store: Store, tmp_path: Path) -> None:
    """Else nothing could open it."""
    with pytest.raises(ConfigError, match=r"whose name ends in \.gpkg, got .*town\.bak"):
        back_up(store, tmp_path / "town.bak")
    with pytest.raises(NotFoundError, match="none is not a folder: make it first"):
        back_up(store, tmp_path / "none" / "b.gpkg")


def test_a_store_is_no_backup_of_itself(file_store: Store, path: Path) -> None:
    """Neither way round, whatever the name it is given by."""
    with pytest.raises(InputError, match="is the store itself; choose another"):
        back_up(file_store, path.parent / "copies" / ".." / path.name, force=True)
    with pytest.raises(InputError, match="is the store itself; name a backup"):
        restore(path, str(path), by=LI)


def test_a_file_that_is_replaced_is_kept(file_store: Store, path: Path, copy: Path) -> None:
    """A restore by mistake is undone by another one."""
    fill(file_store)
    back_up(file_store, copy)
    with file_store.writing() as unit:
        unit.set("town", "after the backup")
    done = restore(copy, str(path), by=LI, force=True)
    assert done.saved == path.with_name("town.before-restore.gpkg")
    assert "town" not in file_store.settings()
    with open_store(str(done.saved)) as former:
        assert former.settings()["town"] == "after the backup"
    again = restore(copy, str(path), by=LI, force=True)
    assert again.saved == path.with_name("town.before-restore-2.gpkg")


@pytest.fixture
def full(address: str) -> Iterator[Store]:
    """Give a store with one row, on each engine."""
    with open_store(address, create=True) as store:
        with store.writing() as unit:
            unit.set("town", "full")
        yield store


def test_rows_are_replaced_only_if_asked(full: Store, address: str, copy: Path) -> None:
    """A wrong name in a hurry must not cost a year's ledgers, in a file or on a server."""
    with open_store(str(copy), create=True) as wanted:
        fill(wanted)
    held = r"(town\.gpkg|copy_\d+) holds 2 rows; back it up, then replace them with --force\.$"
    with pytest.raises(InputError, match=held):
        restore(copy, address, by=LI)
    assert full.settings() == {"town": "full"}
    assert list(copy.parent.parent.glob("*before-restore*")) == []
    restore(copy, address, by=LI, force=True)
    assert "town" not in full.settings()
    assert len(full.read("site")) == 2


def test_an_old_store_is_counted_as_it_is(path: Path, copy: Path) -> None:
    """A file of the first version holds rows too, and is not brought up to date to be counted."""
    old_store(path)
    before = path.read_bytes()
    open_store(str(copy), create=True).close()
    with pytest.raises(InputError, match=r"town\.gpkg holds 1 rows"):
        restore(copy, str(path), by=LI)
    assert path.read_bytes() == before


def test_a_store_in_use_is_not_restored(file_store: Store, path: Path, copy: Path) -> None:
    """What another program writes meanwhile would be lost."""
    fill(file_store)
    back_up(file_store, copy)
    with closing(sqlite3.connect(path)) as qgis:
        qgis.execute("SELECT count(*) FROM site").fetchone()
        with pytest.raises(StoreError, match="another program has it open"):
            restore(copy, str(path), by=LI, busy_s=0.05)
    assert sorted(file.name for file in path.parent.glob("*.gpkg")) == ["town.gpkg"]


@pytest.mark.parametrize("content", [b"", b"name,lon,lat\n" * 20, None], ids=["empty", "csv", "no"])
def test_what_is_no_backup_changes_nothing(
    file_store: Store, path: Path, tmp_path: Path, content: bytes | None
) -> None:
    """The wrong file is a common mistake in a hurry."""
    fill(file_store)
    wrong = tmp_path / "wrong.gpkg"
    if content is not None:
        wrong.write_bytes(content)
    with pytest.raises(InputError, match=r"wrong\.gpkg (is|was) (not there|empty|no GeoPackage)"):
        restore(wrong, str(path), by=LI)
    assert len(file_store.read("site")) == 2


def test_a_damaged_backup_changes_nothing(file_store: Store, path: Path, copy: Path) -> None:
    """It is examined before anything is touched; here the page of the sites was lost."""
    fill(file_store)
    back_up(file_store, copy)
    with closing(sqlite3.connect(copy)) as file:
        (page,) = file.execute("SELECT rootpage FROM sqlite_master WHERE name = 'site'").fetchone()
    content = bytearray(copy.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    copy.write_bytes(content)
    with pytest.raises(StoreError, match=r"backup\.gpkg is damaged and was not restored"):
        restore(copy, str(path), by=LI)
    assert len(file_store.read("site")) == 2
    assert sorted(file.name for file in path.parent.glob(".*")) == []


def test_a_damaged_store_is_set_aside(path: Path, copy: Path) -> None:
    """Just then one restores; what is left of it is kept for whoever can read it."""
    with open_store(str(path), create=True) as store:
        fill(store)
        back_up(store, copy)
    broken = path.read_bytes()[:100] + b"\xff" * 5000
    path.write_bytes(broken)
    done = restore(copy, str(path), by=LI)
    assert done.saved is not None
    assert done.saved.read_bytes() == broken
    with open_store(str(path)) as store:
        assert len(store.read("site")) == 2


def test_an_older_backup_is_brought_up_to_date(path: Path, copy: Path) -> None:
    """A backup of last year restores today, and is itself not changed."""
    old_store(copy)
    before = copy.read_bytes()
    restore(copy, str(path), by=LI)
    with open_store(str(path)) as store:
        assert store.read("site")["name"].tolist() == ["old"]
    assert copy.read_bytes() == before
    assert sorted(file.name for file in copy.parent.iterdir()) == ["backup.gpkg"]


def old_store(copy: Path) -> None:
    """Make a store of the first version, with one site."""
    with (
        open_store(str(copy), create=True, steps=STEPS[:1]) as old,
        old.connection(writes=True) as connection,
    ):
        connection.exec_driver_sql(
            "INSERT INTO site (site_id, kind, name, status, geom) "
            "VALUES ('S1', 'enterprise', 'old', 'idle', ?)",
            (to_blob(shapely.Point(115.0, 35.5)),),
        )


def test_a_newer_backup_is_refused(path: Path, copy: Path) -> None:
    """An old program does not know what it holds."""
    open_store(str(copy), create=True).close()
    with closing(sqlite3.connect(copy)) as file, file:
        file.execute("INSERT INTO gridpatrol_migration (number, name) VALUES (99, 'later')")
    with pytest.raises(StoreError, match=r"newer version .*\(store version 99"):
        restore(copy, str(path), by=LI)
    assert not path.exists()


def test_a_table_of_somebody_else_is_in_the_backup(
    file_store: Store, path: Path, copy: Path
) -> None:
    """QGIS keeps the styles of layers in a table of its own."""
    with closing(sqlite3.connect(path)) as qgis, qgis:
        qgis.execute("CREATE TABLE layer_styles (id INTEGER PRIMARY KEY, styleName TEXT)")
        qgis.execute("INSERT INTO layer_styles (styleName) VALUES ('red')")
    back_up(file_store, copy)
    with closing(sqlite3.connect(copy)) as file:
        assert file.execute("SELECT styleName FROM layer_styles").fetchall() == [("red",)]


FULL = """
import resource, sys, signal
from pathlib import Path
from data.store import open_store
from data.store.backup import back_up
from data.store.geometry import to_blob
from data.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with open_store(sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    try:
        back_up(store, Path(sys.argv[2]))
    except StoreError as error:
        print(error)
"""


def test_a_full_disk_leaves_no_half_backup(file_store: Store, path: Path, copy: Path) -> None:
    """One line, and nothing under the name of a backup; the limit on files stands for the disk."""
    fill(file_store)
    done = subprocess.run(  # noqa: S603 (our own interpreter and text)
        [sys.executable, "-c", FULL, str(path), str(copy)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "backup.gpkg cannot be written" in done.stdout
    assert list(copy.parent.iterdir()) == []


def test_counting_names_every_table(store: Store) -> None:
    """A table left out here would be missing from every backup of a server."""
    with store.connection() as connection:
        counted = set(count_tables(connection))
        present = set(inspect(connection).get_table_names())
    ours = {name for name in present if not name.startswith(("gpkg_", "rtree_", "sqlite_"))}
    assert ours - {"gridpatrol_migration", "spatial_ref_sys"} == counted
