"""Who tries addresses that open nothing is slowed; whoever has a link never notices."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from service.access.slowing import Buckets, house_of
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from datetime import datetime

    from fastapi import Request

AT_ONCE = 20
"""Wrong addresses of one house before it is slowed: a link copied badly is tried a few times."""
ONE_EVERY = timedelta(seconds=6)


class Guesses:
    """Wrong addresses of each client, kept in memory while the service runs."""

    def __init__(self) -> None:
        self._wrong = Buckets(capacity=AT_ONCE, every=ONE_EVERY)

    def count(self, request: Request, moment: datetime) -> None:
        """
        Count an address that opened nothing.

        It is looked up first: behind one address of an office there may be every team, and a
        secret of 256 bits is found by no number of tries.

        Raises
        ------
        RefusalError
            429 with the seconds to wait, where the client has just tried too many.
        """
        pause = self._wrong.take(_house(request), moment)
        if pause:
            raise RefusalError(
                429,
                "Too many addresses that open nothing; wait a little.",
                zh="打不开的链接试得太多，请稍等再试。",
                headers={"Retry-After": str(ceil(pause.total_seconds()))},
            )


def _house(request: Request) -> str:
    return house_of(request.client.host if request.client else "")


def guesses_of(request: Request) -> Guesses:
    """Give what the running service remembers of wrong addresses."""
    state = request.app.state
    if not hasattr(state, "link_guesses"):
        state.link_guesses = Guesses()
    guesses: Guesses = state.link_guesses
    return guesses
