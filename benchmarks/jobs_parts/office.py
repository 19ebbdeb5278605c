"""The service with one route more, which asks for a job that counts: ``… PORT MOST_WAITING``."""

from __future__ import annotations

import os
import sys

from fastapi import Request, Response

from benchmarks.jobs_parts.kinds import MARK, add_kinds
from service.access.roles import Permission
from service.jobs import queue
from service.web import app
from service.web.api.keys import Ask
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.weeks import answer_job
from service.web.gate import needs
from service.web.serving import serve
from service.web.settings import WebSettings

PATH = "/api/v1/marks"
router = api_router("jobs")


class MarkAsk(Ask):
    """Which setting to count up, and how long to rest before the answer is stored."""

    number: int
    rest_s: float


@router.post("/marks", dependencies=[needs(Permission.PLAN)], status_code=202)
def mark(request: Request, town: Town, asked: MarkAsk) -> Response:
    """Ask for one job."""
    return answer_job(request, town, MARK, asked.model_dump())


if __name__ == "__main__":
    add_kinds()
    queue.WAITING_LIMIT = int(sys.argv[2])
    app.ROUTERS = (*app.ROUTERS, router)
    store = os.environ["GRIDPATROL_STORE"]
    serve(WebSettings(store=store, port=int(sys.argv[1]), workers=0, log_level="error"))
