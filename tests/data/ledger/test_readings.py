"""Pairs of numbers that are no degrees."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from data.ledger.notes import Note
from data.ledger.readings import Middle, Odd, Reading, has_reading, read_odd

TOWN = (115.2, 35.5)
NORTH, EAST = 3930727.637, 608877.884  # 115.2, 35.5 in EPSG:4547, printed by PROJ's cs2cs


def read(first: float, second: float, *, middle: Middle | None = TOWN, **stated: object) -> Reading:
    """Read one pair that can be read."""
    found = read_odd([Odd(first=first, second=second, **stated)], middle=middle)[0]  # type: ignore[arg-type]
    assert isinstance(found, Reading)
    return found


def asked(first: float, second: float, *, middle: Middle | None = TOWN, **stated: object) -> Note:
    """Read one pair that is a question."""
    found = read_odd([Odd(first=first, second=second, **stated)], middle=middle)[0]  # type: ignore[arg-type]
    assert isinstance(found, Note)
    return found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (NORTH, EAST),
        (EAST, NORTH),
        (NORTH, 38_000_000 + EAST),
        (38_000_000 + EAST, NORTH),
        (NORTH / 1000, 38_000 + EAST / 1000),
        (NORTH / 1000, EAST / 1000),
    ],
)
def test_metres_in_every_order(first: float, second: float) -> None:
    """Land offices write X for north and Y for east; others the other way round."""
    found = read(first, second)
    assert (found.lon_deg, found.lat_deg) == pytest.approx(TOWN, abs=1e-7)
    assert found.datum == "cgcs2000"


def test_six_degree_zones_have_numbers_of_their_own() -> None:
    """Zone 20 is 6 degrees wide around 117: EPSG:4498 gives 20336678.272, 3931555.536."""
    found = read(3931555.536, 20336678.272)
    assert (found.lon_deg, found.lat_deg) == pytest.approx(TOWN, abs=1e-7)
    assert found.how.en == "metres converted to degrees: zone 20, central meridian 117 degrees"


def test_the_number_of_the_zone_needs_no_town() -> None:
    """It says all."""
    assert read(NORTH, 38_000_000 + EAST, middle=None).lon_deg == pytest.approx(115.2, abs=1e-7)


def test_a_stated_meridian_needs_no_town() -> None:
    """中央子午线114° over the table."""
    found = read(NORTH, EAST, middle=None, meridian_deg=114.0)
    assert found.lon_deg == pytest.approx(115.2, abs=1e-7)


def test_metres_without_zone_and_town_are_a_question() -> None:
    """Every third degree is possible; the first of 21 is at 75 + 1.2."""
    why = asked(NORTH, EAST, middle=None)
    assert why.code == "position_open"
    assert "76.200000, 35.500000" in why.en
    assert "21 in all" in why.en


def test_a_map_gives_no_metres() -> None:
    """高德 over metres is a slip somewhere."""
    assert asked(NORTH, EAST, datum="gcj02").code == "metres_on_map"


@pytest.mark.parametrize(
    ("first", "second", "place", "code"),
    [
        (115_034_512, 35_543_210, (115.034512, 35.54321), "point_read"),
        (35_543_210, 115_034_512, (115.034512, 35.54321), "point_read"),
        (115_034_512, 35.5, (115.034512, 35.5), "point_read"),
        (1_150_345_120, 355_432_100, (115.034512, 35.54321), "point_read"),
        (11512.5, 3530.6, (115 + 12.5 / 60, 35 + 30.6 / 60), "minutes_read"),
    ],
)
def test_lost_points_and_packed_minutes(
    first: float, second: float, place: tuple[float, float], code: str
) -> None:
    """115034512 is 115.034512 here; 11512.5 is 115 degrees 12.5 minutes."""
    found = read(first, second)
    assert (found.lon_deg, found.lat_deg) == pytest.approx(place)
    assert (found.how.code, found.datum) == (code, None)


def test_a_lost_point_far_from_town_is_a_question() -> None:
    """The same digits 900 km from where everything else lies."""
    assert asked(115_034_512, 35_543_210, middle=(105.0, 35.5)).code == "position_open"


def test_other_numbers_mean_nothing() -> None:
    """200.5 is no degree, no metre and has kept its point."""
    assert not has_reading(200.5, 35.5)
    assert not has_reading(39_512_345.5, 9_934_567.5)


@settings(max_examples=60, deadline=None)
@given(
    lon=st.floats(75.0, 134.0), lat=st.floats(19.0, 53.0), zone=st.booleans(), turn=st.booleans()
)
def test_metres_come_back(lon: float, lat: float, zone: bool, turn: bool) -> None:  # noqa: FBT001
    """What PROJ's own zone of the place writes is read back within 0.1 mm."""
    number = round(lon / 3)
    code = 4513 + number - 25 if zone else 4534 + number - 25
    to_zone = Transformer.from_crs("EPSG:4490", f"EPSG:{code}", always_xy=True)
    east, north = to_zone.transform(lon, lat)
    pair = (east, north) if turn else (north, east)
    found = read(*pair, middle=(lon, lat))
    assert np.allclose((found.lon_deg, found.lat_deg), (lon, lat), rtol=0, atol=1e-9)
