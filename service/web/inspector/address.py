"""Where a team's link leads, as whoever asks reaches this service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.web.origin import origin_of

if TYPE_CHECKING:
    from fastapi import Request


def link_address(request: Request, secret: str) -> str:
    """Write the whole address of a link."""
    return f"{origin_of(request)}/r/{secret}/"
