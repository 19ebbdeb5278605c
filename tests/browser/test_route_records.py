"""What inspectors enter on the route page: findings, re-checks, places, and how it leaves it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import segno
from playwright.sync_api import Page, expect

from data.ledger.handover import unpacked
from data.ledger.pagefiles import read_page_file
from data.schema import FINDING, as_table
from data.store import Store, open_store
from maps.pages import route_page
from service.pipeline.records.record import record_files
from tests.browser.test_pages import Read, opened
from tests.browser.test_route import DENIED, exported, finish, hush
from tests.conftest import lacking
from tests.maps.hostile import HOSTILE
from tests.maps.town import LAT, LON, roads, route, week
from tests.service.pagetown import PLAN_ID, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = {"latitude": 35.5012345, "longitude": 115.0043219, "accuracy": 12.4}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = """async (tags) => (await axe.run(document, {runOnly: tags})).violations
  .map((fault) => [fault.id, ...fault.nodes.map((node) => node.html.slice(0, 120))])"""
SMALL = """() => [...document.querySelectorAll('dialog[open] *, .place *, .today *, .recheck *')]
  .filter((e) => e.matches('button, textarea, input:not([type=radio], [type=checkbox]), .tick'))
  .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 90))"""
MATRIX = """() => {
  const canvas = document.querySelector('#qr canvas'), context = canvas.getContext('2d');
  const n = qrModules, size = canvas.width / (n + 8);
  const {data} = context.getImageData(0, 0, canvas.width, canvas.width);
  const at = (place) => Math.floor((place + 4.5) * size);
  const dark = (row, column) => (data[4 * (at(row) * canvas.width + at(column))] < 128 ? 1 : 0);
  return Array.from({length: n}, (_, r) => Array.from({length: n}, (_, c) => dark(r, c)));
}"""


def note_finding(page: Page, what: str, **more: str) -> None:
    """Fill in the form of a finding and keep it."""
    page.fill("#finding [name=what]", what)
    for name, value in more.items():
        page.fill(f"#finding [name={name}]", value)
    page.click("#finding-save")


def note_place(page: Page, **fields: str) -> None:
    """Fill in the form of a place found on the way and keep it."""
    page.click("#place-add")
    for name, value in fields.items():
        page.fill(f"#place [name={name}]", value)


def filled_in(page: Page) -> None:
    """Enter two findings at stop 1, a re-check there, and two places, one of them taken back."""
    page.locator(".is-next [data-recheck=open]").click()
    page.locator(".is-next [data-recheck-note]").fill("只搬走一半")
    page.locator(".is-next [data-act=finish]").click()
    page.locator(".is-next [data-result=illegal]").click()
    first = page.locator("#finished li.stop").first
    first.locator(".head").click()
    first.locator("[data-act=find]").click()
    page.check("#finding [name=level][value=major]")
    note_finding(page, "喷漆房未防爆；无通风", due="2026-12-07", photos="3")
    first.locator("[data-act=find]").click()
    page.check("#finding [name=spot]")
    note_finding(page, "通道堵塞")
    note_place(page, name="流动加油车", what="=路边加油", village="西村", photos="2")
    page.click("#place-locate")
    expect(page.locator("#place-spot")).to_contain_text("误差约 12 米")
    page.click("#place-save")
    note_place(page, what="无牌小作坊")
    page.click("#place-save")
    page.locator("[data-place] [data-place-act=remove]").last.click()


def test_what_was_entered_leaves_the_page_as_it_was_entered(read: Read, tmp_path: Path) -> None:
    """Findings, re-checks and places survive a reload, and every way out tells the same."""
    page = opened(
        read, tmp_path, "route", size="phone", geolocation=HERE, permissions=["geolocation"]
    )
    filled_in(page)
    page.reload()
    page.wait_for_selector("html[data-usable='1']", state="attached")
    assert page.inner_text("#not-exported") == "3 条未导出"
    scanned = page.evaluate(
        "patrol.qr.text(patrol.exports.json(patrol.route.plan))"  # read before the others mark it
    )
    file: dict[str, Any] = json.loads(exported(page))
    (visit,) = file["visits"]
    device = file["device"]
    assert (visit["site"], visit["result"]) == ("S00001", "illegal")
    assert visit["rechecked"] == [{"finding": "F1", "state": "open", "note": "只搬走一半"}]
    told = {"what": "喷漆房未防爆；无通风", "level": "major", "due": "2026-12-07", "photos": 3}
    also = {"what": "通道堵塞", "level": "ordinary", "due": None, "photos": None}
    assert visit["findings"] == [
        told | {"id": f"{device}-1", "on_the_spot": False},
        also | {"id": f"{device}-2", "on_the_spot": True},
    ]
    place, undone = file["places"]
    assert {name: place[name] for name in ("id", "name", "what", "village", "deleted")} == {
        "id": f"{device}-p3",
        "name": "流动加油车",
        "what": "=路边加油",
        "village": "西村",
        "deleted": False,
    }
    assert (place["lon"], place["lat"], place["accuracy_m"]) == (115.004322, 35.501235, 12)
    assert (undone["what"], undone["lon"], undone["deleted"]) == ("无牌小作坊", None, True)
    packed = json.loads(unpacked(scanned.encode()))
    assert packed | {"exported": file["exported"]} == file

    rows = list(csv.DictReader(io.StringIO(exported(page, "#export-csv").removeprefix("\ufeff"))))
    assert [row["结果代码"] for row in rows] == ["illegal", "place", ""]
    assert [rows[0][name] for name in ("隐患", "隐患级别", "整改期限", "当场整改", "复查结果")] == [
        "喷漆房未防爆，无通风；通道堵塞",
        "重大；一般",
        "2026-12-07；",
        "否；是",
        "F1=open",
    ]
    assert (rows[1]["备注"], rows[1]["经度"]) == ("'=路边加油", "115.004322")
    table = tmp_path / "results.csv"
    table.write_text(exported(page, "#export-csv"), encoding="utf-8")
    one, found, gone = (record.said for record in read_page_file(table))
    assert (len(one.findings), one.rechecked[0].state) == (2, "open")
    assert (found.name, found.what, found.lon_deg) == ("流动加油车", "=路边加油", 115.004322)
    assert gone.deleted


def test_the_picture_to_scan_is_the_code_that_another_encoder_draws(
    read: Read, tmp_path: Path
) -> None:
    """Compared dot by dot with segno under the one of eight masks that the page chose."""
    page = opened(read, tmp_path, "route", size="phone")
    page.click("#menu-button")
    page.click("#export-qr")
    expect(page.locator("#toast")).to_contain_text("还没有记录可导出")
    finish(page, "clean")
    page.click("#menu-button")
    page.click("#export-qr")
    expect(page.locator("#qr")).to_be_visible()
    text = page.evaluate("patrol.handover.scanned")
    assert text.startswith("PR1:")
    found = segno.make(text, error="l", boost_error=False, micro=False)
    side = 4 * int(found.version) + 17
    shown = page.evaluate(MATRIX.replace("qrModules", str(side)))
    masks = [
        segno.make(text, error="l", boost_error=False, micro=False, mask=mask) for mask in range(8)
    ]
    assert shown in [[list(map(int, row)) for row in code.matrix] for code in masks]
    expect(page.locator("#not-exported")).to_contain_text("1 条未导出")
    page.click("#qr-close")
    page.evaluate("patrol.records.change('S00001', {note: [...Array(900).keys()].join('页')})")
    page.click("#menu-button")
    page.click("#export-qr")
    expect(page.locator("#toast")).to_contain_text("请导出文件")


def test_the_form_of_a_finding_says_what_is_missing(read: Read, tmp_path: Path) -> None:
    """No empty hazard, no day before the visit, and nobody found nothing where a hazard stands."""
    page = opened(read, tmp_path, "route", size="phone")
    page.locator(".is-next [data-act=find]").click()
    page.click("#finding-save")
    expect(page.locator("#finding .fault")).to_contain_text("请写一句看到了什么。")
    note_finding(page, "线路老化", due="2026-11-22")
    expect(page.locator("#finding .fault")).to_contain_text("不能早于巡查当天")
    page.fill("#finding [name=due]", "2026-11-23")
    page.click("#finding-save")
    expect(page.locator(".is-next .found button")).to_contain_text("限期 2026-11-23")
    assert json.loads(exported(page))["visits"][0]["result"] == "finding"
    for act, choice in (("finish", "[data-result=clean]"), ("skip", "[data-skip=time]")):
        page.locator(f".is-next [data-act={act}]").click()
        page.locator(f".is-next {choice}").click()
        expect(page.locator("#toast")).to_contain_text("已记 1 条隐患")
        assert page.inner_text("#done-count") == "0"
    page.locator(".is-next .found button").click()
    page.click("#finding-delete")
    expect(page.locator(".is-next .found button")).to_have_count(0)
    assert json.loads(exported(page))["visits"][0]["result"] is None


def test_an_undone_visit_is_taken_back_and_keeps_its_drafts(read: Read, tmp_path: Path) -> None:
    """Undo takes the visit out of the counts; the words somebody typed are not thrown away."""
    page = opened(read, tmp_path, "route")
    page.locator(".is-next [data-act=finish]").click()
    page.locator(".is-next [data-result=finding]").click()
    page.click("#doubt-other")
    note_finding(page, "线路老化")
    page.click("#finished [data-act=undo]")
    (visit,) = json.loads(exported(page))["visits"]
    assert (visit["result"], len(visit["findings"])) == (None, 1)
    page.evaluate("f => patrol.merging.take(f, patrol.route.plan)", {"visits": [visit]})
    assert json.loads(exported(page))["visits"][0]["result"] is None
    page.locator(".is-next [data-act=finish]").click()
    page.locator(".is-next [data-result=finding]").click()
    page.click("#doubt-other")
    assert json.loads(exported(page))["visits"][0]["result"] == "finding"


def test_words_that_do_not_go_together_are_asked_about(read: Read, tmp_path: Path) -> None:
    """A due re-check without an answer, nothing found where a hazard stands, a find of nothing."""
    page = opened(read, tmp_path, "route", size="phone")
    stop = page.locator("li.stop[data-site=S00001]")
    doubt = page.locator("#doubt")
    stop.locator("[data-act=finish]").click()
    stop.locator("[data-result=clean]").click()
    expect(doubt).to_contain_text("有 1 条隐患到期复查")
    page.click("#doubt-main")
    expect(stop.locator("[data-recheck=closed]")).to_be_focused()
    stop.locator("[data-recheck=open]").click()
    stop.locator("[data-act=finish]").click()
    stop.locator("[data-result=clean]").click()
    expect(doubt).to_contain_text("办公室按“发现隐患”计")
    page.click("#doubt-main")
    expect(page.locator("#finding")).to_be_hidden()  # the hazard of before is what was found
    (visit,) = json.loads(exported(page))["visits"]
    assert (visit["result"], visit["rechecked"][0]["state"]) == ("finding", "open")
    expect(stop.locator(".state")).not_to_contain_text("没写隐患内容")

    stop = page.locator(".is-next")
    stop.locator("[data-recheck=closed]").click()
    stop.locator("[data-act=finish]").click()
    stop.locator("[data-result=illegal]").click()
    page.click("#finding-close")
    expect(doubt).to_contain_text("没有写是什么隐患")
    page.keyboard.press("Escape")
    bare = page.locator("#finished li.stop").last
    expect(bare.locator(".state")).to_contain_text("没写隐患内容")
    bare.locator("[data-act=undo]").click()
    page.locator(".is-next [data-act=skip]").click()
    page.locator(".is-next [data-skip=time]").click()
    expect(page.locator("#toast")).to_contain_text("已写复查结果")
    assert json.loads(exported(page))["visits"][1]["result"] is None


def test_a_due_day_is_one_press_and_no_word_covers_a_button(read: Read, tmp_path: Path) -> None:
    """Fifteen days after the visit; the toast stands under the head, and presses go through it."""
    page = opened(read, tmp_path, "route", size="phone")
    page.locator(".is-next [data-act=find]").click()
    page.click("#finding [data-days='15']")
    assert page.input_value("#finding [name=due]") == "2026-12-08"
    page.check("#finding [name=spot]")
    expect(page.locator("#finding [data-days='7']")).to_be_disabled()
    page.click("#finding-close")
    page.evaluate("patrol.route.toast('已记录')")
    box, head = (page.locator(one).bounding_box() for one in ("#toast", ".top"))
    assert box
    assert head
    assert box["y"] >= head["y"] + head["height"]
    assert box["y"] + box["height"] < 844 / 2
    assert page.locator("#toast").evaluate("e => getComputedStyle(e).pointerEvents") == "none"


def test_an_empty_day_still_takes_what_was_found_on_the_way(read: Read, tmp_path: Path) -> None:
    """No stop, no storage: the place is still noted under one device name, and leaves the page."""
    plan = replace(week(), routes=(replace(route("T1-1"), distance_m=0.0),))
    file = tmp_path / "empty.html"
    file.write_text(route_page(plan.routes[0], plan, roads()), encoding="utf-8")
    reader = read("phone")
    reader.context.add_init_script(DENIED)
    page = reader.open(file)
    expect(page.locator(".empty")).to_contain_text("没有安排站点")
    page.click("#place-add")
    page.click("#place-save")
    expect(page.locator("#place .fault")).to_be_visible()
    page.click("#place-close")
    for name in ("甲", "乙"):
        note_place(page, name=name)
        page.click("#place-save")
    file_out = json.loads(exported(page))
    device = file_out["device"]
    assert [place["id"] for place in file_out["places"]] == [f"{device}-p1", f"{device}-p2"]
    assert file_out["visits"] == []
    page.click("#show-map")
    expect(page.locator(".map")).to_be_visible()


def test_two_phones_places_and_findings_become_one(read: Read, tmp_path: Path) -> None:
    """The later edit of a place wins whole; a scanned text merges as a file does."""
    page = opened(read, tmp_path, "route")
    note_place(page, name="甲")
    page.click("#place-save")
    mine = json.loads(exported(page))
    theirs = mine | {"places": [mine["places"][0] | {"name": "改名", "device": "zz"}]}
    theirs["places"][0]["edited_at"] = "2999-01-01T00:00:00.000Z"
    text = page.evaluate("f => patrol.qr.text(f)", theirs)
    (tmp_path / "scan.txt").write_text(text + "\n", encoding="utf-8")
    hush(page)
    page.set_input_files("#merge-file", tmp_path / "scan.txt")
    expect(page.locator("#toast")).to_contain_text("采用对方 1 条")
    expect(page.locator("[data-place] h3")).to_have_text("改名")
    expect(page.locator("[data-place] .older")).to_contain_text("甲")
    for fault in (
        {"places": [{"id": "__proto__", "edited_at": "2999"}]},
        {"visits": [{"site": "S00001", "edited_at": "2999", "findings": "x"}]},
        {"visits": [{"site": "S00001", "edited_at": "2999", "findings": [{"level": "worst"}]}]},
    ):
        assert "fault" in page.evaluate(
            "f => patrol.merging.read(JSON.stringify(f), patrol.route.plan)", mine | fault
        )


def test_what_people_type_stays_text_and_large_type_is_remembered(
    read: Read, tmp_path: Path
) -> None:
    """Hostile words in every field; then the switch for large type, which a reload keeps."""
    page = opened(read, tmp_path, "route", size="phone")
    # a bare assignment would give playwright a function, which it may call by itself
    page.evaluate("window.hits = []; window.hit = () => { hits.push(new Error().stack) }; void 0;")
    for text in HOSTILE:
        page.evaluate(
            """text => {
              patrol.records.change('S00001', {findings: [
                {id: 'a-1', what: text, level: 'major', due: text, photos: 1}],
                rechecked: [{finding: 'F1', state: 'open', note: text}], note: text});
              patrol.records.changePlace('a-p1', {name: text, what: text, village: text,
                at: '2026-11-23T01:00:00Z', findings: [], lon: 115, lat: 35.5});
              patrol.route.refresh();
              patrol.findings.open('S00001', 'a-1');
              document.getElementById('finding').close();
            }""",
            text,
        )
    assert page.evaluate("window.hits") == []
    page.click("#menu-button")
    page.click("#large-type")
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    page.wait_for_selector("html.large[data-usable='1']", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_every_form_is_open_to_everybody(read: Read, tmp_path: Path) -> None:
    """Findings, places and apps: no fault that axe can tell, no target below 44 pixels."""
    axe = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        lacking("axe-core", "run npm ci --ignore-scripts in the project folder")
    page = opened(read, tmp_path, "route", size="phone", bypass_csp=True)
    page.add_script_tag(content=axe.read_text(encoding="utf-8"))
    page.evaluate("patrol.findings.open('S00001')")
    page.fill("#finding [name=what]", "线路老化")
    for form in ("finding", "place", "apps", None):
        if form == "place":
            page.click("#place-add")
        if form == "apps":
            page.evaluate("patrol.navigation.open('S00001')")
        found = page.evaluate(AXE, TAGS)
        assert (form, found) == (form, [])
        assert (form, page.evaluate(SMALL)) == (form, [])
        if form:
            page.click({"finding": "#finding-save"}.get(form, f"#{form}-close"))


@pytest.mark.parametrize("zoom", [13])
def test_stops_at_one_gate_step_aside_for_each_other(read: Read, tmp_path: Path, zoom: int) -> None:
    """Three firms behind one gate: three numbers to read, each with a line to the gate."""
    plan = week()
    stops = tuple(
        replace(stop, site=replace(stop.site, lon_deg=LON + 0.01, lat_deg=LAT))
        for stop in plan.routes[0].stops
    )
    plan = replace(plan, routes=(replace(plan.routes[0], stops=stops), plan.routes[1]))
    file = tmp_path / "gate.html"
    file.write_text(route_page(plan.routes[0], plan, roads()), encoding="utf-8")
    page = read("desktop").open(file)
    page.evaluate("zoom => patrol.map.setZoom(zoom, {animate: false})", zoom)
    places = page.evaluate("patrol.layers.routes.pins.map(p => [p.x, p.y])")
    assert len(places) == 3
    apart = [
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5
        for i, a in enumerate(places)
        for b in places[:i]
    ]
    assert min(apart) >= 26  # two radii of 13 pixels


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Store]:
    """Open a store with the plan of the page below and one open finding at its first stop."""
    with open_store(str(tmp_path / "town.gpkg"), create=True) as store:
        fill(store)
        known = {"finding_id": "F1", "site_id": "S00001", "what": "废油桶露天", "level": "major"}
        when = {"found": date(2026, 10, 1), "due": date(2026, 11, 1), "state": "rectifying"}
        with store.writing() as unit:
            unit.upsert("finding", as_table([known | when], FINDING))
        yield store


def recorded(store: Store) -> dict[str, list[Any]]:
    """Read back what the office now knows, each table in the order of its words."""
    findings, tips = store.read("finding"), store.read("tip")
    visits = store.read("inspection")
    columns = ["what", "level", "due", "state", "on_the_spot", "photo_count"]
    told = findings[findings["what"] != "废油桶露天"][columns].astype(object)
    return {
        "visits": sorted(zip(visits["site_id"], visits["result"], strict=True)),
        "findings": sorted(map(tuple, told.where(told.notna(), None).to_numpy().tolist())),
        "tips": sorted(tips["what"]),
        "known": findings.loc[["F1"], "state"].tolist(),
        "points": store.read("site").loc[lambda t: t["name"] == "流动加油车", "lon_deg"].tolist(),
    }


def test_what_the_page_was_told_is_what_the_store_knows(
    read: Read, tmp_path: Path, town: Store
) -> None:
    """From the finger to the office, by file and by scanned text: the same, and only once."""
    plan = replace(week(), plan_id=PLAN_ID)
    day = replace(plan.routes[0], day=date(2026, 11, 24))
    plan = replace(plan, routes=(day, *plan.routes[1:]))
    file = tmp_path / "route.html"
    file.write_text(route_page(day, plan, roads()), encoding="utf-8")
    reader = read("phone", geolocation=HERE, permissions=["geolocation"])
    reader.context.clock.set_fixed_time(datetime(2026, 11, 24, 2, tzinfo=UTC))
    page = reader.open(file)
    filled_in(page)
    scan, results = tmp_path / "scan.txt", tmp_path / "results.json"
    scan.write_text(
        page.evaluate("patrol.qr.text(patrol.exports.json(patrol.route.plan))"), encoding="utf-8"
    )
    results.write_text(exported(page), encoding="utf-8")
    record_files(town, [results])
    once = recorded(town)
    assert once["visits"] == [("S00001", "illegal")]
    assert [row[:2] for row in once["findings"]] == [
        ("喷漆房未防爆；无通风", "major"),
        ("通道堵塞", "ordinary"),
    ]
    assert [(state, bool(spot), photos) for *_, state, spot, photos in once["findings"]] == [
        ("found", False, 3),
        ("closed", True, None),
    ]
    assert once["findings"][0][2].date() == date(2026, 12, 7)
    assert once["tips"] == ["=路边加油"]
    assert once["points"] == [pytest.approx(115.004322)]
    assert once["known"] == ["rectifying"]
    again = record_files(town, [scan, results])
    assert again.unchanged >= 3
    assert recorded(town) == once
