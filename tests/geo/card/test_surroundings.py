"""Surroundings: distances and counts around sites, by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shapely import Point, box

from data.schema import AREA, as_table
from geo.card.card import default_card
from geo.card.surroundings import (
    access_signal,
    density_signal,
    homes_signal,
    stations_signal,
    surroundings,
    tips_signal,
    water_signal,
)
from tests.builders import sites
from tests.geo.builders import lonlat, tips

AS_OF = date(2026, 11, 23)
CARD = default_card()


def town(*places: tuple[float, float]) -> pd.DataFrame:
    """Build sites at these metres."""
    positions = [lonlat(*place) for place in places]
    return sites(*({"lon_deg": lon, "lat_deg": lat} for lon, lat in positions))


def tip(x_m: float, day: str = "2026-11-01", **known: object) -> dict[str, object]:
    """Describe a tip east of the corner."""
    lon, lat = lonlat(x_m, 0)
    return {"lon_deg": lon, "lat_deg": lat, "day": day, **known}


def around(
    places: pd.DataFrame, told: pd.DataFrame | None = None, areas: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Measure what lies around."""
    told = tips() if told is None else told
    return surroundings(places, told, areas, as_of=AS_OF, limits=CARD.limits)


def test_counts_other_sites_not_itself() -> None:
    """Sites at 0, 200 and 400 m; within 300 m they see 1, 2 and 1 others."""
    found = around(town((0, 0), (200, 0), (400, 0)))
    assert found["near_sites"].tolist() == [1, 2, 1]
    assert_allclose(density_signal(found, CARD).share, [0.1, 0.2, 0.1])


def test_true_tips_weigh_twice_and_untrue_ones_nothing() -> None:
    """True, open and untrue within 300 m, one true at 400 m: weight 3, share 1 - 1/8."""
    told = tips(
        tip(0, verified="true"), tip(100), tip(50, verified="false"), tip(400, verified="true")
    )
    found = around(town((0, 0)), told)
    assert found[["near_tips", "true_tips", "tip_weight"]].iloc[0].tolist() == [2, 1, 3.0]
    assert_allclose(tips_signal(found, CARD).share, [0.875])


def test_names_the_latest_tip() -> None:
    """Whatever the order of rows."""
    told = tips(tip(0, "2026-11-09"), tip(10, "2026-10-01"))
    assert around(town((0, 0)), told)["tip_record"].tolist() == ["X1 2026-11-09"]


@pytest.mark.parametrize("day", ["2026-11-23", "2025-11-22"])
def test_tips_of_today_and_of_long_ago_do_not_count(day: str) -> None:
    """From the day on nothing is known; after 365 days a tip is history."""
    assert around(town((0, 0)), tips(tip(0, day)))["near_tips"].tolist() == [0]


def test_a_tip_without_a_place_is_near_nothing() -> None:
    """Many tips only say "near the village"."""
    told = tips({"day": "2026-11-01", "verified": "true"})
    assert around(town((0, 0)), told)["near_tips"].tolist() == [0]


def test_measures_to_the_nearest_home_and_water() -> None:
    """A school 200 m off: halfway from 100 to 500 m is 300, so (500 - 200) / 400 = 0.75."""
    areas = as_table(
        [
            {"area_id": "1", "kind": "school", "geometry": Point(lonlat(200, 0))},
            {"area_id": "2", "kind": "water", "geometry": box(*lonlat(-50, -50), *lonlat(50, 50))},
            {"area_id": "3", "kind": "industrial", "geometry": Point(lonlat(1, 0))},
        ],
        AREA,
    )
    found = around(town((0, 0), (0, 9000)), areas=areas)
    assert_allclose(found["homes_m"].iloc[0], 200, atol=0.1)
    assert_allclose(homes_signal(found, CARD).share, [0.75, 0.0], atol=1e-3)
    assert_allclose(water_signal(found, CARD).share, [1.0, 0.0], atol=1e-3)


def test_without_a_map_homes_do_not_apply() -> None:
    """No map is no statement: nothing counts and nothing is called unknown."""
    found = around(town((0, 0)))
    assert not homes_signal(found, CARD).applies.any()
    assert not water_signal(found, CARD).applies.any()


def test_a_map_without_any_water_says_nothing_of_water() -> None:
    """Many maps leave ponds out; where some are drawn, those far off are far."""
    found = around(town((0, 0)), areas=as_table([], AREA))
    assert not water_signal(found, CARD).applies.any()
    pond = {"area_id": "1", "kind": "water", "geometry": Point(lonlat(5000, 0))}
    found = around(town((0, 0)), areas=as_table([pond], AREA))
    assert found["water_m"].tolist() == [np.inf]
    assert water_signal(found, CARD).share.tolist() == [0.0]


def test_stations_count_from_farther_off() -> None:
    """All up to 1,000 m, none from 3,000 m on: half at 2,000 m."""
    station = {"area_id": "1", "kind": "station", "geometry": Point(lonlat(0, 0))}
    found = around(town((0, 500), (0, 2000), (0, 4000)), areas=as_table([station], AREA))
    assert_allclose(stations_signal(found, CARD).share, [1.0, 0.5, 0.0], atol=1e-3)


def test_far_from_the_road_adds_up_to_the_limit() -> None:
    """None up to 50 m, all from 500 m on: 275 m is half of the way. Not measured: no statement."""
    features = pd.DataFrame({"access_m": [10.0, 275.0, 900.0, np.nan], "road": "", "remark": None})
    found = access_signal(features, CARD)
    assert_allclose(found.share[:3], [0.0, 0.5, 1.0])
    assert found.applies.tolist() == [True, True, True, False]


def test_a_bad_road_counts_like_a_far_one() -> None:
    """By a column of the ledger or by the remark, which is quoted."""
    features = pd.DataFrame(
        {"access_m": [10.0, np.nan], "road": ["土路", ""], "remark": [None, "位置偏僻"]}
    )
    found = access_signal(features, CARD)
    assert found.share.tolist() == [1.0, 1.0]
    assert found.applies.tolist() == [True, True]
    assert found.says.zh == ["台账写明：土路", "台账写明：位置偏僻"]
