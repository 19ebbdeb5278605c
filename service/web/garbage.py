"""
What lives as long as the service is not looked through for circles again and again.

Python's collector walks now and then over every object there is, and nothing else runs meanwhile.
With the tables of a town's modules, models and templates that is a third of a second on a quiet
machine, and seconds on a busy one: the longest that anybody waited for a page. What is there
when the service begins, and once more when its first pages have loaded what they need, is set
aside; later walks are over what came since.
"""

from __future__ import annotations

import asyncio
import gc
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

AGAIN_S = 60.0
"""By then most modules have been loaded that are loaded when they are first used."""


@asynccontextmanager
async def with_old_things_aside() -> AsyncIterator[None]:
    """Set aside what is there at the beginning of a block, and once more a minute later."""
    gc.collect()
    gc.freeze()
    again = asyncio.create_task(_set_aside_later())
    try:
        yield
    finally:
        again.cancel()
        with suppress(asyncio.CancelledError):
            await again
        gc.unfreeze()


async def _set_aside_later() -> None:
    await asyncio.sleep(AGAIN_S)
    gc.freeze()  # without a walk before: what circles there are now stay, once
