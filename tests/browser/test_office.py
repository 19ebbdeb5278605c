"""A week of an office in a real browser: from its files to the re-check of what was found."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from service.web.pages import week as week_pages
from service.web.week import pricing
from tests.browser.office import OWN_PASSWORD, PATIENCE_MS, Desk, Phone, Served, Watch, served
from tests.service.web.conftest import SetClock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from data.store import Store

MONDAY_7, MONDAY_9, FRIDAY_9 = {"hours": -2}, {"hours": 2}, {"days": 4}
THIS, NEXT = "2026-W48", "2026-W49"
IN_NEXT = "2026-12-01"
FOUND = "喷漆房无通风"


@pytest.fixture(params=["file", "server"])
def office(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    empty_file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Served]:
    """Serve an empty store on a Monday morning; how long a search takes is not tried here."""
    monkeypatch.setattr(week_pages, "LIMITS_S", (1, 20))
    monkeypatch.setattr(pricing, "STEPS", 400)
    if request.param == "server":
        copy: Callable[[], str] = request.getfixturevalue("database")
        place = copy()
    else:
        place = str(shutil.copy(empty_file, tmp_path / "town.gpkg"))
    clock = SetClock()
    clock.pass_by(**MONDAY_7)
    with served(place, tmp_path / "work", clock=clock) as office:
        yield office


def test_a_week_from_the_files_to_the_next_week(
    office: Served, chromium: Browser, shared_data: Path
) -> None:
    """One planner, one inspector without signal, one finding; nobody reloads a page."""
    watch = Watch(office.address)
    desk, site, number = to_the_finding(office, chromium, watch, shared_data)
    plan_next(desk)
    tells_of_the_recheck(desk, office.store, site)
    wanted = office.store.read("finding").loc[number]
    assert (wanted["site_id"], wanted["what"]) == (site, FOUND)
    desk.close()
    assert watch.faults == []


def to_the_finding(
    office: Served, chromium: Browser, watch: Watch, shared_data: Path
) -> tuple[Desk, str, str]:
    """Live the week until its finding is on the board; name its site and its number."""
    ledgers = shared_data / "ledgers" / "qingzu"
    files = sorted([*ledgers.glob("*.xlsx"), *ledgers.glob("*.csv")])
    desk = Desk(chromium, watch)
    first_day(desk, office.password)
    desk.send(files, shared_data / "osm" / "qingzu_town_puyang_henan.osm")
    desk.answer_first()
    desk.open("/")
    desk.page.click("ol.steps form[action='/steps/score'] button")
    desk.job_ends()
    desk.page.click("text=去排计划")
    desk.make_plan(THIS)
    desk.sees("草稿 第1版")
    desk.move_first_stop()
    desk.sees("草稿 第2版")
    links = desk.publish()
    assert len(links) == len(office.store.read("team"))

    office.clock.pass_by(**MONDAY_9)
    site = morning_without_signal(Phone(chromium, watch, clock=office.clock), links[0])

    office.clock.pass_by(**FRIDAY_9)
    desk.page.click("nav a[href='/findings']")
    desk.sign_in("admin", OWN_PASSWORD)  # two hours without a click: asked again, and led back
    return desk, site, found_on_the_board(desk)


def first_day(desk: Desk, password: str) -> None:
    """Sign in with the password that the service printed, and take one of one's own."""
    desk.open("/")
    desk.sign_in("admin", password)
    desk.choose_password(password)
    desk.sees("从这里开始", "#steps")


def morning_without_signal(phone: Phone, link: str) -> str:
    """Record a visit with a finding and one without, out of signal; name the first place."""
    phone.open(link)
    phone.lose_signal()
    site = phone.record("finding")
    phone.describe(FOUND, due=IN_NEXT)
    phone.record("clean")
    expect(phone.page.locator("#not-exported")).to_contain_text("条未上传")
    phone.find_signal()
    phone.close()
    return site


def found_on_the_board(desk: Desk) -> str:
    """See the finding among the new ones; open it, and give its number."""
    card = desk.page.locator("li.finding", has_text=FOUND)
    expect(card).to_contain_text(IN_NEXT, timeout=PATIENCE_MS)
    card.locator("a").first.click()
    desk.sees(FOUND)
    return desk.page.url.rsplit("/", 1)[1]


def plan_next(desk: Desk) -> None:
    """Plan the week after; the page says that the scores are old, and they know it then."""
    desk.page.click("nav a[href='/week']")
    desk.sees("新隐患的复查排不进来", ".note.scored")
    desk.page.click(".note.scored button")
    desk.job_ends()
    expect(desk.page.locator(".note.scored")).to_have_count(0)
    desk.make_plan(NEXT)


def tells_of_the_recheck(desk: Desk, store: Store, site: str) -> None:
    """See the re-check on the list of the new week, or among the promises it cannot keep."""
    plan = str(store.read("plan", where={"week": [NEXT]}).index[-1])
    name = str(store.read("site").loc[site, "name"])
    if site in set(store.read("stop", where={"plan_id": [plan]})["site_id"]):
        desk.page.click("text=逐队逐日清单")
        desk.page.select_option("select[name=day]", "all")
        desk.page.click("main form.line:has(select[name=day]) button")
        expect(desk.page.locator("main li", has_text=name).first).to_contain_text("到期复查")
    else:
        promises = store.read("promise", where={"plan_id": [plan], "promise": [f"must:{site}"]})
        assert not promises["kept"].any()
        assert len(promises)
        desk.sees(name)
