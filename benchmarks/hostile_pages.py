"""
Open every page of an office whose every text is hostile in Chromium, and count what got out.

    python -m benchmarks.hostile_pages [--only PART]

The pages are those of the application itself, and the inspector's by a team's link. Counted on
each, with its own policy and all of it unfolded: scripts of texts that ran, dialogs, elements
that a text made, requests to elsewhere, and messages of the console, reports of the policy among
them.
Ends with an error unless all are none.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.pages import DESK, FLAGS, PHONE
from data.store import open_store
from service.access.accounts import Account
from service.access.sessions import begin
from service.web.app import make_app
from tests.service.web.conftest import Served, listening
from tests.service.web.hostile.asking import addresses, reads
from tests.service.web.hostile.house import HostileTown, copied, make_hostile
from tests.service.web.hostile.texts import TAG
from tests.service.web.linktown import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

MADE = f"document.querySelectorAll('{TAG}, [{TAG}]').length"
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"
SETTLED_MS = 300
_NO_PAGES = ("/api/v1", "/ogc", "/r/", "/c/", "/metrics", "/healthz", "/readyz", "/static")
_FILES = (".xlsx", ".{ending}", ".js", "/backup/{name}", "/part")


@dataclass
class Seen:
    """
    What came of opening one page.

    Attributes
    ----------
    address
        Without the machine.
    ran, dialogs, made
        Scripts of texts that ran; dialogs; elements that a text made.
    outside, said
        Addresses of elsewhere that were asked; what the console said.
    """

    address: str
    ran: int = 0
    dialogs: int = 0
    made: int = 0
    outside: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def is_harmless(self) -> bool:
        """Tell whether nothing got out."""
        return not (self.ran or self.dialogs or self.made or self.outside or self.said)


def pages_of(town: HostileTown) -> list[str]:
    """List the addresses of pages with what stands in this town in their gaps."""
    found = [
        addresses(route, town)[0]
        for route in reads(make_app(town.service.office))
        if not route.path.startswith(_NO_PAGES) and not route.path.endswith(_FILES)
    ]
    return [*found, town.link, town.link + PAGE]


def look(
    browser: Browser,
    served: Served,
    pages: list[str],
    *,
    size: Any = None,  # noqa: ANN401 - what the library takes
    spoiling: str = "",
) -> Iterator[Seen]:
    """
    Open pages one after the other, as an administrator who has signed in.

    Parameters
    ----------
    browser
        A Chromium.
    served
        The town's service, listening.
    pages
        Addresses, without the machine.
    size
        Of the window; a desk where nothing is said.
    spoiling
        What to answer in place of every page, to see that what gets out is counted.
    """
    context = browser.new_context(viewport=size or DESK, locale="zh-CN")
    office = served.service.office
    who = Account(account_id="id-administrator", name="administrator", role="administrator")
    secret = begin(office.store, who, clock=office.clock)
    context.add_cookies([{"name": office.settings.cookie, "value": secret, "url": served.url}])
    now = [Seen("")]
    _watch(context, served.url, now)
    if spoiling:
        context.route("**/*", lambda one: one.fulfill(body=spoiling, content_type="text/html"))
    for address in pages:
        now[0] = Seen(address)
        page = context.new_page()
        answer = page.goto(served.url + address)
        if answer is None or not answer.ok:  # nothing of that kind stands in the town
            page.close()
            continue
        page.evaluate(UNFOLD)
        page.wait_for_timeout(SETTLED_MS)
        now[0].made = int(page.evaluate(MADE))  # what it frames is a page of the list, too
        page.close()
        yield now[0]
    context.close()


def _watch(context: BrowserContext, own: str, now: list[Seen]) -> None:
    def ran(_source: object, *_: object) -> None:
        now[0].ran += 1

    def asked(url: str) -> None:
        if not url.startswith((own, "data:", "blob:")):
            now[0].outside.append(url)

    def said(line: ConsoleMessage) -> None:
        if line.type in {"error", "warning"}:
            now[0].said.append(line.text)

    def opened(page: Page) -> None:
        page.on("dialog", lambda one: (_count_dialog(now), one.dismiss()))

    context.expose_binding("hit", ran)
    context.on("request", lambda one: asked(one.url))
    context.on("console", said)
    context.on("weberror", lambda one: now[0].said.append(f"error: {one.error}"))
    context.on("page", opened)


def _count_dialog(now: list[Seen]) -> None:
    now[0].dialogs += 1


@contextmanager
def hostile_office() -> Iterator[tuple[Served, HostileTown]]:
    """Write the town anew, and let it listen."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_store(str(folder / "empty.gpkg"), create=True).close()
        (folder / "made").mkdir()
        make_hostile(folder / "made", folder / "empty.gpkg")
        with copied(folder / "made", folder) as town, listening(town.service) as served:
            yield served, town


def main() -> None:
    """Print one row per page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--only", default="", help="pages whose address holds this")
    part = parser.parse_args().only
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    with hostile_office() as (served, town), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        pages = [one for one in pages_of(town) if part in one]
        print("| page | scripts | dialogs | elements | requests elsewhere | console |")
        print("| --- | --: | --: | --: | --: | --: |")
        seen = []
        for one in chain(
            look(browser, served, pages), look(browser, served, pages[-1:], size=PHONE)
        ):
            seen.append(one)
            counts = (one.ran, one.dialogs, one.made, len(one.outside), len(one.said))
            print(f"| {one.address[:60]} | {' | '.join(map(str, counts))} |", flush=True)
        browser.close()
    harmful = [one for one in seen if not one.is_harmless]
    print(f"\n{len(seen)} pages, {len(harmful)} of them with something that got out")
    for one in harmful:
        print(f"- {one.address}: {one.outside[:3]} {one.said[:3]}")
    sys.exit(1 if harmful else 0)


if __name__ == "__main__":
    main()
