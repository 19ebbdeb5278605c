"""Rules are data: defaults stand, single values change, misspelt ones are refused."""

from __future__ import annotations

from importlib.resources import files

import pytest

from data.errors import ConfigError
from planning.clauses.commentary import comments_of
from planning.clauses.overlay import LISTS
from planning.rules import default_rules, default_table, parse_rules


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
        ({"lookback": {"gaps_days": [15, 7]}}, "lookback.gaps_days with growing days >= 1"),
        ({"lookback": {"gaps_days": []}}, r"growing days >= 1, got \[\]"),
        ({"lookback": {"least_share": 1}}, r"lookback.least_share in \[0, 1\)"),
        ({"expert": {"unknown_needs": ["magic"]}}, "expert.unknown_needs among"),
        ({"nature": {"cap": "wish"}}, r"section \[nature\] says what the program takes as law"),
        ({"campaign": {"zh": "x"}}, r"expected tables \[\[campaign\]\]"),
        ({"frequency": {"industry": {"26": 30}}}, "frequency.industry] has no key '26'"),
        ({"frequency": {"industry": {"C999999": 30}}}, "industry codes such as C26, got 'C999999'"),
        ({"frequency": {"industry": {"C26": -1}}}, "a table of whole numbers >= 0"),
        ({"frequency": {"idle_factory": {"purple": 1}}}, "idle_factory] has no key 'purple'"),
        ({"frequency": {"idle_factory": 30}}, r"expected a section \[frequency.idle_factory\]"),
        ({"gap": {"type": {"raid": 1}}}, "gap.type] has no key 'raid'"),
        ({"calendar": {"holidays": [["2027-01-03", "2027-01-01"]]}}, "pairs of dates"),
        ({"calendar": {"workdays": ["tomorrow"]}}, "a list of dates as calendar.workdays"),
        ({"ahead": {"light_share": 1}}, r"ahead.light_share in \[0, 1\)"),
        ({"joint": {"types": ["raid"]}}, "joint.types among"),
        ({"department": [{"zh": "x"}]}, "department 1 lacks en"),
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


def test_a_table_within_a_section_changes_in_part() -> None:
    """An office that sees red idle plants every third day says no more than that."""
    frequency = parse_rules({"frequency": {"idle_factory": {"red": 3}}}).frequency
    assert frequency.days("red", kind="idle_factory") == 3
    assert frequency.days("blue", kind="idle_factory") == 90


def test_the_frequencies_of_the_rules_as_shipped() -> None:
    """Red weekly, orange twice a month, yellow monthly, blue quarterly."""
    frequency = default_rules().frequency
    days = [frequency.days(grade) for grade in ("red", "orange", "yellow", "blue")]
    assert days == [7, 15, 30, 90]


def test_an_industry_may_be_visited_more_or_less_often() -> None:
    """The longest beginning counts, for enterprises; 0 is no duty."""
    frequency = parse_rules({"frequency": {"industry": {"C26": 30, "C264": 0}}}).frequency
    assert frequency.days("blue", industry_code="C2614") == 30
    assert frequency.days("red", industry_code="C2641") == 0
    assert frequency.days("blue", kind="idle_factory", industry_code="C2614") == 90


def test_every_section_has_its_nature() -> None:
    """Whoever adds a section says whether it is law, promise or wish."""
    table = default_table()
    natures = table.pop("nature")
    assert set(table) | set(LISTS) == set(natures)
    assert set(natures.values()) <= {"law", "promise", "wish", "calendar", "settings"}


def test_every_rule_says_what_it_is_for() -> None:
    """Each key stands below a comment, or in a section that has one."""
    text = files("planning").joinpath("rules.toml").read_text(encoding="utf-8")
    comments = comments_of(text)
    silent = [
        (section, key)
        for section, values in default_table().items()
        for key in values
        if not isinstance(values[key], dict)
        and not comments.get((section, key), comments.get((section, ""), ""))
    ]
    assert silent == []
