"""A store to test with, and looks into its file from outside."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from data.store import Store, open_store
from data.store.geometry import register_functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a path at which a store may be made."""
    return tmp_path / "town.gpkg"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Give an empty store."""
    with open_store(str(path), create=True) as made:
        yield made


@pytest.fixture
def query(path: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Give a function that runs SQL on the file as another program would."""

    def run(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(path)) as file, file:
            register_functions(file)
            return file.execute(sql, values).fetchall()

    return run
