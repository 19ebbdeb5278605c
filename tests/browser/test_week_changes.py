"""Hand changes collected on the week page, and taken by ``gridpatrol replan``."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from typer.testing import CliRunner

from data.store import open_store
from maps.pages import week_page
from service.cli import app
from service.pipeline.pages.drawing import draw_week
from service.pipeline.plans.sheets import week_sheet
from service.pipeline.week.making import plan_week
from tests.browser.test_pages import Read, opened
from tests.maps.town import hand, roads, week
from tests.service.conftest import WEEK, search
from tests.service.roadtown import fill

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIST = "#changes ol li"


def edit(page: Page, site: str) -> None:
    """Open the menu of a place."""
    page.click(f"button.hand[data-hand={site}]")


def saved(page: Page) -> tuple[str, dict]:
    """Save the change file; its name and what is in it."""
    with page.expect_download() as waiting:
        page.click("#changes-save")
    file = waiting.value
    return file.suggested_filename, json.loads(Path(file.path()).read_text(encoding="utf-8"))


def test_a_move_is_listed_saved_and_undone(read: Read, tmp_path: Path) -> None:
    """The file holds what was chosen and the plan it was chosen for, nothing else."""
    page = opened(read, tmp_path, "week")
    edit(page, "S00003")
    page.select_option(".handmenu select >> nth=0", label="二队 周二")
    page.fill(".handmenu input[type=time]", "14:00")
    page.click(".handmenu [data-do=move]")
    expect(page.locator(LIST)).to_have_count(1)
    expect(page.locator("[data-mark=S00003]")).to_contain_text("改到 二队 周二 14:00")
    name, file = saved(page)
    assert name == "changes-2026-W48-v1.json"
    move = {"do": "move", "site": "S00003", "team": "T2", "day": "2026-11-24", "at": "14:00"}
    assert file == {"week": "2026-W48", "plan": "2026-W48-test", "changes": [move]}
    page.click("[data-undo='0']")
    expect(page.locator(LIST)).to_have_count(0)
    expect(page.locator("#no-changes")).to_be_visible()


def test_changes_survive_a_reload_and_are_undone_together(read: Read, tmp_path: Path) -> None:
    """A planner is called away in the middle of it."""
    page = opened(read, tmp_path, "week")
    edit(page, "S00003")
    page.click(".handmenu [data-do=forbid]")
    page.click(".teamday:visible button.hand[data-hand-route]")
    page.click(".handmenu [data-do=swap]")
    page.reload()
    page.wait_for_selector("html[data-usable='1']", state="attached")
    expect(page.locator(LIST)).to_have_count(2)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#changes-clear")
    expect(page.locator(LIST)).to_have_count(0)


def test_a_team_that_cannot_go_is_named_and_not_offered(read: Read, tmp_path: Path) -> None:
    """Place 1 is in the home village of the second team."""
    page = opened(read, tmp_path, "week")
    edit(page, "S00001")
    assert "二队" not in page.inner_text(".handmenu select >> nth=0")
    expect(page.locator(".cannot")).to_contain_text("二队（本村须回避）")


def test_a_pinned_visit_is_let_go_before_it_can_be_forbidden(read: Read, tmp_path: Path) -> None:
    """Replan refuses the other order; the pin of place 2 is the plan's own."""
    page = opened(read, tmp_path, "week")
    edit(page, "S00002")
    expect(page.locator(".handmenu [data-do=forbid]")).to_have_count(0)
    page.click(".handmenu [data-do=unpin]")
    edit(page, "S00002")
    expect(page.locator(".handmenu [data-do=forbid]")).to_have_count(1)


def test_a_place_left_out_is_added_with_a_reason_only(read: Read, tmp_path: Path) -> None:
    """The reason is printed on the inspector's page; without one the field asks for it."""
    page = opened(read, tmp_path, "week")
    edit(page, "S00006")
    page.click(".handmenu [data-do=add_visit]")
    expect(page.locator(LIST)).to_have_count(0)
    page.fill(".handmenu input[type=text]", "镇长要求")
    page.click(".handmenu [data-do=add_visit]")
    _, file = saved(page)
    assert file["changes"] == [{"do": "add", "site": "S00006", "reason": "镇长要求"}]


def test_with_visits_on_record_the_moment_is_asked_for(read: Read, tmp_path: Path) -> None:
    """Records reach Monday: Tuesday is proposed, and stops that were begun are left alone."""
    file = tmp_path / "begun.html"
    begun = replace(week(), hand=replace(hand(), recorded=date(2026, 11, 23)))
    file.write_text(week_page(begun, roads()), encoding="utf-8")
    page = read().open(file)
    edit(page, "S00003")
    expect(page.locator(".handmenu")).to_contain_text("不能再改")
    edit(page, "S00003")
    edit(page, "S00006")
    page.click(".handmenu [data-do=move]")
    expect(page.locator("#changes-from")).to_have_value("2026-11-24T00:00")
    page.fill("#changes-from", "")
    expect(page.locator("#wrong-since")).to_contain_text("2026-11-23 已有检查记录")
    expect(page.locator("#changes-save")).to_be_disabled()


def test_what_changed_since_the_last_version_is_told(read: Read, tmp_path: Path) -> None:
    """What was asked for, and one line for each visit that came or went."""
    page = opened(read, tmp_path, "week")
    expect(page.locator("#differences [data-kind=dropped] li")).to_contain_text("未到期")
    expect(page.locator("#differences .asked")).to_contain_text("固定 第1厂")


def test_paper_shows_the_day_that_is_chosen(read: Read, tmp_path: Path) -> None:
    """One team on one day prints its own sheet without the lists of the week."""
    page = opened(read, tmp_path, "week")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".teamday:visible")).to_have_count(1)
    expect(page.locator("#left-out")).to_be_hidden()
    expect(page.locator("#printed")).to_contain_text("2026-11-23 · 全部队伍")


def test_replan_takes_the_file_that_the_page_saves(read: Read, tmp_path: Path) -> None:
    """End to end: chosen on the page, saved, run by the command of the page, in the new version."""
    address = tmp_path / "town.gpkg"
    with open_store(str(address), create=True) as store:
        fill(store, tmp_path)
        plan_week(store, week=WEEK, search=search(1))
        draw_week(store, tmp_path, week=WEEK, lang="zh")
        before = days(store)
    page = read().open(tmp_path / "week.html")
    page.click("button[data-day='']")
    edit(page, "S00001")
    page.click(".handmenu [data-do=move]")
    edit(page, "S00002")
    page.click(".handmenu [data-do=forbid]")
    name, file = saved(page)
    (tmp_path / name).write_text(json.dumps(file), encoding="utf-8")
    command = page.input_value("#command-keep").split()[1:]
    command[command.index(name)] = str(tmp_path / name)
    ran = CliRunner().invoke(app, [*command, "--store", str(address), "--iterations", "400"])
    assert ran.exit_code == 0, ran.output
    with open_store(str(address)) as store:
        after = days(store)
        draw_week(store, tmp_path, week=WEEK, lang="zh")
        assert week_sheet(store, WEEK, roads=store.read_roads()).version == 2
    assert after["S00001"] == file["changes"][0]["day"] != before["S00001"]
    assert "S00002" in before
    assert "S00002" not in after
    page = read().open(tmp_path / "week.html")
    expect(page.locator("#differences [data-kind=dropped]")).to_contain_text("不许一队")


def days(store: object) -> dict[str, str]:
    """Say on which day each place of the newest plan is visited."""
    sheet = week_sheet(store, WEEK, roads=store.read_roads())
    return {stop.site.site_id: one.day.isoformat() for one in sheet.routes for stop in one.stops}
