"""Fastest ways over links: both engines, the same answers as networkx, to the millisecond."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from geo.roads.arcs import NO_WAY_MS, Arcs, link_arcs
from geo.roads.hierarchy import contract, inertial_order
from geo.roads.search import Ends, Search
from geo.roads.shortest import SOURCES_AT_ONCE, Dijkstra, strong_parts

NODES = 6
FAR_MS = NO_WAY_MS // 2
node = st.integers(0, NODES - 1)
ms = st.one_of(st.integers(0, 9), st.just(FAR_MS), st.just(NO_WAY_MS))
arc_lists = st.lists(st.tuples(node, node, ms), max_size=20)
ENGINES = pytest.mark.parametrize("engine", ["hierarchy", "dijkstra"])


def arcs(*listed: tuple[int, int, int], nodes: int = NODES, metres: tuple[int, ...] = ()) -> Arcs:
    """Build arcs from (start, end, milliseconds)."""
    table = np.array(listed, dtype=np.int64).reshape(-1, 3)
    nothing = np.zeros(len(table), dtype=np.int64)
    return Arcs(
        nodes,
        table[:, 0],
        table[:, 1],
        table[:, 2],
        nothing,
        np.array(metres, dtype=float) if metres else nothing.astype(float),
        np.arange(len(table)),
        nothing.astype(bool),
    )


def searched(engine: str, known: Arcs) -> Search:
    """Make one of the engines search these arcs."""
    links = link_arcs(known)
    weight_ms = known.weight_ms[links.fastest(known)]
    if engine == "dijkstra":
        return Dijkstra(links, weight_ms)
    lon, lat = np.arange(known.nodes) % 3 + 115.0, np.arange(known.nodes) // 3 + 35.0
    order = inertial_order(links.start, links.end, lon_deg=lon, lat_deg=lat)
    return contract(links, weight_ms, order=order)


def at(*nodes: int) -> Ends:
    """Begin or end at these nodes, at once."""
    listed = np.array(nodes, dtype=np.int64).reshape(-1, 1)
    return Ends(listed, np.where(listed < 0, NO_WAY_MS, 0))


def networkx_ms(listed: list[tuple[int, int, int]]) -> np.ndarray:
    """Let networkx measure all pairs; a way of 24 days is none."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(NODES))
    graph.add_weighted_edges_from(one for one in listed if one[2] < NO_WAY_MS)
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph))
    table = [[lengths[a].get(b, NO_WAY_MS) for b in range(NODES)] for a in range(NODES)]
    return np.minimum(table, NO_WAY_MS)


@ENGINES
@settings(deadline=None)
@given(listed=arc_lists)
def test_agrees_with_networkx(engine: str, listed: list[tuple[int, int, int]]) -> None:
    """Loops, zeros, parallel and closed arcs, parts without a way, sums beyond 32 bits."""
    every = np.arange(NODES)
    found = searched(engine, arcs(*listed)).times_ms(at(*range(NODES)), every)
    assert found.dtype == np.int32
    assert_array_equal(found, networkx_ms(listed))


@ENGINES
@settings(deadline=None)
@given(listed=arc_lists)
def test_ways_are_as_long_as_networkx_says(engine: str, listed: list[tuple[int, int, int]]) -> None:
    """The links of a way lead from its first to its last node and take its time."""
    known = arcs(*listed)
    links, expected = link_arcs(known), networkx_ms(listed)
    weight_ms = known.weight_ms[links.fastest(known)]
    pairs = [(a, b) for a in range(NODES) for b in range(NODES)]
    starts, goals = at(*(a for a, _ in pairs)), at(*(b for _, b in pairs))
    for (a, b), way in zip(pairs, searched(engine, known).ways(starts, goals), strict=True):
        if way is None:
            assert expected[a, b] == NO_WAY_MS
            continue
        assert (way.first, way.last, way.ms) == (a, b, expected[a, b])
        assert weight_ms[way.links].sum() == way.ms
        assert [a, *links.end[way.links]] == [*links.start[way.links], b]


@ENGINES
@settings(deadline=None)
@given(listed=arc_lists, other=st.lists(ms, min_size=20, max_size=20))
def test_new_times_are_as_good_as_a_new_search(
    engine: str, listed: list[tuple[int, int, int]], other: list[int]
) -> None:
    """Re-weighting keeps the order and must forget every old time; the old search stays."""
    changed = [(a, b, new) for (a, b, _), new in zip(listed, other, strict=False)]
    known, every = arcs(*changed), np.arange(NODES)
    links, old = link_arcs(known), searched(engine, arcs(*listed))
    new = old.reweighted(known.weight_ms[links.fastest(known)])
    assert_array_equal(new.times_ms(at(*range(NODES)), every), networkx_ms(changed))
    assert_array_equal(old.times_ms(at(*range(NODES)), every), networkx_ms(listed))


@ENGINES
def test_begins_at_the_better_of_two_nodes(engine: str) -> None:
    """9 + 1 over node 0, 3 + 4 over node 1; and the goal costs 2 more: 9 in all."""
    search = searched(engine, arcs((0, 2, 1), (1, 2, 4)))
    starts = Ends(np.array([[0, 1]]), np.array([[9, 3]]))
    assert search.times_ms(starts, np.array([2])).tolist() == [[7]]
    (way,) = search.ways(starts, Ends(np.array([[2, -1]]), np.array([[2, NO_WAY_MS]])))
    assert way is not None
    assert (way.ms, way.first, way.last) == (9, 1, 2)


@ENGINES
def test_a_start_or_goal_that_is_nowhere_has_no_way(engine: str) -> None:
    """A place on a closed road is left over no node at all."""
    search = searched(engine, arcs((0, 1, 5)))
    assert search.times_ms(at(-1, 0), np.array([1])).tolist() == [[NO_WAY_MS], [5]]
    assert search.ways(at(-1, 0, 0), at(1, -1, 1))[:2] == [None, None]


@ENGINES
def test_nothing_to_measure_is_no_error(engine: str) -> None:
    """No start, no target, and a town without a link."""
    search = searched(engine, arcs(nodes=1))
    assert search.times_ms(at(), np.array([0])).shape == (0, 1)
    assert search.times_ms(at(0), np.empty(0, dtype=np.int64)).shape == (1, 0)
    assert search.times_ms(at(0), np.array([0])).tolist() == [[0]]
    assert search.ways(at(), at()) == []


@ENGINES
def test_more_starts_than_one_chunk_keep_their_order(engine: str) -> None:
    """Dijkstra searches in chunks; node i reaches the last node in 1 ms, the last in 0."""
    count = SOURCES_AT_ONCE + 3
    search = searched(engine, arcs(*((i, count - 1, i) for i in range(count - 1)), nodes=count))
    found = search.times_ms(at(*range(count)), np.array([count - 1]))
    assert found[:, 0].tolist() == [*range(count - 1), 0]
    ways = search.ways(at(*range(count)), at(*[count - 1] * count))
    assert [way.first for way in ways if way] == list(range(count))


def test_of_equally_fast_arcs_the_shortest_is_driven() -> None:
    """Two arcs of 5 ms, 80 m and 50 m: the second; a faster one comes before both."""
    known = arcs((0, 1, 5), (0, 1, 5), (2, 2, 0), metres=(80, 50, 1))
    assert link_arcs(known).fastest(known).tolist() == [1]
    known = arcs((0, 1, 5), (0, 1, 5), (0, 1, 4), metres=(80, 50, 90))
    assert link_arcs(known).fastest(known).tolist() == [2]


def test_parts_are_where_there_is_a_way_back() -> None:
    """0 and 1 lead to each other, 2 is a way out, 3 was cut off by a closed arc."""
    known = arcs((0, 1, 5), (1, 0, 0), (1, 2, 1), (0, 3, 1), (3, 0, NO_WAY_MS), nodes=4)
    links = link_arcs(known)
    part = strong_parts(links, known.weight_ms[links.fastest(known)])
    assert part[0] == part[1]
    assert len(set(part[1:].tolist())) == 3
