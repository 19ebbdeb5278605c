"""The tiny town of a link on a service that runs."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.conftest import Service, SetClock
from tests.service.web.linktown import plan_week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def town_file(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill and plan the town once; tests copy it."""
    folder = tmp_path_factory.mktemp("link")
    shutil.copy(empty_file, folder / "town.gpkg")
    with open_store(str(folder / "town.gpkg")) as store:
        plan_week(store, folder, clock=SetClock())
    return folder / "town.gpkg"


@pytest.fixture
def town(town_file: Path, tmp_path: Path) -> Iterator[Service]:
    """Give the service with a published week, in a file."""
    copy, clock = tmp_path / "town.gpkg", SetClock()
    shutil.copy(town_file, copy)
    with open_store(str(copy)) as store:
        settings = WebSettings(store=store.place)
        yield Service(Office(store=store, settings=settings, clock=clock), clock)


@pytest.fixture
def office_town(service: Service, tmp_path: Path) -> Service:
    """Give the same in a file and on a server, for the tests of what is written."""
    plan_week(service.office.store, tmp_path, clock=service.clock)
    return service
