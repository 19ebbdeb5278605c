"""Signing in and out, and one's own password."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from service.access.accounts import account
from service.access.actors import Actor
from service.access.credentials import change_password
from service.access.sessions import sign_in
from service.web.back import HOME, inside
from service.web.cookies import begin_here, enter, leave
from service.web.door import slow_down
from service.web.gate import check_sign_in, needs
from service.web.office import office_of
from service.web.problems import lang_of
from service.web.templating import page
from service.web.words import say

if TYPE_CHECKING:
    from datetime import timedelta

router = APIRouter(include_in_schema=False)


@router.get("/sign-in")
def sign_in_page(request: Request, to: str = HOME) -> Response:
    """Show the form."""
    return _form(request, to=to)


@router.post("/sign-in")
async def sign_in_form(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    to: Annotated[str, Form()] = HOME,
) -> Response:
    """Begin a session, under a new secret whatever cookie the browser brought."""
    office = office_of(request)
    check_sign_in(request)
    house = office.door.enter(request.client.host if request.client else "", office.clock())
    entry = await office.door.work(
        partial(
            sign_in,
            office.store,
            name=name,
            password=password,
            strangers=office.door.strangers,
            clock=office.clock,
        )
    )
    if entry.wait:
        return _slowed(request, entry.wait, to=to, name=name)
    if entry.secret is None:
        wrong = say("sign_in.wrong", lang_of(request))
        return _form(request, to=to, name=name, wrong=wrong, status=401)
    office.door.addresses.give_back(house, office.clock())
    answer = RedirectResponse(inside(to), 303)
    await run_in_threadpool(enter, request, answer, entry.secret)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, actor: Annotated[Actor, needs(None, in_person=True)]) -> Response:
    """End this session."""
    del actor
    answer = RedirectResponse("/sign-in", 303)
    leave(request, answer)
    return answer


@router.get("/password")
def password_page(
    request: Request, actor: Annotated[Actor, needs(None, in_person=True)]
) -> Response:
    """Show the form for one's own password."""
    return page(request, "password.html", wrong="", first=actor.must_change)


@router.post("/password")
async def password_form(
    request: Request,
    actor: Annotated[Actor, needs(None, in_person=True)],
    former: Annotated[str, Form()],
    fresh: Annotated[str, Form()],
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change one's own password; every session ends, and this browser begins a new one."""
    office = office_of(request)
    if again != fresh:
        wrong = say("sign_in.not_again", lang_of(request))
        return page(request, "password.html", status=422, wrong=wrong, first=actor.must_change)
    change = partial(change_password, former=former, fresh=fresh, clock=office.clock)
    if not await office.door.work(partial(change, office.store, actor.account_id)):
        wrong = say("sign_in.former_wrong", lang_of(request))
        return page(request, "password.html", status=422, wrong=wrong, first=actor.must_change)
    answer = RedirectResponse(HOME, 303)
    who = await run_in_threadpool(account, office.store, actor.account_id)
    await run_in_threadpool(begin_here, request, answer, who)
    return answer


def _slowed(request: Request, wait: timedelta, *, to: str, name: str) -> Response:
    refusal = slow_down(wait)
    said = refusal.zh if lang_of(request) == "zh" else str(refusal)
    return _form(request, to=to, name=name, wrong=said or "", status=429, headers=refusal.headers)


def _form(
    request: Request,
    *,
    to: str,
    name: str = "",
    wrong: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response:
    outside = office_of(request).settings.outside is not None
    shown = {"to": inside(to), "wrong": wrong, "name": name, "outside": outside}
    return page(request, "sign_in.html", status=status, headers=headers, **shown)
