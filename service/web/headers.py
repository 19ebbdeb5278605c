"""Headers of every answer: what a browser may load, and who may frame, sniff or follow."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NONCE_BYTES = 16
_POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "manifest-src 'self'; worker-src 'self'; frame-src 'self'; frame-ancestors 'self'; "
    "base-uri 'none'"
)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), payment=()",
}
HSTS = "max-age=31536000"


def safe_headers(nonce: str, *, secure: bool) -> dict[str, str]:
    """Give the headers of an answer whose scripts and styles bear a nonce."""
    found = {**ALWAYS, "content-security-policy": _POLICY.format(nonce=nonce)}
    found |= {"cache-control": "no-store"}
    return found | ({"strict-transport-security": HSTS} if secure else {})


class SafeHeaders:
    """
    Adds the headers to every answer; an answer that brings its own policy keeps it.

    Parameters
    ----------
    app
        The application inside.
    secure
        Whether browsers reach it by https.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        scope.setdefault("state", {})["nonce"] = nonce

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in safe_headers(nonce, secure=self.secure).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)
