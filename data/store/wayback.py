"""The way back from an upgrade on a server: a whole backup first, or nothing is changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import MetaData, Table, inspect

from data.errors import ConfigError
from data.files import check_folder, give_name, part_of
from data.migrations.steps import upgrade, version
from data.store.beside import check_copy, free_name, make_plain, writing_file
from data.store.engine import file_engine, writing_engine
from data.store.lookup import count_rows
from data.store.transfer import copy_rows, whole_tables

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from data.migrations.steps import Step

_STRANGE = re.compile(r"[^\w-]+")
_OWNER_ALONE = 0o600
"""Rights of a backup: it holds every town, and what passwords are proved by."""


@dataclass(frozen=True, slots=True)
class WayBack:
    """
    What is done for a filled store on a server before it is upgraded.

    Attributes
    ----------
    folder
        Where a backup of it is written; ``None`` where no folder was named.
    is_given_up
        Whether it may be upgraded without one: somebody has a backup, or needs none.
    """

    folder: Path | None = None
    is_given_up: bool = False


NO_WAY_BACK = WayBack()
"""A filled store on a server is not upgraded; an empty one is."""


def secure(
    engine: Engine, *, place: str, name: str, steps: Sequence[Step], way_back: WayBack
) -> None:
    """
    Back up a store on a server as it is, unless it is empty or up to date, or needs none.

    Called with the write lock held on another connection, so that nobody changes the town's tables
    between the backup and the upgrade.

    Parameters
    ----------
    engine
        Of the server.
    place
        What messages call the store.
    name
        Of the database: the backup is ``NAME.version-12.gpkg``; a former one is never overwritten.
    steps
        The migrations this program knows, in order.
    way_back
        What is to be done.

    Raises
    ------
    ConfigError
        If the store holds rows, no folder was named, and no way back was not said to be needed.
    NotFoundError
        If the folder is not there.
    StoreError
        If the backup cannot be written, or proves wrong.
    """
    with engine.connect() as connection, connection.begin():
        found, newest = version(connection), steps[-1].number
        if not 0 < found < newest or way_back.is_given_up:
            return
        tables = _tables_there(connection)
        held = sum(count_rows(connection, table) for table in tables)
        if not held:
            return
        if way_back.folder is None:
            raise _unsecured(place, held=held, found=found, newest=newest)
        former = [step for step in steps if step.number <= found]
        _copy(connection, way_back.folder, f"{_STRANGE.sub('_', name)}.gpkg", tables, former)


def _tables_there(connection: Connection) -> tuple[Table, ...]:
    """List the tables that a store of an older version has, each with the columns it has."""
    inspector = inspect(connection)
    schema = inspector.default_schema_name
    present = set(inspector.get_table_names(schema=schema))
    tables = (table for table in whole_tables() if table.name in present)
    return tuple(
        _narrowed(table, {str(one["name"]) for one in inspector.get_columns(table.name, schema)})
        for table in tables
    )


def _narrowed(table: Table, names: set[str]) -> Table:
    columns = (column._copy() for column in table.c if column.name in names)  # noqa: SLF001 - no public copy
    return Table(table.name, MetaData(), *columns)


def _copy(
    connection: Connection,
    folder: Path,
    file_name: str,
    tables: Sequence[Table],
    steps: Sequence[Step],
) -> None:
    check_folder(folder / file_name)
    file = free_name(folder / file_name, f"version-{steps[-1].number}")
    with writing_file(file), part_of(file) as part:
        part.touch(_OWNER_ALONE)
        copy = file_engine(part)
        with writing_engine(copy).begin() as target:
            upgrade(target, steps)
            rows = copy_rows(connection, target, tables=tables)
        copy.dispose()
        make_plain(part)
        check_copy(part, rows)
        give_name(part, file)


def _unsecured(place: str, *, held: int, found: int, newest: int) -> ConfigError:
    return ConfigError(
        f"{place} holds {held} rows of version {found}, and this program would bring it to version "
        f"{newest}: name a folder for a backup with GRIDPATROL_BACKUP_FOLDER, or, with a backup of "
        "your own, set GRIDPATROL_MIGRATE_WITHOUT_BACKUP=true; it was not changed.",
        zh=f"{place} 中有 {held} 行，库版本为 {found}，本程序将把它升到 {newest}："
        "请用 GRIDPATROL_BACKUP_FOLDER 指定备份文件夹；若已自行备份，"
        "可设 GRIDPATROL_MIGRATE_WITHOUT_BACKUP=true。库未改动。",
    )
