"""Travel times: hand arithmetic, the same answers as networkx, and real towns."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from data.errors import DegenerateInputError, RoadsError, ShapeError
from data.model import UNREACHABLE
from geo.roads.network import RoadNetwork, build_network
from geo.roads.speeds import SpeedParams
from tests.geo.builders import both, cross, edge, roads, spots

if TYPE_CHECKING:
    from geo.roads.engines import Engine

PLAIN = SpeedParams(junction_delay_s=10.0)
ENGINES = pytest.mark.parametrize("engine", ["hierarchy", "dijkstra"])


@pytest.fixture(params=["hierarchy", "dijkstra"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Name each engine in turn: both must say the same."""
    known: Engine = request.param
    return known


def crossing(engine: Engine = "auto") -> RoadNetwork:
    """Lanes of 360 m at 36 km/h, so 36 s each; 10 s at the crossing."""
    return build_network(cross(), params=PLAIN, engine=engine)


def test_drives_over_a_junction(engine: Engine) -> None:
    """Half of one lane, the crossing, a quarter of the next: 18 + 10 + 9 s."""
    found = crossing(engine).matrix(*spots((0, 180), (-90, 0)))
    assert found.duration_s[0, 1] == 37


def test_drives_along_one_edge_without_a_junction(engine: Engine) -> None:
    """Two farms of one lane, 180 m apart, never see the crossing: 18 s both ways."""
    found = crossing(engine).matrix(*spots((0, 90), (0, 270)))
    assert_array_equal(found.duration_s, [[0, 18], [18, 0]])


def test_respects_a_one_way_lane(engine: Engine) -> None:
    """350 m out on the one-way lane, too far to walk: 18 + 10 + 35 s; there is no way back."""
    found = crossing(engine).matrix(*spots((-180, 0), (350, 0)))
    assert found.duration_s[0, 1] == 63
    assert found.duration_s[1, 0] == UNREACHABLE


def test_goes_round_when_the_goal_lies_behind_on_a_one_way_edge(engine: Engine) -> None:
    """On a one-way ring of 4 x 360 m the place 90 m behind is 1350 m ahead."""
    ring = roads(
        [
            edge(0, 1, [(0, 0), (360, 0)], maxspeed="36"),
            edge(1, 2, [(360, 0), (360, 360)], maxspeed="36"),
            edge(2, 3, [(360, 360), (0, 360)], maxspeed="36"),
            edge(3, 0, [(0, 360), (0, 0)], maxspeed="36"),
        ]
    )
    found = build_network(ring, params=PLAIN, engine=engine).matrix(*spots((180, 0), (90, 0)))
    assert_array_equal(found.duration_s, [[0, 135], [9, 0]])


def test_walks_the_last_bit(engine: Engine) -> None:
    """100 m off the road at 4 km/h is 90 s; the road part is 18 s."""
    found = crossing(engine).matrix(*spots((0, 90), (100, 270)))
    assert found.duration_s[0, 1] == 108


def test_a_few_metres_cost_no_time(engine: Engine) -> None:
    """A gate 4 m from the road is at the road."""
    found = crossing(engine).matrix(*spots((0, 90), (4, 270)))
    assert found.duration_s[0, 1] == 18


def test_places_at_one_spot_are_nowhere_apart(engine: Engine) -> None:
    """Two firms behind one gate, 100 m off the road, do not cost a walk out and in again."""
    found = crossing(engine).matrix(*spots((100, 270), (100, 270)))
    assert_array_equal(found.duration_s, np.zeros((2, 2)))


def test_parts_without_a_way_between_them_say_so(engine: Engine) -> None:
    """Two networks of their own: the value for no way, never a large time."""
    apart = roads([*both(0, 1, [(0, 0), (3000, 0)]), *both(2, 3, [(0, 9000), (3000, 9000)])])
    found = build_network(apart, engine=engine).matrix(*spots((10, 0), (10, 9000)))
    assert found.duration_s[0, 1] == UNREACHABLE
    assert found.duration_s.dtype == np.int32


def test_no_places_make_an_empty_matrix(engine: Engine) -> None:
    """An empty week must not be an error."""
    assert crossing(engine).matrix([], []).duration_s.shape == (0, 0)


@st.composite
def towns(draw: st.DrawFn) -> tuple[list[tuple[int, int, int, bool]], list[tuple[int, int]]]:
    """Draw edges (start, end, metres, two-way) and places (edge, tenths along it)."""
    node = st.integers(0, 4)
    edges = draw(
        st.lists(st.tuples(node, node, st.integers(0, 500), st.booleans()), min_size=1, max_size=8)
    )
    spot = st.tuples(st.integers(0, len(edges) - 1), st.integers(1, 9))
    return edges, draw(st.lists(spot, min_size=1, max_size=4, unique=True))


def networkx_seconds(
    edges: list[tuple[int, int, int, bool]], places: list[tuple[int, int]], delay_s: float
) -> np.ndarray:
    """Split every direction of every edge at its places and let networkx search; 10 m/s."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(5))
    graph.add_nodes_from(f"p{number}" for number in range(len(places)))
    near: dict[int, set[int]] = {node: set() for node in range(5)}
    for start, end, _, _ in edges:
        if start != end:
            near[start].add(end)
            near[end].add(start)
    for number, (start, end, metres, two_way) in enumerate(edges):
        inside = sorted((at, f"p{k}") for k, (on, at) in enumerate(places) if on == number)
        stops = [(0, start), *inside, (10, end)]
        for (low, before), (high, after) in pairwise(stops):
            seconds = (high - low) / 10 * metres / 10
            graph.add_edge(before, after, weight=seconds + delay_s * _busy(near, after))
            if two_way:
                graph.add_edge(after, before, weight=seconds + delay_s * _busy(near, before))
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph))
    names = [f"p{number}" for number in range(len(places))]
    return np.array([[lengths[a].get(b, np.inf) for b in names] for a in names])


def _busy(near: dict[int, set[int]], node: object) -> bool:
    return isinstance(node, int) and len(near[node]) > 2


@ENGINES
@settings(max_examples=60, deadline=None)
@given(town=towns())
def test_agrees_with_networkx(
    engine: Engine,
    town: tuple[list[tuple[int, int, int, bool]], list[tuple[int, int]]],
) -> None:
    """One-way, parallel, zero-length and looping edges, parts apart, places in mid-edge.

    Each edge is drawn on a line of its own, so that only topology and lengths decide.
    """
    edges, places = town
    drawn = []
    for number, (start, end, metres, two_way) in enumerate(edges):
        line = [(0.0, 50.0 * number), (100.0, 50.0 * number)]
        known = {"length": float(metres), "maxspeed": "36"}
        drawn += both(start, end, line, **known) if two_way else [edge(start, end, line, **known)]
    # Nobody walks from one line to another.
    here = SpeedParams(junction_delay_s=10.0, walk_limit_m=0.0)
    network = build_network(roads(drawn), params=here, engine=engine)
    found = network.matrix(*spots(*((10.0 * at, 50.0 * on) for on, at in places)))
    expected = networkx_seconds(edges, places, delay_s=10.0)
    seconds = np.where(found.duration_s == UNREACHABLE, np.inf, found.duration_s)
    # Whole seconds, rounded up; metres are drawn in degrees and lose up to 1e-5.
    assert_array_equal(np.isfinite(seconds), np.isfinite(expected))
    reached = np.isfinite(expected)
    assert np.all(seconds[reached] - expected[reached] > -0.01)
    assert np.all(seconds[reached] - expected[reached] < 1.01)


def test_refuses_roads_without_a_drivable_edge() -> None:
    """A map of footpaths is a wrong file, not an empty town."""
    with pytest.raises(RoadsError, match="invented: no road that a car may use"):
        build_network(roads(both(0, 1, [(0, 0), (100, 0)], highway="footway")))


def test_refuses_positions_of_two_shapes() -> None:
    """Three longitudes and two latitudes are no places."""
    with pytest.raises(ShapeError, match=r"got \(3,\) and \(2,\)"):
        crossing().matrix([115.0, 115.1, 115.2], [35.0, 35.1])


def test_refuses_a_position_that_is_not_finite() -> None:
    """A missing coordinate is named by its place in the list, with what to do about it."""
    with pytest.raises(DegenerateInputError, match=r"none at place 1 .*; leave out") as told:
        crossing().matrix([115.0, np.nan], [35.0, 35.0])
    assert "第 2 个地点没有位置；请先剔除" in str(told.value.zh)
