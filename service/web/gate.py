"""
The gate: every route says which permission it needs, and gets the actor who has it.

::

    @router.get("/week")
    def week_page(actor: Annotated[Actor, needs(Permission.SEE)], town: Seen) -> Response: ...

A route without a gate fails the permission matrix (tests/service/web/test_matrix.py).
"""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request

from data.store import Author, Scope, Store
from service.access.actors import Actor
from service.access.roles import Permission
from service.access.secrets import same
from service.access.sessions import actor_of
from service.web.office import office_of
from service.web.problems import RefusalError
from service.web.words import say

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
_OUR_SITES = frozenset({"same-origin", "none"})
"""``none``: typed into the bar of addresses, not sent by a page."""
BEARER, BASIC = "bearer ", "basic "


class Gate:
    """
    Lets through who may do one thing.

    Attributes
    ----------
    permission
        What the route needs; ``None`` where any actor may come, such as to change a password.
    office_wide
        Whether it touches every town, so that an actor of some towns may not.
    in_person
        Whether it is about the sign-in itself, so that no token may, such as to make a token.
    """

    def __init__(
        self, permission: Permission | None, *, office_wide: bool = False, in_person: bool = False
    ) -> None:
        self.permission = permission
        self.office_wide = office_wide
        self.in_person = in_person

    async def __call__(self, request: Request) -> Actor:
        """Find the actor, or refuse: 401 for nobody, 403 for somebody who may not."""
        actor = await _actor(request)
        request.state.actor = actor
        if self.in_person and actor.via != "session":
            raise RefusalError(
                403,
                "Sign in to do this; a token may not.",
                zh="请登录后操作，令牌无权执行。",
                kind="in-person",
            )
        if self.permission is None:
            return actor
        if actor.must_change:
            raise RefusalError(
                403,
                "Change your password first.",
                zh="请先修改密码。",
                kind="password-first",
                facts={"must_change": True},
            )
        check_may(actor, self.permission, office_wide=self.office_wide)
        return actor


def check_may(actor: Actor, permission: Permission, *, office_wide: bool = False) -> None:
    """
    Refuse an actor who has not this permission; gates ask, and routes that need one more.

    Raises
    ------
    RefusalError
        403.
    """
    if actor.may(permission, office_wide=office_wide):
        return
    reason = "role"
    if permission in actor.permissions:
        reason = "towns"
    elif actor.via == "token":
        reason = "token"
    zh, en = (
        say(f"gate.{reason}", lang, what=say(f"permission.{permission.value}", lang))
        for lang in ("zh", "en")
    )
    raise RefusalError(403, en, zh=zh)


def needs(
    permission: Permission | None, *, office_wide: bool = False, in_person: bool = False
) -> Any:  # noqa: ANN401 - what FastAPI gives for a dependency
    """Ask for an actor who may do one thing; the annotation of a route's argument."""
    return Depends(Gate(permission, office_wide=office_wide, in_person=in_person))


async def _actor(request: Request) -> Actor:
    from fastapi.concurrency import run_in_threadpool

    actor = await run_in_threadpool(_proved, request)
    if actor is None:
        raise RefusalError(
            401,
            "Sign in first.",
            zh="请先登录。",
            headers={"WWW-Authenticate": _challenge(request)},
        )
    if actor.via == "session" and request.method not in SAFE_METHODS:
        await _check_own_form(request, actor)
    return actor


def _challenge(request: Request) -> str:
    """Say how to prove who one is; a token that stands for nobody is named as such."""
    if is_map(request):
        return 'Basic realm="gridpatrol", charset="UTF-8"'
    if request.headers.get("authorization", "").lower().startswith(BEARER):
        return 'Bearer realm="gridpatrol", error="invalid_token"'
    return 'Bearer realm="gridpatrol"'


def _proved(request: Request) -> Actor | None:
    office = office_of(request)
    said = request.headers.get("authorization", "")
    if said.lower().startswith(BEARER):
        from service.access.tokens import actor_of_token

        return actor_of_token(office.store, said[len(BEARER) :].strip(), clock=office.clock)
    if said.lower().startswith(BASIC) and is_map(request):
        return _of_basic(request, said[len(BASIC) :].strip())
    secret = request.cookies.get(office.settings.cookie)
    return actor_of(office.store, secret, clock=office.clock) if secret else None


def is_map(request: Request) -> bool:
    """Tell whether a program asks for maps; some of them know no other sign-in than Basic."""
    path = request.url.path
    return path == "/ogc" or path.startswith("/ogc/")


def _of_basic(request: Request, said: str) -> Actor | None:
    """Find who a sign-in name with a token in place of a password stands for."""
    from service.access.tokens import actor_of_token

    try:
        name, _, secret = b64decode(said, validate=True).decode().partition(":")
    except ValueError:
        return None
    office = office_of(request)
    actor = actor_of_token(office.store, secret, clock=office.clock)
    return actor if actor is not None and actor.name == name.strip().lower() else None


async def _check_own_form(request: Request, actor: Actor) -> None:
    """Make sure that a page of ours sent this, not a foreign page in the same browser."""
    check_origin(request)
    brought = request.headers.get(CSRF_HEADER)
    if brought is None and "form" in request.headers.get("content-type", ""):
        brought = str((await request.form()).get(CSRF_FIELD, ""))
    if not brought or not same(brought, actor.csrf):
        raise _foreign()


def check_origin(request: Request) -> None:
    """
    Refuse what a browser sent for a page of another house.

    Programs say neither header; a page in a sandbox says ``Origin: null``.

    Raises
    ------
    RefusalError
        403.
    """
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise _foreign()
    if request.headers.get("sec-fetch-site", "same-origin") not in _OUR_SITES:
        raise _foreign()


def check_sign_in(request: Request) -> None:
    """
    Refuse a sign-in that a foreign page sent, or that others could read on the line.

    Raises
    ------
    RefusalError
        403.
    """
    check_origin(request)
    if not office_of(request).settings.may_sign_in:
        raise RefusalError(403, say("sign_in.no_plain", "en"), zh=say("sign_in.no_plain", "zh"))


def _foreign() -> RefusalError:
    return RefusalError(
        403,
        "This form is too old or not ours; load the page again.",
        zh="表单已过期或不是本系统的页面，请刷新后重试。",
        kind="foreign-form",
    )


def seen(request: Request) -> Store:
    """Give the store as the actor of this request may see it; ask for it after the gate."""
    return signed(request).within(scope_of(request.state.actor))


def signed(request: Request) -> Store:
    """Give the whole store, signed by the actor: for accounts and tokens, which have no town."""
    who = Author(request.state.actor.name, f"{request.method} {request.scope['route'].path}")
    return office_of(request).store.signed(who)


def scope_of(actor: Actor) -> Scope:
    """Say what an actor may see of the town's tables."""
    return Scope(towns=actor.towns, contacts=Permission.CONTACTS in actor.permissions)


Seen = Annotated[Store, Depends(seen)]
"""The store cut down to what the actor of the request may see; writes are signed by the actor."""
