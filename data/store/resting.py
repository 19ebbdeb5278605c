"""Connections that rested between two transactions: replaced where the server has left them."""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING, Any

import psycopg
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError

if TYPE_CHECKING:
    from sqlalchemy import Engine

TRUSTED_S = 10.0
"""After a longer rest the server is asked; a router may have forgotten the connection unheard."""
_RESTS = "gridpatrol_rests"


def watch(engine: Engine) -> None:
    """
    Let an engine of a server replace connections that it closed while nobody used them.

    A server that stops says so on every connection, and its system does where it was killed. So a
    connection on which nothing has come in is as good as one whose server was just asked, which is
    one more way there and back before each transaction.
    """
    event.listen(engine, "checkin", _rest)

    def wake(connection: Any, record: Any, _fairy: object) -> None:  # noqa: ANN401 - of the driver
        since_s = record.info.pop(_RESTS, None)
        if since_s is None or (_is_quiet(connection) and time.monotonic() - since_s < TRUSTED_S):
            return
        try:
            engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkout", wake)


def _rest(connection: object, record: Any) -> None:  # noqa: ANN401 - of the pool
    if connection is not None:
        record.info[_RESTS] = time.monotonic()


def _is_quiet(connection: psycopg.Connection) -> bool:
    """Tell whether nothing came in since the last answer, such as that the server stops."""
    try:
        place = connection.fileno()
    except psycopg.Error:  # closed already
        return False
    if not hasattr(select, "poll"):
        return not select.select([place], [], [], 0)[0]
    heard = select.poll()
    heard.register(place, select.POLLIN)
    return not heard.poll(0)
