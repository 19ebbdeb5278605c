"""The overview: what the office must know this morning."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from service.access.roles import Permission
from service.web.gate import Seen, needs
from service.web.templating import page

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[needs(Permission.SEE)])
def overview(request: Request, town: Seen) -> Response:
    """Show the overview."""
    return page(request, "home.html")
