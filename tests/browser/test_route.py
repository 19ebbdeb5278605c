"""The route page in a real browser: nothing that was recorded may be lost."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_pages import Read, opened

DENIED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied') }})"


def finish(page: Page, result: str) -> None:
    """Deal with the next stop."""
    item = page.locator(".is-next")
    item.locator("[data-act=finish]").click()
    item.locator(f"[data-result={result}]").click()


def exported(page: Page, button: str = "#export-json") -> str:
    """Press an export button and read the file."""
    if page.is_hidden("#menu"):
        page.click("#menu-button")
    with page.expect_download() as download:
        page.click(button)
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_a_tick_survives_a_reload_and_is_exported(read: Read, tmp_path: Path) -> None:
    """The promise the page makes to the inspector."""
    page = opened(read, tmp_path, "route", size="phone")
    finish(page, "finding")
    page.reload()
    page.wait_for_selector("html[data-usable='1']", state="attached")
    assert page.inner_text("#done-count") == "1"
    assert page.inner_text("#not-exported") == "1 条未导出"
    file: dict[str, Any] = json.loads(exported(page))
    assert (file["format"], file["plan"], file["datum"]) == (
        "patrol-results/1",
        "2026-W48-test",
        "wgs84",
    )
    assert [(visit["site"], visit["result"]) for visit in file["visits"]] == [("S00001", "finding")]
    expect(page.locator("#not-exported")).to_be_hidden()


def test_the_next_stop_takes_its_place(read: Read, tmp_path: Path) -> None:
    """One stop is open, the next one is marked, the finished one moves down."""
    page = opened(read, tmp_path, "route", size="phone")
    finish(page, "clean")
    expect(page.locator(".is-next h3")).to_contain_text("第2厂")
    expect(page.locator("#finished .stop")).to_have_count(1)


def test_undoing_is_exported_too(read: Read, tmp_path: Path) -> None:
    """Who merges two phones must learn that the tick was taken back."""
    page = opened(read, tmp_path, "route")
    finish(page, "clean")
    page.click("#finished [data-act=undo]")
    assert page.inner_text("#done-count") == "0"
    (visit,) = json.loads(exported(page))["visits"]
    assert visit["result"] is None
    assert visit["edited_at"]


def test_skipping_asks_for_the_reason(read: Read, tmp_path: Path) -> None:
    """A place not visited is a result, and why matters."""
    page = opened(read, tmp_path, "route")
    page.locator(".is-next [data-act=skip]").click()
    page.locator(".is-next [data-skip=blocked]").click()
    (visit,) = json.loads(exported(page))["visits"]
    assert (visit["result"], visit["skip"]) == ("skipped", "blocked")


def test_a_note_alone_is_a_record(read: Read, tmp_path: Path) -> None:
    """Typed text is kept while typing, without pressing anything."""
    page = opened(read, tmp_path, "route")
    page.locator(".is-next textarea").fill("门口有新车辙")
    expect(page.locator("#not-exported")).to_contain_text("1 条")
    page.reload()
    page.wait_for_selector("html[data-usable='1']", state="attached")
    assert page.locator(".is-next textarea").input_value() == "门口有新车辙"


def test_a_checked_line_alone_is_a_record(read: Read, tmp_path: Path) -> None:
    """What was looked at counts even before the result."""
    page = opened(read, tmp_path, "route")
    page.locator(".is-next [data-check='1']").check()
    (visit,) = json.loads(exported(page))["visits"]
    assert visit["checks"] == [1]


def test_denied_storage_is_said_and_the_stops_are_still_there(read: Read, tmp_path: Path) -> None:
    """Some phones give a file no storage: a red bar, and everything works until it is closed."""
    reader = read("phone")
    reader.context.add_init_script(DENIED)
    file = tmp_path / "route.html"
    opened(read, tmp_path, "route")
    page = reader.open(file)
    expect(page.locator("#alarm")).to_contain_text("务必导出")
    finish(page, "clean")
    assert page.inner_text("#done-count") == "1"


def test_unreadable_records_are_set_aside(read: Read, tmp_path: Path) -> None:
    """Broken records are not thrown away: somebody may still mend them."""
    page = opened(read, tmp_path, "route")
    page.evaluate("localStorage.setItem('patrol:2026-W48-test:T1-1', '{broken')")
    page.reload()
    page.wait_for_selector("html[data-usable='1']", state="attached")
    expect(page.locator("#alarm")).to_contain_text("没有删除")
    kept = page.evaluate("localStorage.getItem('patrol:2026-W48-test:T1-1:unreadable')")
    assert kept == "{broken"


def test_a_formula_in_a_note_stays_text_in_the_table(read: Read, tmp_path: Path) -> None:
    """A spreadsheet runs what begins with an equals sign."""
    page = opened(read, tmp_path, "route")
    page.locator(".is-next textarea").fill('=HYPERLINK("x"),1')
    expect(page.locator("#not-exported")).to_contain_text("1 条")
    text = exported(page, "#export-csv")
    assert text.startswith("\ufeff计划,")
    (row,) = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert row["备注"] == '\'=HYPERLINK("x"),1'


def test_the_menu_offers_apps_and_remembers_the_choice(read: Read, tmp_path: Path) -> None:
    """One tap from the second time on; each app in its own datum."""
    page = opened(
        read, tmp_path, "route", size="phone", user_agent="Mozilla/5.0 (Linux; Android 14) Chrome"
    )
    page.locator(".is-next [data-act=navigate]").click()
    apps = page.eval_on_selector_all(".applist a", "links => links.map(a => a.dataset.app)")
    assert apps == ["amap", "amap_web", "baidu", "tencent", "google", "geo"]
    link = page.get_attribute(".applist a[data-app=geo]", "href")
    assert link == "geo:35.500500,115.003000?q=35.500500,115.003000(%E7%AC%AC1%E5%8E%82)"


def test_gpx_holds_stops_and_track(read: Read, tmp_path: Path) -> None:
    """For phones that open no html."""
    text = exported(opened(read, tmp_path, "route"), "#export-gpx")
    assert text.count("<wpt ") == 3
    assert '<trkpt lat="35.50000" lon="115.00000"/>' in text


def test_the_map_fills_the_phone_on_request(read: Read, tmp_path: Path) -> None:
    """List first; the map is one tap away."""
    page = opened(read, tmp_path, "route", size="phone")
    expect(page.locator(".map")).to_be_hidden()
    page.click("#show-map")
    expect(page.locator(".map")).to_be_visible()
