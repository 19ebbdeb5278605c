"""Ways back: to the page that somebody wanted, and only to pages of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

HOME = "/"
_LAST_UNSEEN = " "


def inside(to: str, *, otherwise: str = HOME) -> str:
    r"""
    Keep to paths of ours: nobody is sent elsewhere by a link to a page of ours.

    Browsers read a backslash as a slash and skip tabs and ends of lines, so that ``/\evil.example``
    leads to another house.

    Examples
    --------
    >>> inside("/week?day=1"), inside("//evil.example"), inside("/\\evil.example")
    ('/week?day=1', '/', '/')
    >>> inside("javascript:alert(1)", otherwise="")
    ''
    """
    if not to.startswith("/") or to.startswith("//") or "\\" in to:
        return otherwise
    if any(sign <= _LAST_UNSEEN or sign == "\x7f" for sign in to):
        return otherwise
    parts = urlsplit(to)
    return otherwise if parts.scheme or parts.netloc else to
