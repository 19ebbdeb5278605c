"""Steps of findings from a workbook: rehearsed first, then taken, all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from service.access.actors import Actor
from service.access.roles import Permission
from service.jobs.queue import enqueue
from service.web.gate import needs
from service.web.jobdesk import seen_job_of
from service.web.labels import labels
from service.web.office import office_of
from service.web.problems import RefusalError, lang_of
from service.web.templating import page
from service.web.uploads import keep_uploads

if TYPE_CHECKING:
    from service.web.office import Office

router = APIRouter(include_in_schema=False)
Records = Annotated[Actor, needs(Permission.RECORD, office_wide=True)]
ENDINGS = frozenset({".xlsx", ".csv"})
STEPS = "bulk_steps"


@router.get("/findings/bulk")
def bulk_page(request: Request, _actor: Records) -> Response:
    """Show the form."""
    return page(request, "bulk.html", job=None, word=labels(lang_of(request)))


@router.post("/findings/bulk")
def rehearse(request: Request, actor: Records, file: UploadFile) -> Response:
    """Take a file in, and let a job say what it would do; nothing is stored yet."""
    office = office_of(request)
    asked = {**_kept(office, file), "dry_run": True}
    job_id = enqueue(office.store, STEPS, asked, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/findings/bulk/{job_id}", 303)


@router.get("/findings/bulk/{job_id}")
def told(request: Request, _actor: Records, job_id: str) -> Response:
    """Say what a file would do, or did."""
    job = seen_job_of(request, job_id, STEPS)
    return page(request, "bulk.html", job=job, word=labels(lang_of(request)))


@router.post("/findings/bulk/{job_id}")
def take(request: Request, actor: Records, job_id: str) -> Response:
    """Take the steps of a file that was rehearsed."""
    job, office = seen_job_of(request, job_id, STEPS), office_of(request)
    asked = {**job.argument, "dry_run": False}
    fresh = enqueue(office.store, STEPS, asked, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{fresh}?to=/findings/bulk/{fresh}", 303)


def _kept(office: Office, file: UploadFile) -> dict[str, str]:
    """Keep an upload under a name of ours, and what people call it."""
    ending = Path(file.filename or "").suffix.lower()
    if ending not in ENDINGS:
        raise RefusalError(415, "Expected an .xlsx or .csv file.", zh="请选择 .xlsx 或 .csv 文件。")
    _, (kept,) = keep_uploads(office, [file])
    return {"file": str(kept.path.rename(kept.path.with_suffix(ending))), "name": kept.name}
