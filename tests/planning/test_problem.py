"""A problem that contradicts itself is refused with the item that does."""

from __future__ import annotations

import numpy as np
import pytest

from data.errors import ProblemError
from planning.problem import Break, Cover, FrozenStop, Problem
from tests.planning.instances import line, problem, shift, visit


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: visit("a", 1, service_s=-1), "Site 'a': expected service_s >= 0, got -1"),
        (lambda: visit("a", 1, prize=float("nan")), "prize from 0 to 1e[+]09, got nan"),
        (lambda: visit("a", 1, windows=((5, 4),)), r"window \[5, 4\] ends before it begins"),
        (lambda: shift(end_s=-1), "ends .* before it starts"),
        (lambda: shift(rest=Break(4000, 5000, 60)), "the break does not fit"),
        (lambda: problem(visit("a", 10)), "node 10 is not in the matrix, which has 10 rows"),
        (lambda: problem(visit("a", -1)), "node -1 is not in the matrix"),
        (lambda: problem(visit("a", 1), visit("a", 2)), "Two sites have the id 'a'"),
        (lambda: problem(shifts=(shift(), shift())), "Two shifts have the id 'mon'"),
        (lambda: problem(visit("a", 1, pin="tue")), "pinned to unknown shift 'tue'"),
        (lambda: problem(visit("a", 1, forbidden_shifts=frozenset({"x"}))), "unknown shift 'x'"),
        (lambda: problem(cover=(Cover(name="v", sites=("x",)),)), "unknown site 'x'"),
        (lambda: problem(shifts=(shift(frozen=(FrozenStop("x", 0),)),)), "holds unknown site 'x'"),
        (
            lambda: problem(visit("a", 1, visit_of="b"), visit("b", 1, visit_of="a")),
            "Site 'a' is a visit of 'b', itself a visit of 'a'",
        ),
        (
            lambda: problem(
                visit("a", 1), visit("b", 1, visit_of="a"), visit("c", 1, visit_of="b")
            ),
            "Site 'c' is a visit of 'b', itself a visit of 'a'",
        ),
        (lambda: problem(duration_s=np.zeros((2, 3), np.int32)), r"square .* shape \(2, 3\)"),
        (lambda: problem(travel_weight=-1.0), "travel_weight from 0 to 1e[+]09, got -1"),
    ],
)
def test_contradictions_are_refused(make, message: str) -> None:  # noqa: ANN001  # a function
    """One clear line that says what, and where."""
    with pytest.raises(ProblemError, match=message):
        make()


def test_refusals_name_the_rule() -> None:
    """Skill, card holders and home village, in this order."""
    team = shift(home_village="v1", card_holders=1)
    assert team.refuses(visit("a", 1, needs=frozenset({"chem"}))) == "no_skilled_team"
    assert team.refuses(visit("a", 1, card_holders=2)) == "no_card_holders"
    assert team.refuses(visit("a", 1, village="v1")) == "home_village_only"
    assert team.refuses(visit("a", 1, village="v2")) is None


def test_a_ban_is_named_where_no_other_rule_keeps_the_team_away() -> None:
    """Lifting the ban would help in the first case only."""
    ban = frozenset({"mon"})
    assert shift("mon").refuses(visit("a", 1, forbidden_shifts=ban)) == "forbidden"
    assert shift("tue").refuses(visit("a", 1, forbidden_shifts=ban)) is None
    lacking = visit("a", 1, forbidden_shifts=ban, needs=frozenset({"chem"}))
    assert shift("mon").refuses(lacking) == "no_skilled_team"


def test_an_unknown_village_is_nobodys_home() -> None:
    """Two missing names are not the same village."""
    assert shift(home_village=None).refuses(visit("a", 1, village=None)) is None


def test_a_problem_keeps_its_matrix() -> None:
    """Building does not copy or change what it is given."""
    ways = line(3)
    assert Problem(sites=(), shifts=(), duration_s=ways).duration_s is ways
