"""Old things are set aside while the service runs, and given back to the collector after it."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING

from service.web.garbage import with_old_things_aside

if TYPE_CHECKING:
    import pytest


def test_what_is_there_is_set_aside_and_once_more_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time takes in what the first pages loaded."""
    monkeypatch.setattr("service.web.garbage.AGAIN_S", 0.01)
    loaded: list[dict[str, int]] = []

    async def served() -> tuple[int, int]:
        async with with_old_things_aside():
            begun = gc.get_freeze_count()
            loaded.extend({"n": number} for number in range(1000))
            await asyncio.sleep(0.1)
            return begun, gc.get_freeze_count()

    begun, later = asyncio.run(served())
    assert begun > 1000
    assert later >= begun + 1
    assert gc.get_freeze_count() == 0


def test_a_service_that_ends_soon_waits_for_nothing() -> None:
    """What is still to come is given up."""

    async def served() -> None:
        async with with_old_things_aside():
            pass

    asyncio.run(asyncio.wait_for(served(), 5))
    assert gc.get_freeze_count() == 0
