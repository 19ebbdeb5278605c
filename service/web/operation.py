"""What those who run the service ask: is it alive, is it ready, how is it doing."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from data.errors import StoreError
from service.access.roles import Permission
from service.web.gate import needs
from service.web.office import office_of
from service.web.problems import RETRY_AFTER_S, problem

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def alive() -> Response:
    """Say that the process answers, whatever the store does."""
    return Response("ok\n", media_type="text/plain")


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Say whether the store answers; a balancer sends nobody here while it does not."""
    try:
        office_of(request).store.settings()
    except StoreError:
        return problem(
            503,
            "The store does not answer.",
            headers={"Retry-After": str(RETRY_AFTER_S)},
        )
    return Response("ready\n", media_type="text/plain")


@router.get("/metrics", dependencies=[needs(Permission.UPKEEP)])
def metrics(request: Request) -> Response:
    """Give what Prometheus reads, to a token of an administrator."""
    return Response(request.app.state.metrics.written(), media_type=CONTENT_TYPE_LATEST)
