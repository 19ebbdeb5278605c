"""A served office, and what its planner and its inspector do with it, step by step."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import expect

from data.store import Author, open_store
from service.access.accounts import first_administrator
from service.web.app import make_app
from service.web.crewing import with_workers
from service.web.office import Office
from service.web.settings import WebSettings
from tests.browser.conftest import DESKTOP, PHONE, READY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fastapi import FastAPI
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

    from data.store import Store
    from tests.service.web.conftest import SetClock

OWN_PASSWORD = "巡格办公室2026年"  # noqa: S105 - of an invented person
PATIENCE_MS = 120_000
"""Long work on machines that build beside the test."""
_NO_SIGNAL = "ERR_INTERNET_DISCONNECTED"
_CHINA = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@dataclass
class Served:
    """A service with its worker: application, store, clock, where it is, the first password."""

    app: FastAPI
    store: Store
    clock: SetClock
    address: str
    password: str


@contextmanager
def served(place: str, work_folder: Path, *, clock: SetClock, workers: int = 1) -> Iterator[Served]:
    """Serve a store that is there, in a thread; the worker's jobs run in processes of their own."""
    settings = WebSettings(store=place, work_folder=work_folder, workers=workers)
    with open_store(place) as store:
        password = first_administrator(store, clock=clock, by=Author("test", "serve"))
        office = Office(store=store, settings=settings, clock=clock)
        app = make_app(office, lifespan=with_workers)
        config = uvicorn.Config(app, port=0, log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        (port,) = {one.getsockname()[1] for one in server.servers[0].sockets}
        try:
            yield Served(app, store, clock, f"http://127.0.0.1:{port}", password or "")
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Watch:
    """Notes what no page may do: ask another machine, or complain."""

    address: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Look over the shoulder of everybody in a context."""
        context.on("request", lambda one: self._asked(one.url))
        context.on("console", self._said)
        context.on("weberror", lambda one: self.faults.append(f"error: {one.error}"))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"request: {url}")

    def _said(self, line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"} and _NO_SIGNAL not in line.text:
            self.faults.append(f"console: {line.text}")


class Desk:
    """A planner at a desk; every method is what one does in one go."""

    def __init__(self, browser: Browser, watch: Watch) -> None:
        self.context = browser.new_context(**DESKTOP, **_CHINA)  # type: ignore[arg-type]
        watch.over(self.context)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self._address = watch.address

    def open(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self._address + path)

    def sees(self, text: str, where: str = "main") -> None:
        """Read a text on the page."""
        expect(self.page.locator(where)).to_contain_text(text, timeout=PATIENCE_MS)

    def sign_in(self, name: str, password: str) -> None:
        """Sign in where the service asks for it."""
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", password)
        self.page.click("main button")

    def choose_password(self, former: str) -> None:
        """Change the one-time password, as the first page after it asks."""
        self.page.fill("[name=former]", former)
        self.page.fill("[name=fresh]", OWN_PASSWORD)
        self.page.fill("[name=again]", OWN_PASSWORD)
        self.page.click("main button")

    def job_ends(self) -> None:
        """See how far the work is, touch nothing, and be led on."""
        gauge = self.page.locator("#job progress, #job .chip.good").first
        expect(gauge).to_be_visible(timeout=PATIENCE_MS)
        self.page.wait_for_url(lambda url: not urlsplit(url).path.startswith("/jobs/"))

    def send(self, ledgers: Sequence[Path], roads: Path) -> None:
        """Upload the ledgers and the roads of the town, from the overview's first steps."""
        self.page.locator("ol.steps a[href='/ledgers']").click()
        self.page.set_input_files("#files", ledgers)
        self.page.click("button[name=look][value='']")
        self.job_ends()
        self.sees("导入结果", "h1")
        self.open("/")
        self.page.locator("ol.steps a[href='/ledgers#roads']").click()
        self.page.set_input_files("input[name=file]", roads)
        self.page.click("form[action='/ledgers/roads'] button")
        self.job_ends()

    def answer_first(self) -> None:
        """Press 1 at the first question."""
        self.open("/questions")
        before = int(self.page.locator("progress").get_attribute("value") or "-1")
        self.page.keyboard.press("1")
        self.sees("已入库", ".said")
        assert int(self.page.locator("progress").get_attribute("value") or "-1") == before + 1

    def make_plan(self, week: str) -> None:
        """Make the plan of a week in the shortest time that is offered."""
        assert urlsplit(self.page.url).path == f"/week/{week}"
        self.page.select_option("[name=limit]", index=0)
        self.page.locator("form[action$='/plan'] button").click()
        self.job_ends()

    def move_first_stop(self) -> None:
        """Give the first stop to whoever else may take it: see the price, take it."""
        self.page.click("text=逐队逐日清单")
        stop = self.page.locator(".stops li:has(a.small)").first
        stop.locator("a.small").click()
        choice = self.page.locator("section.change select[name=to]")
        free = choice.locator("option:not([disabled])").first.get_attribute("value")
        choice.select_option(free)
        self.page.click("text=移动：看看代价")
        self.page.click("text=采用，存为新的一版")
        self.job_ends()

    def publish(self) -> list[str]:
        """Give the week to the teams; read the links that are shown this once."""
        self.page.click("main a.button:has-text('发布给队伍')")
        if self.page.locator("[name=sure]").count():
            self.page.check("[name=sure]")
        self.page.locator("form[action$='/publish'] button").click()
        links: list[str] = self.page.locator("[data-link]").evaluate_all(
            "all => all.map(i => i.value)"
        )
        return links

    def close(self) -> None:
        """Shut the browser."""
        self.context.close()


class Phone:
    """An inspector's phone, whose clock agrees with the service's."""

    def __init__(self, browser: Browser, watch: Watch, *, clock: SetClock) -> None:
        self.context = browser.new_context(**PHONE, **_CHINA)  # type: ignore[arg-type]
        self.context.clock.install(time=clock())
        watch.over(self.context)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)

    def open(self, link: str) -> None:
        """Open a link; wait until today's route is there and would be without signal."""
        self.page.goto(link)
        self.page.wait_for_url("**/*.html")
        self.page.wait_for_selector(READY, state="attached")
        self.page.wait_for_selector("html[data-offline='1']", state="attached")

    def lose_signal(self) -> None:
        """Drive into a valley, and open the page again there."""
        self.context.set_offline(offline=True)
        self.page.reload()
        self.page.wait_for_selector(READY, state="attached")

    def record(self, result: str) -> str:
        """Record the next stop at a site; name it. Sweeps before it bring nothing."""
        stop = self.page.locator(".is-next")
        while stop.get_attribute("data-asks"):
            self._finish("clean")
        site = stop.get_attribute("data-site") or ""
        self._finish(result)
        return site

    def _finish(self, result: str) -> None:
        stop = self.page.locator(".is-next")
        place = stop.get_attribute("data-site")
        self.page.locator(f".is-next[data-site='{place}'] [data-act=finish]").click()
        self.page.locator(f".is-next[data-site='{place}'] [data-result={result}]").click()
        if self.page.locator("#doubt").is_visible():
            self.page.click("#doubt-other")
        expect(self.page.locator(f".is-next[data-site='{place}']")).to_have_count(0)

    def describe(self, what: str, *, due: str) -> None:
        """Say what was found and by when it must be mended."""
        self.page.fill("#finding [name=what]", what)
        self.page.fill("#finding [name=due]", due)
        self.page.click("#finding-save")

    def find_signal(self) -> None:
        """Come back; what was kept goes to the office by itself."""
        self.context.set_offline(offline=False)
        expect(self.page.locator("#all-sent")).to_contain_text("已全部上传", timeout=PATIENCE_MS)

    def close(self) -> None:
        """Switch it off."""
        self.context.close()
