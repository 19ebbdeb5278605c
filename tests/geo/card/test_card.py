"""The card: what ships is sound, and what an office breaks is named."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import pytest

from data.errors import ConfigError
from geo.card.card import default_card, office_card, parse_card
from geo.card.comparisons import points_of, read_comparisons
from geo.card.industries import Industry, Substance


def shipped() -> dict[str, Any]:
    """Read the shipped file as plain tables, for a test to break."""
    return tomllib.loads(resources.files("geo.card").joinpath("scorecard.toml").read_text("utf-8"))


def test_the_shipped_card_is_sound() -> None:
    """Points sum to 100 and every list is there, or reading it would raise."""
    card = default_card()
    assert sum(card.points.values()) == pytest.approx(100.0)
    assert card.model == "card-2"


def test_an_office_may_change_points_and_words() -> None:
    """More weight on idle plants, less on industry, one word more."""
    table = shipped()
    table["points"] |= {"industry": 9, "idle": 10}
    table["words"]["sublet"].append("借用")
    card = parse_card(table)
    assert (card.points["industry"], card.points["idle"]) == (9.0, 10.0)
    assert "借用" in card.words["sublet"]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("points.idle", 6, "Expected points that sum to 100, got 101"),
        ("points.idle", -5, "Expected points.idle >= 0, got -5.0"),
        ("grades.red", 0.3, "Expected grades 0 < yellow < orange < red <= 1, got 0.31, 0.38, 0.3"),
        ("limits.tip_days", 0, "Expected limits.tip_days > 0, got 0.0"),
        ("limits.lec_high", 50, "Expected limits.lec_marked < limits.lec_high, got 70.0 and 50.0"),
        ("columns.lec", ["x"], "Expected lists .* in columns"),
        ("limits.near_m", 600, "Expected limits.near_m < limits.far_m, got 600.0 and 500.0"),
        ("words.night", ["x"], "Expected lists gate, .* in words, got gate, night"),
        ("words.sublet", [""], r"Expected words.sublet to be a list of words, got \[''\]"),
        ("words.sublet", "转租", "Expected words.sublet to be a list of words, got '转租'"),
        ("licences.some", ["x"], "Expected lists full, none, partial in licences"),
        ("grades.pink", 0.1, "Expected a scorecard like the shipped one, got: .*pink"),
        ("limits.tip_radius_m", "far", "Expected limits.tip_radius_m to be a number, got 'far'"),
    ],
)
def test_refuses_a_broken_card(path: str, value: object, message: str) -> None:
    """One line that names the key."""
    table = shipped()
    section, key = path.split(".")
    table[section][key] = value
    with pytest.raises(ConfigError, match=message):
        parse_card(table)


def test_refuses_a_key_that_nobody_reads() -> None:
    """A misspelt table would switch its meaning off in silence."""
    with pytest.raises(ConfigError, match="in the scorecard, got granules, weights") as refused:
        parse_card(shipped() | {"weights": {}, "granules": 1})
    assert "顶层" in refused.value.zh


def test_refuses_a_key_of_an_industry_that_nobody_reads() -> None:
    """Codes under a wrong name would leave the group to its words."""
    table = shipped()
    table["industry"][0]["code"] = ["25"]
    with pytest.raises(ConfigError, match="in industry 危险化学品, got code"):
        parse_card(table)


@pytest.mark.parametrize("key", ["name", "points", "industry", "words"])
def test_names_the_key_that_is_missing(key: str) -> None:
    """A file cut in half must not become a card without words."""
    table = shipped()
    del table[key]
    with pytest.raises(ConfigError, match=f"Expected '{key}' in the scorecard, it is missing"):
        parse_card(table)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"share": 1.5}, r"Expected share of '铸造' in \[0, 1\], got 1.5"),
        ({"share": 0.5, "codes": ("C33",)}, "Expected codes of '铸造' as digits, got 'C33'"),
    ],
)
def test_refuses_a_broken_industry(values: dict[str, Any], message: str) -> None:
    """Codes are compared by their digits; a letter would never match."""
    with pytest.raises(ConfigError, match=message):
        Industry(zh="铸造", en="casting", **values)


def test_refuses_a_broken_substance() -> None:
    """Nothing can be compared with a critical quantity of nothing, or of no name."""
    with pytest.raises(ConfigError, match="Expected tonnes of '液氨' > 0, got 0"):
        Substance(words=("液氨",), tonnes=0)
    with pytest.raises(ConfigError, match="Expected words for every substance"):
        Substance(words=(), tonnes=10)


def test_the_shipped_points_are_the_comparisons_in_whole_numbers() -> None:
    """Rounded down, and the points left over to those that lost most: they sum to 100 again."""
    exact = points_of(read_comparisons({}), 100.0)
    whole = {code: int(points) for code, points in exact.items()}
    lost = sorted(exact, key=lambda code: whole[code] - exact[code])
    for code in lost[: 100 - sum(whole.values())]:
        whole[code] += 1
    assert whole == default_card().points


def test_an_office_writes_only_what_differs() -> None:
    """Two points moved; all else is the shipped card, under a name of its own."""
    card = office_card({"points": {"idle": 7, "night": 0}})
    assert (card.points["idle"], card.points["industry"]) == (7.0, 14.0)
    assert card.words == default_card().words
    assert card.model.startswith("card-2+")
    assert card.model != office_card({"points": {"idle": 6, "night": 1}}).model


def test_an_office_may_name_its_card() -> None:
    """Name and version are then its own affair."""
    assert office_card({"name": "qingzu", "version": "5"}).model == "qingzu-5"
    assert office_card({}).model == default_card().model


def test_comparisons_give_the_points() -> None:
    """Age four times the former grade instead of twice: of the same sum 4/5 and 1/5."""
    before = points_of(read_comparisons({}), 100.0)
    card = office_card({"pairs": {"knowledge": {"data_age": {"ledger_grade": 4}}}})
    both = before["data_age"] + before["ledger_grade"]
    assert card.points["data_age"] == pytest.approx(0.8 * both)
    assert sum(card.points.values()) == pytest.approx(100.0)
    assert card.comparisons[0].name == "groups"


def test_points_and_comparisons_exclude_each_other() -> None:
    """Which of them should count, nobody could say."""
    with pytest.raises(ConfigError, match="Expected either points or pairs in a scorecard"):
        office_card({"points": {}, "pairs": {}})
