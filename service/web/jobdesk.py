"""What pages and programs share about jobs: who may see one, who may end it, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from data.errors import NotFoundError, StoreError
from service.access.roles import Permission
from service.jobs.job import Job, find_job
from service.jobs.queue import wish_end
from service.web.office import office_of
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from service.access.actors import Actor
    from service.jobs.crew import Crew


def seen_job(request: Request, job_id: str) -> Job:
    """
    Find a job that the actor of the request may see; ask for it after the gate.

    Raises
    ------
    NotFoundError
        If there is none, or it is not for this actor's eyes: nobody learns that it exists.
    """
    job = find_job(office_of(request).store, job_id)
    if not job.is_seen_by(request.state.actor):
        raise NotFoundError(f"There is no job {job_id!r}.", zh=f"没有任务“{job_id}”。")
    return job


def seen_job_of(request: Request, job_id: str, kind: str) -> Job:
    """
    Find a job of one kind for the page that tells of it.

    Who asked sees it, and who may ask the same: two who ask at once are told of one job.

    Raises
    ------
    NotFoundError
        If there is none, it is of another kind, or not for this actor's eyes.
    """
    job = seen_job(request, job_id)
    if job.kind != kind:
        raise NotFoundError(f"There is no job {job_id!r}.", zh=f"没有任务“{job_id}”。")
    return job


SeenJob = Annotated[Job, Depends(seen_job)]
"""A job that the actor of the request may see."""


def may_end(job: Job, actor: Actor) -> bool:
    """Tell whether an actor may cancel a job: who asked for it, and administrators."""
    is_mine = job.creator is not None and job.creator == actor.account_id
    return is_mine or actor.may(Permission.UPKEEP)


def tell_worker(request: Request, job: Job, actor: Actor) -> bool:
    """
    Tell a worker in this very process to end a job; say whether there was one.

    On a file, the job itself may hold the one lock that writing anything would wait for.

    Raises
    ------
    RefusalError
        403 if it is somebody else's.
    """
    if not may_end(job, actor):
        raise RefusalError(
            403,
            "Only who asked for a job, or an administrator, may cancel it.",
            zh="只有提交人或管理员可以取消任务。",
        )
    crew: Crew | None = getattr(request.app.state, "crew", None)
    return crew is not None and crew.interrupt(job.job_id)


def end_job(request: Request, job: Job, actor: Actor) -> Job:
    """
    Ask that a job end, and give it as it stands then.

    Raises
    ------
    RefusalError
        403 if it is somebody else's.
    """
    office = office_of(request)
    was_told = tell_worker(request, job, actor)
    try:
        wish_end(office.store, job.job_id, clock=office.clock)
    except StoreError:
        if not was_told:
            raise
    return find_job(office.store, job.job_id)
