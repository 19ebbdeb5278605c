"""Signing in and out, and one's own password."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from service.access.accounts import account, change_password
from service.access.actors import Actor
from service.access.sessions import LONGEST, begin, end, sign_in
from service.web.gate import needs
from service.web.office import office_of
from service.web.problems import RefusalError, lang_of
from service.web.templating import page
from service.web.words import say

router = APIRouter(include_in_schema=False)
HOME = "/"


@router.get("/sign-in")
def sign_in_page(request: Request, to: str = HOME) -> Response:
    """Show the form."""
    return page(request, "sign_in.html", to=_inside(to), wrong="", name="")


@router.post("/sign-in")
def sign_in_form(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    to: Annotated[str, Form()] = HOME,
) -> Response:
    """Begin a session, under a new secret whatever cookie the browser brought."""
    office = office_of(request)
    if not office.settings.may_sign_in:
        raise RefusalError(403, say("sign_in.no_plain", "en"), zh=say("sign_in.no_plain", "zh"))
    secret = sign_in(office.store, name=name, password=password, clock=office.clock)
    if secret is None:
        wrong = say("sign_in.wrong", lang_of(request))
        return page(request, "sign_in.html", status=401, to=_inside(to), wrong=wrong, name=name)
    answer = RedirectResponse(_inside(to), 303)
    _set_cookie(request, answer, secret, seconds=int(LONGEST.total_seconds()))
    return answer


@router.post("/sign-out")
def sign_out(request: Request, actor: Annotated[Actor, needs(None)]) -> Response:
    """End this session."""
    office = office_of(request)
    secret = request.cookies.get(office.settings.cookie, "")
    if actor.via == "session":
        end(office.store, secret)
    answer = RedirectResponse("/sign-in", 303)
    _set_cookie(request, answer, "", seconds=0)
    return answer


@router.get("/password")
def password_page(request: Request, actor: Annotated[Actor, needs(None)]) -> Response:
    """Show the form for one's own password."""
    return page(request, "password.html", wrong="", first=actor.must_change)


@router.post("/password")
def password_form(
    request: Request,
    actor: Annotated[Actor, needs(None)],
    former: Annotated[str, Form()],
    fresh: Annotated[str, Form()],
) -> Response:
    """Change one's own password; every session ends, and this browser begins a new one."""
    office = office_of(request)
    changed = change_password(
        office.store, actor.account_id, former=former, fresh=fresh, clock=office.clock
    )
    if not changed:
        wrong = say("sign_in.former_wrong", lang_of(request))
        return page(request, "password.html", status=422, wrong=wrong, first=actor.must_change)
    secret = begin(office.store, account(office.store, actor.account_id), clock=office.clock)
    answer = RedirectResponse(HOME, 303)
    _set_cookie(request, answer, secret, seconds=int(LONGEST.total_seconds()))
    return answer


def _inside(to: str) -> str:
    """Keep to paths of ours: nobody is sent elsewhere by a link to our page of sign-in."""
    parts = urlsplit(to)
    is_ours = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc
    return to if is_ours else HOME


def _set_cookie(request: Request, answer: Response, secret: str, *, seconds: int) -> None:
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
