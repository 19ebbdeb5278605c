"""The draw among nearly equal weeks in a stored town, the past it goes by, and what it says."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import ConfigError, NotFoundError
from data.store import open_store
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import read_wishes
from service.pipeline.plans.sheets import week_sheet
from service.pipeline.rules.ruling import keep_rules, known_ruling
from service.pipeline.week.making import plan_week
from service.pipeline.week.placed import read_past
from service.pipeline.week.predictability import judge_weeks
from service.printing.guess import predictability_lines, unpredictable_lines
from service.results.guess import UnpredictableResult
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

OCTOBER = date(2026, 10, 5)
"""A Monday."""


@pytest.fixture(scope="module")
def filled(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bring in three places, and visits of one of them on three Mondays and a Friday."""
    path = tmp_path_factory.mktemp("alike") / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as store:
        fill(store, path.parent)
        visit(
            store,
            [
                ("S00001", date(2026, 10, 5), "09:05", None),
                ("S00002", date(2026, 10, 5), "08:40", None),
                ("S00001", date(2026, 10, 9), "15:00", None),
                ("S00001", date(2026, 10, 12), None, None),
                ("S00001", date(2026, 10, 19), "14:30:00", None),
            ],
        )
    return path


@pytest.fixture
def town(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy that a test may change."""
    path = tmp_path / "town.gpkg"
    shutil.copy(filled, path)
    with open_store(str(path)) as store:
        yield store


def test_the_past_is_one_visit_of_each_site_and_week(town: Store) -> None:
    """The Friday after a Monday is no second chance to guess."""
    past = read_past(town, before=date(2026, 11, 23))
    told = [(one.site, one.monday, one.weekday, one.part) for one in past.placements]
    assert sorted(told, key=lambda one: one[:2]) == [
        ("S00001", OCTOBER, 0, "morning"),
        ("S00001", date(2026, 10, 12), 0, None),
        ("S00001", date(2026, 10, 19), 0, "afternoon"),
        ("S00002", OCTOBER, 0, "morning"),
    ]


def test_the_order_of_a_day_is_that_of_the_hours(town: Store) -> None:
    """S00002 was there first, though it stands second in the list."""
    (outing,) = read_past(town, before=date(2026, 11, 23)).outings
    assert outing.sites == ("S00002", "S00001")


def test_what_lies_on_or_after_the_day_is_not_known(town: Store) -> None:
    """A plan of the second week may not go by the second week."""
    assert {one.monday for one in read_past(town, before=date(2026, 10, 12)).placements} == {
        OCTOBER
    }


def test_a_planned_week_without_records_stands_in(town: Store) -> None:
    """Offices that record nothing still have a past; the report says so."""
    plan_week(town, week=WEEK, search=search(1))
    past = read_past(town, before=date(2026, 11, 30))
    assert past.planned_weeks == (date(2026, 11, 23),)
    planned = {one.site: one.part for one in past.placements if one.monday.month == 11}
    assert planned
    assert None not in planned.values()


def test_a_recorded_visit_has_the_hour_that_was_planned_for_its_day(town: Store) -> None:
    """The ledger often has no hours; the plan was followed."""
    plan_week(town, week=WEEK, search=search(1))
    stops = town.read("stop")
    site, start_s = stops["site_id"].iloc[0], int(stops["start_s"].iloc[0])
    day = town.read("route")["day"][stops["route_id"].iloc[0]].date()
    visit(town, [(site, day, None, None)])
    (made,) = [
        one
        for one in read_past(town, before=date(2026, 12, 1)).placements
        if one.site == site and one.monday == date(2026, 11, 23)
    ]
    assert made.weekday == day.weekday()
    assert made.part == ("morning" if start_s % 86_400 < 43_200 else "afternoon")


def test_a_plan_says_what_the_draw_cost_and_keeps_it(town: Store) -> None:
    """On the command line, in the store, on the page."""
    result = plan_week(town, week=WEEK, search=search(1))
    assert result.unpredictable is not None
    assert result.unpredictable.draws == 12
    kept = orjson.loads(town.read("plan")["params"].iloc[0])["unpredictable"]
    assert UnpredictableResult(**kept) == result.unpredictable
    sheet = week_sheet(town, WEEK, roads=town.read_roads())
    assert [zh for zh, _ in sheet.surprise] == unpredictable_lines(result.unpredictable, "zh")


def test_a_replan_compares_its_week_with_the_one_before(town: Store) -> None:
    """Nothing changes: as guessable as before, no warning, and no draw is claimed."""
    plan_week(town, week=WEEK, search=search(1))
    result = replan_week(
        town, week=WEEK, wishes=read_wishes("2026-11-23T00:00", (), ()), search=search(0)
    )
    assert result.guess is not None
    assert result.guess.weekday_before == result.guess.weekday_after
    assert not result.guess.is_worse
    assert week_sheet(town, WEEK, roads=town.read_roads()).surprise == ()


def test_past_weeks_are_judged_and_told(town: Store) -> None:
    """The last twelve before 23 November: three Mondays of S00001, two of them known before."""
    result = judge_weeks(town, weeks=12, as_of=date(2026, 11, 23))
    assert result.past is not None
    assert (result.past.weeks, result.past.visits) == (3, 4)
    assert result.past.weekday_guess is not None
    assert (result.past.weekday_guess.judged, result.past.weekday_guess.chance) == (2, 1.0)
    for lang, said in (("zh", "2 次中猜中 100%"), ("en", "100% of 2 right")):
        assert said in "\n".join(predictability_lines(result, lang))


def test_weeks_with_nothing_are_said_to_hold_nothing(town: Store) -> None:
    """Not that they were hard to guess."""
    result = judge_weeks(town, weeks=1, as_of=date(2026, 11, 23))
    assert result.past is None
    (line,) = predictability_lines(result, "zh")
    assert "无从评判" in line


def test_as_many_weeks_as_the_office_says(town: Store) -> None:
    """Its own rules are kept with the store; twelve is only the default."""
    keep_rules(town, known_ruling({"unpredictable": {"weeks": 3}}, "file"))
    assert judge_weeks(town, as_of=date(2026, 11, 23)).asked_weeks == 3


def test_no_weeks_cannot_be_judged(town: Store) -> None:
    """One clear line."""
    with pytest.raises(ConfigError, match="--weeks of 1 or more, got 0"):
        judge_weeks(town, weeks=0)


def test_a_town_without_dates_must_be_told_the_day(empty_file: Path) -> None:
    """Nothing is dated, so nobody can say which weeks are the last."""
    with open_store(str(empty_file)) as store, pytest.raises(NotFoundError, match="--as-of"):
        judge_weeks(store, weeks=12)
