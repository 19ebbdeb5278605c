"""A filled store on a server is upgraded only with a way back, or where none is wanted."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
import shapely

from data.errors import ConfigError, InputError, NotFoundError
from data.migrations.steps import STEPS, Step
from data.store import Author, WayBack, open_store
from data.store.restoring import restore
from tests.conftest import EMPTY
from tests.data.store.conftest import querying

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

NOW = STEPS[-1].number


@pytest.fixture
def older(database: Callable[..., str]) -> str:
    """Give the address of a store of the first version, with a site and a setting."""
    address = database(EMPTY)
    with (
        open_store(address, create=True, steps=STEPS[:1]) as store,
        store.connection(writes=True) as connection,
    ):
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('town', 'kept')")
        connection.exec_driver_sql(
            "INSERT INTO site (site_id, kind, name, status, workers, geom) "
            "VALUES ('S1', 'enterprise', '磨坊', 'idle', 3, ST_GeomFromText(%s, 4326))",
            (shapely.Point(115.0, 35.5).wkt,),
        )
    return address


def version_at(address: str) -> int:
    """Read how far a server's store has come, behind the program's back."""
    return int(querying(address)("SELECT max(number) FROM gridpatrol_migration")[0][0])


def test_filled_server_is_not_upgraded_without_a_way_back(older: str) -> None:
    """Whoever comes by with a newer program must not change the office's database for good."""
    with pytest.raises(ConfigError, match=r"2 rows of version 1.*GRIDPATROL_BACKUP_FOLDER"):
        open_store(older)
    assert version_at(older) == 1


def test_a_backup_of_its_version_is_written_before_the_upgrade(older: str, tmp_path: Path) -> None:
    """Its owner alone may read it, and the old program could open it."""
    open_store(older, way_back=WayBack(folder=tmp_path)).close()
    (file,) = tmp_path.iterdir()
    assert file.name.endswith(".version-1.gpkg")
    assert stat.S_IMODE(file.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR
    look = querying(str(file))
    assert look("SELECT max(number) FROM gridpatrol_migration") == [(1,)]
    assert look("SELECT name, value FROM setting") == [("town", "kept")]
    assert version_at(older) == NOW


def test_the_backup_leads_back_to_a_server(
    older: str, tmp_path: Path, database: Callable[..., str]
) -> None:
    """What was in the old database is in another one after a restore."""
    open_store(older, way_back=WayBack(folder=tmp_path)).close()
    (file,) = tmp_path.iterdir()
    other = database(EMPTY)
    restore(file, other, by=Author("王", "restore"))
    with open_store(other) as store:
        site = store.read("site").loc["S1"]
    assert (site["name"], site["workers"], site["lon_deg"]) == ("磨坊", 3.0, 115.0)


def test_a_folder_that_is_not_there_stops_the_upgrade(older: str, tmp_path: Path) -> None:
    """A disk that was not mounted is no backup."""
    with pytest.raises(NotFoundError, match="none is not a folder"):
        open_store(older, way_back=WayBack(folder=tmp_path / "none"))
    assert version_at(older) == 1


def test_a_failed_upgrade_keeps_the_backup_and_the_store(older: str, tmp_path: Path) -> None:
    """The next start writes another backup beside it, over none."""
    for _ in range(2):
        with pytest.raises(InputError, match="a mistake"):
            open_store(older, steps=(*STEPS, Step(NOW + 1, "late", _fail)), way_back=_to(tmp_path))
    assert version_at(older) == 1
    ends = {file.name.partition(".")[2] for file in tmp_path.iterdir()}
    assert ends == {"version-1.gpkg", "version-1-2.gpkg"}


def _to(folder: Path) -> WayBack:
    return WayBack(folder=folder)


def _fail(_connection: Connection) -> None:
    raise InputError("a mistake", zh="错误")


def test_who_has_a_backup_may_say_so(older: str, tmp_path: Path) -> None:
    """An office whose server is backed up every night needs no second copy."""
    open_store(older, way_back=WayBack(folder=tmp_path, is_given_up=True)).close()
    assert (version_at(older), list(tmp_path.iterdir())) == (NOW, [])


def test_an_empty_store_needs_no_way_back(database: Callable[..., str]) -> None:
    """A first start that was broken off goes on by itself."""
    address = database(EMPTY)
    open_store(address, create=True, steps=STEPS[:1]).close()
    open_store(address).close()
    assert version_at(address) == NOW


def test_restoring_over_an_older_store_asks_only_for_force(older: str, empty_file: Path) -> None:
    """Its rows are given up in so many words; who did not say so is stopped before the upgrade."""
    by = Author("王", "restore")
    with pytest.raises(ConfigError, match="2 rows of version 1"):
        restore(empty_file, older, by=by)
    assert version_at(older) == 1
    restore(empty_file, older, by=by, force=True)
    with open_store(older) as store:
        assert store.settings() == {}
