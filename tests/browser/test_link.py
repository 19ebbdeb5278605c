"""A team's link on a real phone: without signal, with answers that are lost, with two phones."""

from __future__ import annotations

import re
import shutil
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from data.store import open_store
from service.pipeline.records.conflicts import week_conflicts
from service.pipeline.records.deciding import take_word
from service.web.app import make_app
from service.web.office import Office
from service.web.settings import WebSettings
from tests.browser.conftest import PHONE, READY
from tests.service.web.conftest import SetClock
from tests.service.web.linktown import PAGE, link_of, plan_week, publish_plan
from tests.service.web.weeks import WEEK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Route

    from data.store import Store

MONDAY_9 = "2026-11-23T01:00:00Z"
OFFLINE = "html[data-offline='1']"
KEPT = """async () => { let kept = 0;
  for (const name of await caches.keys()) kept += (await (await caches.open(name)).keys()).length;
  return kept; }"""
"""Counts what the worker keeps."""
SLOW_MS = 20_000
"""Machines that build beside the test."""


@dataclass
class Served:
    """A service on loopback, and the address of a team's link."""

    store: Store
    clock: SetClock
    link: str


@pytest.fixture
def served(empty_file: Path, tmp_path: Path) -> Iterator[Served]:
    """Serve the tiny town in a thread."""
    shutil.copy(empty_file, tmp_path / "town.gpkg")
    clock = SetClock()
    with open_store(str(tmp_path / "town.gpkg")) as store:
        plan_week(store, tmp_path, clock=clock)
        office = Office(store=store, settings=WebSettings(store=store.place), clock=clock)
        config = uvicorn.Config(make_app(office), port=0, log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        (port,) = {one.getsockname()[1] for one in server.servers[0].sockets}
        yield Served(store, clock, f"http://127.0.0.1:{port}{link_of(store, clock=clock)}")
        server.should_exit = True
        thread.join()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """Give a maker of phones whose clocks agree with the service's."""
    made: list[BrowserContext] = []

    def make() -> BrowserContext:
        made.append(
            chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **PHONE)  # type: ignore[arg-type]
        )
        made[-1].clock.install(time=MONDAY_9)
        return made[-1]

    yield make
    for context in made:
        context.unroute_all(behavior="ignoreErrors")  # a phone may be asking while it is put away
        context.close()


def opened(context: BrowserContext, address: str) -> Page:
    """Open a page and wait until it is usable and kept for offline."""
    page = context.new_page()
    page.set_default_timeout(SLOW_MS)
    page.goto(address)
    page.wait_for_selector(READY, state="attached")
    page.wait_for_selector(OFFLINE, state="attached")
    return page


def reloaded(page: Page) -> None:
    """Load the page again."""
    page.reload()
    page.wait_for_selector(READY, state="attached")


def finish(page: Page, result: str) -> None:
    """Record the next stop."""
    page.locator(".is-next [data-act=finish]").click()
    page.locator(f".is-next [data-result={result}]").click()


def lose_first_answer(context: BrowserContext) -> list[int]:
    """Let the service take the first request and its answer go astray; count the requests."""
    seen: list[int] = []

    def handle(route: Route) -> None:
        answer = route.fetch()
        seen.append(answer.status)
        if len(seen) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    context.route("**/records", handle)
    return seen


def until_kept(page: Page, count: int) -> None:
    """Wait until the worker keeps so many answers."""
    for _ in range(SLOW_MS // 100):
        if page.evaluate(KEPT) == count:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"the worker never kept {count}")


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    """Read a table."""
    return store.rows(table)


def test_a_day_without_signal_reaches_the_office_once(
    served: Served, phone: Callable[[], BrowserContext]
) -> None:
    """Offline reload, a hazard and two visits, a lost answer, a second phone, a new version."""
    context = phone()
    page = opened(context, served.link)
    page.wait_for_url(f"**/{PAGE}")  # today's route opens by itself
    page.wait_for_selector(OFFLINE, state="attached")
    context.set_offline(True)
    reloaded(page)
    finish(page, "finding")
    page.fill("#finding [name=what]", "喷漆房无通风")
    page.click("#finding-save")
    finish(page, "clean")
    expect(page.locator("#not-exported")).to_contain_text("2 条未上传")
    reloaded(page)
    expect(page.locator("#not-exported")).to_contain_text("2 条未上传")
    assert rows(served.store, "inspection") == []
    asked = lose_first_answer(context)
    context.set_offline(False)
    expect(page.locator("#all-sent")).to_contain_text("已全部上传", timeout=SLOW_MS)
    expect(page.locator("#not-exported")).to_be_hidden()
    assert len(asked) >= 2
    assert {row["result"] for row in rows(served.store, "inspection")} == {"finding", "clean"}
    assert [row["what"] for row in rows(served.store, "finding")] == ["喷漆房无通风"]

    other = opened(phone(), served.link + PAGE)
    expect(other.locator("#done-count")).to_have_text("2", timeout=SLOW_MS)
    assert len(rows(served.store, "page_record")) == 2

    stops = {"T1": ["S00002", "S00001"], "T2": ["S00003"]}
    publish_plan(served.store, "P2", stops, clock=served.clock, version=2)
    page.evaluate("patrol.served.look()")
    page.locator("#update").click()
    page.wait_for_function("() => window.patrol?.route?.plan?.plan === 'P2'")
    page.wait_for_selector(READY, state="attached")
    expect(page.locator("#done-count")).to_have_text("2")
    assert len(rows(served.store, "inspection")) == 2


def test_an_ended_link_keeps_what_was_not_sent(
    served: Served, phone: Callable[[], BrowserContext]
) -> None:
    """The routes leave the phone, the entries stay and leave it as a file."""
    context = phone()
    page = opened(context, served.link + PAGE)
    context.set_offline(True)
    finish(page, "clean")
    served.clock.pass_by(days=10)
    context.set_offline(False)
    expect(page.locator("#alarm")).to_contain_text("本链接已结束或被收回", timeout=SLOW_MS)
    until_kept(page, 1)
    page.goto(served.link)
    page.wait_for_selector(READY, state="attached")
    expect(page.locator(".told")).to_contain_text("已随 2026-W48 结束")
    with page.expect_download() as waited:
        page.click("#export-left")
    assert '"S00001"' in waited.value.path().read_text(encoding="utf-8")


def test_two_phones_that_differ_show_both_words(
    served: Served, phone: Callable[[], BrowserContext]
) -> None:
    """The one that was offline sees its own word beside the other's; so does the other, in time."""
    first, second = phone(), phone()
    mine, theirs = (opened(one, served.link + PAGE) for one in (first, second))
    first.set_offline(True)
    finish(mine, "clean")
    second.clock.fast_forward(60_000)
    finish(theirs, "closed")
    expect(theirs.locator("#all-sent")).to_contain_text("已全部上传", timeout=SLOW_MS)
    first.set_offline(False)
    told = mine.locator("[data-site=S00001] .answered")
    expect(told).to_contain_text("由办公室定夺", timeout=SLOW_MS)
    expect(told).to_contain_text(re.compile("另一部.*关门.*暂按此条"))
    expect(told).to_contain_text(re.compile("本机.*未发现"))
    theirs.evaluate("patrol.uploads.hear()")
    told = theirs.locator("[data-site=S00001] .answered")
    expect(told).to_contain_text(re.compile("本机.*关门.*暂按此条"), timeout=SLOW_MS)
    expect(told).to_contain_text(re.compile("另一部.*未发现"))
    (conflict,) = week_conflicts(served.store, WEEK)
    take_word(served.store, conflict.sides[1].take, mark=conflict.mark)
    for page in (mine, theirs):
        page.evaluate("patrol.uploads.hear()")
    expect(told).to_contain_text("办公室已定夺", timeout=SLOW_MS)
    expect(mine.locator("[data-site=S00001] .answered")).to_be_hidden()
