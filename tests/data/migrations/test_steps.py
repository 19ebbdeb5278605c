"""The steps lead from an empty file to the tables that the schema describes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from data.migrations.steps import STEPS, upgrade, version
from data.schema import TABLES
from data.store.engine import file_engine, writing_engine
from data.store.tables import ROAD_EDGE, ROAD_NODE, sql_table

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine, Table


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Give an empty database."""
    return writing_engine(file_engine(tmp_path / "town.gpkg"))


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
def test_steps_end_at_the_tables_of_the_schema(engine: Engine, table: Table) -> None:
    """Who changes data/schema writes a migration; this test says which column lacks one."""
    with engine.begin() as connection:
        upgrade(connection)
        found = {column["name"] for column in inspect(connection).get_columns(table.name)}
    assert found - {"fid", "created_at"} == {column.name for column in table.c}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_file_asks_for_every_required_column(engine: Engine, name: str) -> None:
    """A row that QGIS adds without a required value is refused by the file itself."""
    schema = TABLES[name]
    with engine.begin() as connection:
        upgrade(connection)
        columns = inspect(connection).get_columns(name)
    refuses = {column["name"] for column in columns if not column["nullable"]}
    places = {"lon_deg", "lat_deg", "geometry"}
    must = {"geom" if c.name in places else c.name for c in schema.columns if c.required}
    assert refuses == {"fid", "created_at", schema.key} | must
