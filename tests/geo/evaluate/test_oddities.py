"""Visits whose records are hard to believe."""

from __future__ import annotations

import pandas as pd
import pytest

from data.errors import ConfigError
from data.schema import INSPECTION, SITE, as_table
from geo.evaluate.oddities import OddParams, odd_visits

DEGREE_M = 111_195
"""Metres of a degree of latitude."""


def sites(**north_m: float) -> pd.DataFrame:
    """Place sites so many metres north of a point."""
    rows = [
        {
            "site_id": name,
            "kind": "enterprise",
            "name": name,
            "status": "operating",
            "lon_deg": 115.0,
            "lat_deg": 35.0 + metres / DEGREE_M,
        }
        for name, metres in north_m.items()
    ]
    return as_table(rows, SITE)


def visits(*rows: tuple[str, str, str, str | None, str | None]) -> pd.DataFrame:
    """Write visits of one team: site, day, result, came, left."""
    return as_table(
        [
            {
                "inspection_id": f"J{number}",
                "site_id": site,
                "day": pd.Timestamp(day),
                "team": "一队",
                "result": result,
                "arrived_at": came,
                "left_at": left,
            }
            for number, (site, day, result, came, left) in enumerate(rows)
        ],
        INSPECTION,
    )


DAY = "2026-03-02"


def codes(inspections: pd.DataFrame, places: pd.DataFrame, **params: float) -> dict[str, str]:
    """Give the marks by id."""
    return odd_visits(inspections, places, params=OddParams(**params))["code"].to_dict()


def test_ordinary_visits_have_no_mark() -> None:
    """Half an hour each, minutes of way between."""
    rows = visits(("a", DAY, "clean", "09:00", "09:30"), ("b", DAY, "finding", "09:40", "10:10"))
    assert codes(rows, sites(a=0, b=3000)) == {}


def test_visits_without_clocks_have_no_mark_of_time() -> None:
    """Most ledgers have days only."""
    rows = visits(("a", DAY, "clean", None, None), ("b", DAY, "clean", None, None))
    assert codes(rows, sites(a=0, b=90_000)) == {}


def test_leaving_before_coming_is_marked() -> None:
    """A mistyped hour; a look over midnight is none."""
    rows = visits(("a", DAY, "clean", "09:30", "09:10"), ("b", DAY, "clean", "23:40", "00:20"))
    assert codes(rows, sites(a=0, b=0)) == {"J0": "backwards"}


def test_a_minute_inside_is_too_short_for_a_look() -> None:
    """A shut gate may take a minute, a look may not."""
    rows = visits(("a", DAY, "clean", "09:00", "09:01"), ("b", DAY, "closed", "10:00", "10:01"))
    odd = odd_visits(rows, sites(a=0, b=0))
    assert odd["code"].to_dict() == {"J0": "short"}
    assert odd["figure"].tolist() == [60.0]


def test_a_way_no_car_makes_is_marked() -> None:
    """Twenty kilometres in five minutes is 240 km/h; in twenty it is 60."""
    rows = visits(
        ("a", DAY, "clean", "09:00", "09:10"),
        ("b", DAY, "clean", "09:15", "09:40"),
        ("c", DAY, "clean", "10:00", "10:20"),
    )
    odd = odd_visits(rows, sites(a=0, b=20_000, c=0))
    assert odd["code"].to_dict() == {"J1": "apart"}
    assert odd["figure"].iloc[0] == pytest.approx(20_000, rel=0.01)


def test_ten_visits_in_an_hour_are_all_marked() -> None:
    """Every six minutes; the one two hours later is not among them."""
    hour = [("a", DAY, "clean", f"09:{6 * number:02d}", None) for number in range(10)]
    rows = visits(*hour, ("a", DAY, "clean", "12:00", None))
    marked = codes(rows, sites(a=0))
    assert [marked[f"J{number}"] for number in range(10)] == ["crowded"] * 10
    assert marked["J10"] == "repeated"


def test_nine_visits_in_an_hour_are_believed() -> None:
    """A market street has small shops."""
    names = {f"s{number}": 10 * number for number in range(9)}
    rows = visits(*[(name, DAY, "clean", f"09:0{at}", None) for at, name in enumerate(names)])
    assert codes(rows, sites(**names)) == {}


def test_more_visits_than_a_day_holds_are_marked() -> None:
    """Three a day where two are the most; no clock is needed."""
    rows = visits(*[(name, DAY, "clean", None, None) for name in "abc"])
    assert set(codes(rows, sites(a=0, b=0, c=0), day_visits=2).values()) == {"many"}


def test_the_second_record_of_one_visit_is_marked() -> None:
    """The same team, place and day: entered twice, or not made."""
    rows = visits(("a", DAY, "clean", None, None), ("a", DAY, "finding", None, None))
    assert codes(rows, sites(a=0)) == {"J1": "repeated"}


def clean_row(length: int) -> pd.DataFrame:
    """Write as many looks with a find as without, one a day, the latter in one row."""
    days = pd.date_range("2026-01-01", periods=2 * length).strftime("%Y-%m-%d")
    return visits(
        *[
            ("a", day, "finding" if number < length else "clean", None, None)
            for number, day in enumerate(days)
        ]
    )


def test_a_row_without_a_find_is_marked_where_chance_is_not_enough() -> None:
    """At an eighth: 160 x (7/8) ** 80 = .0037 may be luck, 240 x (7/8) ** 120 = .00003 not."""
    assert codes(clean_row(80), sites(a=0)) == {}
    marked = codes(clean_row(120), sites(a=0))
    assert len(marked) == 120
    assert set(marked.values()) == {"all_clean"}


def test_where_nothing_is_ever_found_no_team_stands_out() -> None:
    """In a clean town everybody has a row without a find."""
    days = pd.date_range("2026-01-01", periods=300).strftime("%Y-%m-%d")
    rows = visits(*[("a", day, "clean", None, None) for day in days])
    assert codes(rows, sites(a=0)) == {}


def test_visits_that_were_skipped_are_none() -> None:
    """Nobody went; nothing is implausible."""
    rows = visits(("a", DAY, "clean", None, None), ("a", DAY, "skipped", None, None))
    assert codes(rows, sites(a=0)) == {}


@pytest.mark.parametrize("name", ["short_s", "crowd", "lenient"])
def test_limits_below_nothing_are_refused(name: str) -> None:
    """A limit of nought would mark everything or nothing."""
    with pytest.raises(ConfigError, match=f"{name} > 0"):
        OddParams(**{name: 0})


def test_a_share_above_one_is_refused() -> None:
    """A chance is at most 1."""
    with pytest.raises(ConfigError, match=r"chance <= 1, got 1\.5"):
        OddParams(chance=1.5)
