"""One's own name, language, sign-ins and tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from data.errors import InputError, NotFoundError
from data.store import Author
from data.words import Lang
from service.access.accounts import account, new_id
from service.access.actors import Actor
from service.access.clock import local
from service.access.roles import Permission
from service.access.secrets import fingerprint
from service.access.sessions import end_one, end_others, sessions_of
from service.access.staff import change_account
from service.access.tokens import (
    USUAL_DAYS,
    Wish,
    make_token,
    may_give,
    revoke_token,
    tokens,
)
from service.web.cookies import secret_of
from service.web.faults import TOKEN_PATTERN
from service.web.gate import needs
from service.web.office import office_of
from service.web.problems import lang_of, told
from service.web.templating import page

router = APIRouter(include_in_schema=False)
ME = "/me"
Myself = Annotated[Actor, needs(Permission.SEE, in_person=True)]


@router.get(ME)
def me_page(request: Request, actor: Myself) -> Response:
    """Show what one may change of oneself."""
    return _me(request, actor)


@router.post(ME)
def me_form(
    request: Request,
    actor: Myself,
    full_name: Annotated[str, Form()] = "",
    lang: Annotated[Lang, Form()] = "zh",
) -> Response:
    """Change one's shown name and language; nothing else of the form is read."""
    office = office_of(request)
    by = Author(actor.name, f"POST {ME}")
    try:
        change_account(
            office.store,
            actor.account_id,
            clock=office.clock,
            by=by,
            full_name=full_name,
            lang=lang,
        )
    except InputError as error:
        return _me(request, actor, wrong=told(error, lang_of(request)), status=422)
    return RedirectResponse(ME, 303)


@router.post("/me/sessions/end")
def end_session_form(
    request: Request, actor: Myself, session_id: Annotated[str, Form()] = ""
) -> Response:
    """End one of one's sessions, or every one but this; ending it twice does no harm."""
    store = office_of(request).store
    if not session_id:
        end_others(store, actor.account_id, keep=secret_of(request))
    elif not end_one(store, session_id, account_id=actor.account_id):
        raise NotFoundError("There is no such session.", zh="没有这个登录。")
    return RedirectResponse(ME, 303)


@router.post("/me/tokens")
def make_token_form(  # noqa: PLR0913 - the fields of the form
    request: Request,
    actor: Myself,
    *,
    token_id: Annotated[str, Form(pattern=TOKEN_PATTERN)],
    name: Annotated[str, Form()] = "",
    permissions: Annotated[list[Permission] | None, Form()] = None,
    towns: Annotated[list[str] | None, Form()] = None,
    days: Annotated[int, Form()] = USUAL_DAYS,
) -> Response:
    """Make a token; its secret is shown on this page alone."""
    office = office_of(request)
    wish = Wish(
        # Of this account, so that nobody can use up the number of another one's form.
        token_id=fingerprint(f"{actor.account_id} {token_id}")[:32],
        name=name,
        permissions=frozenset(permissions or ()),
        towns=frozenset(towns) if towns else None,
        days=days,
    )
    try:
        secret = make_token(office.store, wish, actor=actor, clock=office.clock)
    except InputError as error:
        return _me(request, actor, wrong=told(error, lang_of(request)), status=422)
    return _me(request, actor, secret=secret)


@router.post("/me/tokens/{token_id}/revoke")
def revoke_own_form(request: Request, actor: Myself, token_id: str) -> Response:
    """Take back one's own token; doing it twice does no harm."""
    office = office_of(request)
    by = Author(actor.name, "POST /me/tokens/{token_id}/revoke")
    revoke_token(office.store, token_id, clock=office.clock, by=by, account_id=actor.account_id)
    return RedirectResponse(ME, 303)


def _me(
    request: Request, actor: Actor, *, wrong: str = "", secret: str = "", status: int = 200
) -> Response:
    office = office_of(request)
    return page(
        request,
        "me.html",
        status=status,
        own=account(office.store, actor.account_id),
        sessions=sessions_of(office.store, actor.account_id, clock=office.clock),
        this_session=fingerprint(secret_of(request)),
        tokens=tokens(office.store, account_id=actor.account_id),
        local=local,
        is_open=lambda token: token.is_open(office.clock),
        may_give=[one for one in Permission if one in may_give(actor)],
        form_id=new_id(),
        usual_days=USUAL_DAYS,
        wrong=wrong,
        secret=secret,
    )
