"""Where a team's link leads, as whoever asks reaches this service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Request


def base_address(request: Request) -> str:
    """Write how this service begins, without a slash; behind a proxy that ends https with https."""
    scheme = "https" if office_of(request).settings.secure else request.url.scheme
    return f"{scheme}://{request.url.netloc}"


def link_address(request: Request, secret: str) -> str:
    """Write the whole address of a link."""
    return f"{base_address(request)}/r/{secret}/"
