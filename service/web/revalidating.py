"""Whether who asks has the answer already: ``If-None-Match`` (RFC 9110, section 13.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import Request


def is_known(request: Request, tag: str) -> bool:
    """Tell whether ``If-None-Match`` names the tag of what would be sent."""
    return names(request.headers.get("if-none-match", ""), tag)


def names(header: str, tag: str) -> bool:
    """
    Tell whether a list of tags names one; here a weak tag is as good as a strong one.

    Examples
    --------
    >>> names('"a", W/"b"', '"b"'), names('"ab"', '"b"'), names("*", '"b"'), names("", '"b"')
    (True, False, True, False)
    """
    named = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag in named or "*" in named
