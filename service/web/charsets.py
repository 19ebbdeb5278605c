"""Forms come as UTF-8, as every page of ours sends them: other encodings can spell half a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from service.web.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_NOT_SERVED = 415
_OURS = frozenset({"", "utf-8", "utf8"})


class OnlyUtf8:
    """
    Refuses bodies that name another encoding: 415, before anything decodes them.

    A form may name any encoding of Python's, and some of them make signs that no store can keep.

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
        if scope["type"] == "http" and not _is_utf8(Headers(scope=scope).get("content-type", "")):
            app = problem(_NOT_SERVED, "Send text as UTF-8. 请以 UTF-8 编码发送。")
        await app(scope, receive, send)


def _is_utf8(kind: str) -> bool:
    """
    Tell whether a content type names UTF-8, or nothing else.

    Examples
    --------
    >>> _is_utf8("text/csv; charset=UTF-8"), _is_utf8("multipart/form-data; charset*=utf-7")
    (True, False)
    """
    said = [part.strip().lower().partition("=") for part in kind.split(";")[1:]]
    named = {
        value.strip().strip("\"'") for name, _, value in said if name.strip().startswith("charset")
    }
    return named <= _OURS
