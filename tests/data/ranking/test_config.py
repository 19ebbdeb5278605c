"""What a user may say of a table, and what is refused in which words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from data.errors import ConfigError
from data.ranking import RankConfig, read_rank_config

LEAST: dict[str, Any] = {
    "id": "No",
    "site": "Firm",
    "date": "Day",
    "outcome": "Found",
    "train_until": date(2026, 3, 1),
}


def read(**more: object) -> RankConfig:
    """Read the least that must be said, and more."""
    return read_rank_config({**LEAST, **more}, file="rank.toml")


def test_five_keys_are_enough() -> None:
    """Teams, places and features may all be unknown; teams are a nuisance unless said otherwise."""
    config = read()
    assert (config.team, config.lon, config.features, config.team_mode) == (
        None,
        None,
        (),
        "nuisance",
    )


@pytest.mark.parametrize("day", [date(2026, 3, 1), "2026-03-01", datetime(2026, 3, 1, 9)])  # noqa: DTZ001 - TOML gives it without zone
def test_the_day_may_be_written_as_a_date_or_as_text(day: object) -> None:
    """People quote dates in TOML."""
    assert read(train_until=day).train_until == date(2026, 3, 1)


def test_every_column_is_named_with_its_key() -> None:
    """So that a missing one can be told with the key that names it."""
    config = read(lon="x", lat="y", features=["size"], history=["faults"])
    assert dict(config.named()) == {
        "id": "No",
        "site": "Firm",
        "date": "Day",
        "outcome": "Found",
        "lon": "x",
        "lat": "y",
        "features": "size",
        "history": "faults",
    }


@pytest.mark.parametrize(
    ("more", "en", "zh"),
    [
        ({"outcom": "x"}, "no key 'outcom', did you mean outcome", "是否想写 outcome"),
        ({"qqq": "x"}, "known are id, site", "可用：id、site"),
        ({"id": 3}, "name of a column as id, got 3", "id 应是一个列名"),
        ({"site": " "}, "name of a column as site", "site 应是一个列名"),
        ({"features": "size"}, "expected a list such as", "这样的列表"),
        ({"features": ["a", "a"]}, "features names a twice", "写了两次"),
        ({"train_until": "soon"}, "date such as 2026-11-22, got 'soon'", "这样的日期"),
        ({"team_mode": "maybe"}, "one of nuisance, known, ignore", "nuisance、known、ignore"),
        ({"team_mode": "known"}, "needs the column of the team", "需要队伍列"),
        ({"lon": "x"}, "both lon and lat", "要么都写"),
        ({"categories": ["zip"]}, "zip, which features does not", "不在 features 里"),
        ({"features": ["Found"]}, "Found is what a visit finds", "是检查的结果"),
        (
            {"features": ["n"], "history": ["n"]},
            "n is what a visit finds",
            "是检查的结果",
        ),
        ({"history": ["Found"]}, "take it out of history", "请从 history 中删去"),
    ],
)
def test_what_makes_no_sense_is_refused(more: dict[str, object], en: str, zh: str) -> None:
    """Each in one sentence, with the file's name, in both languages."""
    with pytest.raises(ConfigError) as caught:
        read(**more)
    assert str(caught.value).startswith("rank.toml: ")
    assert en in str(caught.value)
    assert caught.value.zh is not None
    assert zh in caught.value.zh


def test_what_must_be_given_is_listed() -> None:
    """All of it at once."""
    with pytest.raises(ConfigError, match="date, outcome, train_until must be given") as caught:
        read_rank_config({"id": "No", "site": "Firm"}, file="rank.toml")
    assert "缺少 date、outcome、train_until" in str(caught.value.zh)
