"""Who bears the visits."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from data.errors import ConfigError
from data.schema import INSPECTION, SITE, as_table
from geo.evaluate.burden import group_burden, site_burden

AS_OF = date(2026, 7, 1)


def site(name: str, **columns: object) -> dict[str, object]:
    """Write a site."""
    return {
        "site_id": name,
        "kind": "enterprise",
        "name": name,
        "status": "operating",
        "lon_deg": 115.0,
        "lat_deg": 35.0,
        **columns,
    }


SITES = as_table(
    [
        site("a", village="东村", industry_code="C2110", workers=9.0),
        site("b", village="东村", industry="木材加工", workers=10.0),
        site("c", village="西村", workers=300.0),
        site("d"),
    ],
    SITE,
)


def visits(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Write visits: site, day, result."""
    return as_table(
        [
            {"inspection_id": f"J{at}", "site_id": name, "day": pd.Timestamp(day), "result": result}
            for at, (name, day, result) in enumerate(rows)
        ],
        INSPECTION,
    )


def test_groups_are_those_of_the_ledger() -> None:
    """The division of the code, else the words; sizes by people; unknown is the empty text."""
    burden = site_burden(SITES, visits(), as_of=AS_OF)
    assert burden["industry"].tolist() == ["C21", "木材加工", "", ""]
    assert burden["size"].tolist() == ["1-9", "10-49", "300+", ""]
    assert burden["village"].tolist() == ["东村", "东村", "西村", ""]


def test_only_looks_before_the_day_count() -> None:
    """A shut gate was no look, and tomorrow has not happened."""
    rows = visits(
        ("a", "2026-06-21", "clean"), ("a", "2026-06-25", "closed"), ("a", "2026-07-01", "clean")
    )
    burden = site_burden(SITES, rows, as_of=AS_OF)
    assert burden.loc["a", ["visits", "waiting_days"]].tolist() == [1, 10]
    assert burden["is_never"].tolist() == [False, True, True, True]
    assert np.isnan(burden.loc["b", "waiting_days"])


def test_over_visited_is_often_and_for_nothing() -> None:
    """Three looks in the year: too many where two are the most, unless one found something."""
    rows = [(name, f"2026-0{month}-01", "clean") for name in "abc" for month in (2, 3, 4)]
    rows[3] = ("b", "2026-02-01", "finding")
    rows[6] = ("c", "2025-06-30", "clean")
    burden = site_burden(SITES, visits(*rows), as_of=AS_OF, over_visits=2)
    assert burden["is_over"].tolist() == [True, False, False, False]


def test_groups_sum_up_most_visited_first() -> None:
    """East: two sites, three looks, one find, 10 and 30 days ago; unknown comes last."""
    rows = visits(
        ("a", "2026-06-21", "clean"),
        ("a", "2026-06-01", "finding"),
        ("b", "2026-06-01", "clean"),
        ("d", "2026-06-01", "clean"),
        ("d", "2026-06-02", "clean"),
    )
    groups = group_burden(site_burden(SITES, rows, as_of=AS_OF), "village")
    assert groups.index.tolist() == ["东村", "西村", ""]
    east = groups.loc["东村"]
    assert (east["sites"], east["visits"], east["finds"], east["never"]) == (2, 3, 1, 0)
    assert east["visits_per_site"] == 1.5
    assert east["find_share"] == pytest.approx(1 / 3)
    assert east["waiting_days"] == 20
    assert np.isnan(groups.loc["西村", "find_share"])


def test_a_limit_below_one_is_refused() -> None:
    """No visit at all is not too many."""
    with pytest.raises(ConfigError, match="over_visits >= 1, got 0"):
        site_burden(SITES, visits(), as_of=AS_OF, over_visits=0)
