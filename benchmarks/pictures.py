"""
Take the pictures of the README and the guides from the pages of a demo.

    python benchmarks/pictures.py demo-out docs/pictures
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from pages import FLAGS
from playwright.sync_api import Browser, sync_playwright

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SETTLE_MS = 800
QUALITY = 72
CHOSEN = {"beats": ("先去哪里", "巡区")}
"""Picture to what is chosen on the page before it is taken."""


def main() -> None:
    """Take one picture of each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    route = min((options.pages / "routes").glob("*.html"))
    shots = (
        (options.pages / "hotspots.html", "hotspots", DESKTOP),
        (options.pages / "hotspots.html", "beats", DESKTOP),
        (options.pages / "week.html", "week", DESKTOP),
        (route, "route", PHONE),
    )
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for page, name, size in shots:
            take(browser, page, options.out / f"{name}.jpg", size, chosen=CHOSEN.get(name, ()))
        browser.close()


def take(
    browser: Browser,
    page: Path,
    picture: Path,
    size: dict[str, int],
    *,
    chosen: tuple[str, ...],
) -> None:
    """Open a page offline, choose what has these labels, and write what it shows."""
    context = browser.new_context(
        offline=True,
        viewport={"width": size["width"], "height": size["height"]},
        is_mobile=size is PHONE,
        has_touch=size is PHONE,
        locale="zh-CN",
    )
    opened = context.new_page()
    opened.goto(page.resolve().as_uri())
    opened.wait_for_selector("html[data-usable='1']")
    for label in chosen:
        opened.locator("label:visible", has_text=label).first.click()
    opened.wait_for_timeout(SETTLE_MS)
    opened.screenshot(path=picture, type="jpeg", quality=QUALITY)
    context.close()


if __name__ == "__main__":
    main()
