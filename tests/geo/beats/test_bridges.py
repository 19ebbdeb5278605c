"""Links across empty ground: who lies beside whom with nobody between."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from geo.beats.bridges import gabriel_pairs, join_parts, with_pairs


def test_a_square_is_joined_along_its_sides() -> None:
    """The other two corners lie on the circle around a diagonal."""
    square = np.array([[0.0, 0.0], [1000.0, 0.0], [0.0, 1000.0], [1000.0, 1000.0]])
    assert gabriel_pairs(square).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]


def test_a_place_beside_the_way_parts_two() -> None:
    """100 m off the middle of 1,000 m is within the circle, 600 m is not."""
    near = np.array([[0.0, 0.0], [1000.0, 0.0], [500.0, 100.0]])
    far = np.array([[0.0, 0.0], [1000.0, 0.0], [500.0, 600.0]])
    assert gabriel_pairs(near).tolist() == [[0, 2], [1, 2]]
    assert [0, 1] in gabriel_pairs(far).tolist()


def test_one_place_has_no_pair() -> None:
    """A town of one cell."""
    assert gabriel_pairs(np.array([[5.0, 5.0]])).shape == (0, 2)


@given(
    spots=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=20, unique=True
    )
)
def test_all_places_are_one_net(spots: list[tuple[int, int]]) -> None:
    """Places on one line, in a lattice or anywhere."""
    xy = np.array(spots, dtype=float) * 100.0
    links = with_pairs(csr_array((len(xy), len(xy))), gabriel_pairs(xy))
    assert connected_components(links, directed=False)[0] == 1


def test_the_shortest_link_joins_what_is_left() -> None:
    """Of two groups the ends that are nearest."""
    xy = np.array([[0.0, 0.0], [100.0, 0.0], [400.0, 0.0], [500.0, 0.0]])
    links = with_pairs(csr_array((4, 4)), np.array([[0, 1], [2, 3]]))
    joined = join_parts(links, xy)
    assert joined.toarray()[1, 2] == joined.toarray()[2, 1] == 1.0
    assert joined.nnz == 6


def test_links_that_are_known_keep_their_value() -> None:
    """A border of length 3 is not 4 after it was found a second time."""
    links = csr_array(np.array([[0.0, 3.0], [3.0, 0.0]]))
    assert with_pairs(links, np.array([[0, 1]])).toarray().tolist() == [[0.0, 3.0], [3.0, 0.0]]
