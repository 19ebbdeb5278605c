"""The five reports of a planned town as pages, in a real browser, at a desk and on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import open_store
from maps.pages import report_page
from service.pipeline.places.standing import report_day
from service.pipeline.reports.book import town_report
from service.pipeline.reports.day import day_report
from service.pipeline.reports.month import month_report
from service.pipeline.reports.site import site_report
from service.pipeline.reports.towns import find_town
from service.pipeline.reports.week import week_report
from tests.browser.axe import barriers
from tests.browser.conftest import WIDTHS
from tests.service import conftest as towns

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data.reports import Report
    from data.store import Store
    from tests.browser.conftest import Reader

qingzu_file, planned_file = towns.qingzu_file, towns.planned_file
"""The planned week of a town, which tests of the service make too: it is made once for all."""

REPORTS: dict[str, Callable[[Store], Report]] = {
    "month": lambda store: month_report(store, "2026-11"),
    "week": lambda store: week_report(store, towns.WEEK),
    "day": lambda store: day_report(store, "2026-11-24"),
    "site": lambda store: site_report(store, "S00012", as_of=report_day(store), months=0),
    "town": lambda store: town_report(store, find_town(store, None), as_of=report_day(store)),
}
CUT = """[...document.querySelectorAll("main *")].filter((one) => {
  const hides = getComputedStyle(one).overflowX === "hidden" && one.clientWidth > 1;
  return hides && one.scrollWidth > one.clientWidth + 1;
}).map((one) => one.outerHTML.slice(0, 120))"""
OPENED = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
SHORTENED = """() => {
  [...document.querySelectorAll(".listed")].slice(10).forEach((one) => one.remove());
  document.querySelectorAll("tbody").forEach((body) => {
    [...body.rows].slice(4).forEach((row) => row.remove());
  });
}"""
"""Axe needs long for a book of sixty tables and a thousand rows, which are all made alike."""


@pytest.fixture(scope="module")
def written(
    planned_file: tuple[Path, object], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """Write each report of the town once."""
    folder = tmp_path_factory.mktemp("reports")

    def file(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            with open_store(str(planned_file[0])) as store:
                path.write_text(report_page(REPORTS[name](store)), encoding="utf-8")
        return path

    return file


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_whole_on_every_screen(
    read: Callable[..., Reader], written: Callable[[str], Path], name: str, size: str
) -> None:
    """No outside request, no console message, no barrier; folded or not, nothing is cut off."""
    page = read(size).open(written(name))
    page.evaluate(OPENED)
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[size]
    assert page.evaluate(CUT) == []
    page.evaluate(SHORTENED)
    assert barriers(page) == []
