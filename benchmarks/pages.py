"""
Open every page of a folder in Chromium, offline, and print what it costs.

    python benchmarks/pages.py FOLDER

Prints a Markdown table: bytes, outside requests, messages in the console, milliseconds until the
page says that it is usable (best of three; `--tries` says of how many).
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OWN = ("file:", "data:", "blob:")
TRIES = 3
USABLE = "() => performance.getEntriesByName('usable')[0]?.startTime"


def main() -> None:
    """Print one row per page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tries", type=int, default=TRIES, help="how often a page is opened")
    asked = parser.parse_args()
    folder = asked.folder
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    print("| page | kB | outside requests | console messages | usable, ms |")
    print("| --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for page in sorted(folder.rglob("*.html")):
            requests, messages, usable_ms = opened(browser, page, tries=asked.tries)
            name = page.relative_to(folder).as_posix()
            size = page.stat().st_size / 1000
            print(
                f"| {name} | {size:.0f} | {requests} | {messages} | {usable_ms:.0f} |", flush=True
            )
        browser.close()


def opened(browser: Browser, path: Path, *, tries: int) -> tuple[int, int, float]:
    """Open one page a few times; count requests and messages, time the best."""
    outside: list[str] = []
    messages: list[str] = []
    best_ms = float("inf")
    for _ in range(tries):
        context = browser.new_context(offline=True, viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.on("request", lambda request: _note(outside, request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(path.resolve().as_uri())
        page.wait_for_selector("html[data-usable='1']", timeout=60_000)
        best_ms = min(best_ms, float(page.evaluate(USABLE)))
        context.close()
    return len(outside), len(messages), best_ms


def _note(outside: list[str], url: str) -> None:
    if not url.startswith(OWN):
        outside.append(url)


if __name__ == "__main__":
    main()
