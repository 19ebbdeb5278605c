"""Whoever writes may have to wait for another writer; nobody else does meanwhile."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx2
import pytest

from service.web.gate import CSRF_HEADER
from tests.service.web.conftest import PASSWORD
from tests.service.web.loops import refuse_on_the_loop
from tests.service.web.weeks import WEEK, town

if TYPE_CHECKING:
    from data.store import Store
    from tests.service.web.conftest import Served, Service

FORM = f"/week/{WEEK}/absences"


@pytest.mark.parametrize("scope", ["every", "week"])
def test_a_form_that_waits_for_a_writer_stops_nobody(served: Served, scope: str) -> None:
    """While an import holds the lock, the form waits and the service says that it lives."""
    service = served.service
    town(service.office.store)
    cookies, csrf = signed_in(service)
    tick = {"every": "T1|0", "week": "T1|2026-11-26"}[scope]
    with ThreadPoolExecutor(1) as threads:
        with service.office.store.writing() as unit:
            unit.set("one", "1")
            sent = threads.submit(
                httpx2.post,
                served.url + FORM,
                data={"scope": scope, "off": tick},
                cookies=cookies,
                headers={CSRF_HEADER: csrf},
                timeout=30,
            )
            for _ in range(10):
                with pytest.raises(TimeoutError):
                    sent.result(0.05)
                assert httpx2.get(f"{served.url}/healthz", timeout=2).status_code == 200
        assert sent.result(30).status_code == 303


def signed_in(service: Service) -> tuple[dict[str, str], str]:
    """Sign a planner in; give the cookies and the token of forms."""
    client = service.client("planner")
    return dict(client.cookies), client.headers[CSRF_HEADER]


def test_nobody_signs_in_or_takes_a_password_on_the_loop(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second sign-in in one browser ends the first session; a fresh password ends them all."""
    service.person("viewer", name="li")
    refuse_on_the_loop(monkeypatch)
    client = service.nobody()
    for _ in range(2):
        answer = client.post("/sign-in", data={"name": "li", "password": PASSWORD})
        assert answer.status_code == 303
    csrf = client.get("/password").text.split('name="csrf" value="')[1].split('"')[0]
    fresh = {"csrf": csrf, "former": PASSWORD, "fresh": "a password of my own"}
    assert client.post("/password", data=fresh | {"again": fresh["fresh"]}).status_code == 303


def test_the_guard_tells_the_loop_of_a_service(
    monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    """It fails who writes on the loop; a handler in a thread, and a test's own loop, may write."""
    refuse_on_the_loop(monkeypatch)

    def write() -> None:
        with store.writing() as unit:
            unit.set("one", "1")

    async def on_the_loop() -> None:
        write()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(write).result(30)
        with pytest.raises(AssertionError, match="on the event loop"):
            threads.submit(asyncio.run, on_the_loop()).result(30)
    asyncio.run(on_the_loop())
