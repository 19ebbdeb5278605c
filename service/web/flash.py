"""A message that the next page shows once, such as "3 rows were stored"."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import TYPE_CHECKING

from service.access.secrets import same
from service.web.office import office_of
from service.web.words import sentences

if TYPE_CHECKING:
    from fastapi import Request, Response

LONGEST = 900
"""Signs of a sentence; a cookie holds four thousand bytes."""
SECONDS = 120


def flash(request: Request, answer: Response, key: str, **figures: str | int) -> None:
    """
    Let the next page of this session say a sentence.

    It travels in a cookie that is signed with the session: nothing is kept on the server, and
    nobody else can make a page of ours say anything.

    Parameters
    ----------
    answer
        Usually a redirect; gets the cookie.
    key
        A sentence of ``service/web/words``; one whose name begins with ``bad_`` is a complaint.
    figures
        What the sentence needs; long texts are cut.
    """
    cut = {
        name: text[:LONGEST] if isinstance(text, str) else text for name, text in figures.items()
    }
    said = json.dumps([key, cut], ensure_ascii=False).encode()
    body = base64.urlsafe_b64encode(said).decode()
    settings = office_of(request).settings
    answer.set_cookie(
        _cookie(request),
        f"{body}.{_signature(request, body)}",
        max_age=SECONDS,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def flashed(request: Request) -> tuple[str, dict[str, str | int]] | None:
    """Read the sentence that a page of this session is to say: its key and figures."""
    body, _, signature = request.cookies.get(_cookie(request), "").partition(".")
    actor = getattr(request.state, "actor", None)
    if not body or actor is None or not same(signature, _signature(request, body)):
        return None
    key, figures = json.loads(base64.urlsafe_b64decode(body))
    return (key, figures) if key in sentences() else None


def forget_flash(request: Request, answer: Response) -> None:
    """Take the cookie away, so that a sentence is said once."""
    name = _cookie(request)
    if name in request.cookies:
        answer.delete_cookie(name, path="/", secure=office_of(request).settings.secure)


def _cookie(request: Request) -> str:
    return f"{office_of(request).settings.cookie}-said"


def _signature(request: Request, body: str) -> str:
    key = f"said {request.state.actor.csrf}".encode()
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
