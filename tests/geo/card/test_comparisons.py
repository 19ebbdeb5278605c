"""Comparisons of groups and factors."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from geo.card.comparisons import points_of, read_comparisons
from geo.card.pairwise import Comparison

CYCLE = {"data_age": {"ledger_grade": 9}, "ledger_grade": {"luck": 9}, "luck": {"data_age": 9}}


def test_shipped_comparisons_do_not_contradict_themselves() -> None:
    """The program must not ask of an office what its own card does not keep."""
    found = read_comparisons({})
    assert [one.name for one in found] == [
        "groups",
        "hazard",
        "management",
        "signs",
        "surroundings",
        "knowledge",
    ]
    assert max(one.ratio for one in found) < 0.05


def test_points_are_weight_times_weight_of_the_group() -> None:
    """Two groups 3 : 1, in the first two factors alike: 37.5, 37.5 and 25 points of 100."""
    comparisons = (
        Comparison("groups", {"hazard": 0.75, "signs": 0.25}, 0.0),
        Comparison("hazard", {"industry": 0.5, "dust": 0.5}, 0.0),
        Comparison("signs", {"idle": 1.0}, 0.0),
    )
    points = points_of(comparisons, 100.0)
    assert points == pytest.approx({"industry": 37.5, "dust": 37.5, "idle": 25.0})


def test_groups_compared_must_be_those_that_have_a_table() -> None:
    """A group left out would take its factors with it in silence."""
    with pytest.raises(ConfigError, match="exactly the groups compared, differing: knowledge, man"):
        read_comparisons({"groups": {"hazard": {"signs": 3}}})


def test_refuses_a_table_that_contradicts_itself_unless_forced() -> None:
    """Each beats the next, round in a circle; who insists may have it."""
    with pytest.raises(ConfigError, match=r"pairs\.knowledge has .*use --force"):
        read_comparisons({"knowledge": CYCLE})
    forced = read_comparisons({"knowledge": CYCLE}, force=True)
    points = points_of(forced, 100.0)
    assert points["luck"] == pytest.approx(points["data_age"])


def test_refuses_a_factor_in_two_groups() -> None:
    """It would count twice."""
    with pytest.raises(ConfigError, match="Expected each factor in one group of pairs, got night"):
        read_comparisons({"knowledge": {"data_age": {"night": 2}}})


def test_refuses_a_table_of_another_shape() -> None:
    """The row must say with what it is compared."""
    with pytest.raises(ConfigError, match=r"Expected pairs\.knowledge to hold rows"):
        read_comparisons({"knowledge": {"data_age": 2}})
