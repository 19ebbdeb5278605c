"""How the user says what the cells are to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pandas as pd
import pytest
import shapely

from data.errors import ConfigError, NotFoundError
from data.store import open_store
from service.pipeline.cells.cutting import Cut, read_cut, stored_with_neighbours, town_division
from tests.builders import sites

if TYPE_CHECKING:
    from pathlib import Path

EAST, WEST = (
    [[115.0, 35.5], [115.02, 35.5], [115.02, 35.52], [115.0, 35.52], [115.0, 35.5]],
    [
        [114.98, 35.5],
        [115.005, 35.5],
        [115.005, 35.52],
        [114.98, 35.52],
        [114.98, 35.5],
    ],
)
BUTTERFLY = [[115.02, 35.5], [115.04, 35.52], [115.04, 35.5], [115.02, 35.52], [115.02, 35.5]]


def outlines(*rings: list[list[float]]) -> str:
    """Write areas as an office's GeoJSON."""
    return orjson.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"网格名称": f"{place} 片", "网格员": "张三"},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
                for place, ring in enumerate(rings)
            ],
        }
    ).decode()


def test_nothing_said_is_squares_of_500_m() -> None:
    """The size that every stored town began with."""
    assert read_cut() == Cut(kind="square", size_m=500)


@pytest.mark.parametrize("kind", ["villages", "areas"])
def test_villages_and_areas_are_words(kind: str) -> None:
    """They come from the store."""
    assert read_cut(cells=kind) == Cut(kind=kind)


def test_hexagons_have_a_resolution() -> None:
    """As the library numbers them."""
    assert read_cut(cells="h3:7") == Cut(kind="h3", resolution=7)


@pytest.mark.parametrize("text", ["h3:", "h3:x", "h3:-1", "h3:8.5"])
def test_a_resolution_that_is_no_number_is_refused(text: str) -> None:
    """The message shows how it is written."""
    with pytest.raises(ConfigError, match="h3:RESOLUTION such as h3:8"):
        read_cut(cells=text)


def test_a_file_of_outlines_is_taken_for_areas(tmp_path: Path) -> None:
    """Whatever it is called."""
    file = tmp_path / "grids.geojson"
    file.write_text("{}", encoding="utf-8")
    assert read_cut(cells=str(file)) == Cut(kind="areas", file=file)


def test_a_word_that_is_neither_is_refused() -> None:
    """A slip of the pen must not become a grid of the usual kind."""
    with pytest.raises(ConfigError, match="villages, areas, h3:RESOLUTION or a file"):
        read_cut(cells="village")


def test_a_size_and_another_cut_do_not_go_together() -> None:
    """One of them would be ignored."""
    with pytest.raises(ConfigError, match="got both"):
        read_cut(size_m=300, cells="villages")


def test_a_file_of_overlapping_and_crossing_outlines_cuts_the_town(tmp_path: Path) -> None:
    """A site in two outlines has one cell; an outline that crosses itself is mended and told."""
    file = tmp_path / "grids.geojson"
    file.write_text(outlines(EAST, WEST, BUTTERFLY), encoding="utf-8")
    places = sites(
        {"lon_deg": 115.003, "lat_deg": 35.51},
        {"lon_deg": 115.015, "lat_deg": 35.51},
        {"lon_deg": 114.99, "lat_deg": 35.51},
    )
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        division = town_division(store, places, Cut(kind="areas", file=file))
    assert len(division.cells) == 3
    assert division.cell_of_site.notna().all()
    assert division.counted["overlapping"] == 1
    assert division.counted["mended"] == 1
    assert division.counted["empty"] == 1


def test_a_store_without_grids_says_how_to_import_them(tmp_path: Path) -> None:
    """The kind is named as the command takes it."""
    with (
        open_store(str(tmp_path / "town.gpkg"), create=True) as store,
        pytest.raises(NotFoundError, match="gridpatrol import FILE --kind areas"),
    ):
        town_division(store, sites({}), Cut(kind="areas"))


def test_stored_villages_count_finds_with_those_they_touch() -> None:
    """Two squares side by side, one 2 km away: 3 + 4 finds for each of the two, 5 for the third."""
    shapes = [shapely.box(115 + west, 35.5, 115 + west + 0.01, 35.51) for west in (0, 0.01, 0.05)]
    cells = pd.DataFrame({"geometry": shapes, "finds": [3, 4, 5]}, index=["a", "b", "c"])
    near = stored_with_neighbours(cells, kind="village")
    assert near["near_finds"].tolist() == [7, 7, 5]


def test_no_cells_have_no_neighbours() -> None:
    """A page may be drawn before there are cells."""
    cells = pd.DataFrame({"geometry": [], "finds": []})
    assert stored_with_neighbours(cells, kind="village")["near_finds"].tolist() == []


def test_a_row_of_the_file_that_is_no_outline_is_told(tmp_path: Path) -> None:
    """Nobody should look for a grid that is not there."""
    file = tmp_path / "grids.geojson"
    listed = orjson.loads(outlines(EAST, WEST))
    listed["features"][1]["geometry"] = None
    file.write_text(orjson.dumps(listed).decode(), encoding="utf-8")
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        place = sites({"lon_deg": 115.01, "lat_deg": 35.51})
        division = town_division(store, place, Cut(kind="areas", file=file))
    assert len(division.cells) == 1
    assert division.counted["unread"] == 1
