"""The door of the office: lets people try to come in, a few at a time, and not for ever."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING, TypeVar

from service.access.slowing import Buckets, Strangers, house_of
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    Answer = TypeVar("Answer")

AT_ONCE = 20
"""Sign-ins of one address that fail before it is slowed; those that succeed are given back."""
ONE_EVERY = timedelta(seconds=6)
_MOST_WAITING = 40
"""More people than this are sent away for a moment: who waits must not wait in vain."""
_CALLS = 4
"""To the provider at once; they wait for another machine and need no processor."""


class _Turns:
    """A few threads that do one kind of work, each step when it is its turn."""

    def __init__(self, threads: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._waiting = 0

    async def take(self, step: Callable[[], Answer]) -> Answer:
        if self._waiting >= _MOST_WAITING:
            raise RefusalError(
                503,
                "Too many people are signing in; try again in a moment.",
                zh="登录的人太多，请稍后再试。",
                headers={"Retry-After": "5"},
            )
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, step)
        finally:
            self._waiting -= 1


class Door:
    """
    What slows sign-ins down, kept in memory while the service runs.

    Attributes
    ----------
    addresses
        Tries of each client address.
    strangers
        Tries of names that no account has.
    """

    def __init__(self) -> None:
        self.addresses = Buckets(capacity=AT_ONCE, every=ONE_EVERY)
        self.strangers = Strangers()
        # A hash keeps a processor busy for a quarter of a second: half of them stay free for those
        # who are in already.
        self._hashers = _Turns(max(1, (os.cpu_count() or 1) // 2), "door")
        # A provider that hangs holds up those who come by it, and nobody who has a password here.
        self._callers = _Turns(_CALLS, "provider")

    def enter(self, address: str, moment: datetime) -> str:
        """
        Take one try of an address.

        Returns
        -------
        house
            Whose try it was, for ``addresses.give_back``.

        Raises
        ------
        RefusalError
            429, if it has none left.
        """
        house = house_of(address)
        wait = self.addresses.take(house, moment)
        if wait:
            raise slow_down(wait)
        return house

    async def work(self, step: Callable[[], Answer]) -> Answer:
        """
        Do what hashes a password, when it is its turn.

        Raises
        ------
        RefusalError
            503, if too many are waiting.
        """
        return await self._hashers.take(step)

    async def call(self, step: Callable[[], Answer]) -> Answer:
        """
        Do what asks the provider, when it is its turn.

        Raises
        ------
        RefusalError
            503, if too many are waiting.
        """
        return await self._callers.take(step)


def slow_down(wait: timedelta) -> RefusalError:
    """Say how long to wait."""
    seconds = max(1, ceil(wait.total_seconds()))
    return RefusalError(
        429,
        f"Too many tries; try again in {seconds} s.",
        zh=f"尝试次数过多，请在 {seconds} 秒后再试。",
        headers={"Retry-After": str(seconds)},
    )
