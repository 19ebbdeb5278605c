"""
Take the pictures of the README and the guides from the pages of a demo.

    python benchmarks/pictures.py demo-out docs/pictures

Every page as a desk of 1280 x 800 and a phone of 390 x 844 show it, each below 150 kB; only of an
invented town. A page that the folder lacks is named and left out.
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
QUALITIES = (72, 60, 48, 36)
MOST_BYTES = 150_000
CHOSEN = {"beats": ("先去哪里", "巡区")}
"""Picture to what is chosen on the page before it is taken."""
PAGES = {
    "index": "index.html",
    "hotspots": "hotspots.html",
    "beats": "hotspots.html",
    "week": "week.html",
    "backtest": "backtest.html",
    "help": "help-week.html",
}
ON_PHONE = {"route"}
"""Pages whose plain name is the phone's picture: that is where they are used."""


def main() -> None:
    """Take two pictures of each kind of page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("pages", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    route = min((options.pages / "routes").glob("*.html")).relative_to(options.pages)
    pages = {name: options.pages / page for name, page in (PAGES | {"route": route}).items()}
    if "虚构示例" not in pages["index"].read_text(encoding="utf-8"):
        sys.exit("Pictures are taken of an invented town only: run gridpatrol demo")
    options.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, page in pages.items():
            if not page.is_file():
                print(f"{page.name} is not here: no picture of {name}")
                continue
            for size, ending in ((DESKTOP, "-desk"), (PHONE, "-phone")):
                plain = (size is PHONE) == (name in ON_PHONE)
                picture = options.out / f"{name}{'' if plain else ending}.jpg"
                take(browser, page, picture, size, chosen=CHOSEN.get(name, ()))
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
    for quality in QUALITIES:
        if len(opened.screenshot(path=picture, type="jpeg", quality=quality)) <= MOST_BYTES:
            break
    context.close()


if __name__ == "__main__":
    main()
