"""The steps lead from an empty file to the tables that the schema describes."""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import shapely
from sqlalchemy import inspect, select

from data.migrations.steps import STEPS, upgrade, version
from data.schema import TABLES
from data.store.address import read_address
from data.store.engine import file_engine, server_engine, writing_engine
from data.store.tables import ROAD_EDGE, ROAD_NODE, sql_table
from tests.conftest import EMPTY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

    from tests.postgres.server import Server

_VERSION_2 = "6c8ac3ed25394aff8ae57ae72f44ba79256a00ba129b7e94ae847b97b3ea8b5c"
"""Digest of the tables and triggers that version 2 made, taken before there was a second engine."""


@pytest.fixture(params=["file", "server"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Give an empty database, in a file and on a server."""
    if request.param == "file":
        made = file_engine(tmp_path / "town.gpkg")
    else:
        made = server_engine(read_address(request.getfixturevalue("database")(EMPTY)))
    yield writing_engine(made)
    made.dispose()


@pytest.fixture(scope="module", params=["file", "server"])
def finished(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Connection]:
    """Give a database that has seen every step, on each engine, made once for who only looks."""
    if request.param == "file":
        made = file_engine(tmp_path_factory.mktemp("finished") / "town.gpkg")
    else:
        postgres: Server = request.getfixturevalue("postgres")
        postgres.query("DROP DATABASE IF EXISTS finished WITH (FORCE)")
        postgres.query(f"CREATE DATABASE finished TEMPLATE {EMPTY}")
        made = server_engine(read_address(postgres.address("finished")))
    with closing(writing_engine(made).connect()) as connection:
        upgrade(connection)
        yield connection
    made.dispose()


def test_numbers_rise_by_one() -> None:
    """A gap or a repeat would leave a store of which nobody knows what it has seen."""
    assert [step.number for step in STEPS] == list(range(1, len(STEPS) + 1))


def test_empty_database_is_version_0(engine: Engine) -> None:
    """Nothing seen yet."""
    with engine.begin() as connection:
        assert version(connection) == 0


def test_each_step_is_applied_once(engine: Engine) -> None:
    """A second run finds nothing to do."""
    numbers = tuple(step.number for step in STEPS)
    with engine.begin() as connection:
        assert upgrade(connection) == numbers
        assert upgrade(connection) == ()
        assert version(connection) == numbers[-1]


@pytest.mark.parametrize(
    "table", [*map(sql_table, TABLES), ROAD_NODE, ROAD_EDGE], ids=lambda table: table.name
)
def test_steps_end_at_the_tables_of_the_schema(finished: Connection, table: Table) -> None:
    """Who changes data/schema writes a migration; this test says which column lacks one."""
    found = {column["name"] for column in inspect(finished).get_columns(table.name)}
    assert found - {"fid", "created_at"} == {column.name for column in table.c}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_file_asks_for_every_required_column(finished: Connection, name: str) -> None:
    """A row that QGIS adds without a required value is refused by the file itself."""
    schema = TABLES[name]
    columns = inspect(finished).get_columns(name)
    refuses = {column["name"] for column in columns if not column["nullable"]}
    places = {"lon_deg", "lat_deg", "geometry"}
    must = {"geom" if c.name in places else c.name for c in schema.columns if c.required}
    assert refuses == {"fid", "created_at", schema.key} | must


def test_cells_of_before_the_ninth_step_keep_their_figures(engine: Engine) -> None:
    """The map of last week stays; what nobody worked out yet is missing, not zero."""
    cell = sql_table("cell")
    counts = {"sites": 3, "visits": 7, "finds": 2, "near_visits": 9, "class": "plain"}
    row = {"cell_id": "38E-500-E0590500-N3930500", **counts, "geom": shapely.box(115, 35, 116, 36)}
    with engine.begin() as connection:
        upgrade(connection, STEPS[:8])
        connection.execute(cell.insert().values(row))
        assert upgrade(connection, STEPS[:9]) == (9,)
        known = [cell.c[name] for name in (*counts, "geom", "name", "red")]
        (found,) = connection.execute(select(*known)).mappings().all()
    assert {name: found[name] for name in counts} == counts
    assert (found["geom"].bounds, found["name"], found["red"]) == ((115, 35, 116, 36), None, None)


def test_texts_are_ordered_by_their_bytes_everywhere(engine: Engine) -> None:
    """A column that a step forgot would be ordered by the language of the server."""
    if engine.dialect.name == "sqlite":
        return  # a file knows no other order
    with engine.begin() as connection:
        upgrade(connection)
        odd = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS NULL "
            "AND table_name IN (SELECT relname FROM pg_class WHERE obj_description(oid) NOTNULL) "
            "AND table_name <> 'spatial_ref_sys'"
        ).all()
    assert odd == []


def test_first_steps_of_a_file_stay_what_they_were(tmp_path: Path) -> None:
    """A published step never changes: this is the text of version 2 as it was published."""
    with writing_engine(file_engine(tmp_path / "town.gpkg")).begin() as connection:
        upgrade(connection, STEPS[:2])
        listed = connection.exec_driver_sql(
            "SELECT type, name, tbl_name, sql FROM sqlite_master "
            "WHERE tbl_name NOT LIKE 'rtree%' AND name NOT LIKE 'sqlite%' ORDER BY rowid"
        ).all()
    text = "\n".join(str(tuple(row)) for row in listed)
    assert hashlib.sha256(text.encode()).hexdigest() == _VERSION_2
