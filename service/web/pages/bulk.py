"""Steps of findings from a workbook: rehearsed first, then taken, all of them or none."""

from __future__ import annotations

import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from service.access.actors import Actor
from service.access.roles import Permission
from service.jobs.queue import enqueue, find_job
from service.web.gate import needs
from service.web.labels import labels
from service.web.office import office_of
from service.web.problems import RefusalError, lang_of
from service.web.templating import page

if TYPE_CHECKING:
    from service.jobs.job import Job
    from service.web.office import Office

router = APIRouter(include_in_schema=False)
Records = Annotated[Actor, needs(Permission.RECORD, office_wide=True)]
ENDINGS = frozenset({".xlsx", ".csv"})
_PIECE = 2**20


@router.get("/findings/bulk")
def bulk_page(request: Request, _actor: Records) -> Response:
    """Show the form."""
    return page(request, "bulk.html", job=None, word=labels(lang_of(request)))


@router.post("/findings/bulk")
async def rehearse(request: Request, actor: Records, file: UploadFile) -> Response:
    """Take a file in, and let a job say what it would do; nothing is stored yet."""
    office = office_of(request)
    kept = await _kept(office, file)
    asked = {"file": str(kept), "dry_run": True}
    job_id = await run_in_threadpool(
        enqueue, office.store, "bulk_steps", asked, actor=actor, clock=office.clock
    )
    return RedirectResponse(f"/jobs/{job_id}?to=/findings/bulk/{job_id}", 303)


@router.get("/findings/bulk/{job_id}")
def told(request: Request, actor: Records, job_id: str) -> Response:
    """Say what a file would do, or did."""
    job = _own(request, actor, job_id)
    return page(request, "bulk.html", job=job, word=labels(lang_of(request)))


@router.post("/findings/bulk/{job_id}")
def take(request: Request, actor: Records, job_id: str) -> Response:
    """Take the steps of a file that was rehearsed."""
    job, office = _own(request, actor, job_id), office_of(request)
    asked = {"file": job.argument["file"], "dry_run": False}
    fresh = enqueue(office.store, "bulk_steps", asked, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{fresh}?to=/findings/bulk/{fresh}", 303)


def _own(request: Request, actor: Actor, job_id: str) -> Job:
    job = find_job(office_of(request).store, job_id)
    if job.kind != "bulk_steps" or job.creator != actor.account_id:
        raise RefusalError(404, f"There is no file {job_id!r}.", zh=f"没有文件“{job_id}”。")
    return job


async def _kept(office: Office, file: UploadFile) -> Path:
    """Keep an upload under a name of ours; of its own name only the ending is used."""
    ending = Path(file.filename or "").suffix.lower()
    if ending not in ENDINGS:
        raise RefusalError(415, "Expected an .xlsx or .csv file.", zh="请选择 .xlsx 或 .csv 文件。")
    folder = (office.settings.work_folder or Path(tempfile.gettempdir())) / "gridpatrol-uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept, size = folder / f"{uuid.uuid4().hex}{ending}", 0
    with kept.open("xb") as copy:
        while piece := await file.read(_PIECE):
            size += len(piece)
            if size > office.settings.upload_limit_bytes:
                break
            copy.write(piece)
    if size > office.settings.upload_limit_bytes:
        kept.unlink()
        raise RefusalError(413, "The file is too large.", zh="文件过大。")
    return kept
