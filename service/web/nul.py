"""No address holds the sign NUL: PostgreSQL knows no text with it, and nothing is named so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_BAD_REQUEST = 400


class NoNul:
    """
    Refuses addresses and queries with a NUL: 400, before anything looks for it in a store.

    Parameters
    ----------
    app
        The application inside.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        app = self.app
        if scope["type"] == "http" and _has_nul(scope):
            app = problem(
                _BAD_REQUEST, "An address may not hold the sign NUL. 网址中不能含有空字符（NUL）。"
            )
        await app(scope, receive, send)


def _has_nul(scope: Scope) -> bool:
    query: bytes = scope["query_string"]
    return "\x00" in scope["path"] or b"%00" in query or b"\x00" in query
