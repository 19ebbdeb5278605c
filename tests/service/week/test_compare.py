"""A planned week beside the same week planned in another way, and past weeks planned anew."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError, InputError, NotFoundError
from data.store import open_store
from service.pipeline.rules.ruling import keep_rules, known_ruling
from service.pipeline.week.backtest import backtest_plans
from service.pipeline.week.making import plan_week
from service.printing.compare import compare_lines, plan_backtest_lines
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store

NEXT = "2026-W49"


@pytest.fixture(scope="module")
def filled(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bring in one team and three places, two by the road, one of them seen in October."""
    path = tmp_path_factory.mktemp("compare") / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as store:
        fill(store, path.parent)
        visit(store, [("S00001", date(2026, 10, 5), None, None)])
    return path


@pytest.fixture
def town(filled: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy that a test may change."""
    path = tmp_path / "town.gpkg"
    shutil.copy(filled, path)
    with open_store(str(path)) as store:
        yield store


def test_a_plan_made_by_hand_is_put_beside_and_not_kept(town: Store) -> None:
    """
    Two places by the road and a week of time: both visit all, at risk 0.5 each.

    Both make the sweeps too; nobody knows what is there, and nothing is expected of them.
    """
    result = plan_week(town, week=WEEK, search=search(1), compare="naive")
    assert result.compare is not None
    sweeps = len(town.read("sweep"))
    assert result.compare.ours.stops == result.compare.theirs.stops == 2 + sweeps
    assert result.compare.theirs.expected == pytest.approx(1.0)
    assert not result.compare.is_chance
    assert len(town.read("plan")) == 1
    text = "\n".join(compare_lines(result.compare, "zh"))
    assert "按村庄顺序排" in text
    assert "不是概率" in text


def test_last_weeks_plan_is_made_again_and_says_what_nobody_wants(town: Store) -> None:
    """Seen last week, a place rests this week; driving there again is a patrol worth nothing."""
    first = plan_week(town, week=WEEK, search=search(1))
    stops = town.read("stop").join(town.read("route")[["day"]], on="route_id")
    made = [(row.site_id, row.day.date(), None, None) for row in stops.itertuples()]
    visit(town, made)
    result = plan_week(town, week=NEXT, search=search(1), compare="last-week")
    assert result.compare is not None
    assert result.compare.repeated == first.stops
    assert result.compare.unwanted == first.stops - result.stops
    assert "last week's plan again" in compare_lines(result.compare, "en")[0]


def test_without_a_plan_of_last_week_nothing_is_searched_or_kept(town: Store) -> None:
    """It says which week lacks one."""
    with pytest.raises(NotFoundError, match="no plan for 2026-W47"):
        plan_week(town, week=WEEK, search=search(1), compare="last-week")
    assert not len(town.read("plan"))


def test_an_unknown_way_is_refused_with_those_there_are(town: Store) -> None:
    """One clear line."""
    with pytest.raises(ConfigError, match="naive, last-week, random, got 'best'"):
        plan_week(town, week=WEEK, search=search(1), compare="best")


def test_past_weeks_are_planned_on_what_was_known_then(town: Store) -> None:
    """Two weeks before 2 November; a look on 29 October falls within four weeks of both."""
    visit(
        town,
        [
            ("S00001", date(2026, 10, 5), None, None),
            ("S00002", date(2026, 10, 29), None, None),
        ],
    )
    result = backtest_plans(town, origins=2, search=search(1), as_of=date(2026, 11, 2))
    assert result.weeks == ("2026-W43", "2026-W44")
    assert (result.looks, result.finds) == (2, 0)
    assert [way.name for way in result.ways] == ["planned", "naive", "random"]
    planned = result.ways[0]
    assert (planned.looked, planned.found, planned.share) == (2, 0, 0.0)
    text = "\n".join(plan_backtest_lines(result, "en"))
    assert "0% (95% interval 0% to 66%)" in text
    assert "which favours it" in text


def test_past_weeks_are_planned_by_the_rules_kept_with_the_store(town: Store) -> None:
    """An office that closes every gate all week sends nobody, by its own rules."""
    shut = {"closed": [{"zh": "停业", "en": "Shut"}], "sweep": {"share": 0.0}}
    keep_rules(town, known_ruling(shut, "file"))
    result = backtest_plans(town, origins=1, search=search(1), as_of=date(2026, 11, 2))
    assert [way.figures.stops for way in result.ways] == [0, 0, 0]


def test_weeks_before_the_first_visit_cannot_be_replayed(town: Store) -> None:
    """Nothing was known then, so every plan would be a guess."""
    with pytest.raises(InputError, match="no visit that saw inside before 2026-09-28"):
        backtest_plans(town, origins=5, search=search(1), as_of=date(2026, 11, 2))


def test_no_weeks_cannot_be_replayed(town: Store) -> None:
    """One clear line."""
    with pytest.raises(ConfigError, match="--origins of 1 or more, got 0"):
        backtest_plans(town, origins=0, search=search(1))
