"""Squares of a town with what a workshop could hide in, and when somebody last looked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import geopandas
import pandas as pd
import pytest
import shapely

from data.crs import metric_crs, to_degrees
from data.schema import AREA, TIP, as_table
from geo.blind.squares import Known, blind_squares
from tests.builders import TOWN_LON, inspections, sites

DAY = date(2026, 11, 23)
CRS = metric_crs([TOWN_LON])
WEST, SOUTH = 585_000.0, 3_930_000.0
"""The corner of a square of 500 m."""


def at(x_m: float, y_m: float) -> tuple[float, float]:
    """Say where a point of the town lies, degrees."""
    lon, lat = to_degrees([WEST + x_m], [SOUTH + y_m], CRS)
    return float(lon[0]), float(lat[0])


def placed(x_m: float, y_m: float, **row: object) -> dict[str, object]:
    """Build a row at a point of the town."""
    lon, lat = at(x_m, y_m)
    return {"lon_deg": lon, "lat_deg": lat, **row}


def road(highway: str, *points: tuple[float, float]) -> geopandas.GeoDataFrame:
    """Draw one road, in one direction."""
    line = shapely.LineString([at(*point) for point in points])
    edges = geopandas.GeoDataFrame(
        {"highway": [highway], "length": [1.0]}, geometry=[line], crs=4326
    )
    edges.index = pd.MultiIndex.from_tuples([(1, 2, 0)], names=["u", "v", "key"])
    return edges


def swept(*rows: tuple[str, date]) -> pd.DataFrame:
    """List past sweeps."""
    table = pd.DataFrame(rows, columns=["sweep_id", "day"])
    return table.astype({"sweep_id": "str", "day": "datetime64[ns]"})


TOWN = Known(
    sites=sites(
        placed(100, 100, village="东村"),
        placed(1900, 1900, village="西村"),
        placed(1900, 100, village="西村"),
        placed(260, 260, kind="idle_factory", status="idle", village="东村"),
    ),
    areas=as_table([], AREA),
    inspections=inspections(),
    tips=as_table([], TIP),
    sweeps=swept(),
    edges=road("primary", (0, 0), (1999, 0)),
)


def squares(known: Known = TOWN) -> pd.DataFrame:
    """List the squares of a town."""
    return blind_squares(known, as_of=DAY, tip_radius_m=300, tip_days=60, prefix="sweep:")


def test_an_idle_plant_makes_its_square_a_place() -> None:
    """One plant stands idle; a main road hides nobody."""
    (row,) = squares().itertuples()
    assert (row.idle, row.land_ha, row.tips, row.lane_km) == (1, 0, 0, 0)
    assert (row.village, pd.isna(row.seen)) == ("东村", True)
    assert row.Index.startswith("sweep:38E-500-E0585000-")


def test_lanes_count_where_they_run() -> None:
    """400 m of lane in the second square, 100 m in the third."""
    found = squares(replace(TOWN, edges=road("residential", (600, 200), (1100, 200))))
    assert found["lane_km"].tolist() == pytest.approx([0, 0.4, 0.1], abs=0.01)


def test_the_stop_is_on_the_road_nearest_to_what_is_there() -> None:
    """The idle plant lies at 260, 260; the lane passes it 60 m to the south."""
    found = squares(replace(TOWN, edges=road("track", (0, 200), (499, 200))))
    lon, lat = at(260, 200)
    assert found["lat_deg"].iloc[0] == pytest.approx(lat, abs=1e-6)
    assert found["lon_deg"].iloc[0] == pytest.approx(lon, abs=2e-4)


def test_industrial_land_counts_in_hectares() -> None:
    """100 x 100 m are one hectare."""
    land = shapely.Polygon([at(600, 600), at(700, 600), at(700, 700), at(600, 700)])
    area = {"area_id": "A", "kind": "industrial", "geometry": land}
    found = squares(replace(TOWN, areas=as_table([area], AREA)))
    assert found["land_ha"].tolist() == pytest.approx([0, 1.0], abs=1e-3)


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (placed(1000, 1000), 1),
        (placed(350, 260), 0),  # 90 m from a site of the ledger
        (placed(1000, 1000, verified="false"), 0),
        (placed(1000, 1000, day=DAY - timedelta(days=61)), 0),
        (placed(1000, 1000, day=DAY), 0),  # nobody knows it yet
        (placed(9000, 9000), 0),  # not in this town
    ],
)
def test_a_tip_far_from_any_site_makes_a_place(row: dict[str, object], count: int) -> None:
    """The planner follows other tip-offs at the sites they mean."""
    told = {"tip_id": "X", "day": DAY - timedelta(days=3), "verified": "open", **row}
    assert squares(replace(TOWN, tips=as_table([told], TIP)))["tips"].sum() == count


def test_a_look_or_a_sweep_tells_when_somebody_was_there() -> None:
    """The later of the two counts; a shut gate is no look, nor is what is yet to come."""
    looks = [
        {"site_id": "S00004", "day": DAY - timedelta(days=30)},
        {"site_id": "S00004", "day": DAY - timedelta(days=2), "result": "closed"},
        {"site_id": "S00001", "day": DAY},
    ]
    looked = replace(TOWN, inspections=inspections(*looks))
    (first,) = squares(looked).itertuples()
    assert (first.seen.date(), pd.isna(first.swept)) == (DAY - timedelta(days=30), True)
    past = swept((first.Index, DAY - timedelta(days=9)), (first.Index, DAY))
    (row,) = squares(replace(looked, sweeps=past)).itertuples()
    assert (row.seen.date(), row.swept.date()) == (DAY - timedelta(days=9),) * 2


def test_a_place_keeps_its_id_when_the_ledger_grows() -> None:
    """Or a sweep would be forgotten with the next import."""
    more = sites(placed(1500, 700), placed(260, 260, status="idle"))
    assert squares().index[0] in squares(replace(TOWN, sites=more)).index


def test_without_sites_there_is_no_town() -> None:
    """Nothing is swept before the ledger is in."""
    assert squares(replace(TOWN, sites=TOWN.sites.head(0))).empty
