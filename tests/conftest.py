"""What every test may ask for, and how a missing thing is named."""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from filelock import FileLock
from hypothesis import settings

from data.store import open_store
from tests.postgres.server import programs, running_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.postgres.server import Server

BESIDE = Path(__file__).resolve().parents[1].parent / "shared" / "data"
EMPTY, STORE = "empty", "store"
"""Databases of the test server that are copied: one with PostGIS alone, one with every table."""
_NUMBERS = count(1)
SHARED = Path(os.environ.get("GRIDPATROL_SHARED", BESIDE))

# A busy machine makes no code wrong. A third of hypothesis' own number of examples keeps the checks
# short; a campaign of more: GRIDPATROL_EXAMPLES=1000.
EXAMPLES = int(os.environ.get("GRIDPATROL_EXAMPLES", "33"))
settings.register_profile("house", deadline=None, max_examples=EXAMPLES)
settings.load_profile("house")


def lacking(what: str, how: str) -> NoReturn:
    """Skip by name, or fail where nothing may be skipped."""
    message = f"{what} is not here: {how}"
    if os.environ.get("GRIDPATROL_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes by their number: packed ones hold the time, and two processes would differ."""
    return f"{argname} of {len(val)} bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of real roads, ledgers and instances that lies beside the project."""
    if not SHARED.is_dir():
        lacking(
            "the folder of real roads and ledgers",
            "the project keeps it outside git and nobody needs it to use gridpatrol; "
            f"unpack it at {SHARED} or name it with GRIDPATROL_SHARED",
        )
    return SHARED


@pytest.fixture(scope="session")
def made_once(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for all processes that share the tests; nobody may change it after."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def once(name: str, make: Callable[[Path], None]) -> Path:
        made, draft = shared / name, shared / f"{name}-begun"
        with FileLock(shared / f"{name}.lock"):
            if not made.exists():
                shutil.rmtree(draft, ignore_errors=True)
                draft.mkdir()
                make(draft)
                draft.rename(made)
        return made

    return once


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty store in a file once; a copy of it is ten times as cheap as another."""
    path = tmp_path_factory.mktemp("empty") / "town.gpkg"
    open_store(str(path), create=True).close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Give a PostgreSQL server of our own, with two databases to copy: an empty one and a store."""
    folder = programs()
    if folder is None:
        lacking("PostgreSQL with PostGIS", "apt install postgresql-15-postgis-3")
    with running_server(folder, is_durable=False) as server:
        for name in (EMPTY, STORE):
            server.query(f"CREATE DATABASE {name}")
            server.query("CREATE EXTENSION postgis", database=name)
        open_store(server.address(STORE), create=True).close()
        yield server


@pytest.fixture
def database(postgres: Server) -> Iterator[Callable[[str], str]]:
    """Give a function that copies a database and says at which address the copy is."""
    made: list[str] = []

    def copy(template: str = STORE) -> str:
        made.append(f"copy_{next(_NUMBERS)}")
        postgres.query(f"CREATE DATABASE {made[-1]} TEMPLATE {template} STRATEGY FILE_COPY")
        return postgres.address(made[-1])

    yield copy
    for name in made:
        postgres.query(f"DROP DATABASE {name} WITH (FORCE)")
