"""Signing in at the office's own provider, by OpenID Connect."""

from __future__ import annotations

import base64
from functools import partial

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from data.errors import NotFoundError
from service.access.linking import account_for
from service.access.outside import OutsideSettings
from service.access.provider import ForgedError, Trip, address_of, person_of
from service.access.secrets import new_secret
from service.web.back import HOME, inside
from service.web.cookies import begin_here
from service.web.gate import check_sign_in
from service.web.office import office_of
from service.web.origin import origin_of
from service.web.problems import RefusalError
from service.web.templating import page
from service.web.words import say

router = APIRouter(include_in_schema=False)
BACK = "/sign-in/outside/back"
_MINUTES_S = 600
_LONGEST_WAY = 600


@router.get("/sign-in/outside")
async def leave_page(request: Request, to: str = HOME) -> Response:
    """Send somebody to the provider; what ties the way back to this browser is in a cookie."""
    office, settings = office_of(request), _settings(request)
    check_sign_in(request)
    office.door.enter(_client(request), office.clock())
    secret = new_secret()
    way = inside(to)[:_LONGEST_WAY]
    trip = Trip(secret, _back(request))
    address = await office.door.call(partial(address_of, settings, trip))
    answer = RedirectResponse(address, 303)
    _keep(request, answer, f"{secret}.{base64.urlsafe_b64encode(way.encode()).decode()}")
    return answer


@router.get(BACK)
async def back_page(request: Request, code: str = "", state: str = "") -> Response:
    """Let in who comes back with the provider's word, under a new secret."""
    office, settings = office_of(request), _settings(request)
    if not office.settings.may_sign_in:
        raise RefusalError(403, say("sign_in.no_plain", "en"), zh=say("sign_in.no_plain", "zh"))
    house = office.door.enter(_client(request), office.clock())
    secret, _, way = request.cookies.get(_cookie(request), "").partition(".")
    if not secret or not code:
        raise _forged(ForgedError("cookie" if code else "code"))
    trip = Trip(secret, _back(request))
    try:
        person = await office.door.call(
            partial(person_of, settings, trip, code=code, state=state, moment=office.clock())
        )
    except ForgedError as error:
        raise _forged(error) from error
    who = await run_in_threadpool(
        account_for, office.store, person, settings=settings, clock=office.clock
    )
    if who is None:
        return page(request, "outside_unknown.html", status=403, subject=person.subject)
    office.door.addresses.give_back(house, office.clock())
    answer = RedirectResponse(inside(_read_way(way)), 303)
    await run_in_threadpool(begin_here, request, answer, who)
    answer.delete_cookie(_cookie(request), path="/", secure=office.settings.secure)
    return answer


def _settings(request: Request) -> OutsideSettings:
    outside = office_of(request).settings.outside
    if outside is None:
        raise NotFoundError("There is no outside sign-in here.", zh="本系统未启用统一身份认证。")
    return outside


def _forged(error: ForgedError) -> RefusalError:
    return RefusalError(403, str(error), zh=error.zh or str(error))


def _client(request: Request) -> str:
    return request.client.host if request.client else ""


def _back(request: Request) -> str:
    return f"{origin_of(request)}{BACK}"


def _cookie(request: Request) -> str:
    return f"{office_of(request).settings.cookie}-outside"


def _keep(request: Request, answer: Response, value: str) -> None:
    answer.set_cookie(
        _cookie(request),
        value,
        max_age=_MINUTES_S,
        path="/",
        secure=office_of(request).settings.secure,
        httponly=True,
        samesite="lax",
    )


def _read_way(text: str) -> str:
    try:
        return base64.urlsafe_b64decode(text).decode()
    except (ValueError, UnicodeDecodeError):
        return HOME
