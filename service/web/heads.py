"""HEAD is answered wherever GET is: the same status and headers, and no body."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """
    Lets every route answer HEAD as GET; a stream, which would run on, ends at once.

    Parameters
    ----------
    app
        The application inside, which sees a GET.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        is_told = False

        async def bodiless(message: Message) -> None:
            nonlocal is_told
            if not is_told and message["type"] == "http.response.start":
                is_told = True
                await send(message)
                await send({"type": "http.response.body", "body": b""})

        async def receiving() -> Message:
            return {"type": "http.disconnect"} if is_told else await receive()

        inside = {**scope, "method": "GET"}
        try:
            await self.app(inside, receiving, bodiless)
        finally:  # the log names the route that was found, and the method that was asked
            scope.update(inside, method="HEAD")
