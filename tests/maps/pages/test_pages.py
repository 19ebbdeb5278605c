"""Tests of what all four pages owe their readers."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from maps.pages import (
    HELP_KINDS,
    Figure,
    HotspotLayers,
    PageLink,
    backtest_page,
    help_page,
    help_pages,
    hotspots_page,
    index_page,
    route_page,
    week_page,
)
from tests.maps.hostile import HOSTILE
from tests.maps.judged import backtest_sheet
from tests.maps.town import FACTS, cells_table, further_layers, renamed, roads, sites_table, week

PAGES = ("hotspots", "layers", "week", "route", "index", "backtest", "help")
"""``layers`` is the hotspot page with everything that can be switched on."""


def written(name: str, lang: str = "zh", names: tuple[str, ...] = ()) -> str:
    """Write one page of the tiny town; names replace those of its places."""
    if name in {"hotspots", "layers"}:
        plain_ones = (cells_table(), HotspotLayers())
        cells, layers = further_layers(*names[:1]) if name == "layers" else plain_ones
        return hotspots_page(
            sites_table(names), cells, roads(), facts=FACTS, layers=layers, lang=lang
        )
    if name == "help":
        return help_page("week", facts=replace(FACTS, town=names[0] if names else "镇"), lang=lang)
    if name == "backtest":
        return backtest_page(backtest_sheet(*names[:1]), lang=lang)
    plan = week(names)
    if names:
        plan = renamed(plan, names[0])
    if name == "week":
        return week_page(plan, roads(), lang=lang)
    if name == "route":
        return route_page(plan.routes[0], plan, roads(), lang=lang)
    link = PageLink(href="week.html", kind="page", zh=names[0] if names else "计划", en="Plan")
    return index_page(FACTS, [link], [Figure(value="6", zh="处场所", en="places")], lang=lang)


def packed(text: str) -> dict[str, Any]:
    """Unpack what the loader of a page unpacks: its scripts, and the values they use."""
    found = re.search(r'<script type="text/plain" id="pack">(.*?)</script>', text)
    pack: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1]))) if found else {}
    return pack


class Elements(HTMLParser):
    """Collect start tags with attributes, and the scripts that a browser would run."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._running = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))
        self._running = tag == "script" and "type" not in dict(attrs)
        if self._running:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        """Note a script's text."""
        if self._running:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a script."""
        if tag == "script":
            self._running = False


@pytest.mark.parametrize("name", PAGES)
def test_a_page_links_to_nothing_that_loads(name: str) -> None:
    """Every file a page needs is in it."""
    for tag, attributes in Elements(written(name)).tags:
        assert "src" not in attributes, tag
        if tag == "link":
            assert attributes["href"] == "data:,"


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_allows_exactly_the_scripts_of_the_page(name: str) -> None:
    """A script that somebody smuggles in has no hash and does not run."""
    text = written(name)
    page = Elements(text)
    (policy,) = [
        a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"
    ]
    digests = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in [*page.scripts, *packed(text).get("scripts", [])]
    }
    assert set(re.findall(r"'sha256-([^']+)'", policy or "")) == digests
    assert "'unsafe-inline'" not in (policy or "").split("style-src")[0]
    assert "connect-src 'none'" in (policy or "")


@pytest.mark.parametrize("name", PAGES)
def test_two_builds_of_a_page_are_equal(name: str) -> None:
    """Same ledger, same page, byte for byte."""
    assert written(name) == written(name)


@pytest.mark.parametrize("name", PAGES)
def test_an_invented_town_says_so(name: str) -> None:
    """Nobody may take the demo for a real place."""
    assert "Invented example" in written(name)
    assert "虚构示例" in written(name)


def test_a_real_town_does_not_say_it_is_invented() -> None:
    """The banner must mean something."""
    facts = replace(FACTS, invented=False)
    assert "虚构示例" not in week_page(replace(week(), facts=facts), roads())


@pytest.mark.parametrize("name", PAGES)
def test_source_date_and_credit_are_printed(name: str) -> None:
    """ODbL asks for the credit, planners for the date and the files."""
    text = written(name)
    assert "© OpenStreetMap" in text
    assert "ODbL" in text
    assert "2026-11-21" in text
    assert "台账.xlsx" in text


@pytest.mark.parametrize("name", PAGES)
def test_the_language_of_the_document_is_the_one_asked_for(name: str) -> None:
    """Screen readers choose their voice by it."""
    assert '<html lang="zh-CN"' in written(name, "zh")
    assert '<html lang="en"' in written(name, "en")


@pytest.mark.parametrize("name", PAGES)
def test_zooming_by_hand_is_allowed(name: str) -> None:
    """WCAG 1.4.4: stock folium forbids it."""
    assert 'content="width=device-width,initial-scale=1"' in written(name)


@pytest.mark.parametrize("names", [HOSTILE[at : at + 6] for at in range(0, 40, 6)])
@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_add_no_element(name: str, names: tuple[str, ...]) -> None:
    """A page with hostile names has the same elements as one with honest names."""
    honest = [tag for tag, _ in Elements(written(name, names=("厂",) * 6)).tags]
    page = Elements(written(name, names=names))
    assert [tag for tag, _ in page.tags] == honest
    assert not any(key.startswith("on") for _, attributes in page.tags for key in attributes)


@pytest.mark.parametrize("name", PAGES)
def test_what_all_pages_share_is_small(name: str) -> None:
    """Leaflet alone is 148 kB as text: packed, a page of a tiny town stays below 190 kB."""
    assert len(written(name).encode()) < 190_000


@pytest.mark.parametrize(
    ("name", "home"),
    [("hotspots", "index.html"), ("week", "index.html"), ("route", "../index.html")],
)
def test_every_page_leads_back_to_the_first(name: str, home: str) -> None:
    """Routes lie one folder deeper than the other pages."""
    links = [a for tag, a in Elements(written(name)).tags if tag == "a"]
    assert [a["href"] for a in links if "home" in (a.get("class") or "").split()] == [home]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("hotspots", "help-hotspots.html"),
        ("week", "help-week.html"),
        ("route", "#help"),
        ("index", "help-index.html"),
        ("backtest", "help-backtest.html"),
    ],
)
def test_every_page_leads_to_its_help(name: str, where: str) -> None:
    """A route is sent to a phone alone: it carries its help; the others lie beside theirs."""
    page = Elements(written(name))
    links = [a for tag, a in page.tags if tag == "a"]
    assert [a["href"] for a in links if "help-link" in (a.get("class") or "").split()] == [where]
    own = [a for _, a in page.tags if a.get("id") == "help"]
    assert len(own) == (1 if where == "#help" else 0)


def test_the_pages_of_help_lead_to_each_other() -> None:
    """Each name that a link of one of them points to is one of them, or a page beside them."""
    pages = help_pages(facts=FACTS)
    assert sorted(pages) == sorted(f"help-{kind}.html" for kind in HELP_KINDS)
    for text in pages.values():
        links = {a["href"] for tag, a in Elements(text).tags if tag == "a"}
        assert links == {"#main", "index.html", *pages}


def test_the_first_page_does_not_lead_to_itself() -> None:
    """A link to where one is looks broken."""
    assert 'class="tool home"' not in written("index")


@pytest.mark.parametrize("name", PAGES)
def test_printing_waits_until_the_page_is_whole(name: str) -> None:
    """A script lets the button go when everything that belongs on paper is there."""
    (button,) = [a for _, a in Elements(written(name)).tags if a.get("id") == "print"]
    assert "disabled" in button
