"""Every page of the service through the eyes of axe, on a desk and on a phone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest

from data.schema import as_records
from data.store import Author, open_store
from service.access.accounts import Account, add_account
from service.access.actors import Actor, permissions_of
from service.jobs.queue import enqueue
from service.pipeline.plans.publishing import publish
from service.pipeline.records.conflicts import week_conflicts
from service.pipeline.records.record import record_files
from tests.browser.office import Desk, Watch, served
from tests.browser.tour import addresses
from tests.conftest import lacking
from tests.service.conftest import WEEK, planned_file, qingzu_file
from tests.service.web.conftest import PASSWORD, SetClock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from data.store import Store
    from service.results.week import PlanResult
    from tests.browser.office import Served

__all__ = ["planned_file", "qingzu_file"]
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN = (
    "async () => (await axe.run()).violations.map(v => `${v.id} ${v.nodes[0].html.slice(0, 200)}`)"
)
BY = Author("t", "t")
SIZES = ((1280, 800), (390, 844))
NOT_FOUND = "the server responded with a status of 404"


@pytest.fixture
def office(planned_file: tuple[Path, PlanResult], tmp_path: Path) -> Iterator[Served]:
    """Serve a real town with a published week; a job waits, for nobody is there to do it."""
    file = tmp_path / "town.gpkg"
    shutil.copy(planned_file[0], file)
    clock = SetClock()
    with open_store(str(file)) as store:
        admin = Account(account_id="a", name="boss", role="administrator")
        add_account(store, admin, password=PASSWORD, clock=clock, by=BY)
        may = permissions_of("administrator")
        actor = Actor(account_id="a", name="boss", role="administrator", permissions=may)
        plan = str(store.read("plan").index[0])
        publish(store.signed(BY), plan, actor=actor, clock=clock, is_sure=True)
        enqueue(store, "score", {}, actor=actor, clock=clock)
        two_words(store, plan, tmp_path)
    with served(str(file), tmp_path / "work", clock=clock, workers=0) as made:
        yield made


def two_words(store: Store, plan: str, folder: Path) -> None:
    """Let two phones say different things of one stop, so that somebody must decide."""
    stop = next(
        one
        for one in as_records(store.read("stop", where={"plan_id": [plan]}))
        if one["site_id"].startswith("S")
    )
    (route,) = as_records(store.read("route", where={"route_id": [stop["route_id"]]}))
    day = route["day"].date().isoformat()
    head = {"format": "patrol-results/1", "plan": plan, "day": day, "team": route["team_id"]}
    for device, result in (("p1", "clean"), ("p2", "closed")):
        said = {"site": stop["site_id"], "result": result, "note": "门口"}
        file = folder / f"{device}.json"
        visits = [said | {"edited_at": f"{day}T04:00:00Z"}]
        file.write_bytes(orjson.dumps({**head, "device": device, "visits": visits}))
        record_files(store.signed(BY), [file])
    assert week_conflicts(store, WEEK)


def test_no_page_has_a_fault_that_axe_knows(office: Served, chromium: Browser) -> None:
    """Nothing runs past the side of a phone, and no page complains or asks another machine."""
    if not AXE.is_file():
        lacking("axe-core", "run npm ci --ignore-scripts in the project folder")
    axe = AXE.read_text(encoding="utf-8")
    watch = Watch(office.address)
    desk = Desk(chromium, watch)
    desk.open("/sign-in")
    faults = looked_at(desk.page, "sign-in", axe)
    desk.sign_in("boss", PASSWORD)
    desk.sees("周计划")
    for name, path in addresses(office.store, WEEK).items():
        desk.open(path)
        faults += looked_at(desk.page, name, axe)
    desk.close()
    assert faults == []
    assert [one for one in watch.faults if NOT_FOUND not in one] == []


def looked_at(page: Page, name: str, axe: str) -> list[str]:
    """List what is wrong with a page at both sizes."""
    page.evaluate(axe)
    faults = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        faults += [f"{name} {width}: {one}" for one in page.evaluate(RUN)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name} {width}: runs past the side")
    return faults
