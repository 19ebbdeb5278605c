"""Tests of which shifts can never make a visit."""

from __future__ import annotations

import pytest

from planning.changes.choices import NO_HOURS, refused_shifts
from planning.problem import Bar, ProblemShift, ProblemSite

HOUR = 3600


def shift(name: str = "T1-day-0", **facts: object) -> ProblemShift:
    """Work from 8:00 to 17:00."""
    return ProblemShift(id=name, team="T1", start_s=8 * HOUR, end_s=17 * HOUR, node=0, **facts)


def site(**facts: object) -> ProblemSite:
    """Take half an hour."""
    return ProblemSite(id="S1", node=1, service_s=1800, prize=1.0, **facts)


def test_a_free_visit_is_refused_by_nobody() -> None:
    """Open all week, no skill needed."""
    assert refused_shifts(site(), [shift()]) == {}


@pytest.mark.parametrize(
    ("facts", "team", "code"),
    [
        ({"needs": frozenset({"chem"})}, {}, "no_skilled_team"),
        ({"card_holders": 2}, {"card_holders": 1}, "no_card_holders"),
        ({"village": "东村"}, {"home_village": "东村"}, "home_village_only"),
        ({"forbidden_shifts": frozenset({"T1-day-0"})}, {}, "forbidden"),
        ({"barred": Bar("unreachable")}, {}, "unreachable"),
        ({"windows": ((18 * HOUR, 20 * HOUR),)}, {}, NO_HOURS),
    ],
)
def test_each_rule_is_named(facts: dict, team: dict, code: str) -> None:
    """The page says why a team is not offered."""
    assert refused_shifts(site(**facts), [shift(**team)]) == {"T1-day-0": code}


@pytest.mark.parametrize(
    ("opens_s", "refused"), [(16 * HOUR + 1800, False), (16 * HOUR + 1801, True)]
)
def test_a_visit_must_be_over_with_the_shift(opens_s: int, *, refused: bool) -> None:
    """Half an hour from 16:30 ends at 17:00; one second later it does not fit."""
    late = site(windows=((opens_s, 20 * HOUR),))
    assert bool(refused_shifts(late, [shift()])) is refused
