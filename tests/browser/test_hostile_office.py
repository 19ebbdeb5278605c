"""An office whose every text is hostile, in a real browser: no text of it runs, asks or appears."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from benchmarks.hostile_pages import Seen, look
from benchmarks.pages import PHONE
from tests.service.web.conftest import listening
from tests.service.web.hostile.house import copied, make_hostile
from tests.service.web.hostile.texts import KEY
from tests.service.web.linktown import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.service.web.conftest import Served

DESK_PAGES = ("/tips", "/orders", f"/findings/{quote(KEY, safe='')}", "/week/2026-W48")
"""Where most of what people typed stands together; ``benchmarks/hostile_pages.py`` opens all."""


@pytest.fixture(scope="module")
def office(
    empty_file: Path,
    made_once: Callable[[str, Callable[[Path], None]], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Served, str]]:
    """Let the hostile town listen; give the address of a team's link, too."""
    made = made_once("hostile", lambda folder: make_hostile(folder, empty_file))
    folder = tmp_path_factory.mktemp("hostile")
    with copied(made, folder) as town, listening(town.service) as served:
        yield served, town.link


def test_no_page_of_the_desk_lets_a_text_out(office: tuple[Served, str], chromium: Browser) -> None:
    """No script, dialog, element, request to elsewhere, complaint of the policy."""
    seen = list(look(chromium, office[0], list(DESK_PAGES)))
    assert seen == [Seen(address) for address in DESK_PAGES]


def test_the_route_of_an_inspector_lets_no_text_out(
    office: tuple[Served, str], chromium: Browser
) -> None:
    """On a phone, by the link of the team, under the policy of that page."""
    address = office[1] + PAGE
    assert list(look(chromium, office[0], [address], size=PHONE)) == [Seen(address)]


def test_a_text_that_gets_out_is_counted(office: tuple[Served, str], chromium: Browser) -> None:
    """Else the tests above could not fail."""
    served, _ = office
    texts = (
        "<img src=x onerror=hit()><hit-me></hit-me>"
        "<script>hit(); alert(1)</script><img src=http://evil.example/x>"
    )
    (seen,) = look(chromium, served, ["/healthz"], spoiling=texts)
    assert (seen.made, seen.dialogs) == (1, 1)
    assert seen.ran >= 1
    assert "http://evil.example/x" in seen.outside
    assert not seen.is_harmless
