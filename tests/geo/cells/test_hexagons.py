"""Hexagons of H3: theirs, not ours."""

from __future__ import annotations

import h3
import pytest

from data.errors import ConfigError
from geo.cells.division import h3_division
from tests.geo.builders import lonlat
from tests.geo.cells.builders import at


def test_cells_are_those_of_h3() -> None:
    """Lat comes first there: a swapped pair would lie on another continent."""
    lon, lat = lonlat(100, 100)
    assert h3_division(at((100, 100)), resolution=9).cell_of_site["S0"] == h3.latlng_to_cell(
        lat, lon, 9
    )


def test_a_hexagon_has_six_neighbours() -> None:
    """Sites in the middle of a hexagon and of all around it: seven cells, the middle sees all."""
    middle = h3.latlng_to_cell(*reversed(lonlat(0, 0)), 9)
    sites = at(*[(0, 0)] * 7)
    centres = [h3.cell_to_latlng(cell) for cell in h3.grid_disk(middle, 1)]
    sites["lat_deg"], sites["lon_deg"] = zip(*centres, strict=True)
    division = h3_division(sites, resolution=9)
    row = division.cells.index.get_loc(middle)
    assert division.weights.sum(axis=1)[row] == 7
    assert (
        division.weights.sum() == 7 + 6 * 4
    )  # each of the six sees itself, two beside, the middle


@pytest.mark.parametrize("resolution", [-1, 16, 8.5])
def test_refuses_an_impossible_resolution(resolution: float) -> None:
    """H3 has sixteen."""
    with pytest.raises(ConfigError, match="Expected resolution to be a whole number in 0-15"):
        h3_division(at((1, 1)), resolution=resolution)  # type: ignore[arg-type]  # what a setting may hold
