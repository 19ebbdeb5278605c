"""Results as lines for people: nothing that was left out goes unsaid."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.printing import summary
from service.results import RoadsResult

ROADS = RoadsResult(
    file="town.osm",
    nodes=2,
    edges=2,
    km=4.03,
    dropped_km=2.74,
    dropped_nodes=3,
    places=0,
    sites=0,
    median_m=None,
    largest_m=None,
    far_sites=None,
    limit_m=300.0,
)


@pytest.mark.parametrize(
    ("lang", "said"), [("zh", "2.7 公里（3 个点）"), ("en", "2.7 km (3 points)")]
)
def test_roads_left_out_are_said_in_kilometres(lang: str, said: str) -> None:
    """A count of points tells nobody whether half a village is missing."""
    assert said in "\n".join(summary(ROADS, lang))


def test_a_net_in_one_piece_says_no_more() -> None:
    """Nothing was left out, so there is nothing to read."""
    whole = replace(ROADS, dropped_km=0.0, dropped_nodes=0)
    assert len(summary(whole, "en")) == 1
