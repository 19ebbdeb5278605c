"""Weights from comparisons, against textbook values."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import ConfigError
from geo.card.pairwise import compare

CYCLE = {"a": {"b": 3}, "b": {"c": 3}, "c": {"a": 3}}
"""Each beats the next: nobody can mean that."""


def test_three_things_by_hand() -> None:
    """
    Of three things the eigenvector is the geometric mean of each row (Saaty).

    Rows 1 3 5, 1/3 1 3, 1/5 1/3 1: cube roots of 15, 1 and 1/15 are 2.4662, 1 and 0.4055, together
    3.8717. With t = (5 / (3 x 3)) ** (1/3) = 0.8221 the eigenvalue is 1 + t + 1/t = 3.0385, so the
    ratio is 0.0385 / 2 / 0.58.
    """
    found = compare("t", {"a": {"b": 3, "c": 5}, "b": {"c": 3}})
    assert found.weights == pytest.approx({"a": 0.6370, "b": 0.2583, "c": 0.1047}, abs=5e-5)
    assert found.ratio == pytest.approx(0.0385 / 2 / 0.58, abs=1e-4)


def test_a_circle_contradicts_itself() -> None:
    """All weigh alike; t = (1/3 / 9) ** (1/3) = 1/3, so 1 + 1/3 + 3 = 4.333: 0.667 / 0.58."""
    found = compare("t", CYCLE)
    assert found.weights == pytest.approx(dict.fromkeys("abc", 1 / 3))
    assert found.ratio == pytest.approx(2 / 3 / 0.58)


@given(st.lists(st.sampled_from([1.0, 2.0, 4.0]), min_size=3, max_size=6))
def test_weights_that_were_meant_come_back(meant: list[float]) -> None:
    """Comparisons made from weights give these weights, without any contradiction."""
    names = [f"n{place}" for place in range(len(meant))]
    table = {
        one: {other: meant[i] / meant[j] for j, other in enumerate(names) if j > i}
        for i, one in enumerate(names)
    }
    found = compare("t", table)
    assert np.allclose(list(found.weights.values()), np.array(meant) / sum(meant))
    assert found.ratio == pytest.approx(0.0, abs=1e-9)


def test_a_pair_may_be_written_either_way() -> None:
    """A third the other way round is three times."""
    one = compare("t", {"a": {"b": 3}})
    other = compare("t", {"b": {"a": "1/3"}})
    assert one.weights == pytest.approx(other.weights)
    assert one.ratio == 0.0


def test_one_thing_alone_has_all_the_weight() -> None:
    """A group of one factor has nothing to compare."""
    assert compare("t", {"a": {}}).weights == {"a": 1.0}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"a": {"b": 2}, "b": {"c": 2}}, "Expected every pair of pairs.t, missing: a-c"),
        ({"a": {"b": 2}, "b": {"a": 2}}, "Expected each pair of pairs.t once, got b and a again"),
        ({"a": {"a": 1}}, "Expected each pair of pairs.t once, got a and a again"),
        ({"a": {"b": 12}}, "Expected pairs.t.a.b from 1/9 to 9, .*got 12"),
        ({"a": {"b": "much"}}, "Expected pairs.t.a.b from 1/9 to 9, .*got 'much'"),
        ({"a": {"b": "1/0"}}, "Expected pairs.t.a.b from 1/9 to 9, .*got '1/0'"),
        ({"a": {"b": True}}, "Expected pairs.t.a.b from 1/9 to 9, .*got True"),
        ({}, "Expected 1 to 10 things in pairs.t, got 0"),
        ({f"n{i}": {} for i in range(11)}, "Expected 1 to 10 things in pairs.t, got 11"),
    ],
)
def test_refuses_a_broken_table(table: dict, message: str) -> None:
    """One line that names the table and the pair."""
    with pytest.raises(ConfigError, match=message):
        compare("t", table)
