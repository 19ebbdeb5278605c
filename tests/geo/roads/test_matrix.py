"""Times between places: gates that are shared, blocks, and the way along one arc."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.testing import assert_array_equal

from data.crs import to_metres
from data.model import UNREACHABLE
from geo.roads import matrix
from geo.roads.arcs import NO_WAY_MS
from geo.roads.matrix import Places, drive_ms, gates_of, seconds_blocks
from geo.roads.network import RoadNetwork, build_network
from geo.roads.speeds import SpeedParams
from tests.geo.builders import cross, spots

if TYPE_CHECKING:
    import pytest


def crossing() -> RoadNetwork:
    """Lanes of 360 m at 36 km/h, so 36 s each; 10 s at the crossing."""
    return build_network(cross(), params=SpeedParams(junction_delay_s=10.0))


def placed(network: RoadNetwork, *places: tuple[float, float], walk_s: int = 0) -> Places:
    """Put places, metres from the crossing, on the network; all are as far from their road."""
    xy = np.column_stack(to_metres(*spots(*places), network.crs))
    walk_ms = np.full(len(places), 1000 * walk_s, dtype=np.int64)
    return Places(xy, network.snapper.snap(xy[:, 0], xy[:, 1]), walk_ms)


def test_places_on_both_sides_of_a_road_share_a_gate() -> None:
    """Two yards face each other 180 m up the lane, a third lies 90 m up: two gates."""
    network = crossing()
    gates = gates_of(placed(network, (40, 180), (-40, 180), (0, 90)).anchors, network.arcs)
    assert len(gates.arc) == 2
    assert gates.of_place[0] == gates.of_place[1] != gates.of_place[2]


def test_the_drive_between_gates_is_without_the_walks() -> None:
    """180 m to the crossing, 10 s there, 90 m on: 18 + 10 + 9 s, whatever the walk."""
    network = crossing()
    out, into = (
        gates_of(placed(network, spot, walk_s=60).anchors, network.arcs)
        for spot in ((0, 180), (-90, 0))
    )
    found = drive_ms(network.search, network.arcs, out=out, into=into)
    assert_array_equal(np.rint(found / 100), [[370]])


def test_on_a_one_way_lane_one_drives_on_and_never_back() -> None:
    """From 340 m to 350 m down the lane is 1 s; back there is no way."""
    network = crossing()
    near, far = (
        gates_of(placed(network, (east, 0)).anchors, network.arcs) for east in (340.0, 350.0)
    )
    found = drive_ms(network.search, network.arcs, out=near, into=far)
    assert_array_equal(np.rint(found / 100), [[10]])
    back = drive_ms(network.search, network.arcs, out=far, into=near)
    assert_array_equal(back, [[NO_WAY_MS]])


def test_both_walks_are_added_and_seconds_rounded_up() -> None:
    """36.5 s by car and 2 x 60 s on foot are 156.5 s; nobody walks to where they are."""
    network = crossing()
    places = placed(network, (0, 175), (-90, 0), walk_s=60)
    ((which, seconds),) = seconds_blocks(network.search, network.arcs, start=places, end=places)
    assert which.tolist() == [0, 1]
    assert seconds[0, 0] == 0
    assert seconds[0, 1] == 157


def test_blocks_hold_every_place_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One gate at a time says the same as all at once, row by row."""
    network = crossing()
    places = placed(network, (40, 180), (0, 90), (-40, 180), (-90, 0), (355, 0))
    ((_, whole),) = seconds_blocks(network.search, network.arcs, start=places, end=places)
    monkeypatch.setattr(matrix, "ROWS_AT_ONCE", 1)
    blocks = list(seconds_blocks(network.search, network.arcs, start=places, end=places))
    assert sorted(int(place) for which, _ in blocks for place in which) == [0, 1, 2, 3, 4]
    for which, seconds in blocks:
        assert_array_equal(seconds, whole[which])
    assert len(blocks) == 4
    assert (whole[4] == UNREACHABLE).tolist() == [True, True, True, True, False]
