"""On which visits a coverage promise hangs."""

from __future__ import annotations

from planning.problem import Cover
from planning.promises import covers_kept_alone
from planning.sentences import cover_why
from tests.planning.instances import problem, visit


def test_only_visits_without_which_a_cover_breaks_are_named() -> None:
    """Two of v1 are seen where one is enough; both of v2 where two are; nobody sees v3."""
    asked = problem(
        *(visit(name, 1) for name in "abcde"),
        cover=(
            Cover(name="v1", sites=("a", "b")),
            Cover(name="v2", sites=("c", "d"), at_least=2),
            Cover(name="v3", sites=("e",)),
            Cover(name="v4", sites=("c", "e")),
        ),
    )
    assert covers_kept_alone(asked, {"a", "b", "c", "d"}) == {"c": ("v2", "v4"), "d": ("v2",)}


def test_a_cover_is_a_reason_in_both_languages() -> None:
    """The stop's card says which village is seen through it."""
    why = cover_why("刘湾村")
    assert (why.code, why.zh) == ("cover", "刘湾村本周靠这一处兑现“至少去一次”")
    assert why.en == "The promise that 刘湾村 is seen this week hangs on it"
