"""The week page in a real browser: days, teams, stops, reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from data.sheets import ClosedRoads
from maps.pages import week_page
from tests.browser.test_pages import Read, opened
from tests.maps.town import LAT, LON, MONDAY, roads, week

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_day_is_shown_first(read: Read, tmp_path: Path) -> None:
    """One day can be read, five on top of each other cannot."""
    page = opened(read, tmp_path, "week")
    expect(page.locator(".teamday:visible")).to_have_count(1)
    page.click("button[data-day='']")
    expect(page.locator(".teamday:visible")).to_have_count(2)


def test_a_team_can_be_hidden(read: Read, tmp_path: Path) -> None:
    """Lists, timeline and map follow together."""
    page = opened(read, tmp_path, "week")
    page.click("button[data-day='']")
    page.click("button[data-team=T1]")
    expect(page.locator(".teamday:visible")).to_have_count(1)
    expect(page.locator(".lane[data-team=T1]:visible")).to_have_count(0)
    shown = page.evaluate("patrol.layers.routes.routes.filter(patrol.layers.routes.shows).length")
    assert shown == 1


def test_a_bar_of_the_timeline_marks_its_stop(read: Read, tmp_path: Path) -> None:
    """From when to where in one click."""
    page = opened(read, tmp_path, "week")
    page.click("[data-bar=S00002]")
    expect(page.locator("button.stop[aria-current=true]")).to_contain_text("第2厂")


def test_reasons_filter_the_places_left_out(read: Read, tmp_path: Path) -> None:
    """One place, one reason; the filter names its count."""
    page = opened(read, tmp_path, "week")
    assert "让位于更重要的点位 1" in page.inner_text("#reason")
    page.select_option("#reason", "lost_to_better")
    expect(page.locator("tr[data-reason]:visible")).to_have_count(1)


def test_closed_roads_and_a_place_behind_them_are_told(read: Read, tmp_path: Path) -> None:
    """The map has the road and the days; the place no car gets to says why no wish is listed."""
    plan = week()
    (left,) = plan.unplanned
    line = ((LON, LAT), (LON + 0.01, LAT))
    bridge = ClosedRoads(zh="R1 桥", en="R1 bridge", first=MONDAY, last=MONDAY, lines=(line,))
    lost = replace(left, reason="unreachable", why=())
    file = tmp_path / "closed.html"
    text = week_page(replace(plan, closed=(bridge,), unplanned=(lost,)), roads())
    file.write_text(text, encoding="utf-8")
    page = read().open(file)
    expect(page.locator("tr[data-reason=unreachable] td").nth(2)).to_contain_text("车到不了")
    assert page.evaluate("patrol.layers.closedroads.getLayers().length") == 2
    page.evaluate("patrol.layers.closedroads.getLayers()[0].openPopup()")
    expect(page.locator(".leaflet-popup-content")).to_contain_text("R1 桥")


def test_printing_the_whole_week_shows_every_day_and_the_drawn_map(
    read: Read, tmp_path: Path
) -> None:
    """Canvases vanish on paper: the drawing made in Python takes their place."""
    page = opened(read, tmp_path, "week")
    page.click("button[data-day='']")
    page.emulate_media(media="print")
    expect(page.locator(".teamday:visible")).to_have_count(2)
    expect(page.locator("svg.sketch")).to_be_visible()
    expect(page.locator(".map")).to_be_hidden()


def test_the_print_button_is_free_once_the_page_is_usable(read: Read, tmp_path: Path) -> None:
    """Before that half of the week would be missing on paper."""
    expect(opened(read, tmp_path, "week").locator("#print")).to_be_enabled()


def test_a_name_that_two_stops_share_carries_the_id(read: Read, tmp_path: Path) -> None:
    """Places 1 and 2 have one name."""
    page = opened(read, tmp_path, "week", names=("同名厂", "同名厂"))
    expect(page.locator("button.stop:visible .id")).to_have_text(["S00001", "S00002"])
