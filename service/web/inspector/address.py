"""Where a team's link leads, as whoever asks reaches this service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Request


def link_address(request: Request, secret: str) -> str:
    """Write the whole address of a link; behind a proxy that ends https it is one of https."""
    scheme = "https" if office_of(request).settings.secure else request.url.scheme
    return f"{scheme}://{request.url.netloc}/r/{secret}/"
