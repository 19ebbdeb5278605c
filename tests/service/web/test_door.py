"""The door: who waits for what."""

from __future__ import annotations

import asyncio
from threading import Event
from typing import TYPE_CHECKING

import pytest

from service.web.door import Door
from service.web.problems import RefusalError
from tests.service.web.conftest import BOTH_STORES

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

_PATIENCE_S = 30.0
_MANY = 40


def test_a_provider_that_hangs_holds_up_no_password() -> None:
    """Nor are those who wait for it counted against those who have a password here."""
    answers = Event()

    async def tried() -> str:
        door = Door()
        hanging = [
            asyncio.create_task(door.call(lambda: answers.wait(_PATIENCE_S))) for _ in range(_MANY)
        ]
        await asyncio.sleep(0)
        with pytest.raises(RefusalError, match="Too many people"):
            await door.call(lambda: None)
        try:
            return await asyncio.wait_for(door.work(lambda: "in"), _PATIENCE_S / 2)
        finally:
            answers.set()
            await asyncio.gather(*hanging)

    assert asyncio.run(tried()) == "in"


@BOTH_STORES
def test_nul_in_an_address_or_a_name_is_refused_once_for_all(service: Service) -> None:
    """PostgreSQL knows no text with it; what it says of that is nobody's business."""
    client = service.client("administrator")
    for address in (
        "/sites/a%00b",
        "/admin/people/a%00b",
        "/jobs?before=a%00b",
        "/api/v1/jobs/%00",
    ):
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert answer.headers["content-type"] == "application/problem+json"
        assert "x-content-type-options" in answer.headers
    form = {"name": "a\x00b", "password": "no matter which"}
    assert service.nobody().post("/sign-in", data=form).status_code == 401
