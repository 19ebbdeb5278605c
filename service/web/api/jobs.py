"""Jobs for programs: list, look, follow, cancel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, ConfigDict, Field

from data.errors import NotFoundError, StoreError
from data.words import JOB_STATES
from service.access.actors import Actor
from service.access.roles import Permission
from service.jobs.job import LISTED, find_job, seen_jobs
from service.jobs.told import etag_of, told
from service.web.api.answers import answer
from service.web.api.route import ApiRoute
from service.web.gate import needs
from service.web.jobdesk import SeenJob, end_job, tell_worker
from service.web.office import office_of
from service.web.once import HEADER, is_known
from service.web.revalidating import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.jobs.job import Job

router = APIRouter(prefix="/api/v1/jobs", tags=["jobs"], route_class=ApiRoute)

LOOK_S = 1.0
LONGEST_STREAM_S = 300.0
"""A stream ends after so long; a browser opens it anew by itself."""
HEARTBEAT_S = 15.0
_RETRY_MS = 2000


class JobFacts(BaseModel):
    """One piece of long work."""

    model_config = ConfigDict(extra="forbid")

    job_id: str = Field(description="Later jobs have later ids.")
    kind: str = Field(description="What is done.", examples=["plan"])
    state: str = Field(description=" | ".join(JOB_STATES), examples=["running"])
    progress: float = Field(ge=0, le=1, description="Share done.")
    note: str = Field(description="What it is at; may be empty.")
    figures: dict[str, float] | None = Field(
        description="While a plan is searched: prize, its bound, promises broken."
    )
    attempts: int = Field(ge=0, description="How often it was begun.")
    queued: str = Field(description="When it was asked for, UTC.")
    started: str | None = Field(description="When it was last begun, UTC.")
    ended: str | None = Field(description="When it was over, UTC.")
    over: bool = Field(description="Whether nothing more will happen to it.")
    ending: bool = Field(description="Whether somebody asked that it end, and it has not yet.")
    mine: bool = Field(description="Whether you asked for it.")
    error: dict[str, str] | None = Field(description="What went wrong: en, zh.")
    result: dict[str, Any] | None = Field(
        description="What the work answered; left out of lists: ask for the job."
    )


class JobPage(BaseModel):
    """Some jobs, the newest first."""

    jobs: list[JobFacts]
    next: str | None = Field(description="Address of the older ones; null at the end.")


@router.get("")
def list_jobs(
    actor: Annotated[Actor, needs(Permission.SEE)],
    request: Request,
    response: Response,
    *,
    of_all: Annotated[
        bool, Query(alias="all", description="Those of others too that you may see.")
    ] = False,
    before: Annotated[
        str | None, Query(description="Only older than this job.", max_length=100)
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = LISTED,
) -> JobPage:
    """List your jobs, the newest first."""
    store = office_of(request).store
    jobs = seen_jobs(store, actor, of_all=of_all, before=before, limit=limit)
    following = None
    if len(jobs) == limit:
        url = request.url.include_query_params(before=jobs[-1].job_id)
        following = f"{url.path}?{url.query}"
        response.headers["link"] = f'<{following}>; rel="next"'
    return JobPage(jobs=[JobFacts(**told(job, actor)) for job in jobs], next=following)


@router.get("/{job_id}", responses={304: {"description": "Nothing of it changed."}})  # noqa: FAST003 - SeenJob reads it
def show_job(
    actor: Annotated[Actor, needs(Permission.SEE)],
    job: SeenJob,
    response: Response,
    if_none_match: Annotated[str | None, Header()] = None,
) -> JobFacts:
    """Look how far a job is; with ``If-None-Match`` the answer is 304 while nothing changed."""
    facts = told(job, actor)
    etag = etag_of(facts)
    if names(if_none_match or "", etag):
        return Response(status_code=304, headers={"etag": etag})  # type: ignore[return-value]  # FastAPI sends it as it is
    response.headers["etag"] = etag
    return JobFacts(**facts)


def told_at_once(request: Request, job: SeenJob) -> None:
    """Tell the worker before a fresh key is marked: on a file, the job may hold the only lock."""
    key, actor = request.headers.get(HEADER), request.state.actor
    if key is None or not is_known(office_of(request).store, key, account=actor.account_id):
        tell_worker(request, job, actor)


@router.delete(
    "/{job_id}",  # noqa: FAST003 - SeenJob reads it
    dependencies=[needs(Permission.SEE), Depends(told_at_once)],
    response_model=JobFacts,
    status_code=202,
)
def cancel_job(job: SeenJob, request: Request) -> Response:
    """Ask that a job end; it is over within two seconds, and nothing of it is stored."""
    actor: Actor = request.state.actor
    return answer(told(end_job(request, job, actor), actor), 202)


@router.get("/{job_id}/events", response_class=EventSourceResponse)  # noqa: FAST003 - SeenJob reads it
async def follow_job(
    actor: Annotated[Actor, needs(Permission.SEE)],
    job: SeenJob,
    request: Request,
    last_event_id: Annotated[str | None, Header()] = None,
) -> AsyncIterator[ServerSentEvent]:
    """
    Follow a job by server-sent events ``job``, each with the job as JSON.

    One comes whenever something changed, and ``Last-Event-ID`` leaves out what you know already;
    the stream ends when the job is over.
    """
    store = office_of(request).store
    known, silent_s, passed_s = last_event_id, 0.0, 0.0
    while True:
        facts = told(job, actor)
        tag = etag_of(facts).strip('"')
        if tag != known:
            known, silent_s = tag, 0.0
            yield ServerSentEvent(data=facts, event="job", id=tag, retry=_RETRY_MS)
        elif silent_s >= HEARTBEAT_S:
            silent_s = 0.0
            yield ServerSentEvent(comment="still here")
        if job.is_over or passed_s >= LONGEST_STREAM_S or _is_stopping(request):
            return
        if await request.is_disconnected():
            return
        await asyncio.sleep(LOOK_S)
        silent_s, passed_s = silent_s + LOOK_S, passed_s + LOOK_S
        job = await run_in_threadpool(_again, store, job)


def _is_stopping(request: Request) -> bool:
    """Tell whether the service is about to end: a stream would keep it for as long as it may."""
    asked: Callable[[], bool] | None = getattr(request.app.state, "is_stopping", None)
    return asked is not None and asked()


def _again(store: Any, job: Job) -> Job:  # noqa: ANN401 - the store of the office
    """Look again; a store that is away for a moment ends no stream."""
    try:
        return find_job(store, job.job_id)
    except (StoreError, NotFoundError):
        return job
