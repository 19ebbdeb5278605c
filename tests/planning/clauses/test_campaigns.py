"""Campaigns are read as written, and wrong ones are named."""

from __future__ import annotations

from datetime import date

import pytest

from data.errors import ConfigError
from planning.clauses.campaigns import read_campaigns

ALERT = {"zh": "预警", "en": "Alert", "from": date(2026, 11, 25), "to": date(2026, 11, 27)}
WEEK = (date(2026, 11, 23), date(2026, 11, 29))


def test_it_holds_on_its_days_alone() -> None:
    """Wednesday to Friday of its week, nothing of the week after."""
    (one,) = read_campaigns([ALERT])
    assert one.days_within(*WEEK) == (date(2026, 11, 25), date(2026, 11, 27))
    assert one.days_within(date(2026, 11, 30), date(2026, 12, 6)) is None


def test_without_effects_it_changes_nothing() -> None:
    """Every effect is asked for by name."""
    (one,) = read_campaigns([ALERT])
    assert (one.prize_factor, one.points, one.every_days, one.promise) == (1.0, 0.0, 0, False)
    assert (one.at_night, one.night_share, one.random_share, one.visit_type) == (False, 0, 0, "")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to": date(2026, 11, 1)}, r"campaign 1 \(Alert\) ends on 2026-11-01, before it begins"),
        ({"prize_factor": 0.5}, "campaign 1.prize_factor of 1 or more, got 0.5"),
        ({"night_share": 1.5}, r"campaign 1.night_share in \[0, 1\]"),
        ({"random_share": 1.0}, r"campaign 1.random_share in \[0, 1\)"),
        ({"promise": True}, "campaign 1.promise with every_days"),
        ({"visit_type": "raid"}, "campaign 1.visit_type among"),
        ({"from": "soon"}, "a date such as 2026-11-23 as campaign 1.from, got 'soon'"),
        ({"industry": ["C26"]}, "has no key 'industry'"),
        ({"en": ""}, "a text as campaign 1.en"),
    ],
)
def test_wrong_campaigns_are_named(change: dict, message: str) -> None:
    """One line each, in both languages."""
    with pytest.raises(ConfigError, match=message) as caught:
        read_campaigns([{**ALERT, **change}])
    assert caught.value.zh


def test_a_campaign_without_an_end_is_refused() -> None:
    """It must end by itself."""
    with pytest.raises(ConfigError, match="campaign 1 lacks to"):
        read_campaigns([{key: ALERT[key] for key in ("zh", "en", "from")}])


def test_two_of_one_name_are_refused() -> None:
    """Reasons would not say which of them asks."""
    with pytest.raises(ConfigError, match="two campaigns are called '预警'"):
        read_campaigns([ALERT, ALERT])
