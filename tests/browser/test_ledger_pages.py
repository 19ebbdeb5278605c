"""Ledgers in a real browser: sent, seen row by row, a question answered; all under our policy."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from data.store import Author, open_store
from service.access import passwords
from service.access.accounts import Account, add_account
from service.access.clock import now
from service.jobs.queue import find_job
from service.web.app import make_app
from service.web.office import Office
from service.web.settings import WebSettings
from tests.conftest import lacking
from tests.service.web.offices import SITES, VISITS, finish, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from data.store import Store

PASSWORD = "long enough for a test"  # noqa: S105 - of an invented person
AXE = "async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes[0].html)"
HOSTILE_NAME = "<img src=x onerror=document.title='hit'>.csv"


@pytest.fixture
def served(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Store, str]]:
    """Serve an empty store on this machine; give it and its address."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(passwords, "PASSES", 1)
    monkeypatch.setattr(passwords, "LANES", 1)
    passwords._hasher.cache_clear()  # noqa: SLF001 - made with the parameters above
    file = tmp_path / "town.gpkg"
    shutil.copy(empty_file, file)
    with open_store(str(file)) as store:
        planner = Account(account_id="p", name="planner", role="planner")
        add_account(store, planner, password=PASSWORD, clock=now, by=Author("t", "t"))
        app = make_app(Office(store=store, settings=WebSettings(store=str(file))))
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield store, f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()
    passwords._hasher.cache_clear()  # noqa: SLF001 - the next test hashes as people do


def check(page: Page) -> None:
    """Look with axe at both sizes; nothing may run past the side of a phone."""
    axe = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
    if not axe.is_file():
        lacking("axe-core", "run npm ci --ignore-scripts in the project folder")
    for width, height in ((1280, 800), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(axe.read_text(encoding="utf-8"))
        assert page.evaluate(AXE) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_ledgers_are_sent_seen_and_a_question_answered(
    served: tuple[Store, str], chromium: Browser
) -> None:
    """Sign in, send files under a hostile name, see the fates, press 1, and both visits are in."""
    store, address = served
    faults: list[str] = []
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: line.type == "error" and faults.append(line.text))
    page.goto(f"{address}/ledgers")
    page.fill("input[name=name]", "planner")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button")
    check(page)
    files = [
        {"name": HOSTILE_NAME, "mimeType": "text/csv", "buffer": table(*SITES)},
        {"name": "检查.csv", "mimeType": "text/csv", "buffer": table(*VISITS)},
    ]
    page.set_input_files("#files", files)
    page.click("button[name=look][value='']")
    page.wait_for_url("**/jobs/**")
    (job,) = store.rows("job")
    finish(store, find_job(store, job["job_id"]))
    page.goto(f"{address}/ledgers/imports/{job['job_id']}")
    assert page.locator("main").inner_text().count(HOSTILE_NAME) >= 1
    check(page)
    page.goto(f"{address}/questions")
    check(page)
    page.keyboard.press("1")
    page.wait_for_selector(".said")
    check(page)
    assert {"JC1", "JC2", "JC3"} <= set(store.read("inspection").index)
    assert page.title() != "hit"
    assert faults == []
    context.close()
