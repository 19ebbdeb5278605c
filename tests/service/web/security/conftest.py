"""A service on a file; these guards are the same on a server, unless a test asks for both."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.conftest import Service, SetClock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def house(tmp_path: Path, empty_file: Path) -> Iterator[Service]:
    """Give a service on an empty file, with a folder of its own."""
    clock, place = SetClock(), shutil.copy(empty_file, tmp_path / "o.gpkg")
    with open_store(str(place)) as store:
        settings = WebSettings(store=store.place, work_folder=tmp_path / "work")
        yield Service(Office(store=store, settings=settings, clock=clock), clock)
