"""Every token of the office, for its administrators."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from data.store import Author
from service.access.accounts import accounts
from service.access.clock import local
from service.access.tokens import revoke_token, tokens
from service.web.office import office_of
from service.web.pages.people import Administrator
from service.web.templating import page

router = APIRouter(include_in_schema=False)
TOKENS = "/admin/tokens"


@router.get(TOKENS)
def tokens_page(request: Request, actor: Administrator) -> Response:
    """List them, whosever they are; their secrets are nowhere."""
    del actor
    office = office_of(request)
    return page(
        request,
        "tokens.html",
        tokens=tokens(office.store),
        local=local,
        is_open=lambda token: token.is_open(office.clock),
        owners={one.account_id: one for one in accounts(office.store)},
    )


@router.post("/admin/tokens/{token_id}/revoke")
def revoke_form(request: Request, actor: Administrator, token_id: str) -> Response:
    """Take anybody's token back; doing it twice does no harm."""
    office = office_of(request)
    by = Author(actor.name, "POST /admin/tokens/{token_id}/revoke")
    revoke_token(office.store, token_id, clock=office.clock, by=by)
    return RedirectResponse(TOKENS, 303)
