"""
The log: one JSON object a line, without names, coordinates or secrets.

A line of a request has the address of its route, such as ``/r/{secret}``, never the one that was
asked for; of an error it has the kind and the place in the program, never the values.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
import uuid
from typing import TYPE_CHECKING

import orjson

from service.access.clock import now, written

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from service.web.metrics import Metrics

LOGGER = "gridpatrol"
_FACTS = "facts"
REQUEST_ID = b"x-request-id"


class JsonLines(logging.Formatter):
    """Writes a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line = {
            "moment": written(now()),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
            **getattr(record, _FACTS, {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            line |= failure(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


def failure(error: BaseException) -> dict[str, object]:
    """Say what kind of error it was, and where; its message may hold what a ledger says."""
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    return {"error": type(error).__name__, "places": places[-6:]}


def start_log(level: str) -> None:
    """Write the log of the service to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    for name in (LOGGER, "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level.upper())


def told(what: str, *, level: int = logging.INFO, **facts: object) -> None:
    """Write one line; facts are numbers, codes and keys, never what people typed."""
    logging.getLogger(LOGGER).log(level, what, extra={_FACTS: facts})


class RequestLog:
    """
    Writes one line for each request, counts it, and gives it an id that the answer names.

    Parameters
    ----------
    app
        The application inside.
    metrics
        Where requests are counted.
    """

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start_s, status, key = time.perf_counter(), 500, uuid.uuid4().hex[:16]

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (REQUEST_ID, key.encode())]
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            told("failed", level=logging.ERROR, request=key, route=_route(scope), **failure(error))
            raise
        finally:
            took_s = time.perf_counter() - start_s
            self.metrics.saw(scope["method"], _route(scope), status, took_s)
            told(
                "request",
                request=key,
                method=scope["method"],
                route=_route(scope),
                status=status,
                ms=round(1000 * took_s, 1),
            )


def _route(scope: Scope) -> str:
    """Name the route as the program has it; a path that is no route may hold anything."""
    return str(getattr(scope.get("route"), "path", "")) or "none"
