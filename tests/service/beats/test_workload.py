"""Expected work: by frequency, cap, minutes on the spot, and the way from places nearby."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from planning.rules import default_rules, parse_rules
from service.pipeline.beats.workload import expected_work
from tests.builders import sites

if TYPE_CHECKING:
    from data.store import Store


def work_of(store: Store, rules: object = None, **known: object) -> float:
    """Expect the work of one site alone in its town, minutes a week."""
    table = sites({"kind": "enterprise", **known})
    grade = pd.Series({"S00001": known.pop("grade", "yellow")})
    return float(expected_work(store, table, grade, rules or default_rules()).work_min.iloc[0])  # type: ignore[arg-type]  # Rules


def test_a_monthly_inspection(store: Store) -> None:
    """365 / 30 visits a year of which 2 are inspections of 45 min, the rest patrols of 20."""
    patrols = 365 / 30 - 2
    assert work_of(store) == pytest.approx((2 * 45 + patrols * 20) * 7 / 365)


def test_idle_plants_are_patrolled(store: Store) -> None:
    """365 / 30 looks from outside."""
    assert work_of(store, kind="idle_factory") == pytest.approx(20 * 7 / 30)


def test_the_industry_may_have_its_own_frequency(store: Store) -> None:
    """Every 73 days: five visits a year, two of them inspections."""
    rules = parse_rules({"frequency": {"industry": {"C26": 73}}})
    work = work_of(store, rules, industry_code="C2614")
    assert work == pytest.approx((2 * 45 + 3 * 20) * 7 / 365)


def test_no_duty_is_no_work(store: Store) -> None:
    """An office without a frequency for yellow."""
    rules = parse_rules({"frequency": {"yellow_days": 0}})
    assert work_of(store, rules) == 0.0


def test_without_roads_the_way_is_a_straight_line(store: Store) -> None:
    """Two sites 0.001 degrees of longitude apart at 35.5 N: 90.7 m, 1.3 times, at 25 km/h, 17 s."""
    table = sites({"kind": "idle_factory"}, {"kind": "idle_factory"})
    grades = pd.Series("blue", index=table.index)
    work = expected_work(store, table, grades, default_rules())
    assert not work.by_road
    assert work.work_min.to_numpy() == pytest.approx((20 + 17 / 60) * 7 / 90, rel=1e-3)
