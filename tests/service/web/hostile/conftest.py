"""The hostile town, written once for all tests of it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from service.access import passwords
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.conftest import Service, SetClock
from tests.service.web.hostile.house import HostileTown, hostile_town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data.store import Store


@pytest.fixture(scope="session")
def hostile_file(
    empty_file: Path, made_once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """Write the town into a folder once; beside it, the address of a team's link."""

    def make(folder: Path) -> None:
        shutil.copy(empty_file, folder / "town.gpkg")
        passwords.MEMORY_KIB, former = 8, passwords.MEMORY_KIB
        with open_store(str(folder / "town.gpkg")) as store:
            made = hostile_town(_service(store, folder), folder)
        passwords.MEMORY_KIB = former
        (folder / "link").write_text(made.link, encoding="utf-8")

    return made_once("hostile", make)


@pytest.fixture(scope="module")
def town(hostile_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileTown]:
    """Give the service on a copy of the town."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(hostile_file / "town.gpkg", folder / "town.gpkg")
    link = (hostile_file / "link").read_text(encoding="utf-8")
    with open_store(str(folder / "town.gpkg")) as store:
        yield HostileTown(_service(store, folder), link)


def _service(store: Store, folder: Path) -> Service:
    clock = SetClock()
    settings = WebSettings(store=store.place, work_folder=folder / "work")
    return Service(Office(store=store, settings=settings, clock=clock), clock)
