"""The door of administration: leads to the first part that the actor may see."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from service.access.actors import Actor
from service.access.roles import Permission
from service.web.gate import needs
from service.web.problems import RefusalError

router = APIRouter(include_in_schema=False)
PARTS: tuple[tuple[str, Permission], ...] = (
    ("people", Permission.PEOPLE),
    ("rules", Permission.RULES),
    ("audit", Permission.AUDIT),
    ("backup", Permission.UPKEEP),
)
"""Last part of the address, and what one must be allowed."""


@router.get("/admin")
def admin(actor: Annotated[Actor, needs(Permission.SEE)]) -> Response:
    """Lead to the first part."""
    for name, permission in PARTS:
        if actor.may(permission, office_wide=True):
            return RedirectResponse(f"/admin/{name}", 303)
    raise RefusalError(403, "Administration is not for your role.", zh="您的角色不能进入管理。")
