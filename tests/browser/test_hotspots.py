"""The hotspot page in a real browser: search, filters, cards."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from maps.pages import HotspotLayers, JudgedScore, hotspots_page
from tests.browser.test_pages import Read, opened
from tests.maps.town import FACTS, cells_table, further_layers, roads, sites_table

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def test_search_switches_the_hidden_grade_on_and_opens_the_card(read: Read, tmp_path: Path) -> None:
    """A blue place is hidden at first; who looks for it must see it."""
    page = opened(read, tmp_path, "hotspots")
    assert not page.is_checked("[name=grade][value=blue]")
    page.fill("#find", "第4")
    page.press("#find", "Enter")
    page.wait_for_selector("#card h3")
    assert page.inner_text("#card h3") == "第4厂"
    assert page.is_checked("[name=grade][value=blue]")


def test_search_says_when_nothing_is_found(read: Read, tmp_path: Path) -> None:
    """An empty list looks broken."""
    page = opened(read, tmp_path, "hotspots")
    page.fill("#find", "zzz")
    assert page.inner_text("#hits") == "没有找到"


def test_the_card_tells_grade_score_reason_and_plan(read: Read, tmp_path: Path) -> None:
    """Place 1: risk 0.78, red, planned for team one."""
    page = opened(read, tmp_path, "hotspots")
    page.fill("#find", "第1")
    page.click("#hits li")
    page.wait_for_selector("#card h3")
    card = page.inner_text("#card")
    for words in ("78", "红", "久未检查", "2026-11-23 一队 #1", "4 次检查发现 1 次", "2026-08-20"):
        assert words in card


def test_a_half_is_rounded_as_on_every_other_page(read: Read, tmp_path: Path) -> None:
    """Risk 0.625: 62 in the plan and on the first page, so 62 on the card, its cell's list too."""
    table = sites_table()
    table.loc["S00001", "risk"] = 0.625
    file = tmp_path / "halves.html"
    file.write_text(hotspots_page(table, cells_table(), roads(), facts=FACTS), encoding="utf-8")
    page = read("desktop").open(file)
    page.fill("#find", "第1")
    page.click("#hits li")
    page.wait_for_selector("#card h3")
    assert page.inner_text("#card .score b") == "62"


def test_village_filter_counts_anew(read: Read, tmp_path: Path) -> None:
    """东村 holds places 4, 5, 6: blue, orange, yellow."""
    page = opened(read, tmp_path, "hotspots")
    page.select_option("#village", label="东村 3")
    counts = [page.inner_text(f"[data-count={g}]") for g in ("red", "orange", "yellow", "blue")]
    assert counts == ["0", "1", "1", "1"]


def test_a_click_on_a_dot_opens_its_card(read: Read, tmp_path: Path) -> None:
    """The map is the other way in."""
    page = opened(read, tmp_path, "hotspots")
    spot = page.evaluate("""() => {
      const {sites} = patrol.layers;
      const place = sites.latlng(sites.names.indexOf('第1厂'));
      const spot = patrol.map.latLngToContainerPoint(place);
      const box = patrol.map.getContainer().getBoundingClientRect();
      return [box.left + spot.x, box.top + spot.y];
    }""")
    page.mouse.click(*spot)
    page.wait_for_selector("#card h3")
    assert page.inner_text("#card h3") == "第1厂"
    page.keyboard.press("Escape")
    assert page.is_visible("#ranking")


def test_a_cell_in_the_ranking_opens_its_card(read: Read, tmp_path: Path) -> None:
    """Rank 1 is the hot cell: z 2.60, 12 visits, 4 finds."""
    page = opened(read, tmp_path, "hotspots")
    page.click("#list-cells button >> nth=0")
    card = page.inner_text("#card")
    for words in ("热点 95%", "12 次检查发现 4 次", "2.60", "0.030"):
        assert words in card


def test_the_order_of_the_ranking_can_be_seen(read: Read, tmp_path: Path) -> None:
    """Rank 1 shows the z score it is ranked by; a cell without one says so."""
    page = opened(read, tmp_path, "hotspots")
    figures = page.eval_on_selector_all("#list-cells .figure", "all => all.map(e => e.innerText)")
    assert [figure.strip() for figure in figures] == ["2.60", "–"]


def test_cells_can_show_how_long_nobody_looked(read: Read, tmp_path: Path) -> None:
    """Both cells were last seen 90 days ago: one colour, and the legend changes with it."""
    page = opened(read, tmp_path, "hotspots")
    page.check("[name=colour][value=coverage]")
    assert page.is_visible(".classes[data-colour=coverage]")
    assert page.is_hidden(".classes[data-colour=classes]")
    page.check("[name=colour][value=classes]")
    assert page.is_visible(".classes[data-colour=classes]")


@cache
def rich_text() -> str:
    """Write the page of the tiny town with a forecast, trends, an alert, beats and stops."""
    cells, layers = further_layers()
    return hotspots_page(sites_table(), cells, roads(), facts=FACTS, layers=layers)


def rich(read: Read, folder: Path, size: str = "desktop") -> Page:
    """Open the page with everything that can be switched on."""
    file = folder / "rich.html"
    file.write_text(rich_text(), encoding="utf-8")
    return read(size).open(file)


def painted(page: Page, pane: str) -> int:
    """Count the pixels that a layer has painted."""
    return page.evaluate(
        """(pane) => {
          const canvas = document.querySelector(`.leaflet-${pane}-pane canvas`);
          if (!canvas) return 0;
          const copy = document.createElement("canvas");
          [copy.width, copy.height] = [canvas.width, canvas.height];
          const pen = copy.getContext("2d", { willReadFrequently: true });
          pen.drawImage(canvas, 0, 0);
          const { data } = pen.getImageData(0, 0, copy.width, copy.height);
          let count = 0;
          for (let i = 3; i < data.length; i += 4) count += data[i] > 0;
          return count;
        }""",
        pane,
    )


def test_a_layer_is_drawn_when_it_is_switched_on(read: Read, tmp_path: Path) -> None:
    """Beats, stops and dense shapes are off at first; each switch draws its own."""
    page = rich(read, tmp_path)
    for key in ("beats", "stops", "shapes"):
        assert painted(page, key) == 0
        page.check(f"[data-layer={key}]")
        assert painted(page, key) > 0
        assert page.is_visible(f"[data-key={key}]")


def test_an_alert_is_flagged_when_alerts_are_switched_on(read: Read, tmp_path: Path) -> None:
    """One cell has an alert: a small flag, and nothing before."""
    page = rich(read, tmp_path)
    assert painted(page, "marks") == 0
    page.check("#layer-alerts")
    assert painted(page, "marks") > 0


def test_colours_legend_and_ranking_change_together(read: Read, tmp_path: Path) -> None:
    """One meaning at a time: by trend, by where next, and back."""
    page = rich(read, tmp_path)
    for meaning in ("next", "trend", "coverage", "classes"):
        page.check(f"[name=colour][value={meaning}]")
        shown = page.eval_on_selector_all(
            ".classes", "all => all.filter(e => !e.hidden).map(e => e.dataset.colour)"
        )
        assert shown == [meaning]


def test_where_next_ranks_by_what_is_expected(read: Read, tmp_path: Path) -> None:
    """The first cell expects 1.25, the second 0.5; what it was worth stands in the corner."""
    page = rich(read, tmp_path)
    page.check("[name=colour][value=next]")
    figures = page.eval_on_selector_all("#list-cells .figure", "all => all.map(e => e.innerText)")
    assert [figure.strip() for figure in figures] == ["1.25", "0.50"]
    assert "PAI 11.7" in page.inner_text(".measured summary")


def test_a_hot_cell_without_a_find_says_that_its_neighbours_are_hot(
    read: Read, tmp_path: Path
) -> None:
    """Rank 1 has no find in 12 visits; 7 finds around it made it hot."""
    page = rich(read, tmp_path)
    page.click("#list-cells button >> nth=0")
    card = page.inner_text("#card")
    assert "12 次检查没有发现；热在四周" in card
    for words in ("西村 中心", "张三", "王五", "加剧", "连续 3 个月", "应上报", "B1 第1片 李四"):
        assert words in card


def test_on_a_phone_the_meaning_of_colours_is_chosen_right_below_the_map(
    read: Read, tmp_path: Path
) -> None:
    """Below the ranking nobody would find it."""
    page = rich(read, tmp_path, "phone")
    chooser = page.locator(".meaning").bounding_box()
    ranking = page.locator(".side").bounding_box()
    ground = page.locator(".map").bounding_box()
    assert chooser
    assert ranking
    assert ground
    assert ground["y"] + ground["height"] <= chooser["y"] + 1
    assert chooser["y"] + chooser["height"] <= ranking["y"] + 1


@cache
def spread_text() -> str:
    """Write the tiny town with visits of 1, 3, 30, 52 and 100 weeks ago, one place never seen."""
    table = sites_table()
    ago = pd.Series([1, 3, 30, 52, 100, None], index=table.index, dtype="float")
    table["last_visit"] = pd.Timestamp(FACTS.data_date) - pd.to_timedelta(ago * 7, unit="D")
    table["industry"] = ["木材加工", "木材加工", "塑料", "塑料", "塑料", "=1+1"]
    return hotspots_page(table, cells_table(), roads(), facts=FACTS)


def spread(read: Read, folder: Path, fragment: str = "") -> Page:
    """Open the tiny town whose visits lie far apart, with every grade switched on."""
    file = folder / "spread.html"
    file.write_text(spread_text(), encoding="utf-8")
    page = read("desktop").open(file)
    for grade in ("yellow", "blue"):
        page.check(f"[name=grade][value={grade}]")
    if fragment:
        page.evaluate("text => { location.hash = text; }", fragment)
        page.wait_for_timeout(200)
    return page


def drag(page: Page, end: str, place: int) -> None:
    """Set an end of the slider as a hand on the keyboard would."""
    page.evaluate(
        """([end, place]) => {
          const slider = document.getElementById(end);
          slider.value = place;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        [end, place],
    )


def drawn(page: Page) -> int:
    """Count the places that pass the filters."""
    return int(page.evaluate("() => patrol.layers.sites.mask.reduce((a, b) => a + b, 0)"))


def test_the_slider_keeps_places_seen_since(read: Read, tmp_path: Path) -> None:
    """100 weeks in bars of 4: 26. From the 19th on, at most 7 bars of 4 weeks old: 2 and never."""
    page = spread(read, tmp_path)
    assert page.locator("#bars i").count() == 26
    assert drawn(page) == 6
    drag(page, "since", 19)
    assert drawn(page) == 3
    page.uncheck("#never")
    assert drawn(page) == 2
    assert page.inner_text("#span") == "2026-05-09 – 2026-11-21"


def test_the_ends_of_the_slider_cannot_cross(read: Read, tmp_path: Path) -> None:
    """Crossed ends would show nothing, and nobody would know why."""
    page = spread(read, tmp_path)
    drag(page, "until", 5)
    drag(page, "since", 20)
    assert page.evaluate("() => patrol.hot.ends()") == [4, 5]


def test_the_never_visited_are_counted_beside_their_switch(read: Read, tmp_path: Path) -> None:
    """Place 6 has no visit."""
    page = spread(read, tmp_path)
    assert page.inner_text("#never-count") == "1"


def test_search_finds_a_place_that_the_slider_hides(read: Read, tmp_path: Path) -> None:
    """Place 5, seen 100 weeks ago, is outside the last bars."""
    page = spread(read, tmp_path)
    drag(page, "since", 24)
    page.fill("#find", "第5")
    page.press("#find", "Enter")
    page.wait_for_selector("#card h3")
    assert drawn(page) == 6


def test_an_industry_can_be_asked_for(read: Read, tmp_path: Path) -> None:
    """Three make plastics."""
    page = spread(read, tmp_path)
    page.select_option("#industry", label="塑料 3")
    assert drawn(page) == 3


def test_a_link_reopens_view_filters_layers_and_colours(read: Read, tmp_path: Path) -> None:
    """What one analyst sees is what the other one opens."""
    page = spread(read, tmp_path)
    page.select_option("#village", label="东村 3")
    page.select_option("#industry", label="塑料 3")
    page.uncheck("#never")
    page.uncheck("[data-layer=cells]")
    page.check("#layer-plain")
    page.check("[name=colour][value=coverage]")
    drag(page, "until", 10)
    page.evaluate("() => patrol.map.setView([35.501, 115.012], 15, { animate: false })")
    state = "() => JSON.stringify([patrol.hot.link.entries(), location.hash])"
    before = page.evaluate(state)
    page.reload()
    page.wait_for_selector("[data-usable]", state="attached")
    assert page.evaluate(state) == before
    assert page.evaluate("() => patrol.map.getZoom()") == 15
    assert not page.evaluate("() => patrol.map.hasLayer(patrol.layers.cells)")


@pytest.mark.parametrize("fragment", ["15/35.5/115.01", "15/35.5/115.01?village=gone&colour=no"])
def test_an_older_link_still_opens(read: Read, tmp_path: Path, fragment: str) -> None:
    """Links without filters, and with names that this page no longer has."""
    page = spread(read, tmp_path, fragment)
    assert page.evaluate("() => patrol.map.getZoom()") == 15
    assert page.input_value("#village") == ""
    assert page.is_checked("[name=colour][value=classes]")


def test_the_selection_is_saved_as_a_tame_table(read: Read, tmp_path: Path) -> None:
    """Six rows below the header, marked as UTF-8; an industry that is a formula is tamed."""
    page = spread(read, tmp_path)
    with page.expect_download() as waited:
        page.click("#save-all")
    text = waited.value.path().read_bytes().decode("utf-8")
    lines = text.split("\r\n")
    assert lines[0].startswith("\ufeff场所编号,场所名称,类型,风险等级,风险分")
    assert len(lines) == 8
    assert lines[-1] == ""
    assert sum("'=1+1" in line for line in lines) == 1
    first = next(line for line in lines if line.startswith("S00001"))
    assert first == (
        "S00001,第1厂,企业,红,78,西村,幸福路1号,木材加工,在产,2026-11-14,未发现,"
        "4,1,1,2026-11-23 一队 #1,115.00300,35.50050"
    )
    assert waited.value.suggested_filename == "places-2026-11-21.csv"


def test_the_selection_in_view_leaves_out_what_is_elsewhere(read: Read, tmp_path: Path) -> None:
    """Zoomed in on place 1, the next is 270 m away."""
    page = spread(read, tmp_path)
    page.evaluate("() => patrol.map.setView([35.5005, 115.003], 19, { animate: false })")
    assert page.inner_text("#save-view b") == "1"
    assert page.inner_text("#save-all b") == "6"


def test_the_corner_says_how_the_score_did(read: Read, tmp_path: Path) -> None:
    """PAI 2.5, off by 4.0 points, on another score than the page's."""
    judged = JudgedScore(
        model="learned-1", as_of=date(2026, 11, 1), months=3, visits=120, pai=2.5, gap=0.04
    )
    file = tmp_path / "judged.html"
    layers = HotspotLayers(judged=judged)
    text = hotspots_page(sites_table(), cells_table(), roads(), facts=FACTS, layers=layers)
    file.write_text(text, encoding="utf-8")
    page = read("desktop").open(file)
    page.click(".judged summary")
    told = page.inner_text(".judged")
    for words in ("PAI 2.5", "4.0", "3 个月、120 次检查", "本页用的是另一评分"):
        assert words in told


def test_the_corner_says_when_nothing_was_measured(read: Read, tmp_path: Path) -> None:
    """And how to measure it."""
    page = opened(read, tmp_path, "hotspots")
    page.click(".judged summary")
    assert "未测" in page.inner_text(".judged")
    assert "gridpatrol backtest scores" in page.inner_text(".judged")
