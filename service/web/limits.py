"""How much a request may bring: refused before it is read, and counted while it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

JSON_BYTES = 1_000_000
"""No request in JSON needs more; rules of an office have some 30 kB."""
_TOO_LARGE = 413


class BodyLimits:
    """
    Refuses bodies that are too large: 413, by what they say and by what they bring.

    Parameters
    ----------
    app
        The application inside.
    most_bytes
        Largest body of any kind.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        most = self._most(headers.get(b"content-type", b""))
        said = headers.get(b"content-length", b"0")
        if not said.isdigit() or int(said) > most:
            await _refuse(most)(scope, receive, send)
            return
        await self._counted(scope, receive, send, most=most)

    def _most(self, content_type: bytes) -> int:
        is_json = b"json" in content_type.lower()
        return min(JSON_BYTES, self.most_bytes) if is_json else self.most_bytes

    async def _counted(self, scope: Scope, receive: Receive, send: Send, *, most: int) -> None:
        """Count what comes; a body in chunks does not say how long it will be."""
        seen, begun = 0, False

        async def counting() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise _TooLargeError
            return message

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, counting, noting)
        except _TooLargeError:
            if begun:
                raise
            await _refuse(most)(scope, receive, send)


class _TooLargeError(BaseException):
    """Ends the reading of a body; no handler of ordinary errors may swallow it."""


def _refuse(most: int) -> ASGIApp:
    return problem(
        _TOO_LARGE,
        f"Expected a request of at most {most} bytes. 请求过大，最多 {most} 字节。",
        headers={"Connection": "close"},
        most_bytes=most,
    )
