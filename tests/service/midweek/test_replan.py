"""A stored week planned anew from a moment on: versions, records, closures, wishes, bad input."""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import ConfigError, NotFoundError
from data.schema import as_records
from data.store import open_store
from data.store.address import is_address
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import read_wishes
from service.pipeline.plans.daysoff import days_off, week_off
from service.pipeline.plans.sheets import week_sheet
from service.pipeline.roads.closures import ClosureWish, close_roads
from service.pipeline.rules.ruling import known_ruling
from service.pipeline.week.making import plan_week
from service.printing.summary import summary
from tests.service.conftest import WEEK, on_file, search
from tests.service.roadtown import fill, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store
    from service.results.replan import ReplanResult
    from service.results.week import PlanResult

MONDAY = "2026-11-23T00:00"


@pytest.fixture(scope="module")
def first_week(road_town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """
    Plan a week of one team once: two places by the road, one far from it.

    The seed is one by which the team begins at S00001: behind a closed road it would have no way
    home, which a replan does not know how to tell yet.
    """
    path = tmp_path_factory.mktemp("first") / "town.gpkg"
    shutil.copy(road_town_file, path)
    with open_store(str(path)) as store:
        plan_week(store, week=WEEK, search=search(3))
    return path


@pytest.fixture
def town(address: str, first_week: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy of that week; on a server it is planned there."""
    if not is_address(address):
        shutil.copy(first_week, address)
    with open_store(address) as store:
        if is_address(address):
            fill(store, tmp_path)
            plan_week(store, week=WEEK, search=search(3))
        yield store


def replan(store: Store, since: str, *add: str, absent: tuple[str, ...] = ()) -> ReplanResult:
    """Plan anew with counted steps."""
    wishes = read_wishes(since, add, absent)
    return replan_week(store, week=WEEK, wishes=wishes, search=search(0))


def stops(store: Store, plan_id: str) -> dict[str, tuple[str, int]]:
    """Say on which day and when each site of a plan is visited."""
    days = {row["route_id"]: str(row["day"].date()) for row in as_records(store.read("route"))}
    rows = as_records(store.read("stop", where={"plan_id": [plan_id]}))
    return {row["site_id"]: (days[row["route_id"]], int(row["start_s"])) for row in rows}


def first_stop(store: Store) -> str:
    """Name the moment a minute after the first stop at a site has begun."""
    made = stops(store, str(store.read("plan").index[0]))
    day, start_s = min(when for site, when in made.items() if not site.startswith("sweep:"))
    hours, minutes = divmod(start_s % 86_400 // 60 + 1, 60)
    return f"{day}T{hours:02d}:{minutes:02d}"


def test_nothing_new_changes_nothing_and_the_earlier_plan_stays(town: Store) -> None:
    """A new version with the same stops; the first can still be read."""
    result = replan(town, MONDAY)
    assert result.changes == ()
    assert town.read("plan")["version"].tolist() == [1, 2]
    assert result.plan.version == 2
    assert stops(town, result.plan.plan_id) == stops(town, result.earlier)


@on_file
def test_equal_wishes_give_an_equal_plan(town: Store) -> None:
    """From the same moment with the same steps, apart from its version."""
    first, second = replan(town, first_stop(town)), replan(town, first_stop(town))
    assert stops(town, first.plan.plan_id) == stops(town, second.plan.plan_id)
    assert first.plan.prize == second.plan.prize


def test_what_has_begun_stays_though_its_road_is_closed_now(road_town: Store) -> None:
    """The lane to S00002 closes: a stop there is made if it has begun, else left out for that."""
    store = road_town
    seldom = {"frequency": {"promised_grades": [], "yellow_days": 90, "blue_days": 365}}
    ruling = known_ruling(seldom | {"ahead": {"days": 0}}, "file")
    plan_week(store, week=WEEK, search=search(1), ruling=ruling)
    since = first_stop(store)
    begun = min(stops(store, str(store.read("plan").index[0])).items(), key=lambda one: one[1])[0]
    days = {"from_day": date(2026, 11, 23), "to_day": date(2026, 11, 29)}
    close_roads(store, ClosureWish(roads=("30",), **days))
    result = replan(store, since)
    after = stops(store, result.plan.plan_id)
    assert begun in after
    if begun != "S00002":
        told = [one for one in result.changes if not one.site_id.startswith("sweep:")]
        assert [(one.kind, one.site_id) for one in told] == [("dropped", "S00002")]
        assert "closure" in told[0].en


def test_an_added_site_is_promised_with_its_reason(town: Store) -> None:
    """What no car reaches is promised all the same, and told as broken with the metres."""
    result = replan(town, MONDAY, "远处厂：夜间冒烟")
    assert [broken.promise for broken in result.plan.broken] == ["must:S00003"]
    assert "499 m" in result.plan.broken[0].en
    wants = orjson.loads(town.read("plan").sort_values("version")["wants"].iloc[-1])
    assert wants["S00003"][0] == {
        "code": "tip",
        "zh": "临时增加：夜间冒烟",
        "en": "Added during the week: 夜间冒烟",
    }


@on_file
def test_a_team_that_is_away_has_no_stop_on_that_day(town: Store) -> None:
    """Its visits go to another day; the change says from when to when."""
    before = stops(town, str(town.read("plan").index[0]))
    day = min(before.values())[0]
    result = replan(town, MONDAY, absent=(f"一队:{day}",))
    after = stops(town, result.plan.plan_id)
    assert set(after) == set(before)
    assert day not in {when for when, _ in after.values()}
    assert {one.kind for one in result.changes} <= {"moved", "retimed"}
    assert any(one.kind == "moved" for one in result.changes)


@on_file
def test_who_is_away_stays_away_when_the_week_is_planned_again(town: Store) -> None:
    """The week's list knows what the replan was told; a rehearsal tells it nothing."""
    day = min(stops(town, str(town.read("plan").index[0])).values())[0]
    wishes = read_wishes(MONDAY, (), (f"一队:{day}",))
    replan_week(town, week=WEEK, wishes=wishes, search=search(0), keep=False)
    assert days_off(town) == {}
    replan_week(town, week=WEEK, wishes=wishes, search=search(0))
    assert week_off(town, WEEK) == {"T1": frozenset([date.fromisoformat(day)])}
    again = plan_week(town, week=WEEK, search=search(3))
    assert day not in {when for when, _ in stops(town, again.plan_id).values()}
    assert again.days_off == {"一队": (day,)}
    assert f"已按日期扣除本周缺勤：一队 {day}" in "\n".join(summary(again, "zh"))


@on_file
def test_a_visit_on_record_is_not_planned_again(town: Store) -> None:
    """Somebody went there on Monday, off the plan: the stop ahead is dropped with that day."""
    ahead = max(stops(town, str(town.read("plan").index[0])).items(), key=lambda one: one[1])[0]
    visit(town, [(ahead, date(2026, 11, 23), "08:35", "08:50")])
    result = replan(town, MONDAY)
    assert [(one.kind, one.site_id) for one in result.changes] == [("dropped", ahead)]
    assert result.changes[0].en.endswith("it was visited on 2026-11-23")
    left = town.read("unplanned", where={"plan_id": [result.plan.plan_id]}).set_index("site_id")
    assert left["reason"][ahead] == "not_due"


@on_file
def test_what_was_seen_already_is_not_added_in_silence(town: Store) -> None:
    """A second visit of one plan to one place is not kept: the planner is told."""
    made = stops(town, str(town.read("plan").index[0]))
    sites = {site: when for site, when in made.items() if not site.startswith("sweep:")}
    begun = min(sites, key=lambda site: sites[site])
    with pytest.raises(ConfigError, match="was visited by this plan before"):
        replan(town, first_stop(town), f"{begun}:again")


IMPOSSIBLE = [
    ("noon", (), (), "Expected --from with local time"),
    ("2026-11-25T11:00+08:00", (), (), "Expected --from with local time"),
    ("2026-11-30T00:00", (), (), "Expected --from with a moment in 2026-W48"),
    (MONDAY, ("S00001",), (), "Expected --add SITE:REASON"),
    (MONDAY, ("S00001:a", "S00001:b"), (), "--add names 'S00001' twice"),
    (MONDAY, ("S00001:a", "甲厂:b"), (), "--add names the site S00001 twice"),
    (MONDAY, (), ("一队",), "Expected --absent TEAM:DATE"),
    (MONDAY, (), ("一队:Friday",), "Expected --absent with a date"),
    (MONDAY, (), ("一队:2026-11-28",), "the plan has no shift of this team"),
    ("2026-11-25T11:00", (), ("一队:2026-11-24",), "the plan has no shift of this team"),
]


@on_file
def test_a_wish_that_cannot_be_is_one_clear_line(town: Store) -> None:
    """Nothing is stored then."""
    for since, add, absent, says in IMPOSSIBLE:
        with pytest.raises(ConfigError, match=says):
            replan(town, since, *add, absent=absent)
        assert len(town.read("plan")) == 1, says


@on_file
def test_unknown_sites_teams_and_weeks_are_named(town: Store) -> None:
    """Each by what was asked for."""
    with pytest.raises(NotFoundError, match="S99999"):
        replan(town, MONDAY, "S99999:why")
    with pytest.raises(NotFoundError, match="no such site"):
        replan(town, MONDAY, "T1:why")
    with pytest.raises(NotFoundError, match="unknown team '九队'; there are 一队"):
        replan(town, MONDAY, absent=("九队:2026-11-24",))
    wishes = read_wishes("2026-12-01T08:00", (), ())
    with pytest.raises(NotFoundError, match="There is no plan for 2026-W49"):
        replan_week(town, week="2026-W49", wishes=wishes, search=search(0))


def test_a_real_town_is_planned_anew_in_the_middle_of_its_week(
    planned_file: tuple[Path, PlanResult], tmp_path: Path
) -> None:
    """A tip-off and an absent team: the past stays to the second, and the pages can be drawn."""
    path = tmp_path / "town.gpkg"
    shutil.copy(planned_file[0], path)
    since_s = 2 * 86_400 + 11 * 3600
    with open_store(str(path)) as store:
        before = stops(store, planned_file[1].plan_id)
        hours = store.read("site")["hours"]
        # nights are full of promises: a tip-off at a place that works at night may go unkept
        by_day = [site for site in before if site in hours.index and hours[site] != "night"]
        ahead = max(by_day, key=lambda site: before[site][1])
        result = replan(store, "2026-11-25T11:00", f"{ahead}:举报", absent=("一队:2026-11-27",))
        after = stops(store, result.plan.plan_id)
        sheet = week_sheet(store, WEEK, roads=store.read_roads())
    past = {site: when for site, when in before.items() if when[1] < since_s}
    assert {site: after[site] for site in past} == past
    assert all(s > since_s for site, (_, s) in after.items() if site not in before)
    assert ahead in after
    assert sheet.version == 2
    assert all(
        route.day != date(2026, 11, 27) or route.team_name != "一队" for route in sheet.routes
    )
    assert result.begun >= len(past)
    assert "自 2026-11-25 11:00 起重排" in summary(result, "zh")[0]
    assert summary(result, "en")[0].startswith("Planned anew from 2026-11-25 11:00")
