"""Shapes of density: crowds are outlined, single sites are in none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shapely import Point

from data.errors import ConfigError
from geo.cells.shapes import density_shapes
from tests.builders import sites
from tests.geo.builders import lonlat

if TYPE_CHECKING:
    import pandas as pd

LEFT = [(x * 40.0, y * 40.0) for x in range(4) for y in range(4)]
RIGHT = [(6000 + x * 40.0, y * 40.0) for x in range(3) for y in range(3)]


def town(*places: tuple[float, float]) -> pd.DataFrame:
    """Build sites at these metres."""
    return sites(*({"lon_deg": lonlat(*at)[0], "lat_deg": lonlat(*at)[1]} for at in places))


def test_two_crowds_are_two_shapes_the_larger_first() -> None:
    """16 and 9 sites 6 km apart, and one far from both."""
    table = town(*LEFT, *RIGHT, (3000, 9000))
    shapes = density_shapes(table)
    assert shapes["sites"].tolist() == [16, 9]
    assert shapes.index.tolist() == ["D1", "D2"]
    assert "S00026" not in {site for members in shapes["members"] for site in members}


def test_every_member_lies_in_its_outline() -> None:
    """Also where all stand in one line."""
    line = town(*((x * 50.0, 0.0) for x in range(9)), *((9000 + x * 50.0, 0.0) for x in range(8)))
    shapes = density_shapes(line)
    assert len(shapes) == 2
    for _, shape in shapes.iterrows():
        inside = line.loc[list(shape["members"])]
        spots = zip(inside["lon_deg"], inside["lat_deg"], strict=True)
        assert all(shape["geometry"].covers(Point(spot)) for spot in spots)


def test_the_order_of_rows_does_not_matter() -> None:
    """A sorted ledger and a shuffled one are the same town."""
    table = town(*LEFT, *RIGHT)
    mixed = table.sample(frac=1.0, random_state=2)
    assert density_shapes(mixed)["members"].tolist() == density_shapes(table)["members"].tolist()


def test_all_at_one_spot_are_one_crowd() -> None:
    """Eight workshops in one yard."""
    shapes = density_shapes(town(*[(0.0, 0.0)] * 8))
    assert shapes["sites"].tolist() == [8]


def test_an_outline_has_no_finger_to_a_place_at_the_fringe() -> None:
    """One workshop 900 m from a tight crowd, another crowd far away: no finger to the one."""
    table = town(*LEFT, *RIGHT, (1000.0, 60.0))
    first = density_shapes(table).iloc[0]
    assert first["sites"] == 16
    lon, lat = lonlat(1000.0, 60.0)
    assert not first["geometry"].covers(Point(lon, lat))


def test_an_outline_is_drawn_with_few_points() -> None:
    """The page carries it: a corner every ten degrees of each bend would be most of its bytes."""
    outline = density_shapes(town(*LEFT, *RIGHT)).iloc[0]["geometry"]
    assert len(outline.exterior.coords) <= 40


@pytest.mark.parametrize("count", [0, 1, 7])
def test_fewer_sites_than_a_crowd_have_no_shape(count: int) -> None:
    """An empty ledger is not an error here."""
    assert density_shapes(town(*LEFT[:count])).empty


def test_refuses_crowds_of_one() -> None:
    """Everybody would be one."""
    with pytest.raises(ConfigError, match="Expected min_sites >= 2, got 1"):
        density_shapes(town(*LEFT), min_sites=1)
