"""Links that leave the route page, their numbers checked against the library gcoord."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from tests.browser.test_pages import Read, opened
from tests.browser.test_route import finish
from tests.conftest import lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page

GCOORD = Path(__file__).parents[2] / "node_modules" / "gcoord" / "dist" / "gcoord.global.prod.js"
ANDROID = "Mozilla/5.0 (Linux; Android 14) Chrome"
PHONE_LINKS = """() => patrol.route.plan.stops.map((stop) => [
  [stop.lon, stop.lat],
  Object.fromEntries(stop.links.flatMap((link) => [
    [link.app + ' android', link.android], [link.app + ' ios', link.ios]])),
])"""
DATUMS = {"amap": "GCJ02", "amap_web": "GCJ02", "baidu": "BD09", "tencent": "GCJ02",
          "apple": "GCJ02", "google": "WGS84", "geo": "WGS84"}  # fmt: skip
FORMS = {
    "amap": r"dlat=(?P<lat>[\d.]+)&dlon=(?P<lon>[\d.]+)",
    "amap_web": r"to=(?P<lon>[\d.]+),(?P<lat>[\d.]+),",
    "baidu": r"latlng:(?P<lat>[\d.]+),(?P<lon>[\d.]+)",
    "tencent": r"tocoord=(?P<lat>[\d.]+),(?P<lon>[\d.]+)",
    "apple": r"daddr=(?P<lat>[\d.]+),(?P<lon>[\d.]+)",
    "google": r"destination=(?P<lat>[\d.]+),(?P<lon>[\d.]+)",
    "geo": r"geo:(?P<lat>[\d.]+),(?P<lon>[\d.]+)",
}
"""Where each maker puts latitude and longitude."""
MICRODEGREE = 1.01e-6
"""Links have six digits: a tenth of a metre."""


def moved(page: Page, place: list[float], datum: str) -> list[float]:
    """Let gcoord shift a WGS-84 place."""
    if not GCOORD.is_file():
        lacking("gcoord", "run npm ci --ignore-scripts in the project folder")
    if not page.evaluate("typeof gcoord !== 'undefined'"):
        page.add_script_tag(content=GCOORD.read_text(encoding="utf-8"))
    shifted: list[float] = page.evaluate(
        "([place, to]) => gcoord.transform(place, gcoord.WGS84, gcoord[to])", [place, datum]
    )
    return shifted


def near(one: list[float], other: list[float]) -> bool:
    """Tell whether two places are equal to the last digit of a link."""
    return all(abs(a - b) <= MICRODEGREE for a, b in zip(one, other, strict=True))


def test_every_link_to_a_stop_names_the_place_in_the_datum_of_its_app(
    read: Read, tmp_path: Path
) -> None:
    """Six apps on two systems; a forgotten shift is half a kilometre."""
    page = opened(read, tmp_path, "route", bypass_csp=True)
    checked = set()
    for place, links in page.evaluate(PHONE_LINKS):
        for name, link in links.items():
            if not link:
                continue
            app = name.split()[0]
            found = re.search(FORMS[app], link)
            assert found, (name, link)
            told = [float(found["lon"]), float(found["lat"])]
            assert near(told, moved(page, place, DATUMS[app])), name
            checked.add(name)
    assert len(checked) == 12


def test_one_link_leads_through_all_stops_that_are_open(read: Read, tmp_path: Path) -> None:
    """In the order of the day, the dealt one left out, each stop in the datum of the app."""
    page = opened(read, tmp_path, "route", size="phone", user_agent=ANDROID, bypass_csp=True)
    finish(page, "clean")
    page.click("#menu-button")
    page.click("#whole-route")
    links: dict[str, str] = dict(
        page.eval_on_selector_all(".applist a", "all => all.map(a => [a.dataset.app, a.href])")
    )
    stops = page.evaluate("patrol.route.plan.stops.slice(1).map(s => [s.lon, s.lat])")
    gcj = [moved(page, place, "GCJ02") for place in stops]
    bd = [moved(page, place, "BD09") for place in stops]
    amap = parse_qs(urlsplit(links["amap"]).query)
    assert near([float(amap["vialons"][0]), float(amap["vialats"][0])], gcj[0])
    assert near([float(amap["dlon"][0]), float(amap["dlat"][0])], gcj[1])
    assert (amap["vian"], amap["vianames"], amap["dname"]) == (["1"], ["第2厂"], ["第3厂"])
    (via,) = json.loads(parse_qs(urlsplit(links["baidu"]).query)["viaPoints"][0])["viaPoints"]
    assert near([via["lng"], via["lat"]], bd[0])
    assert via["name"] == "第2厂"
    passes = parse_qs(urlsplit(links["tencent"]).query)["passes"][0]
    found = re.fullmatch(r"name:第2厂;coord:([\d.]+),([\d.]+);\|", passes)
    assert found
    assert near([float(found[2]), float(found[1])], gcj[0])
    lat, lon = unquote(links["google"]).split("waypoints=")[1].split("&")[0].split(",")
    assert near([float(lon), float(lat)], stops[0])


def test_no_app_is_sent_more_stops_than_it_takes(read: Read, tmp_path: Path) -> None:
    """Amap and Baidu ten stops in all, Tencent fifteen on the way, Google three."""
    page = opened(read, tmp_path, "route")
    sent = page.evaluate("""() => {
      const stops = Array.from({length: 20}, (_, n) => ({
        name: `厂|;:${n}`, lon: 115, lat: 35, gcj02: [115, 35], bd09: [115, 35]}));
      const {whole} = patrol.navigation;
      return Object.fromEntries(Object.entries(whole).map(([app, of]) => [app, of(stops, 'ios')]));
    }""")
    assert {app: link["n"] for app, link in sent.items()} == {
        "amap": 10,
        "baidu": 10,
        "tencent": 16,
        "google": 4,
    }
    passes = parse_qs(urlsplit(sent["tencent"]["url"]).query)["passes"][0]
    assert passes.count("|") == passes.count("name:") == 15
    names = parse_qs(urlsplit(sent["amap"]["url"]).query)["vianames"][0]
    assert len(names.split("|")) == 9
