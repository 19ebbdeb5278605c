"""
Photograph every page of the service on a town whose files are given, on a desk and on a phone.

    python benchmarks/officepictures.py --ledgers DIR --roads FILE --out DIR

The town goes the whole way in a real browser first: files, a question, scores, plan, a stop moved,
published, a finding recorded. Pictures in Chinese, the main pages in English too (``-en``).
"""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pages import FLAGS
from playwright.sync_api import Error, sync_playwright

from data.store import Author, open_store
from service.access.accounts import Account, add_account
from tests.browser.office import Desk, Phone, Served, Watch, served
from tests.browser.tour import MAIN, addresses
from tests.service.web.conftest import SetClock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, Page

WEEK = "2026-W48"
SIZES = {"desk": (1280, 800), "phone": (390, 844)}
VIEWER_PASSWORD = "long enough for a look"  # noqa: S105 - of an invented person
QUIET_MS = 20_000


class Album:
    """Where the pictures go, and whether each is of the whole page or of what one sees first."""

    def __init__(self, folder: Path, *, whole: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._whole = folder, whole
        self.taken = 0

    def take(self, page: Page, name: str, *, sizes: Iterable[str] = SIZES) -> None:
        """Take a page as it stands, at each size."""
        for size in sizes:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            self._settle(page)
            file = self._folder / f"{name}-{size}.png"
            page.screenshot(path=file, full_page=self._whole)
            self.taken += 1
            beyond = page.evaluate("document.documentElement.scrollWidth") - width
            if beyond > 0:
                print(f"{name}-{size}: {beyond} px run past the side")
        page.set_viewport_size({"width": SIZES["desk"][0], "height": SIZES["desk"][1]})

    @staticmethod
    def _settle(page: Page) -> None:
        try:
            page.wait_for_load_state("networkidle", timeout=QUIET_MS)
        except Error:
            print(f"{page.url} was not quiet after {QUIET_MS} ms")


def main() -> None:
    """Go the whole way once, then photograph."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--ledgers", type=Path, required=True)
    parser.add_argument("--roads", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--whole", action="store_true", help="whole pages, however long")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    album = Album(options.out, whole=options.whole)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        open_store(str(folder / "town.gpkg"), create=True).close()
        browser = playwright.chromium.launch(
            executable_path=chromium, args=[*FLAGS, "--lang=zh-CN"]
        )
        clock = SetClock()
        clock.moment -= timedelta(hours=2)
        with served(str(folder / "town.gpkg"), folder / "work", clock=clock) as office:
            watch = Watch(office.address)
            desk = Desk(browser, watch)
            go_the_way(desk, office, album, options)
            look_around(desk, office, album)
            refused(browser, office, album)
            desk.close()
        browser.close()
    print(f"{album.taken} pictures, {len(watch.faults)} complaints")
    print("\n".join(watch.faults))


def go_the_way(desk: Desk, office: Served, album: Album, options: argparse.Namespace) -> None:
    """Do what the first Monday of an office holds, and photograph what is seen only then."""
    desk.open("/")
    album.take(desk.page, "sign-in")
    desk.sign_in("admin", office.password)
    album.take(desk.page, "first-password")
    desk.choose_password(office.password)
    desk.sees("从这里开始")
    album.take(desk.page, "first-steps")
    files = sorted([*options.ledgers.glob("*.xlsx"), *options.ledgers.glob("*.csv")])
    desk.open("/ledgers")
    desk.page.set_input_files("#files", files)
    desk.page.click("button[name=look][value=yes]")
    desk.job_ends()
    album.take(desk.page, "look-before-import")
    desk.open("/")
    desk.send(files, options.roads)
    desk.answer_first()
    for step in ("score", "hotspots"):
        desk.open("/")
        desk.page.click(f"ol.steps form[action='/steps/{step}'] button")
        desk.job_ends()
    desk.open(f"/week/{WEEK}")
    desk.page.click("form[action$='/plan'] button")
    desk.page.wait_for_selector("#job .figures", timeout=120_000)
    album.take(desk.page, "plan-under-way")
    desk.job_ends()
    desk.move_first_stop()
    links = desk.publish()
    desk.sees("各队的链接")
    album.take(desk.page, "published")
    office.clock.pass_by(minutes=100)
    phone = Phone(desk.page.context.browser, Watch(office.address), clock=office.clock)
    phone.open(links[0])
    album.take(phone.page, "inspector", sizes=["phone"])
    phone.lose_signal()
    phone.record("finding")
    phone.describe("喷漆房无通风", due="2026-12-01")
    phone.find_signal()
    phone.close()


def look_around(desk: Desk, office: Served, album: Album) -> None:
    """Photograph every page in Chinese, the main ones in English."""
    pages = addresses(office.store, WEEK)
    for name, path in pages.items():
        desk.open(path)
        album.take(desk.page, name)
    desk.open("/")
    desk.page.click("form[action='/language'] button")
    for name in MAIN:
        desk.open(pages[name])
        album.take(desk.page, f"{name}-en")


def refused(browser: Browser, office: Served, album: Album) -> None:
    """Photograph what one may not see, and what broke."""
    viewer = Account(account_id="viewer", name="viewer", role="viewer")
    by = Author("pictures", "pictures")
    add_account(office.store, viewer, password=VIEWER_PASSWORD, clock=office.clock, by=by)

    def broken() -> None:
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        raise RuntimeError

    office.app.add_api_route("/broken", broken)
    desk = Desk(browser, Watch(office.address))
    desk.open("/")
    desk.sign_in("viewer", VIEWER_PASSWORD)
    for name, path in (("overview-viewer", "/"), ("forbidden", "/admin/people")):
        desk.open(path)
        album.take(desk.page, name)
    desk.open("/broken")
    album.take(desk.page, "broken")
    desk.close()


if __name__ == "__main__":
    main()
