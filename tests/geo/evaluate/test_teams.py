"""Strictness of teams."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from data.errors import ConfigError
from geo.evaluate.teams import team_strictness


def looks(rows: list[tuple[str | None, str, int, int]]) -> pd.DataFrame:
    """Write looks: team, site, how many, how many found something."""
    listed = [
        (team, site, number < finds) for team, site, count, finds in rows for number in range(count)
    ]
    return pd.DataFrame(listed, columns=["team", "site_id", "found"])


def town(strictness: dict[str, float], *, sites: int = 150, seed: int = 3) -> pd.DataFrame:
    """Invent visits: the strict team is sent to the worse places more often."""
    random = np.random.default_rng(seed)
    chance = random.uniform(0.05, 0.6, sites)
    rows = []
    for place, names in ((site, list(strictness)) for site in range(sites)):
        tilt = np.array([chance[place], 0.3, 0.6 - chance[place]][: len(names)]) + 0.05
        rows += [
            (name, f"S{place}", random.random() < chance[place] * strictness[name])
            for name in random.choice(names, size=12, p=tilt / tilt.sum())
        ]
    return pd.DataFrame(rows, columns=["team", "site_id", "found"])


def test_a_strict_team_is_told_from_bad_places() -> None:
    """Truth 1.5, 1 and 0.55; raw rates are further apart: the strict team gets worse places."""
    truth = {"a": 1.5, "b": 1.0, "c": 0.55}
    seen = town(truth)
    table = team_strictness(seen, draws=100)
    mean = sum(truth[name] * count for name, count in table["looks"].items()) / len(seen)
    for name, ratio in truth.items():
        assert table.loc[name, "ratio"] == pytest.approx(ratio / mean, rel=0.15)
        assert table.loc[name, "low"] < ratio / mean < table.loc[name, "high"]
    raw = seen.groupby("team")["found"].mean()
    assert raw["a"] / raw["c"] > 1.1 * table.loc["a", "ratio"] / table.loc["c", "ratio"]


def test_alike_teams_are_average() -> None:
    """Every team finds as much at the same places."""
    table = team_strictness(looks([("a", "x", 40, 10), ("b", "x", 40, 10)]), draws=10)
    assert table["ratio"].tolist() == pytest.approx([1.0, 1.0], abs=1e-3)
    assert table["shared"].tolist() == [40, 40]


def test_teams_without_a_common_place_are_not_compared() -> None:
    """One team alone in each village: strict or bad places, nobody can tell."""
    table = team_strictness(looks([("a", "x", 40, 20), ("b", "y", 40, 5)]), draws=10)
    assert table["ratio"].isna().all()
    assert table["finds"].tolist() == [20, 5]


def test_a_team_apart_is_not_compared_with_the_rest() -> None:
    """The two that share a place are compared, the third is not."""
    rows = [("a", "x", 40, 20), ("b", "x", 40, 10), ("c", "y", 30, 5)]
    table = team_strictness(looks(rows), draws=10)
    assert table.loc["a", "ratio"] > table.loc["b", "ratio"]
    assert np.isnan(table.loc["c", "ratio"])


def test_no_find_says_nothing_of_anybody() -> None:
    """Without a find no team is stricter."""
    table = team_strictness(looks([("a", "x", 9, 0), ("b", "x", 9, 0)]), draws=10)
    assert table["ratio"].isna().all()


def test_a_team_without_a_find_is_not_at_zero() -> None:
    """Six looks are no proof that it never finds anything."""
    table = team_strictness(looks([("a", "x", 60, 30), ("b", "x", 6, 0)]), draws=10)
    assert 0 < table.loc["b", "ratio"] < 0.5


def test_unsigned_visits_are_left_out() -> None:
    """A visit without a team says nothing of teams, and a ledger without teams has no table."""
    table = team_strictness(looks([(None, "x", 9, 3)]), draws=10)
    assert table.empty


def test_draws_below_one_are_refused() -> None:
    """No draw, no interval."""
    with pytest.raises(ConfigError, match="draws >= 1"):
        team_strictness(looks([("a", "x", 2, 1)]), draws=0)
