"""Whole towns that went through the chain once, for all tests that look at the outcome."""

from __future__ import annotations

import pickle
import shutil
from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from data.store.address import is_address
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.pages.drawing import draw_hotspots, draw_index, draw_routes, draw_week
from service.pipeline.risk.scores import score_town
from service.pipeline.roads.loading import load_roads
from service.pipeline.week.making import plan_week
from service.pipeline.week.search import Search
from tests.service.roadtown import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data.store import Store
    from service.results.week import PlanResult

WEEK = "2026-W48"
ITERATIONS = 4000

on_file = pytest.mark.parametrize("address", ["file"], indirect=True)
"""For a test of words, rules or pages: its neighbours show that a server stores the same."""


def no_clock() -> float:
    """Stand still: with counted steps, nothing may depend on time."""
    return 0.0


def search(seed: int) -> Search:
    """Search a fixed number of steps, so that plans repeat."""
    return Search(seed=seed, iterations=ITERATIONS, clock=no_clock)


@pytest.fixture(params=["file", "server"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Say where a store may be made or is: in a file, and on a server."""
    if request.param == "file":
        return str(tmp_path / "town.gpkg")
    copy: Callable[[], str] = request.getfixturevalue("database")
    return copy()


@pytest.fixture
def store(address: str, empty_file: Path) -> Iterator[Store]:
    """Give an empty store, in a file and on a server."""
    if not is_address(address):
        shutil.copy(empty_file, address)
    with open_store(address) as made:
        yield made


@pytest.fixture(scope="session")
def road_town_file(
    empty_file: Path, made_once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """Bring the tiny town of ``roadtown`` into a store in a file once."""

    def make(folder: Path) -> None:
        shutil.copy(empty_file, folder / "town.gpkg")
        with open_store(str(folder / "town.gpkg")) as store:
            fill(store, folder)

    return made_once("roadtown", make) / "town.gpkg"


@pytest.fixture
def road_town(address: str, road_town_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Give the tiny town, in a file and on a server."""
    if not is_address(address):
        shutil.copy(road_town_file, address)
    with open_store(address) as store:
        if is_address(address):
            fill(store, tmp_path)
        yield store


@pytest.fixture(scope="session")
def qingzu_file(
    shared_data: Path, made_once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """Bring the ledgers and roads of a real town into a store, scored and on cells."""
    ledgers = shared_data / "ledgers" / "qingzu"

    def make(folder: Path) -> None:
        with open_store(str(folder / "qingzu.gpkg"), create=True) as store:
            import_ledgers(store, sorted([*ledgers.glob("*.xlsx"), *ledgers.glob("*.csv")]))
            load_roads(store, shared_data / "osm" / "qingzu_town_puyang_henan.osm")
            score_town(store)
            map_hotspots(store)

    return made_once("qingzu", make) / "qingzu.gpkg"


@pytest.fixture
def qingzu(qingzu_file: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy of the town's store that a test may change."""
    copy = tmp_path / "qingzu.gpkg"
    shutil.copy(qingzu_file, copy)
    with open_store(str(copy)) as store:
        yield store


@pytest.fixture(scope="session")
def planned_file(
    qingzu_file: Path, made_once: Callable[[str, Callable[[Path], None]], Path]
) -> tuple[Path, PlanResult]:
    """Plan a week of the town once."""

    def make(folder: Path) -> None:
        shutil.copy(qingzu_file, folder / "qingzu.gpkg")
        with open_store(str(folder / "qingzu.gpkg")) as store:
            result = plan_week(store, week=WEEK, search=search(1))
        (folder / "result.pickle").write_bytes(pickle.dumps(result))

    made = made_once("planned", make)
    result: PlanResult = pickle.loads((made / "result.pickle").read_bytes())  # noqa: S301  # our own
    return made / "qingzu.gpkg", result


def draw_all(store: Store, folder: Path) -> None:
    """Draw every page of the planned week."""
    draw_hotspots(store, folder, lang="zh")
    draw_week(store, folder, week=WEEK, lang="zh")
    draw_routes(store, folder, week=WEEK, lang="zh")
    draw_index(store, folder, lang="zh")


@pytest.fixture(scope="session")
def drawn_pages(
    planned_file: tuple[Path, PlanResult], made_once: Callable[[str, Callable[[Path], None]], Path]
) -> Path:
    """Draw the pages of that week once."""

    def make(folder: Path) -> None:
        with open_store(str(planned_file[0])) as store:
            draw_all(store, folder)

    return made_once("drawn", make)


@pytest.fixture
def planned(planned_file: tuple[Path, PlanResult]) -> Iterator[Store]:
    """Open the planned week, to read."""
    with open_store(str(planned_file[0])) as store:
        yield store


@pytest.fixture
def planned_copy(planned_file: tuple[Path, PlanResult], tmp_path: Path) -> Iterator[Store]:
    """Open a copy of the planned week that a test may change."""
    copy = tmp_path / "planned.gpkg"
    shutil.copy(planned_file[0], copy)
    with open_store(str(copy)) as store:
        yield store


@pytest.fixture
def plan_again(qingzu_file: Path, tmp_path: Path) -> Callable[[int], Path]:
    """Plan the same week in a fresh store with another seed, or the same."""

    def plan(seed: int) -> Path:
        path = tmp_path / f"again-{seed}.gpkg"
        shutil.copy(qingzu_file, path)
        with open_store(str(path)) as store:
            plan_week(store, week=WEEK, search=search(seed))
        return path

    return plan
