"""The land whose roads are kept."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ConfigError
from data.roads.needs import NOWHERE, RoadNeeds


def needs(lat_deg: float, margin_km: float | None) -> RoadNeeds:
    """Say that roads are needed at 100 and 101 degrees east."""
    return RoadNeeds(
        lon_deg=np.array([100.0, 101.0]), lat_deg=np.array([lat_deg] * 2), margin_km=margin_km
    )


def test_margin_is_as_wide_east_as_north() -> None:
    """At 60 degrees a degree of longitude is half as long: 111.195 km are 1 north, 2 east."""
    box = needs(60.0, 111.195).box
    assert box is not None
    assert (box.west, box.south, box.east, box.north) == pytest.approx((98.0, 59.0, 103.0, 61.0))


def test_no_margin_and_no_places_keep_the_whole_file() -> None:
    """Nobody knows yet what is needed."""
    assert needs(60.0, None).box is None
    assert NOWHERE.box is None


@pytest.mark.parametrize("margin_km", [0.0, -1.0, float("nan"), float("inf")])
def test_margin_must_be_a_length(margin_km: float) -> None:
    """Nothing would be left, or nobody knows what."""
    with pytest.raises(ConfigError, match="Expected margin_km > 0"):
        needs(30.0, margin_km)
