"""The main job on the ledgers and roads of a real town: what must hold of the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pandas as pd
import pytest

from data.errors import ConfigError, InputError, NotFoundError
from data.schema import SHIFT, TEAM, as_table
from data.store import open_store
from planning.check import check_plan
from planning.problem_json import read_problem
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.pages.drawing import draw_hotspots, draw_index, draw_routes
from service.pipeline.plans.sheets import week_sheet
from service.pipeline.risk.scores import score_town
from service.pipeline.roads.loading import load_roads
from service.pipeline.week.making import plan_week
from service.pipeline.week.search import Search
from tests.service.conftest import WEEK, draw_all, no_clock, search
from tests.service.stored import stored_matrix, stored_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.store import Store
    from service.results.week import PlanResult

PLAN_TABLES = ("plan", "route", "stop", "unplanned", "promise")


def short_search(seed: int) -> Search:
    """Search a few steps, where any plan will do."""
    return Search(seed=seed, iterations=100, is_bounded=False, clock=no_clock)


def test_every_row_has_one_fate(qingzu: Store) -> None:
    """Nothing is dropped in silence: title rows, totals and blanks are rows too."""
    rows = qingzu.read("import_row")
    assert rows["fate"].notna().all()
    assert not rows.duplicated(["file_hash", "sheet", "row"]).any()


def test_every_site_is_scored_with_reasons_that_sum_to_its_risk(qingzu: Store) -> None:
    """A score without its reasons cannot be told to the owner."""
    sites, scores = qingzu.read("site"), qingzu.read("score")
    assert list(scores.index) == list(sites.index)
    for row in scores.itertuples():
        points = sum(reason["points"] for reason in orjson.loads(str(row.reasons)))
        assert points == pytest.approx(row.risk, abs=1e-9)


def test_importing_again_settles_questions_and_then_changes_no_row(
    qingzu: Store, shared_data: Path
) -> None:
    """A clerk who imports twice does no harm; roads loaded in between may answer a question."""
    tables = ("site", "inspection", "finding", "tip")
    ledgers = shared_data / "ledgers" / "qingzu"
    files = sorted([*ledgers.glob("*.xlsx"), *ledgers.glob("*.csv")])
    first = {table: qingzu.read(table) for table in tables}
    import_ledgers(qingzu, files)
    second = {table: qingzu.read(table) for table in tables}
    import_ledgers(qingzu, files)
    for table, rows in first.items():
        assert second[table].loc[rows.index].equals(rows)
        assert qingzu.read(table).equals(second[table])


def test_every_site_is_planned_or_left_out_with_a_reason(planned: Store) -> None:
    """`Why was this place not assigned?` is what offices ask most."""
    stops, left = planned.read("stop"), planned.read("unplanned")
    wanted = [*planned.read("site").index, *planned.read("sweep").index]
    assert sorted([*stops["site_id"], *left["site_id"]]) == sorted(wanted)
    for column in ("zh", "en"):
        assert left[column].str.len().gt(0).all()


def test_every_stop_says_why_in_both_languages(planned: Store) -> None:
    """An inspector repeats it at the door."""
    for listed in planned.read("stop")["why"]:
        whys = orjson.loads(listed)
        assert whys
        assert all(why["zh"] and why["en"] for why in whys)


def test_the_stored_plan_passes_the_check_again(planned: Store) -> None:
    """Whoever opens the store later can check the plan without the engine."""
    problem = read_problem(
        orjson.loads(planned.read("plan")["problem"].iloc[0]), duration_s=stored_matrix(planned)
    )
    assert check_plan(problem, stored_plan(planned)) == ()


def test_broken_promises_are_told_and_do_not_fail_the_plan(
    planned_file: tuple[Path, PlanResult],
) -> None:
    """A week that cannot keep everything is the normal case."""
    path, result = planned_file
    with open_store(str(path)) as store:
        told = store.read("promise")
    assert result.promises == len(told) > 50
    assert len(result.broken) == int((~told["kept"].astype(bool)).sum())
    assert told[["zh", "en"]].map(len).gt(0).all(axis=None)


def test_equal_seed_and_steps_repeat_the_plan_byte_for_byte(
    planned: Store, plan_again: Callable[[int], Path]
) -> None:
    """An office must be able to show how a plan came about."""
    with open_store(str(plan_again(1))) as again:
        for table in PLAN_TABLES:
            ours, theirs = planned.read(table), again.read(table)
            assert ours.to_csv().encode() == theirs.to_csv().encode()


def test_another_seed_gives_another_week(planned: Store, plan_again: Callable[[int], Path]) -> None:
    """Routes must not be guessable."""
    with open_store(str(plan_again(2))) as other:
        ours = planned.read("stop")[["site_id", "start_s"]].to_numpy().tolist()
        theirs = other.read("stop")[["site_id", "start_s"]].to_numpy().tolist()
    assert ours != theirs


def test_a_second_plan_is_a_new_version(planned_copy: Store) -> None:
    """What was published stays readable when the week is planned again."""
    (first,) = planned_copy.read("plan").index
    second = plan_week(planned_copy, week=WEEK, search=short_search(2))
    assert second.version == 2
    assert week_sheet(planned_copy, WEEK, roads=planned_copy.read_roads()).plan_id == second.plan_id
    assert set(planned_copy.read("stop")["plan_id"]) == {first, second.plan_id}


def test_routes_on_pages_follow_the_plan(planned: Store) -> None:
    """Times add up along each route, and each leg is drawn from place to place."""
    sheet = week_sheet(planned, WEEK, roads=planned.read_roads())
    for route in sheet.routes:
        assert route.drive_s == sum(stop.leg_s for stop in route.stops) + route.back_s
        assert route.work_s == sum(stop.end_s - stop.start_s for stop in route.stops)
        for stop in route.stops:
            assert stop.leg_line[-1] == pytest.approx((stop.site.lon_deg, stop.site.lat_deg))
            assert route.start_s <= stop.arrive_s <= stop.start_s <= stop.end_s <= route.end_s


def test_all_pages_are_drawn_and_repeat_byte_for_byte(
    planned: Store, drawn_pages: Path, tmp_path: Path
) -> None:
    """A page that differs without a reason cannot be compared or archived."""

    def drawn(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.html"))
        }

    draw_all(planned, tmp_path)
    first, second = drawn(drawn_pages), drawn(tmp_path)
    assert {"index.html", "hotspots.html", "week.html"} < set(first)
    assert first == second


def test_the_default_day_is_after_the_last_row_of_any_kind(qingzu: Store) -> None:
    """A finding closed on the last day is closed: the day after knows it."""
    finding = qingzu.read("finding").iloc[[0]].copy()
    finding["state"] = "closed"
    finding["closed"] = pd.Timestamp("2026-11-21")
    with qingzu.writing() as unit:
        unit.upsert("finding", finding)
    assert score_town(qingzu).as_of == "2026-11-22"


def test_a_plan_does_not_know_its_own_week(qingzu: Store) -> None:
    """Otherwise replaying the past would flatter the planner."""
    with pytest.raises(ConfigError, match="score --as-of 2026-07-20"):
        plan_week(qingzu, week="2026-W30", search=search(1))


def test_a_plan_says_what_its_scores_do_not_know(qingzu: Store) -> None:
    """Importing after scoring is easily done, and the plan would be a week behind."""
    visit = qingzu.read("inspection").iloc[[0]].copy()
    visit["day"] = pd.Timestamp("2026-11-22")
    with qingzu.writing() as unit:
        unit.upsert("inspection", visit)
    assert plan_week(qingzu, week=WEEK, search=short_search(1)).later_rows == 1


def test_a_site_without_a_score_is_named_before_planning(qingzu: Store) -> None:
    """A new import brings sites that no score knows; no page may miss them."""
    sites = qingzu.read("site").index
    with qingzu.writing() as unit:
        unit.clear("score", where={"site_id": [sites[0]]})
    with pytest.raises(NotFoundError, match=f"1 of {len(sites)} sites"):
        plan_week(qingzu, week=WEEK, search=search(1))


def test_roads_of_another_town_are_refused(qingzu: Store, shared_data: Path) -> None:
    """Half a country away is a mixed-up file, and the roads that were there stay."""
    before = len(qingzu.read_roads().edges)
    with pytest.raises(InputError, match="right town"):
        load_roads(qingzu, shared_data / "osm" / "guixi_city_jiangxi.osm")
    assert len(qingzu.read_roads().edges) == before


def test_no_team_is_one_clear_line(qingzu: Store) -> None:
    """The team list is a file of its own and easily forgotten."""
    with qingzu.writing() as unit:
        unit.clear("shift")
        unit.clear("team")
    with pytest.raises(ConfigError, match="no team"):
        plan_week(qingzu, week=WEEK, search=search(1))
    assert len(qingzu.read("plan")) == 0


def test_a_week_in_which_everybody_is_away_is_one_clear_line(qingzu: Store) -> None:
    """Holidays and absences can leave nobody."""
    teams = qingzu.read("team").reset_index().to_dict("records")
    away = [{**team, "absent_days": "[0, 1, 2, 3, 4, 5, 6]"} for team in teams]
    with qingzu.writing() as unit:
        unit.upsert("team", as_table(away, TEAM))
        unit.upsert("shift", as_table(qingzu.read("shift").reset_index().to_dict("records"), SHIFT))
    with pytest.raises(ConfigError, match="Nobody works"):
        plan_week(qingzu, week=WEEK, search=search(1))


def test_steps_out_of_order_say_what_to_run(tmp_path: Path) -> None:
    """Every step names the one before it."""
    with open_store(str(tmp_path / "new.gpkg"), create=True) as store:
        for step, named in (
            (lambda: score_town(store), "gridpatrol import"),
            (lambda: plan_week(store, week=WEEK, search=search(1)), "gridpatrol import"),
            (lambda: draw_hotspots(store, tmp_path, lang="en"), "gridpatrol roads load"),
        ):
            with pytest.raises(NotFoundError, match=named):
                step()


def test_two_limits_are_one_too_many() -> None:
    """Which of them should win cannot be known."""
    with pytest.raises(ConfigError, match="got both"):
        Search(seed=1, iterations=5, time_limit_s=5.0, clock=no_clock)


def test_outings_group_only_risky_sites_that_lie_together(qingzu: Store) -> None:
    """One stop of the car for several places: each place once, none of them harmless."""
    outings = map_hotspots(qingzu).outings
    grouped = [site for outing in outings for site in outing.sites]
    assert len(grouped) == len(set(grouped)) > 0
    assert set(qingzu.read("score").loc[grouped, "grade"]) <= {"red", "orange"}
    assert min(len(outing.sites) for outing in outings) > 1


def test_the_first_page_tells_of_the_week_that_was_drawn(
    planned_copy: Store, tmp_path: Path
) -> None:
    """Planning next week on Friday must not hide the week that runs."""
    plan_week(planned_copy, week="2026-W49", search=short_search(1))
    for week in (WEEK, "2026-W49"):
        draw_routes(planned_copy, tmp_path, week=week, lang="zh")
    draw_index(planned_copy, tmp_path, week=WEEK, lang="zh")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "routes/2026-11-23-" in page
    assert "routes/2026-11-30-" not in page


def test_pages_of_a_former_plan_of_the_week_are_removed(planned: Store, tmp_path: Path) -> None:
    """Nobody may drive a route that is no longer planned; other weeks stay."""
    (tmp_path / "routes").mkdir()
    former = tmp_path / "routes" / "2026-11-25-T99-day-2.html"
    other_week = tmp_path / "routes" / "2026-11-16-T01-day-0.html"
    for page in (former, other_week):
        page.write_text("old", encoding="utf-8")
    draw_routes(planned, tmp_path, week=WEEK, lang="zh")
    assert not former.exists()
    assert other_week.exists()
