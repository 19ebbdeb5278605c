"""Makes whatever writes to a store on the thread that serves everybody fail."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from data.store import Store
from data.store.whole import WholeStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import pytest


def refuse_on_the_loop(patch: pytest.MonkeyPatch) -> None:
    """Fail whoever does: a writer may wait half a minute for another one."""
    for kind in (Store, WholeStore):
        for name in ("writing", "aside"):
            patch.setattr(kind, name, _off_the_loop(getattr(kind, name)))


def _off_the_loop(method: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(*args: object, **more: object) -> object:
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            return method(*args, **more)
        raise AssertionError("the store is written to on the event loop")

    return guarded
