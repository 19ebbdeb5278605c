"""Hand changes on a stored week: kept as a version, priced, refused in one line, taken back."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from typing import TYPE_CHECKING

import orjson
import pytest
from typer.testing import CliRunner

from data.errors import ChangeError, ConfigError, InputError, NotFoundError, StaleError
from data.schema import as_records
from data.store import open_store
from planning.changes import read_change_file
from service.cli import app
from service.pipeline.midweek.changing import read_changes
from service.pipeline.midweek.known import read_midweek
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import hand_moment, read_wishes
from service.pipeline.plans.restoring import restore_plan
from service.pipeline.roads.closures import ClosureWish, close_roads
from service.pipeline.rules.ruling import filed_ruling
from service.pipeline.week.making import plan_week
from service.printing.summary import summary
from service.web.week.versions import week_versions
from tests.service.conftest import WEEK, search
from tests.service.roadtown import visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.store import Store
    from service.results.replan import ReplanResult

MONDAY = "2026-11-23T00:00"
DAYS = [f"2026-11-{day}" for day in range(23, 28)]


@pytest.fixture(scope="module")
def first_week(road_town_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan a week of one team once: two places by the road, one far from it."""
    path = tmp_path_factory.mktemp("first") / "town.gpkg"
    shutil.copy(road_town_file, path)
    with open_store(str(path)) as store:
        plan_week(store, week=WEEK, search=search(1))
    return path


@pytest.fixture
def town(first_week: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a copy of that week; on a server, ``test_replan`` stores what this stores."""
    path = tmp_path / "town.gpkg"
    shutil.copy(first_week, path)
    with open_store(str(path)) as store:
        yield store


def change(store: Store, *changes: dict, keep: bool = True, **top: object) -> ReplanResult:
    """Do hand changes from the first hour of the week on."""
    file = read_change_file({"changes": list(changes), **top})
    wishes = read_wishes(MONDAY, (), (), changes=file)
    return replan_week(store, week=WEEK, wishes=wishes, search=search(0), keep=keep)


def days_of(store: Store, plan_id: str) -> dict[str, str]:
    """Say on which day each site of a plan is visited."""
    days = {row["route_id"]: str(row["day"].date()) for row in as_records(store.read("route"))}
    rows = as_records(store.read("stop", where={"plan_id": [plan_id]}))
    return {row["site_id"]: days[row["route_id"]] for row in rows}


def other_day(store: Store, site: str) -> str:
    """Name a workday on which the first plan does not visit a site."""
    day = days_of(store, str(store.read("plan").index[0]))[site]
    return next(one for one in DAYS if one != day)


def test_a_moved_visit_stays_where_it_was_put_until_it_is_let_go(town: Store) -> None:
    """A later replan keeps the pin; unpin gives the visit back its hours."""
    day = other_day(town, "S00001")
    move = {"do": "move", "site": "甲厂", "team": "一队", "day": day, "at": "14:00"}
    moved = change(town, move, author="王敏", note="企业要求下午")
    assert days_of(town, moved.plan.plan_id)["S00001"] == day
    (stop,) = as_records(
        town.read("stop", where={"plan_id": [moved.plan.plan_id], "site_id": ["S00001"]})
    )
    assert 14 * 3600 <= stop["start_s"] % 86_400 <= 14 * 3600 + 15 * 60
    again = change(town, {"do": "pin", "site": "S00001"})
    assert again.changes == ()
    params = orjson.loads(town.read("plan").loc[moved.plan.plan_id, "params"])
    assert params["replan"]["author"] == "王敏"
    assert params["replan"]["changes"][0]["site"] == "甲厂"
    assert set(params["hand"]["hours"]) == {"S00001"}
    freed = change(town, {"do": "unpin", "site": "S00001"})
    params = orjson.loads(town.read("plan").loc[freed.plan.plan_id, "params"])
    assert params["hand"]["hours"] == {}


def test_costs_are_told_in_both_languages_and_add_up(town: Store) -> None:
    """What is more in the new plan than in the old one, in every figure."""
    result = change(town, {"do": "forbid", "site": "S00001"})
    costs = result.costs
    assert costs is not None
    assert costs.together.stops == costs.after.stops - costs.before.stops == -1
    assert costs.together.prize == costs.after.prize - costs.before.prize
    (one,) = costs.each
    assert (one.number, one.dropped, one.done) == (1, 1, True)
    assert one.figures.prize < 0
    zh, en = ("\n".join(summary(result, lang)) for lang in ("zh", "en"))
    assert "  1. 不许去 甲厂：一队 2026-11-23、一队 2026-11-24、一队 2026-11-25等 5 个班次" in zh
    assert "；增 0 站，撤 1 站，换班次 0 站" in zh
    assert "解除禁止" in zh
    assert "（第 1 项改动）" in zh
    assert "  1. forbid 甲厂: 一队 2026-11-23" in en
    assert "0 stop(s) added, 1 dropped, 0 moved" in en


def test_a_dry_run_stores_nothing(town: Store) -> None:
    """It tells the same, and the plan in force stays."""
    result = change(town, {"do": "forbid", "site": "S00001"}, keep=False)
    assert not result.kept
    assert result.costs is not None
    assert len(town.read("plan")) == 1
    assert summary(result, "en")[0].startswith("A trial: planned anew from 2026-11-23 00:00")


def test_undo_goes_back_step_by_step_and_any_version_can_be_had_again(town: Store) -> None:
    """Versions 1, 2, 3; undone twice it is as in the beginning, and 3 can be taken up again."""
    first = change(town, {"do": "forbid", "site": "S00001"})
    second = change(town, {"do": "forbid", "site": "S00002"})
    assert not {"S00001", "S00002"} & set(days_of(town, second.plan.plan_id))
    undone = restore_plan(town, week=WEEK)
    assert days_of(town, undone.plan_id) == days_of(town, first.plan.plan_id)
    assert (undone.version, undone.of_version, undone.replaced) == (4, 2, second.plan.plan_id)
    start = restore_plan(town, week=WEEK)
    assert days_of(town, start.plan_id) == days_of(town, first.earlier)
    with pytest.raises(ConfigError, match="there is nothing to undo; --version N"):
        restore_plan(town, week=WEEK)
    third = restore_plan(town, week=WEEK, version=3)
    assert days_of(town, third.plan_id) == days_of(town, second.plan.plan_id)
    assert len(town.read("plan")) == 6
    with pytest.raises(NotFoundError, match="no plan of version 9; it has 1, 2, 3, 4, 5, 6"):
        restore_plan(town, week=WEEK, version=9)
    with pytest.raises(ConfigError, match=r"Version 6 of .* is in force already"):
        restore_plan(town, week=WEEK, version=6)
    assert "恢复为第 2 版的计划" in summary(undone, "zh")[0]


def test_what_somebody_stored_meanwhile_is_not_undone(
    town: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two at once: whoever is stored second has not seen the other's plan, and is refused."""

    def other_first(*_: object, **__: object) -> None:
        monkeypatch.undo()
        change(town, {"do": "forbid", "site": "S00002"})

    monkeypatch.setattr("service.pipeline.midweek.replan.refuse_unlawful", other_first)
    with pytest.raises(StaleError, match=r"the newest plan of 2026-W48 is 2026-W48-v2-"):
        change(town, {"do": "forbid", "site": "S00001"})
    assert sorted(town.read("plan")["version"]) == [1, 2]


def test_a_week_is_read_as_it_is_at_one_moment(
    town: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a phone sends while it is read is left to the next reader, with all that it says."""

    def visited_first(*args: object) -> object:
        monkeypatch.undo()
        visit(town, [("S00001", date(2026, 11, 23), "09:00", "09:20")])
        return filed_ruling(*args)  # type: ignore[arg-type]  # as it was asked

    monkeypatch.setattr("service.pipeline.midweek.known.filed_ruling", visited_first)
    wishes = read_wishes("2026-11-24T00:00", (), ())
    assert read_midweek(town, week=WEEK, wishes=wishes).seen_on == {}
    assert read_midweek(town, week=WEEK, wishes=wishes).seen_on == {"S00001": "2026-11-23"}


def test_a_plan_that_was_gone_back_to_can_be_changed_again(town: Store) -> None:
    """All its rows were copied: problem, reasons, promises, ways; what it becomes is a change."""
    first = change(town, {"do": "forbid", "site": "S00001"}).earlier
    undone = restore_plan(town, week=WEEK)
    again = change(town, {"do": "pin", "site": "S00001"})
    assert again.earlier == undone.plan_id
    assert again.changes == ()
    made = {one.version: (one.made, one.made_from) for one in week_versions(town, WEEK)}
    assert made[3] == ("restored", first)
    assert made[4] == ("changed", undone.plan_id)


def test_what_was_visited_is_not_undone(town: Store) -> None:
    """The plan in force added a visit, and somebody went: the plan before does not know of it."""
    change(town, {"do": "forbid", "site": "S00001"})
    change(
        town, {"do": "allow", "site": "S00001"}, {"do": "add", "site": "S00001", "reason": "投诉"}
    )
    visit(town, [("S00001", date(2026, 11, 24), "09:00", "09:20")])
    with pytest.raises(ConfigError, match="S00001 was visited by the plan in force"):
        restore_plan(town, week=WEEK)


def test_hand_changes_without_a_moment_hold_for_the_whole_week_until_it_runs(town: Store) -> None:
    """Once a visit is on record the moment must be said."""
    assert hand_moment(town, WEEK) == datetime(2026, 11, 23)  # noqa: DTZ001  # local, no zone
    visit(town, [("S00003", date(2026, 11, 24), "09:00", "09:20")])
    with pytest.raises(ConfigError, match="on record up to 2026-11-24; say with --from"):
        hand_moment(town, WEEK)


FAULTY = [
    ({"do": "move", "site": "S9", "team": "一队", "day": DAYS[0]}, "no site has the id 'S9'"),
    ({"do": "move", "site": "厂", "team": "一队", "day": DAYS[0]}, "no site has the id '厂'"),
    ({"do": "pin", "site": "T1"}, "'T1' is no site of the ledger, or it is gone"),
    ({"do": "move", "site": "甲厂", "team": "九队", "day": DAYS[0]}, "there is no team '九队'"),
    (
        {"do": "move", "site": "甲厂", "team": "一队", "day": "2026-11-29"},
        "no shift of 一队 on 2026-11-29",
    ),
    ({"do": "pin", "site": "S00003"}, r"S00003 \(远处厂\): "),
    ({"do": "absent", "team": "一队", "day": "2026-12-01"}, "no shift of 一队 on 2026-12-01"),
    (
        {"do": "move", "site": "甲厂", "team": "一队", "day": DAYS[0], "at": "03:00"},
        "no hour of 一队 2026-11-23 suits it",
    ),
]


def test_a_change_that_cannot_be_is_one_line_and_stores_nothing(town: Store) -> None:
    """The number of the change is told, though others before it are fine."""
    for faulty, says in FAULTY:
        with pytest.raises(ChangeError, match=f"Change 2: .*{says}"):
            change(town, {"do": "pin", "site": "S00001"}, faulty)
    assert len(town.read("plan")) == 1


def test_a_file_for_another_plan_or_week_is_refused(town: Store) -> None:
    """Its changes would mean other stops."""
    with pytest.raises(ConfigError, match="is for 2026-W47, not 2026-W48"):
        change(town, {"do": "pin", "site": "S00001"}, week="2026-W47")
    with pytest.raises(ConfigError, match=r"was written for plan old, and 2026-W48-v1-.* is in"):
        change(town, {"do": "pin", "site": "S00001"}, plan="old")
    twice = {"do": "add", "site": "S00001", "reason": "x"}
    with pytest.raises(ChangeError, match="Change 2: S00001 is added twice"):
        change(town, twice, twice)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """Missing, broken, or of another form; each in one line."""
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.json is not valid JSON"):
        read_changes(broken)
    with pytest.raises(InputError, match=r"none\.json cannot be read"):
        read_changes(tmp_path / "none.json")
    with pytest.raises(ConfigError, match=r"found none there"):
        read_changes(tmp_path / "none.toml")


def test_the_command_line_takes_a_file_tries_it_keeps_it_and_takes_it_back(
    first_week: Path, tmp_path: Path
) -> None:
    """From the file to version 3, in JSON; a wish beside --undo is refused."""
    path = tmp_path / "town.gpkg"
    shutil.copy(first_week, path)
    told = ["--store", str(path), "--week", WEEK, "--iterations", "200", "--json"]
    file = tmp_path / "changes.toml"
    file.write_text('[[changes]]\ndo = "absent"\nteam = "一队"\nday = 2026-11-27\n', "utf-8")
    run = CliRunner().invoke
    tried = run(app, ["replan", *told, "--changes", str(file), "--dry-run"])
    assert tried.exit_code == 0, tried.output
    assert json.loads(tried.stdout)["kept"] is False
    kept = json.loads(run(app, ["replan", *told, "--changes", str(file)]).stdout)
    assert kept["plan"]["version"] == 2
    assert kept["costs"] == json.loads(tried.stdout)["costs"]
    assert [one["do"] for one in kept["costs"]["each"]] == ["absent"]
    both = run(app, ["replan", *told, "--undo", "--changes", str(file)])
    assert "--undo or --version alone" in str(both.exception)
    bare = run(app, ["replan", *told])
    assert "Expected --from with the moment" in str(bare.exception)
    undone = json.loads(run(app, ["replan", "--undo", *told[:4], "--json"]).stdout)
    assert (undone["version"], undone["of_version"]) == (3, 1)


def test_a_tip_off_now_is_promised_for_the_same_day_or_the_next(town: Store) -> None:
    """Planned for Friday; at nine on Wednesday it goes there that day, at five on Thursday."""
    change(town, {"do": "move", "site": "S00001", "team": "一队", "day": "2026-11-27"})
    change(town, {"do": "unpin", "site": "S00001"})
    for since, day, told in (
        ("2026-11-25T09:00", "2026-11-25", "Wed"),
        ("2026-11-25T17:00", "2026-11-26", "Thu"),
    ):
        wishes = read_wishes(since, ("S00001:夜间冒烟",), ())
        result = replan_week(town, week=WEEK, wishes=wishes, search=search(0))
        assert days_of(town, result.plan.plan_id)["S00001"] == day
        assert f"甲厂 is promised by {told}" in result.notes[0].en
        restore_plan(town, week=WEEK)


def test_a_team_that_a_closure_cuts_off_goes_home_as_it_came(town: Store) -> None:
    """S00002 lies on a dead end; its lane closes while the team is there."""
    move = {"do": "move", "site": "S00002", "team": "一队", "day": "2026-11-25", "at": "09:00"}
    change(town, move)
    closed = {"from_day": date(2026, 11, 25), "to_day": date(2026, 11, 25)}
    close_roads(town, ClosureWish(roads=("30",), **closed))
    wishes = read_wishes("2026-11-25T09:10", (), ())
    result = replan_week(town, week=WEEK, wishes=wishes, search=search(0))
    assert days_of(town, result.plan.plan_id)["S00002"] == "2026-11-25"
