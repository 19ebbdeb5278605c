"""Makes whatever writes to a store on the thread that serves everybody fail."""

from __future__ import annotations

import asyncio
import threading
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
        if is_served_here():
            raise AssertionError("the store is written to on the event loop")
        return method(*args, **more)

    return guarded


def is_served_here() -> bool:
    """Tell a thread with a loop of its own; that of a test may have one that drives a browser."""
    if threading.current_thread() is threading.main_thread():
        return False
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
