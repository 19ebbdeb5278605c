"""Every page, opened from a file in a real browser, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.axe import barriers
from tests.browser.conftest import PHONE, WIDTHS, Reader, reader_of
from tests.maps.hostile_town import hostile_page
from tests.maps.pages.test_pages import PAGES, written

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

MAPS = ("hotspots", "week", "route")
Read = Callable[..., Reader]
Look = Callable[[str, str], "Page"]
drawn = cache(written)
"""The same texts make the same page."""

PAINTED = """key => {
  const canvas = document.querySelector(`.leaflet-${key}-pane canvas`);
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) {
    colours.add((data[i] << 16) | (data[i+1] << 8) | data[i+2]);
  }
  return colours.size;
}"""


def opened(read: Read, folder: Path, name: str, **options: Any) -> Page:  # noqa: ANN401
    """Write a page of the tiny town and open it."""
    names = options.pop("names", ())
    size = options.pop("size", "desktop")
    file = folder / f"{name}.html"
    file.write_text(drawn(name, names=names), encoding="utf-8")
    return read(size, **options).open(file)


@pytest.fixture(scope="module")
def readers(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str], Reader]]:
    """Open each page once a size, for all tests that only look at it."""
    folder = tmp_path_factory.mktemp("looked-at")

    @cache
    def reader(name: str, size: str) -> Reader:
        made.append(reader_of(chromium, size))
        file = folder / f"{name}.html"
        file.write_text(drawn(name), encoding="utf-8")
        made[-1].open(file)
        return made[-1]

    made: list[Reader] = []
    yield reader
    for one in made:
        one.context.close()


@pytest.fixture
def look(readers: Callable[[str, str], Reader]) -> Iterator[Look]:
    """Give a page to look at, which is left as it was; it may have met no fault by then."""
    seen: list[Reader] = []

    def at(name: str, size: str) -> Page:
        seen.append(readers(name, size))
        return seen[-1].context.pages[0]

    yield at
    assert [fault for reader in seen for fault in reader.faults] == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_usable_without_any_network(
    look: Look, name: str, size: str, record_property: Callable[[str, Any], None]
) -> None:
    """No request, no error, no sideways scrolling; the time is printed for the record."""
    page = look(name, size)
    usable_ms = page.evaluate("performance.getEntriesByName('usable')[0].startTime")
    record_property("usable_ms", round(usable_ms))
    print(f"{name} {size}: usable after {usable_ms:.0f} ms")  # noqa: T201  a figure to read in the log
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[size]


@pytest.mark.parametrize("name", PAGES)
def test_nothing_scrolls_sideways_at_360(look: Look, name: str) -> None:
    """The narrowest phones in use."""
    page = look(name, "phone")
    page.set_viewport_size({"width": 360, "height": 740})
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(PHONE["viewport"])
    assert width == 360


@pytest.mark.parametrize("name", MAPS)
def test_the_ground_is_painted(look: Look, name: str) -> None:
    """An empty map looks like a working one to a program, not to a user."""
    page = look(name, "desktop")
    assert page.evaluate(PAINTED, "ground") > 3
    assert page.evaluate(PAINTED, "names") > 3


@pytest.mark.parametrize("name", PAGES)
def test_the_switch_changes_every_text_to_english(read: Read, tmp_path: Path, name: str) -> None:
    """Chinese that is left is ledger text, never ours; the title changes too."""
    page = opened(read, tmp_path, name)
    assert page.locator("h1 .en").first.is_hidden() or name == "route"
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    visible = page.evaluate(
        "[...document.querySelectorAll('.zh')].filter(e => e.getClientRects().length).length"
    )
    assert visible == 0
    page.reload()
    page.wait_for_selector("html[lang=en]", state="attached")


TOUCHED = {
    "hotspots": "for (let i = 0; i < 40; i++) patrol.hot.showSite(i);",
    "week": "document.querySelector('button[data-day=\"\"]').click(); patrol.lists.rest();",
    "route": "document.querySelectorAll('details').forEach((one) => { one.open = true; });",
}
"""What makes a page show what it keeps until asked."""
SMUGGLED = """[...document.querySelectorAll(
  "img, iframe, object, embed, svg[onload], [onerror], [onfocus], [onmouseover], [srcdoc]"
)].map((one) => one.outerHTML.slice(0, 90)).concat(
  [...document.links].map((one) => one.href).filter((href) => !href.startsWith("file:")
  && !/^(https:\\/\\/(uri.amap.com|apis.map.qq.com|maps.apple.com|www.google.com)|tel:)/.test(href))
)"""


@pytest.mark.parametrize("name", ["hotspots", "week", "route", "index", "backtest"])
def test_forty_hostile_texts_in_every_field_stay_texts(
    read: Read, tmp_path: Path, name: str
) -> None:
    """Whatever somebody typed into a ledger is shown, in both languages, and that is all."""
    file = tmp_path / f"{name}.html"
    file.write_text(hostile_page(name), encoding="utf-8")
    reader = read()
    # a bare assignment would give playwright a function, which it may call by itself
    reader.context.add_init_script(
        "window.hits = []; window.hit = () => { hits.push(new Error().stack) }; void 0;"
    )
    page = reader.open(file)
    page.evaluate(f"() => {{ {TOUCHED.get(name, '')} }}")
    page.click("#language")
    assert page.evaluate("window.hits") == []
    assert page.evaluate(SMUGGLED) == []
    shown = page.evaluate("document.documentElement.textContent")
    assert "<script>hit()</script>" in shown
    assert "{{ 7 * 7 }}" in shown


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(look: Look, name: str, size: str) -> None:
    """WCAG 2.2 A and AA, as far as a program can tell."""
    assert barriers(look(name, size)) == []


@pytest.mark.parametrize("name", PAGES)
def test_targets_on_a_phone_are_44_pixels(look: Look, name: str) -> None:
    """Fingers, gloves, a moving car."""
    page = look(name, "phone")
    small = page.evaluate("""() =>
      [...document.querySelectorAll('button, select, summary, .tick, .tiles a')]
      .filter(e => e.offsetParent && !e.matches('.badge-warn'))
      .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 90))""")
    assert small == []


def test_a_table_wider_than_a_phone_says_that_it_scrolls(look: Look) -> None:
    """Columns beyond the edge are columns nobody looks for."""
    page = look("backtest", "phone")
    assert page.is_visible("text=左右滑动看全表 >> nth=0")


def test_a_table_that_fits_does_not_speak_of_scrolling(look: Look) -> None:
    """On a wide screen the hint would be noise."""
    page = look("backtest", "desktop")
    assert not page.is_visible("text=左右滑动看全表 >> nth=0")


def test_no_word_of_a_record_in_doubt_is_set_one_letter_a_line(look: Look) -> None:
    """Six columns on a phone: each is wide enough for a name, the table scrolls instead."""
    page = look("backtest", "phone")
    widths = page.eval_on_selector_all(
        "td.day ~ td:not(.n)", "cells => cells.map(cell => cell.clientWidth)"
    )
    assert len(widths) == 3
    assert min(widths) >= 70


def test_no_line_of_a_stop_begins_with_a_dot(read: Read, tmp_path: Path) -> None:
    """Time, way and minutes wrap on a narrow phone; the dot between two lines is cut off."""
    page = opened(read, tmp_path, "route", size="phone")
    page.set_viewport_size({"width": 300, "height": 700})
    shown = page.evaluate("""() => {
      const line = document.querySelector('.dotted');
      const left = line.getBoundingClientRect().left;
      const boxes = [...line.children].map((part) => part.getBoundingClientRect());
      return boxes.filter((box) => box.left < left + 1).map((box) =>
        line.contains(document.elementFromPoint(left + 7, box.top + box.height / 2)));
    }""")
    assert len(shown) > 1
    assert not any(shown)
