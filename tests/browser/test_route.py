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
    """Deal with the next stop: its re-check was not made, and no hazard is written down."""
    item = page.locator(".is-next")
    item.locator("[data-act=finish]").click()
    item.locator(f"[data-result={result}]").click()
    if page.locator("#doubt").is_visible():
        page.click("#doubt-other")
    if result == "finding":
        page.click("#finding-close")
        expect(page.locator("#doubt")).to_be_visible()
        page.keyboard.press("Escape")


def hush(page: Page) -> None:
    """Take away the last word of the page at once: it would stay for three seconds and a half."""
    page.evaluate("document.getElementById('toast').hidden = true")


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


def test_numbers_and_times_of_the_table_are_left_as_they_are(read: Read, tmp_path: Path) -> None:
    """21:10 in UTC is 05:10 of the next day in Shanghai; JSON keeps what the phone recorded."""
    page = opened(read, tmp_path, "route")
    when = "2026-11-21T21:10:00.000Z"
    page.evaluate(
        "when => patrol.records.change('S00001', {photos: 3, note: '2 间上锁', done_at: when})",
        when,
    )
    text = exported(page, "#export-csv").removeprefix("\ufeff")
    (row,) = list(csv.DictReader(io.StringIO(text)))
    assert [row[name] for name in ("日期", "序号", "照片数", "备注", "到达时间", "完成时间")] == [
        "2026-11-23",
        "1",
        "3",
        "2 间上锁",
        "",
        "2026-11-22 05:10",
    ]
    (visit,) = json.loads(exported(page))["visits"]
    assert visit["done_at"] == when


def test_every_sign_that_starts_a_formula_is_tamed(read: Read, tmp_path: Path) -> None:
    """Spreadsheets in Chinese offices read the full-width signs too."""
    page = opened(read, tmp_path, "route")
    cells = {
        sign: page.evaluate("text => patrol.exports.cell(text)", f"{sign}1")
        for sign in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
    }
    assert [sign for sign, cell in cells.items() if cell.lstrip('"')[0] != "'"] == []


def test_a_number_below_zero_stays_a_number(read: Read, tmp_path: Path) -> None:
    """Only texts are run as formulas."""
    page = opened(read, tmp_path, "route")
    assert page.evaluate("patrol.exports.cell(-5)") == "-5"


def test_a_skipped_stop_is_not_counted_as_done(read: Read, tmp_path: Path) -> None:
    """One done, one not visited; both have left the list of what is to do."""
    page = opened(read, tmp_path, "route", size="phone")
    expect(page.locator("#skipped-part")).to_be_hidden()
    finish(page, "clean")
    page.locator(".is-next [data-act=skip]").click()
    page.locator(".is-next [data-skip=blocked]").click()
    expect(page.locator("#toast")).to_have_text("未去：道路不通")
    assert page.inner_text(".facts").split("\n")[:2] == ["1/3 完成", "1 未去"]
    assert page.inner_text("#open-count") == "1"


def test_the_menu_closes_after_an_action_and_on_a_tap_beside_it(read: Read, tmp_path: Path) -> None:
    """It covers the list on a phone."""
    page = opened(read, tmp_path, "route", size="phone")
    page.click("#menu-button")
    expect(page.locator("#menu")).to_be_visible()
    page.click("#forget-app")
    expect(page.locator("#menu")).to_be_hidden()
    page.click("#menu-button")
    page.locator("h1").click()
    expect(page.locator("#menu")).to_be_hidden()
    expect(page.locator("#menu-button")).to_have_attribute("aria-expanded", "false")


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


def other_phone(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give the file of the team's other phone: stop 1 clean, edited in the year 2999."""
    visit = {
        "site": "S00001",
        "result": "clean",
        "skip": None,
        "checks": [0],
        "note": "另一部手机",
        "photos": 2,
        "arrived_at": None,
        "done_at": "2999-01-01T00:00:00.000Z",
        "edited_at": "2999-01-01T00:00:00.000Z",
    }
    file = {
        "format": "patrol-results/1",
        "plan": "2026-W48-test",
        "route": "T1-1",
        "device": "b2",
        "visits": [visit | changes.pop("visit", {})],
    }
    return file | changes


def merged(page: Page, folder: Path, file: object) -> str:
    """Merge a file through the menu and give the words of the page."""
    path = folder / "other.json"
    path.write_text(json.dumps(file), encoding="utf-8")
    page.set_input_files("#merge-file", path)
    page.wait_for_selector("#toast:not([hidden])")
    return page.inner_text("#toast")


def test_the_later_record_of_two_phones_wins_and_the_other_is_shown(
    read: Read, tmp_path: Path
) -> None:
    """Ours said a finding, theirs came later; what somebody meant is not thrown away."""
    page = opened(read, tmp_path, "route", size="phone")
    finish(page, "finding")
    hush(page)
    assert "采用对方 1 条" in merged(page, tmp_path, other_phone())
    expect(page.locator("#finished .state").first).to_contain_text("未发现")
    expect(page.locator("#finished .older").first).to_contain_text("发现隐患")
    (visit,) = json.loads(exported(page))["visits"]
    assert (visit["result"], visit["photos"], visit["device"]) == ("clean", 2, "b2")


def test_an_earlier_record_of_the_other_phone_gives_way(read: Read, tmp_path: Path) -> None:
    """Theirs is of 2001: ours stays, theirs is shown below it."""
    page = opened(read, tmp_path, "route")
    finish(page, "finding")
    early = other_phone(visit={"edited_at": "2001-01-01T00:00:00.000Z"})
    hush(page)
    assert "保留本机 1 条" in merged(page, tmp_path, early)
    expect(page.locator("#finished .state").first).to_contain_text("发现隐患")
    expect(page.locator("#finished .older").first).to_contain_text("另一部手机")


def test_merging_the_same_file_twice_changes_nothing(read: Read, tmp_path: Path) -> None:
    """Somebody will press twice."""
    page = opened(read, tmp_path, "route")
    merged(page, tmp_path, other_phone())
    once = page.evaluate("JSON.stringify([patrol.records.byStop, patrol.records.older])")
    hush(page)
    assert "采用对方 0 条，保留本机 0 条" in merged(page, tmp_path, other_phone())
    assert page.evaluate("JSON.stringify([patrol.records.byStop, patrol.records.older])") == once


def test_the_order_of_two_files_does_not_matter(read: Read, tmp_path: Path) -> None:
    """Same moment on both phones: the greater device name wins on either of them."""
    results = []
    for place, order in enumerate((("a1", "b2"), ("b2", "a1"))):
        folder = tmp_path / str(place)
        folder.mkdir()
        page = opened(read, folder, "route")
        for device in order:
            file = other_phone(device=device, visit={"note": f"by {device}"})
            page.evaluate("f => patrol.merging.take(f, patrol.route.plan)", file)
        results.append(
            page.evaluate(
                "[patrol.records.byStop.S00001.note, patrol.records.older.S00001[0].note]"
            )
        )
        page.context.close()
    assert results == [["by b2", "by a1"]] * 2


def test_a_file_that_does_not_fit_is_refused(read: Read, tmp_path: Path) -> None:
    """Nothing of it is taken, and the inspector is told why."""
    page = opened(read, tmp_path, "route")
    wrong = []
    for file, words in (
        ({"format": "other"}, "不是本产品导出的结果"),
        (other_phone(plan="2026-W01-x"), "另一条路线"),
        (other_phone(visit={"result": "toString"}), "toString"),
        (other_phone(visit={"skip": "lazy"}), "lazy"),
    ):
        hush(page)
        told = merged(page, tmp_path, file)
        if words not in told or page.evaluate("Object.keys(patrol.records.byStop)") != []:
            wrong.append((words, told))
    assert wrong == []


def test_stops_of_no_route_are_reported(read: Read, tmp_path: Path) -> None:
    """An unknown stop is not lost in silence."""
    page = opened(read, tmp_path, "route")
    assert "1 个站点不在本路线" in merged(page, tmp_path, other_phone(visit={"site": "S99999"}))


def test_the_number_of_photos_is_a_record(read: Read, tmp_path: Path) -> None:
    """Photos stay in the camera roll; the office learns how many there are."""
    page = opened(read, tmp_path, "route")
    page.locator(".is-next [data-photos]").fill("3")
    page.locator(".is-next textarea").focus()
    (visit,) = json.loads(exported(page))["visits"]
    assert visit["photos"] == 3


def test_the_buttons_of_the_next_stop_stay_in_reach_of_the_thumb(
    read: Read, tmp_path: Path
) -> None:
    """The list of checks is longer than a phone; the buttons wait at the bottom of the screen."""
    page = opened(read, tmp_path, "route", size="phone")
    page.set_viewport_size({"width": 390, "height": 500})
    box = page.locator(".is-next .acts").bounding_box()
    assert box is not None
    assert 250 < box["y"] < box["y"] + box["height"] <= 500


def test_a_browser_without_its_own_inflate_shows_the_page(read: Read, tmp_path: Path) -> None:
    """Phones of 2022 have no DecompressionStream; ours gives the same bytes."""
    reader = read("phone")
    opened(read, tmp_path, "route")
    reader.context.add_init_script("delete window.DecompressionStream")
    page = reader.open(tmp_path / "route.html")
    assert page.inner_text("#open-count") == "3"
