"""How the addresses of this service begin, as whoever asks reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Request


def origin_of(request: Request) -> str:
    """
    Write how this service begins, without a slash.

    The name is the one that was asked for, which a proxy hands on (``Host``). Behind one that ends
    https it begins with https, whether or not the proxy says so (``X-Forwarded-Proto``).
    """
    scheme = "https" if office_of(request).settings.secure else request.url.scheme
    return f"{scheme}://{request.url.netloc}"
