"""Tokens: one's own, and for administrators everybody's; a secret is told once, at its making."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field

from service.access.roles import Permission
from service.access.tokens import MOST_DAYS, USUAL_DAYS
from service.web.api.answers import answer, answer_secret
from service.web.api.keys import Ask, Key, key_path
from service.web.api.paging import Paged, answer_page
from service.web.api.people import ADMINISTRATOR
from service.web.api.route import Whole
from service.web.api.routing import api_router
from service.web.gate import needs
from service.web.office import office_of

if TYPE_CHECKING:
    from service.access.clock import Clock
    from service.access.tokens import Token

router = api_router("tokens")
MYSELF = [needs(Permission.SEE, in_person=True)]
TokenKey = Annotated[str, key_path("Id of the token.", example="0f8fad5bd9cb469fa16570867728950e")]
_MOST_TOWNS = 500


class TokenRow(BaseModel):
    """One token, without its secret or its hash."""

    model_config = ConfigDict(extra="forbid")

    token_id: str
    account_id: str = Field(description="Whose it is.")
    name: str = Field(description="What it is for.")
    permissions: list[Permission]
    towns: list[str] | None = Field(description="Towns it may see; null: as many as its owner.")
    expires: str = Field(description="When it ends, UTC.")
    revoked: str | None = Field(description="When it was taken back, UTC.")
    is_open: bool = Field(description="Whether it still stands for its owner.")


class TokenPage(BaseModel):
    """A page of tokens, ordered by id."""

    model_config = ConfigDict(extra="forbid")

    items: list[TokenRow]
    next: str | None


class FreshToken(BaseModel):
    """A token with its secret, which is told this once."""

    model_config = ConfigDict(extra="forbid")

    token: TokenRow
    secret: str = Field(description="For `Authorization: Bearer`; the office keeps its hash alone.")


class TokenAsk(Ask):
    """What a token shall be; it may do no more than its owner, and never manage people."""

    name: Key = Field(max_length=80, description="What it is for.")
    permissions: list[Permission] = Field(min_length=1, max_length=len(Permission))
    towns: list[Key] | None = Field(
        None, min_length=1, max_length=_MOST_TOWNS, description="Missing: as many as its owner."
    )
    days: int = Field(USUAL_DAYS, ge=1, le=MOST_DAYS, description="How long it lasts.")


@router.get("/tokens", dependencies=ADMINISTRATOR, response_model=TokenPage)
def list_all_tokens(request: Request, store: Whole, page: Paged) -> Response:
    """List everybody's tokens; their secrets are nowhere."""
    from service.access.tokens import tokens

    listed = sorted(tokens(store), key=lambda one: one.token_id)
    found = [one for one in listed if page.after is None or one.token_id > page.after]
    shown = found[: page.limit]
    last = shown[-1].token_id if len(found) > page.limit else None
    return answer_page(request, [_row(one, office_of(request).clock) for one in shown], last=last)


@router.delete("/tokens/{token_id}", dependencies=ADMINISTRATOR, status_code=204)
def revoke_any_token(request: Request, store: Whole, token_id: TokenKey) -> Response:
    """Take anybody's token back; doing it twice does no harm."""
    from service.access.tokens import revoke_token

    revoke_token(store, token_id, clock=office_of(request).clock, by=store.author)
    return Response(status_code=204)


@router.get("/me/tokens", dependencies=MYSELF, response_model=list[TokenRow])
def list_own_tokens(request: Request, store: Whole) -> Response:
    """List one's own tokens, those that last longest first."""
    from service.access.tokens import tokens

    clock, mine = office_of(request).clock, request.state.actor.account_id
    return answer([_row(one, clock) for one in tokens(store, account_id=mine)])


@router.post("/me/tokens", dependencies=MYSELF, response_model=FreshToken, status_code=201)
def make_own_token(request: Request, store: Whole, asked: TokenAsk) -> Response:
    """Make a token of one's own; its secret is in this answer alone."""
    from service.access.accounts import new_id
    from service.access.tokens import Wish, make_token, tokens

    clock, actor = office_of(request).clock, request.state.actor
    wish = Wish(
        token_id=new_id(),
        name=asked.name,
        permissions=frozenset(asked.permissions),
        towns=None if asked.towns is None else frozenset(asked.towns),
        days=asked.days,
    )
    secret = make_token(store, wish, actor=actor, clock=clock)
    mine = tokens(store, account_id=actor.account_id)
    made = next(one for one in mine if one.token_id == wish.token_id)
    return answer_secret({"token": _row(made, clock), "secret": secret})


@router.delete("/me/tokens/{token_id}", dependencies=MYSELF, status_code=204)
def revoke_own_token(request: Request, store: Whole, token_id: TokenKey) -> Response:
    """Take one's own token back; doing it twice does no harm."""
    from service.access.tokens import revoke_token

    clock, mine = office_of(request).clock, request.state.actor.account_id
    revoke_token(store, token_id, clock=clock, by=store.author, account_id=mine)
    return Response(status_code=204)


def _row(one: Token, clock: Clock) -> dict[str, Any]:
    return {
        "token_id": one.token_id,
        "account_id": one.account_id,
        "name": one.name,
        "permissions": sorted(one.permissions),
        "towns": None if one.towns is None else sorted(one.towns),
        "expires": one.expires,
        "revoked": one.revoked,
        "is_open": one.is_open(clock),
    }
