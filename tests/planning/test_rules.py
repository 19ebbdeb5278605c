"""Rules are data: defaults stand, single values change, misspelt ones are refused."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from planning.rules import default_rules, parse_rules


def test_nothing_changed_is_the_default() -> None:
    """An empty file changes nothing."""
    assert parse_rules({}) == default_rules()


def test_one_value_changes_and_the_rest_stays() -> None:
    """An office writes only what differs."""
    rules = parse_rules({"cap": {"blue": 3}})
    assert (rules.cap.blue, rules.cap.red) == (3, default_rules().cap.red)


def test_an_administrative_inspection_needs_two_card_holders() -> None:
    """行政处罚法 art. 42: no fewer than two officers with a card."""
    assert default_rules().card_holders["inspection"] == 2


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"frequence": {}}, r"no section \[frequence\]"),
        ({"random": {"shair": 0.3}}, r"section \[random\] has no key 'shair'"),
        ({"random": {"share": 1.5}}, r"random.share in \[0, 1\)"),
        ({"random": {"share": "much"}}, "a number >= 0 as random.share, got 'much'"),
        ({"cap": {"red": -1}}, "a whole number >= 0 as cap.red"),
        ({"cap": {"red": 1.5}}, "a whole number >= 0 as cap.red"),
        ({"cap": {"types": ["raid"]}}, "cap.types among"),
        ({"hours": {"by_day_too": ["raid"]}}, "hours.by_day_too among"),
        ({"reserve": {"share": 1.0}}, r"reserve.share in \[0, 1\)"),
        ({"team": {"cross_village": 1}}, "true or false as team.cross_village"),
        ({"needs": {"C99": "magic"}}, "needs.C99 among"),
        ({"type": {"duty": "raid"}}, "type.duty among"),
        ({"random": 3}, r"expected a section \[random\]"),
        ({"lookback": {"from_days": 99}}, "from_days <= lookback.until_days"),
    ],
)
def test_wrong_rules_are_named(table: dict, message: str) -> None:
    """The key, and what was expected of it."""
    with pytest.raises(ConfigError, match=message):
        parse_rules(table)


def test_large_sites_take_longer() -> None:
    """A patrol of 20 minutes, one more for each 1,000 m2 beyond the first, at most 30."""
    service = default_rules().service
    assert service.seconds("patrol", None) == 20 * 60
    assert service.seconds("patrol", 3500.0) == 22 * 60
    assert service.seconds("patrol", 1e6) == 50 * 60


def test_the_longest_industry_code_decides() -> None:
    """An office may split a class that the defaults treat as one."""
    needs = parse_rules({"needs": {"C264": "fire"}}).needs
    assert needs.skills("inspection", "C2641", chemicals=False) == {"fire"}
    assert needs.skills("inspection", "C2610", chemicals=False) == {"chem"}
    assert needs.skills("patrol", "C2610", chemicals=True) == frozenset()
