"""Whether a browser already has what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request


def is_known(request: Request, tag: str) -> bool:
    """Tell whether ``If-None-Match`` names the tag of what would be sent (weakly, RFC 9110)."""
    said = request.headers.get("if-none-match", "")
    named = {part.strip().removeprefix("W/") for part in said.split(",")}
    return tag in named or "*" in named
