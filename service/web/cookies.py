"""The cookie of a session: of this host alone, out of reach of scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.sessions import LONGEST, begin, end
from service.web.office import office_of

if TYPE_CHECKING:
    from fastapi import Request, Response

    from service.access.accounts import Account


def secret_of(request: Request) -> str:
    """Read the secret that the browser brought; empty where it brought none."""
    return request.cookies.get(office_of(request).settings.cookie, "")


def enter(request: Request, answer: Response, secret: str) -> None:
    """Give a browser the secret of its new session; the session that it had before ends."""
    former = secret_of(request)
    if former:
        end(office_of(request).store, former)
    _set(request, answer, secret, seconds=int(LONGEST.total_seconds()))


def begin_here(request: Request, answer: Response, who: Account) -> None:
    """Begin a session of somebody who has proved who it is, in this browser."""
    office = office_of(request)
    enter(request, answer, begin(office.store, who, clock=office.clock))


def leave(request: Request, answer: Response) -> None:
    """End the session of this browser, and take its cookie away."""
    end(office_of(request).store, secret_of(request))
    _set(request, answer, "", seconds=0)


def _set(request: Request, answer: Response, secret: str, *, seconds: int) -> None:
    settings = office_of(request).settings
    answer.set_cookie(
        settings.cookie,
        secret,
        max_age=seconds,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
