"""A network that swallows every packet is worse than none: whoever asks it for a file waits."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Reader
from tests.browser.test_pages import drawn
from tests.maps.pages.test_pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

LIMIT_MS, QUIET_LOOP_MS = 2_000, 500
LOOP = """() => {
  const start = performance.now();
  for (let i = 0, sum = 0; i < 6e7; i++) sum += Math.sqrt(i);
  return performance.now() - start;
}"""


@pytest.fixture(scope="module")
def swallowed(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """Start a Chromium whose every name leads to a socket that never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as silent:
        started = launch(f"--host-resolver-rules=MAP * 127.0.0.1:{silent.getsockname()[1]}")
        yield started
        started.close()


def test_pages_are_usable_within_two_seconds_in_a_black_hole(
    swallowed: Browser, tmp_path: Path
) -> None:
    """Online as the browser believes, and nothing ever answers; a busy machine may take longer."""
    context = swallowed.new_context(locale="zh-CN")
    reader = Reader(context, [])
    late = {}
    for name in PAGES:
        file = tmp_path / f"{name}.html"
        file.write_text(drawn(name), encoding="utf-8")
        page = reader.open(file)
        usable_ms = page.evaluate("performance.getEntriesByName('usable')[0].startTime")
        allowed_ms = LIMIT_MS * max(1.0, page.evaluate(LOOP) / QUIET_LOOP_MS)
        if usable_ms > allowed_ms:
            late[name] = usable_ms
        page.close()
    context.close()
    assert late == {}
    assert reader.faults == []


def test_the_black_hole_swallows_a_page_that_asks(swallowed: Browser, tmp_path: Path) -> None:
    """The test above can fail: a page with one outside script is not there after a second."""
    file = tmp_path / "asks.html"
    words = "<html><script src='https://example.org/a.js'></script><body>here</body></html>"
    file.write_text(words, encoding="utf-8")
    page = swallowed.new_page()
    page.goto(file.as_uri(), wait_until="commit")
    page.wait_for_timeout(1_000)
    assert page.evaluate("document.readyState") == "loading"
    page.close()
