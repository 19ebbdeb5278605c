"""The hotspot page in a real browser: search, filters, cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.pages import hotspots_page
from tests.browser.test_pages import Read, opened
from tests.maps.town import FACTS, cells_table, roads, sites_table

if TYPE_CHECKING:
    from pathlib import Path


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
