"""The switch between Chinese and English."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import URL

from service.access.actors import Actor
from service.access.language import choose_language
from service.web.back import inside
from service.web.gate import needs
from service.web.office import office_of

router = APIRouter(include_in_schema=False)


@router.post("/language")
def choose(
    request: Request,
    actor: Annotated[Actor, needs(None)],
    lang: Annotated[str, Form()],
    to: Annotated[str, Form()] = "/",
) -> Response:
    """Keep the language with the account, and show the same page again."""
    choose_language(office_of(request).store, actor.account_id, lang)
    same_page = URL(inside(to)).remove_query_params("lang")
    return RedirectResponse(str(same_page), 303)
