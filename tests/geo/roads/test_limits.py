"""Limits: tags as people write them."""

from __future__ import annotations

import numpy as np
import pytest

from geo.roads.limits import limit_km_h


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40", 40.0),
        ("40 km/h", 40.0),
        ("30 mph", 48.28032),
        ("['40', '60']", 40.0),
        ("60;40", 40.0),
        ("CN:urban", 50.0),
        ("限速30公里", 30.0),
        ("４０", 40.0),
        (40, 40.0),
    ],
)
def test_reads_tags_as_they_are_written(text: object, expected: float) -> None:
    """One mile is 1.609344 km; of several limits the lowest is the safe one to plan with."""
    assert limit_km_h(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", [None, np.nan, "", "none", "signals", "0", "4000"])
def test_says_nothing_where_the_tag_says_nothing(text: object) -> None:
    """A tag without a usable number must not become a speed of 0 or of a rocket."""
    assert np.isnan(limit_km_h(text))
