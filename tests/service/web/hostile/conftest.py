"""The hostile town, written once for all tests of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.web.hostile.house import HostileTown, copied, make_hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def hostile_file(
    empty_file: Path, made_once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """Write the town into a folder once; beside it, the address of a team's link."""
    return made_once("hostile", lambda folder: make_hostile(folder, empty_file))


@pytest.fixture(scope="module")
def town(hostile_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostileTown]:
    """Give the service on a copy of the town."""
    with copied(hostile_file, tmp_path_factory.mktemp("hostile")) as town:
        yield town
