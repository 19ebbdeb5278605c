"""Tests of places compared by month."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from data.errors import ConfigError
from geo.evaluate import PlacingParams, adjusted_finds, late_shares, worst_places


def looks(*rows: tuple[str, int, str, int, int]) -> pd.DataFrame:
    """List looks: place, period, type, how many, how many of them with a find."""
    return pd.DataFrame(
        [
            (place, period, mode, "T", n < found)
            for place, period, mode, count, found in rows
            for n in range(count)
        ],
        columns=["place", "period", "mode", "team", "found"],
    )


def value_of(placed: pd.DataFrame, place: str, column: str = "value") -> float:
    """Read one figure of a place of a single period."""
    return float(placed.loc[placed["place"] == place, column].iloc[0])


def test_finds_are_drawn_to_what_was_expected() -> None:
    """
    Nine finds in 60 alike visits, 3 expected each; variance 0.5185 less 0.85 / 3, weight 4.252.

    6 finds: (6 + 4.252) / (3 + 4.252) = 1.414.
    """
    told = adjusted_finds(looks(("A", 0, "x", 20, 6), ("B", 0, "x", 20, 2), ("C", 0, "x", 20, 1)))
    assert value_of(told, "A") == pytest.approx(1.4137, abs=1e-3)
    assert value_of(told, "A", "expected") == pytest.approx(3.0)


def test_places_that_differ_by_chance_alone_are_alike() -> None:
    """One find more is no reason to be called in."""
    told = worst_places(adjusted_finds(looks(("A", 0, "x", 20, 3), ("B", 0, "x", 20, 2))))
    assert told["value"].tolist() == [1.0, 1.0]
    assert not told["is_worst"].any()
    assert told["place_no"].isna().all()
    assert told["sure"].isna().all()


def test_a_type_of_visit_that_always_finds_more_does_not_make_a_place_worse() -> None:
    """Re-checks find half the time, patrols a tenth: A had re-checks, B patrols, both as usual."""
    rows = looks(
        ("A", 0, "recheck", 40, 20),
        ("B", 0, "patrol", 40, 4),
        ("C", 0, "recheck", 400, 200),
        ("C", 0, "patrol", 400, 40),
    )
    told = adjusted_finds(rows)
    ratio = told["finds"] / told["expected"]
    assert ratio.to_numpy() == pytest.approx([1.0, 1.0, 1.0], abs=0.12)


def mean_ranks(busy_looks: int, *, draws: int) -> tuple[float, float]:
    """Draw months of ten equal places, the first with more looks: its mean rank, by us and raw."""
    count = np.tile([busy_looks, *[20] * 9], draws)
    drawn = pd.DataFrame(
        {
            "place": np.repeat(np.tile([f"P{n}" for n in range(10)], draws), count),
            "period": np.repeat(np.repeat(np.arange(draws), 10), count),
            "mode": "x",
            "team": "T",
            "found": np.random.default_rng(20261122).random(count.sum()) < 0.2,
        }
    )
    told = adjusted_finds(drawn)
    by_month = told.groupby("period")
    ours = by_month["value"].rank(ascending=False)[told["place"] == "P0"]
    raw = by_month["finds"].rank(ascending=False)[told["place"] == "P0"]
    return float(ours.mean()), float(raw.mean())


def test_looking_twice_as_hard_at_equal_truth_does_not_move_the_rank() -> None:
    """
    Ten equal places: the mean rank is 5.5, whoever had twice the looks.

    The standard error of a mean of 200 ranks of ten is at most 2.87 / 14.1 = 0.2. By counts of
    finds the place with more looks is far from the middle.
    """
    ours, raw = mean_ranks(40, draws=200)
    assert ours == pytest.approx(5.5, abs=3 * 0.2)
    assert raw < 5.5 - 10 * 0.2


def test_a_worse_place_is_still_found() -> None:
    """Thrice the rate in 60 looks is not drawn away."""
    rows = [(f"P{n}", 0, "x", 60, 6) for n in range(5)]
    told = worst_places(adjusted_finds(looks(("bad", 0, "x", 60, 18), *rows)))
    assert told["place"].iloc[0] == "bad"
    assert told["is_worst"].tolist() == [True, *[False] * 5]
    assert value_of(told, "bad", "sure") > 0.99


def test_months_in_a_row_are_counted_and_broken() -> None:
    """Worst in the first two months, as others in the third, worst again in the fourth."""
    flat = [(f"P{n}", 60, 6) for n in range(4)]
    rows = [
        (place, period, "x", count, found)
        for period in range(4)
        for place, count, found in [("bad", 60, 6 if period == 2 else 20), *flat]
    ]
    told = worst_places(adjusted_finds(looks(*rows)))
    assert told.loc[told["place"] == "bad", "in_a_row"].tolist() == [1, 2, 0, 1]


def test_few_looks_are_not_compared() -> None:
    """Four looks with four finds say little, and are said to."""
    rows = [(f"P{n}", 0, "x", 60, 6) for n in range(5)]
    told = worst_places(adjusted_finds(looks(("few", 0, "x", 4, 4), *rows)))
    assert not told.loc[told["place"] == "few", "is_compared"].any()
    assert math.isnan(value_of(told, "few", "place_no"))


def test_without_a_look_nothing_is_compared() -> None:
    """An empty month is an empty list."""
    assert worst_places(adjusted_finds(looks())).empty


def findings(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """List open findings: place, how many, how many of them late."""
    return pd.DataFrame(
        [(place, 0, n < late) for place, whole, late in rows for n in range(whole)],
        columns=["place", "period", "is_late"],
    )


def test_overdue_goes_by_the_share_not_by_the_number() -> None:
    """Who looks harder has more findings open; 10 of 40 late is better than 8 of 10."""
    told = worst_places(
        late_shares(findings(("many", 40, 10), ("few", 10, 8), ("none", 10, 0))), mean="mean"
    )
    assert told["place"].tolist() == ["few", "many", "none"]
    assert told.loc[told["is_worst"], "place"].tolist() == ["few"]


def test_all_places_are_never_the_worst() -> None:
    """Of two places one is named at most."""
    told = worst_places(late_shares(findings(("A", 10, 10), ("B", 10, 1))), mean="mean")
    assert told["is_worst"].sum() == 1


@pytest.mark.parametrize(
    ("name", "value"), [("worst", 0), ("min_looks", 0), ("min_open", 0), ("sure", 0.5)]
)
def test_a_senseless_parameter_is_refused(name: str, value: float) -> None:
    """A list of no worst place is a mistake."""
    with pytest.raises(ConfigError, match=name):
        PlacingParams(**{name: value})  # type: ignore[arg-type]
