"""
Open every page of a folder in Chromium, offline, and print what it costs.

    python benchmarks/pages.py FOLDER

Prints a Markdown table: bytes, outside requests, messages in the console (reports of the content
security policy among them), faults that axe-core finds at a desk and on a phone (with `--axe`), and
milliseconds until the page says that it is usable (best of three; `--tries` says of how many).
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
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
USABLE = "() => performance.getEntriesByName('usable')[0]?.startTime"


def main() -> None:
    """Print one row per page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tries", type=int, default=TRIES, help="how often a page is opened")
    parser.add_argument("--axe", action="store_true", help="ask axe-core, at both sizes")
    asked = parser.parse_args()
    folder = asked.folder
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    print("| page | kB | outside requests | console messages | axe | usable, ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for page in sorted(folder.rglob("*.html")):
            requests, messages, usable_ms = opened(browser, page, tries=asked.tries)
            name = page.relative_to(folder).as_posix()
            size = page.stat().st_size / 1000
            faults = axe_faults(browser, page) if asked.axe else "–"
            counts = f"{requests} | {messages} | {faults} | {usable_ms:.0f}"
            print(f"| {name} | {size:.0f} | {counts} |", flush=True)
        browser.close()


def opened(browser: Browser, path: Path, *, tries: int) -> tuple[int, int, float]:
    """Open one page a few times; count requests and messages, time the best."""
    outside: list[str] = []
    messages: list[str] = []
    best_ms = float("inf")
    for _ in range(tries):
        context = browser.new_context(offline=True, viewport=DESK)
        page = context.new_page()
        page.on("request", lambda request: _note(outside, request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(path.resolve().as_uri())
        page.wait_for_selector("html[data-usable='1']", timeout=60_000)
        best_ms = min(best_ms, float(page.evaluate(USABLE)))
        context.close()
    return len(outside), len(messages), best_ms


def axe_faults(browser: Browser, path: Path) -> int:
    """Count what axe-core finds on a page at both sizes."""
    faults = 0
    for size in (DESK, PHONE):
        context = browser.new_context(offline=True, viewport=size, bypass_csp=True)
        page = context.new_page()
        page.goto(path.resolve().as_uri())
        page.wait_for_selector("html[data-usable='1']", timeout=60_000)
        page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
        told = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
        faults += len(told["violations"])
        context.close()
    return faults


def _note(outside: list[str], url: str) -> None:
    if not url.startswith(OWN):
        outside.append(url)


if __name__ == "__main__":
    main()
