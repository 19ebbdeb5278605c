"""Whom a rule concerns."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from planning.clauses.whom import Whom, read_whom
from planning.rows import rows_of
from tests.builders import sites


def meets(whom: Whom, grade: str = "red", **site: object) -> bool:
    """Ask of one site."""
    (row,) = rows_of(sites(site))
    return whom.meets(row, grade)


def test_no_condition_means_everybody() -> None:
    """A campaign for the whole town names nobody."""
    assert meets(Whom())


def test_every_condition_must_hold() -> None:
    """A red dust works in another village is not meant."""
    whom = Whom(industries=("C20",), villages=("V1",), grades=("red",))
    assert meets(whom, industry_code="C2011")
    assert not meets(whom, industry_code="C2011", village="V2")
    assert not meets(whom, "blue", industry_code="C2011")


@pytest.mark.parametrize(
    "whom", [Whom(industries=("C",)), Whom(villages=("V1",)), Whom(chemicals=True)]
)
def test_what_is_not_known_is_not_meant(whom: Whom) -> None:
    """Nobody is sent for a guess."""
    assert not meets(whom, industry_code=None, village=None, chemicals=None)


def test_a_site_may_be_named() -> None:
    """By its id."""
    assert meets(Whom(sites=("S00001",)))
    assert not meets(Whom(sites=("S00002",)))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"kinds": ["shop"]}, "x.kinds among enterprise, idle_factory, got 'shop'"),
        ({"grades": ["purple"]}, "x.grades among"),
        ({"hours": ["dusk"]}, "x.hours among"),
        ({"industries": ["26"]}, "x.industries with industry codes such as C26, got '26'"),
        ({"villages": "V1"}, "a list of texts as x.villages"),
    ],
)
def test_wrong_conditions_are_named(table: dict, message: str) -> None:
    """The key, and what it takes."""
    with pytest.raises(ConfigError, match=message) as caught:
        read_whom("x", table)
    assert caught.value.zh
