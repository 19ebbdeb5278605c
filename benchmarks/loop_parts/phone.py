"""A team's phone: opens the page of a route and enters answers with clicks and keys alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.loop_parts.answers import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Locator, Page

    from benchmarks.loop_parts.answers import Answer, Hazard, Place

READY = "html[data-usable='1']"
_SIZE = {"width": 1280, "height": 800}
_STOPS = """() => patrol.route.plan.stops.map((stop) => {
  const item = document.getElementById(`stop-${stop.order}`);
  return [stop.order, stop.id, [...item.querySelectorAll('[data-known]')].map((k) =>
    k.dataset.known), Boolean(item.dataset.asks), stop.lon, stop.lat];
})"""


def new_phone(browser: Browser) -> BrowserContext:
    """Give a phone of its own, whose storage lasts over the weeks, without any network."""
    phone = browser.new_context(
        offline=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport=_SIZE,
        permissions=["geolocation"],
    )
    phone.set_default_timeout(60_000)
    return phone


def open_route(phone: BrowserContext, file: Path, *, at: datetime) -> Page:
    """Open the page of a route in the morning, near its first stop."""
    page = phone.new_page()
    page.clock.set_fixed_time(at)
    page.goto(file.as_uri())
    page.wait_for_selector(READY, state="attached")
    stops = page.evaluate(_STOPS)
    lon, lat = stops[0][4:] if stops else (0.0, 0.0)
    phone.set_geolocation({"longitude": lon + 0.0011, "latitude": lat + 0.0007, "accuracy": 9})
    return page


def offers(
    page: Page, comes_at: Mapping[str, datetime], stays: Mapping[str, timedelta]
) -> list[Offer]:
    """List the stops that the page shows, with what it asks at each."""
    return [
        Offer(
            order=order,
            site=site,
            known=tuple(known),
            is_sweep=is_sweep,
            at=comes_at[site],
            stay=stays[site],
        )
        for order, site, known, is_sweep, *_ in page.evaluate(_STOPS)
    ]


def enter(page: Page, order: int, said: Answer) -> None:
    """Enter what is said of a stop; ``None`` without being undone is not a word."""
    if said.result is None:
        return
    item = page.locator(f"#stop-{order}")
    page.clock.set_fixed_time(said.at)
    unfold(item)
    if said.skip:
        item.locator("[data-act=skip]").click()
        item.locator(f"[data-skip={said.skip}]").click()
        return
    item.locator("[data-act=arrive]").click()
    page.clock.set_fixed_time(said.at + said.stay)
    for finding, state in said.rechecked:
        item.locator(f'[data-known="{finding}"] [data-recheck={state}]').click()
    for hazard in said.hazards:
        item.locator("[data-act=find]").click()
        _type(page, hazard)
    item.locator("[data-act=finish]").click()
    item.locator(f"[data-result={said.result}]").click()
    if page.locator("#finding").is_visible():
        page.click("#finding-close")
    if page.locator("#doubt").is_visible():
        page.click("#doubt-other")  # a re-check that is due and was not made stays due


def take_back(page: Page, order: int, *, at: datetime) -> None:
    """Undo what was said of a stop."""
    page.clock.set_fixed_time(at)
    item = page.locator(f"#stop-{order}")
    if not item.locator("[data-act=undo]").is_visible():
        item.locator(".head").click()
    item.locator("[data-act=undo]").click()


def enter_place(page: Page, place: Place) -> None:
    """Write down a place found on the way, where the phone is."""
    page.clock.set_fixed_time(place.at)
    page.click("#place-add")
    page.fill("#place [name=name]", place.name)
    page.fill("#place [name=what]", f"{place.name}，没有牌子")
    page.click("#place-locate")
    page.wait_for_selector("#place-spot:has-text('米')")
    page.click("#place-save")
    if place.hazard is not None:
        page.locator("[data-place] [data-place-act=find]").last.click()
        _type(page, place.hazard)


def export(page: Page, form: str, file: Path) -> Path:
    """Press the button that exports results, ``json`` or ``csv``, and keep the file."""
    if page.is_hidden("#menu"):
        page.click("#menu-button")
    with page.expect_download() as download:
        page.click(f"#export-{form}")
    download.value.save_as(file)
    page.click("#menu-button")
    return file


def unfold(item: Locator) -> None:
    """Open a stop that is not the next one."""
    if not item.locator("[data-act=finish]").is_visible():
        item.locator(".head").click()


def _type(page: Page, hazard: Hazard) -> None:
    """Fill in the form of a hazard and keep it."""
    page.fill("#finding [name=what]", hazard.what)
    page.check(f"#finding [name=level][value={hazard.level}]")
    if hazard.is_mended:
        page.check("#finding [name=spot]")
    if hazard.due is not None:
        page.fill("#finding [name=due]", hazard.due.isoformat())
    page.click("#finding-save")
