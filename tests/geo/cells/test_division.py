"""A town cut into cells, whichever way: what every cut must keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from data.errors import ConfigError, DegenerateInputError
from geo.cells.division import (
    Division,
    area_division,
    h3_division,
    square_division,
    village_division,
)
from tests.geo.cells.builders import areas, at, box, label

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

GRIDS = areas(
    {"area_id": "g1", "geometry": box(0, 0, 2000, 4000), "name": "一网格"},
    {"area_id": "g2", "geometry": box(2000, 0, 4000, 4000), "name": "二网格"},
)
VILLAGES = areas(
    {"area_id": "v2", "geometry": label(3500, 2000), "name": "乙村"},
    {"area_id": "v1", "geometry": label(500, 2000), "name": "甲村"},
    kind="village",
)
CUTS: dict[str, Callable[[pd.DataFrame], Division]] = {
    "square": lambda sites: square_division(sites, size_m=500),
    "h3": lambda sites: h3_division(sites, resolution=8),
    "areas": lambda sites: area_division(sites, GRIDS),
    "villages": lambda sites: village_division(sites, VILLAGES),
}
whole_m = st.integers(1, 3999)
spots = st.lists(st.tuples(whole_m, whole_m), min_size=1, max_size=12)


@pytest.mark.parametrize("kind", CUTS)
@settings(deadline=None, max_examples=20)
@given(spots=spots)
def test_every_site_lies_in_the_outline_of_its_cell(
    kind: str, spots: list[tuple[float, float]]
) -> None:
    """A dot on the map outside its cell would be taken for a mistake, and would be one."""
    sites = at(*spots)
    division = CUTS[kind](sites)
    outlines = division.cells.loc[division.cell_of_site, "geometry"].to_numpy(dtype=object)
    dots = shapely.points(sites["lon_deg"], sites["lat_deg"])
    assert shapely.distance(outlines, dots).max() < 1e-6  # a decimetre: corners bend in degrees


@pytest.mark.parametrize("kind", CUTS)
@settings(deadline=None, max_examples=20)
@given(spots=spots)
def test_what_every_cut_keeps(kind: str, spots: list[tuple[float, float]]) -> None:
    """Ids ascend, names differ, neighbours are mutual, and a place is the row of its cell."""
    division = CUTS[kind](at(*spots))
    cells = division.cells
    assert division.kind == kind
    assert cells.index.is_monotonic_increasing
    assert cells.index.is_unique
    assert cells["name"].is_unique
    table = division.weights.toarray()
    assert_array_equal(table, table.T)
    assert_array_equal(table.diagonal(), 1)
    assert set(np.unique(table)) <= {0, 1}
    assert cells.index[division.place].tolist() == division.cell_of_site.tolist()
    assert (cells["area_km2"] > 0).all()


@pytest.mark.parametrize("kind", CUTS)
def test_the_order_of_the_sites_does_not_matter(kind: str) -> None:
    """Cells keep their names and neighbours whichever file came first."""
    sites = at((100, 100), (2600, 900), (3900, 3900), (600, 600))
    one, other = CUTS[kind](sites), CUTS[kind](sites.iloc[::-1])
    assert one.cells["name"].equals(other.cells["name"])
    assert_array_equal(one.weights.toarray(), other.weights.toarray())
    assert one.cell_of_site.to_dict() == other.cell_of_site.to_dict()


@pytest.mark.parametrize("kind", ["square", "h3"])
def test_no_sites_have_no_cells(kind: str) -> None:
    """An empty ledger is not an error here."""
    division = CUTS[kind](at())
    assert division.cells.empty
    assert division.weights.shape == (0, 0)
    assert division.counted == {}


@pytest.mark.parametrize("kind", ["areas", "villages"])
def test_grids_and_villages_are_there_before_any_site(kind: str) -> None:
    """The first week of an office: outlines are in, the ledger is not."""
    division = CUTS[kind](at())
    assert len(division.cells) == 2
    assert division.place.tolist() == []
    assert division.counted == {"empty": 2}


@pytest.mark.parametrize("kind", ["areas", "villages"])
def test_grids_and_villages_without_a_site_are_kept_and_told(kind: str) -> None:
    """Somebody answers for them, and beats need them to hang together."""
    division = CUTS[kind](at((100, 2000)))
    assert len(division.cells) == 2
    assert division.counted == {"empty": 1}


def test_a_site_on_a_border_belongs_to_the_east_and_north() -> None:
    """The cut's rule is the grid's: 500 m east and north of a corner begins the next square."""
    division = square_division(at((500.001, 500.001), (499.999, 499.999)), size_m=500)
    assert division.cell_of_site.tolist() == [
        "38E-500-E0590500-N3930500",
        "38E-500-E0590000-N3930000",
    ]


def test_squares_say_their_land() -> None:
    """200 m by 200 m is 0.04 square kilometres."""
    assert_allclose(square_division(at((1, 1)), size_m=200).cells["area_km2"], [0.04])


def test_all_sites_at_one_point_are_one_cell() -> None:
    """A market hall with thirty stalls."""
    division = square_division(at(*[(100, 100)] * 30), size_m=500)
    assert division.place.tolist() == [0] * 30


@pytest.mark.parametrize("size", [0, -500, 0.5])
def test_refuses_an_impossible_side(size: float) -> None:
    """In one line, in the language of the office."""
    with pytest.raises(ConfigError, match="Expected size_m to be whole metres > 0") as caught:
        square_division(at((1, 1)), size_m=size)  # type: ignore[arg-type]  # what a setting may hold
    assert str(size) in (caught.value.zh or "")


@pytest.mark.parametrize("kind", CUTS)
def test_a_site_without_a_position_is_refused(kind: str) -> None:
    """It must not fall into some cell; the row is named."""
    sites = at((1, 1), (2, 2))
    sites.iloc[1, sites.columns.get_loc("lat_deg")] = np.nan
    with pytest.raises(
        DegenerateInputError, match="Expected finite positions, got none at place 1"
    ):
        CUTS[kind](sites)
