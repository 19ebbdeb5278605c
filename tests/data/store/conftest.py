"""A store to test with, on each engine, and looks into it from outside."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from data.store import Store, open_store
from data.store.address import is_address
from data.store.geometry import register_functions
from tests.conftest import STORE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.postgres.server import Server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a path at which a store may be made."""
    return tmp_path / "town.gpkg"


@pytest.fixture(params=["file", "server"])
def address(request: pytest.FixtureRequest) -> str:
    """Say where a store may be made or is: in a file, and on a server."""
    if request.param == "file":
        return str(request.getfixturevalue("path"))
    copy: Callable[[], str] = request.getfixturevalue("database")
    return copy()


@pytest.fixture
def store(address: str, empty_file: Path) -> Iterator[Store]:
    """Give an empty store, in a file and on a server."""
    if not is_address(address):
        shutil.copy(empty_file, address)
    with open_store(address) as made:
        yield made


@pytest.fixture(scope="session", params=["file", "server"])
def bare_address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_file: Path
) -> str:
    """Say where an empty store is that nobody may write to, made once on each engine."""
    if request.param == "file":
        return str(shutil.copy(empty_file, tmp_path_factory.mktemp("bare") / "town.gpkg"))
    return server_copy(request, "looked_at")


@pytest.fixture
def bare(bare_address: str) -> Iterator[Store]:
    """Give an empty store to look at, in a file and on a server."""
    with open_store(bare_address) as made:
        yield made


def server_copy(request: pytest.FixtureRequest, name: str) -> str:
    """Copy the empty store of the server for longer than one test, and say where the copy is."""
    postgres: Server = request.getfixturevalue("postgres")
    # Tests that are dealt out to workers may come back to an engine.
    postgres.query(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    postgres.query(f"CREATE DATABASE {name} TEMPLATE {STORE}")
    return postgres.address(name)


@pytest.fixture
def file_store(path: Path, empty_file: Path) -> Iterator[Store]:
    """Give an empty store in a file, for what only a file has."""
    shutil.copy(empty_file, path)
    with open_store(str(path)) as made:
        yield made


@pytest.fixture
def query(address: str) -> Callable[..., list[tuple[Any, ...]]]:
    """Give a function that runs SQL on the store as another program would."""
    return querying(address)


@pytest.fixture
def file_query(path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Give a function that runs SQL on the file as another program would."""
    return querying(str(path))


def querying(address: str) -> Callable[..., list[tuple[Any, ...]]]:
    """Make a function that runs SQL on a store behind its back."""
    return _on_server(address) if is_address(address) else _in_file(address)


def _in_file(path: str) -> Callable[..., list[tuple[Any, ...]]]:
    def run(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as file, file:
            register_functions(file)
            return file.execute(sql, values).fetchall()

    return run


def _on_server(address: str) -> Callable[..., list[tuple[Any, ...]]]:
    def run(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(address) as connection:
            marked = sql.replace("?", "%s") if values else sql
            cursor = connection.execute(marked, values or None)  # type: ignore[arg-type]
            while cursor.nextset():
                pass
            return cursor.fetchall() if cursor.description else []

    return run
