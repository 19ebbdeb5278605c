"""Every page, list and file of a town whose every text is hostile: each text stays a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import Store
from service.web.app import make_app
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.hostile.asking import STREAM, addresses, reads
from tests.service.web.hostile.reading import faults_of

if TYPE_CHECKING:
    from fastapi.routing import APIRoute

    from tests.service.web.hostile.house import HostileTown

READS = reads(make_app(Office(store=Store.__new__(Store), settings=WebSettings(store="-"))))


@pytest.mark.parametrize(
    "route", [one for one in READS if one.path != STREAM], ids=lambda r: r.path
)
def test_no_text_becomes_more_than_a_text(route: APIRoute, town: HostileTown) -> None:
    """Opened, asked oddly, and asked for what is not there."""
    client = town.client()
    for address in addresses(route, town):
        answer = client.get(address)
        assert faults_of(answer) == [], address
