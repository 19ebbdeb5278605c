"""Large questions are answered by a sweep over all starts: the same times, to the millisecond."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from geo.roads import hierarchy
from geo.roads.arcs import NO_WAY_MS, Arcs, link_arcs
from geo.roads.search import Ends
from geo.roads.shortest import Dijkstra
from geo.roads.sweep import Sweep, sweep_of
from geo.roads.sweeping import STARTS_AT_ONCE
from tests.geo.roads.test_shortest import NODES, arc_lists, arcs, at, ms, networkx_ms, searched

if TYPE_CHECKING:
    import pytest

orders = st.permutations(range(NODES))


def swept(known: Arcs, order: list[int] | None = None) -> Sweep:
    """Contract these arcs in some order, that of their numbers unless told."""
    links = link_arcs(known)
    weight_ms = known.weight_ms[links.fastest(known)]
    return sweep_of(links, weight_ms, order=np.array(order or range(known.nodes)))


@settings(deadline=None)
@given(listed=arc_lists, order=orders)
def test_agrees_with_networkx_in_any_order(
    listed: list[tuple[int, int, int]], order: list[int]
) -> None:
    """Zeros, parallel and closed arcs, parts without a way, sums that just fit in 32 bits."""
    found = swept(arcs(*listed), order).times_ms(at(*range(NODES)), np.arange(NODES))
    assert found.dtype == np.int32
    assert_array_equal(found, networkx_ms(listed))


@settings(deadline=None)
@given(
    listed=arc_lists,
    node=st.lists(st.lists(st.integers(-1, NODES - 1), min_size=2, max_size=2), max_size=4),
    before=st.lists(ms, min_size=8, max_size=8),
    target=st.lists(st.integers(0, NODES - 1), max_size=4),
)
def test_begins_at_the_better_of_two_nodes(
    listed: list[tuple[int, int, int]], node: list[list[int]], before: list[int], target: list[int]
) -> None:
    """A place is left over both ends of its road; what one start found must not help the next."""
    known = arcs(*listed)
    nodes = np.array(node, dtype=np.int64).reshape(-1, 2)
    times = np.where(nodes < 0, NO_WAY_MS, np.array(before)[: nodes.size].reshape(-1, 2))
    starts, targets = Ends(nodes, times), np.array(target, dtype=np.int64)
    links = link_arcs(known)
    slow = Dijkstra(links, known.weight_ms[links.fastest(known)])
    assert_array_equal(swept(known).times_ms(starts, targets), slow.times_ms(starts, targets))


def test_more_starts_than_are_swept_at_once_keep_their_order() -> None:
    """Node i reaches the last one in i ms; targets may come in any order and twice."""
    count = STARTS_AT_ONCE + 3
    known = arcs(*((i, count - 1, i) for i in range(count - 1)), nodes=count)
    found = swept(known).times_ms(at(*range(count)), np.array([count - 1, 0, count - 1]))
    assert found[:, 0].tolist() == [*range(count - 1), 0]
    assert_array_equal(found[:, 2], found[:, 0])
    assert found[:, 1].tolist() == [0] + [NO_WAY_MS] * (count - 1)


def test_shortcuts_outgrow_the_first_guess() -> None:
    """A star whose hub goes first leaves a shortcut between any two of its 40 arms."""
    arms = range(1, 41)
    known = arcs(*((0, arm, 1) for arm in arms), *((arm, 0, 2) for arm in arms), nodes=41)
    star = swept(known)
    assert len(star.head) == 41 * 40 // 2
    assert star.times_ms(at(3), np.array([0, 3, 40])).tolist() == [[2, 0, 3]]


def test_a_large_question_is_swept_and_no_time_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grid of 12 by 12 with streets of 1-7 ms; after new times the old ones are forgotten."""
    grid = nx.grid_2d_graph(12, 12)
    number = {spot: at for at, spot in enumerate(grid)}
    pairs = [(number[a], number[b]) for a, b in grid.edges]
    streets = [(a, b, 1 + (3 * a + b) % 7) for a, b in pairs + [(b, a) for a, b in pairs]]
    closed = [(a, b, NO_WAY_MS if a % 5 == 0 else weight) for a, b, weight in streets]
    every, nodes = np.arange(144), at(*range(144))
    for listed in (streets, closed):
        known = arcs(*listed, nodes=144)
        links = link_arcs(known)
        search = searched("hierarchy", arcs(*streets, nodes=144))
        search = search.reweighted(known.weight_ms[links.fastest(known)])
        small = search.times_ms(nodes, every)
        with monkeypatch.context() as patch:
            patch.setattr(hierarchy, "SWEEP_FROM", 1)
            assert_array_equal(search.times_ms(nodes, every), small)
            assert "_sweep" in vars(search)
