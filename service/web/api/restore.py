"""Going back to a former version of a week's plan; none is ever lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from service.access.roles import Permission
from service.results.replan import UndoResult
from service.web.api.answers import answer
from service.web.api.keys import Ask, WeekPath
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.gate import needs

if TYPE_CHECKING:
    from fastapi import Response

router = api_router("weeks")
_MOST = 1_000_000


class RestoreAsk(Ask):
    """Which version."""

    version: int | None = Field(
        None, ge=1, le=_MOST, description="Missing: the one that the newest was made from."
    )


@router.post(
    "/weeks/{week}/restore",
    dependencies=[needs(Permission.PLAN, office_wide=True)],
    response_model=UndoResult,
    status_code=201,
)
def restore_version(town: Town, week: WeekPath, asked: RestoreAsk) -> Response:
    """Repeat a former version as the newest one; teams see it once it is published."""
    from service.pipeline.plans.restoring import restore_plan

    return answer(restore_plan(town, week=week, version=asked.version), 201)
