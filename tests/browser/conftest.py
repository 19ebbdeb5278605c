"""A real Chromium without network: any outside request and any script error fails the test."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.conftest import lacking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SIZES = {"desktop": DESKTOP, "phone": PHONE}
WIDTHS = {"desktop": 1280, "phone": 390}
"""Of the screens, in pixels; a page's own innerWidth grows with what is too wide for a phone."""
READY = "html[data-usable='1']"


@pytest.fixture(scope="session")
def launch() -> Iterator[Callable[..., Browser]]:
    """Give a starter of this machine's Chromium, which takes further flags."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        lacking("chromium", "apt install chromium fonts-noto-cjk")
    with sync_playwright() as play:
        yield lambda *more: play.chromium.launch(executable_path=found, args=[*FLAGS, *more])


@pytest.fixture(scope="session")
def chromium(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """Start the Chromium of this machine once."""
    started = launch()
    yield started
    started.close()


@dataclass
class Reader:
    """Opens pages as a user would, and remembers what went wrong."""

    context: BrowserContext
    faults: list[str]

    def open(self, file: Path) -> Page:
        """Open a file and wait until the page says that it is usable."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("console", lambda line: self._note(line.type, line.text))
        page.on("request", self._check)
        page.goto(file.as_uri())
        page.wait_for_selector(READY, state="attached", timeout=10_000)
        return page

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.faults.append(f"console: {text}")

    def _check(self, request: Request) -> None:
        if request.url.split(":", 1)[0] not in {"file", "data", "blob"}:
            self.faults.append(f"request: {request.url}")


def reader_of(chromium: Browser, size: str, **options: object) -> Reader:
    """Give a reader with a desk or a phone of its own, without network."""
    context = chromium.new_context(
        offline=True, locale="zh-CN", timezone_id="Asia/Shanghai", **SIZES[size], **options
    )
    return Reader(context, [])


@pytest.fixture
def read(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """Give a maker of readers; after the test none of them may have met a fault."""
    readers: list[Reader] = []

    def make(size: str = "desktop", **options: object) -> Reader:
        readers.append(reader_of(chromium, size, **options))
        return readers[-1]

    yield make
    faults = [fault for reader in readers for fault in reader.faults]
    for reader in readers:
        reader.context.close()
    assert faults == []
