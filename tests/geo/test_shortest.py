"""Shortest paths: parallel arcs, zeros, loops, and the same answers as networkx."""

from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from geo.shortest import (
    SOURCES_AT_ONCE,
    Arcs,
    arc_graph,
    metres_along,
    nodes_on_way,
    paths_from,
)

NODES = 6
arc_lists = st.lists(
    st.tuples(
        st.integers(0, NODES - 1), st.integers(0, NODES - 1), st.integers(0, 9), st.integers(0, 9)
    ),
    max_size=20,
)


def arcs(*listed: tuple[int, int, float, float], nodes: int = NODES) -> Arcs:
    """Build arcs from (start, end, seconds, metres)."""
    table = np.array(listed, dtype=float).reshape(-1, 4)
    ends = table[:, :2].astype(np.int64)
    return Arcs(nodes, ends[:, 0], ends[:, 1], table[:, 2], np.zeros(len(table)), table[:, 3])


@settings(deadline=None)
@given(listed=arc_lists)
def test_agrees_with_networkx(listed: list[tuple[int, int, int, int]]) -> None:
    """Random small graphs with loops, zeros, parallel arcs and parts without a way."""
    reference = nx.MultiDiGraph()
    reference.add_nodes_from(range(NODES))
    reference.add_weighted_edges_from((start, end, seconds) for start, end, seconds, _ in listed)
    (paths,) = paths_from(arc_graph(arcs(*listed)), np.arange(NODES))
    for source in range(NODES):
        known = nx.single_source_dijkstra_path_length(reference, source)
        expected = [known.get(node, np.inf) for node in range(NODES)]
        assert_allclose(paths.seconds[source], expected)


@settings(deadline=None)
@given(listed=arc_lists)
def test_metres_are_those_of_the_nodes_on_the_way(listed: list[tuple[int, int, int, int]]) -> None:
    """The length beside a time must belong to the same way, not to a shorter slower one."""
    graph = arc_graph(arcs(*listed))
    (paths,) = paths_from(graph, np.arange(NODES))
    metres = metres_along(graph, paths)
    for source in range(NODES):
        for end in np.flatnonzero(np.isfinite(paths.seconds[source])):
            way = np.array(nodes_on_way(paths, source, int(end)))
            walked = graph.length_m[graph.arc_between(way[:-1], way[1:])].sum()
            assert metres[source, end] == walked


def test_zero_seconds_is_an_arc() -> None:
    """An arc of length 0 joins its nodes; a sparse matrix that drops zeros would part them."""
    (paths,) = paths_from(arc_graph(arcs((0, 1, 0, 0), (1, 2, 5, 50))), np.array([0]))
    assert_allclose(paths.seconds[0, :3], [0, 0, 5])


def test_of_equally_fast_arcs_the_shortest_counts() -> None:
    """Two arcs of 5 s, 80 m and 50 m: the length reported is 50 m."""
    graph = arc_graph(arcs((0, 1, 5, 80), (0, 1, 5, 50)))
    (paths,) = paths_from(graph, np.array([0]))
    assert metres_along(graph, paths)[0, 1] == 50


def test_searches_in_chunks() -> None:
    """Many sources come back in order, never more than one chunk at a time."""
    sources = np.arange(SOURCES_AT_ONCE + 3)
    graph = arc_graph(arcs((0, 1, 1, 1), nodes=len(sources)))
    chunks = list(paths_from(graph, sources))
    assert [len(chunk.sources) for chunk in chunks] == [SOURCES_AT_ONCE, 3]
