"""Pages of long work: how far one job is, and what was asked lately."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from data.words import JOB_STATES
from service.access.actors import Actor
from service.access.clock import local, read
from service.access.roles import Permission
from service.jobs.job import seen_jobs
from service.web.back import inside
from service.web.gate import needs
from service.web.jobdesk import SeenJob, end_job, may_end
from service.web.office import office_of
from service.web.problems import lang_of
from service.web.templating import page
from service.web.words import say, sentences

if TYPE_CHECKING:
    from service.jobs.job import Job

router = APIRouter(include_in_schema=False)

TO = Annotated[str, Query(max_length=500)]
STEP = 10
"""Per cent between two things that a screen reader is told."""
_CHIPS = {"done": "good", "failed": "bad", "running": "blue", "queued": "", "cancelled": ""}


@router.get("/jobs")
def jobs_page(
    request: Request,
    actor: Annotated[Actor, needs(Permission.SEE)],
    *,
    of_all: Annotated[bool, Query(alias="all")] = False,
    before: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """Show what the actor asked for lately, or everybody."""
    jobs = seen_jobs(office_of(request).store, actor, of_all=of_all, before=before, limit=_PAGE)
    shown = [_facts(request, job, actor) for job in jobs]
    older = jobs[-1].job_id if len(jobs) == _PAGE else None
    return page(request, "jobs.html", jobs=shown, of_all=of_all, older=older)


_PAGE = 25


@router.get("/jobs/{job_id}")  # noqa: FAST003 - SeenJob reads it
def job_page(
    request: Request,
    actor: Annotated[Actor, needs(Permission.SEE)],
    job: SeenJob,
    to: TO = "",
) -> Response:
    """Show how far a job is; when it is done, the page leads on."""
    return page(request, "job.html", job=_facts(request, job, actor), to=inside(to, otherwise=""))


@router.get("/jobs/{job_id}/part")  # noqa: FAST003 - SeenJob reads it
def job_part(
    request: Request,
    actor: Annotated[Actor, needs(Permission.SEE)],
    job: SeenJob,
    to: TO = "",
) -> Response:
    """Show the part of the page that changes."""
    return page(
        request, "job_part.html", job=_facts(request, job, actor), to=inside(to, otherwise="")
    )


@router.post("/jobs/{job_id}/cancel")  # noqa: FAST003 - SeenJob reads it
def cancel_page(
    request: Request,
    actor: Annotated[Actor, needs(Permission.SEE)],
    job: SeenJob,
    to: TO = "",
) -> Response:
    """Ask that a job end, and show it again."""
    from urllib.parse import quote

    end_job(request, job, actor)
    onward = inside(to, otherwise="")
    return RedirectResponse(f"/jobs/{job.job_id}" + (f"?to={quote(onward)}" if onward else ""), 303)


_LEADS = {
    "import": "/ledgers/imports/{job}",
    "roads": "/ledgers/imports/{job}",
    "score": "/risk",
    "hotspots": "/risk",
    "risk": "/risk",
    "backtest": "/risk/backtest",
    "plan": "/week/{week}",
    "replan": "/week/{week}",
    "backup": "/admin/backup",
    "bulk_steps": "/findings/bulk/{job}",
    "tip_proposal": "/tips/proposals/{job}",
    "rules_trial": "/admin/rules/trials/{job}",
}
"""Kind of work to where what came of it is shown."""
_TRIALS = frozenset({"tip_proposal", "rules_trial"})


def _leads(job: Job) -> str:
    """Say where the result is shown, for who comes from the list of jobs."""
    week = job.argument.get("week")
    lead = _LEADS.get(job.kind, "")
    return "" if "{week}" in lead and not week else lead.format(job=job.job_id, week=week)


def _facts(request: Request, job: Job, actor: Actor) -> dict[str, Any]:
    """Give what the templates show of a job, in the reader's language."""
    lang = lang_of(request)
    state = JOB_STATES[job.state][0 if lang == "zh" else 1]
    percent = round(100 * job.progress)
    name = f"jobs.{job.kind}"
    return {
        "id": job.job_id,
        "lead": _leads(job),
        "kind": say(name, lang) if name in sentences() else job.kind,
        "subject": str(job.argument.get("week") or job.argument.get("as_of") or ""),
        "state": job.state,
        "is_trial": job.kind in _TRIALS or bool(job.argument.get("dry_run")),
        "state_word": say("jobs.ending", lang) if job.cancel and not job.is_over else state,
        "chip": _CHIPS[job.state],
        "percent": percent,
        "is_over": job.is_over,
        "note": _note(job, lang),
        "figures": job.figures,
        "error": None if job.error is None else job.error.get(lang, ""),
        "attempts": job.attempts,
        "queued": local(job.queued),
        "seconds": _seconds(request, job),
        "may_end": may_end(job, actor) and not job.is_over and not job.cancel,
        "said": say("jobs.said", lang, state=state, percent=percent // STEP * STEP),
    }


def _note(job: Job, lang: str) -> str:
    """Take the reader's half of a note that is told in both languages: 中文 / English."""
    zh, slash, en = job.note.partition(" / ")
    return job.note if not slash else zh if lang == "zh" else en


def _seconds(request: Request, job: Job) -> int | None:
    """Count for how long it ran, or has run; ``None`` while it waits."""
    if job.started is None or job.state == "queued":
        return None
    until = read(job.ended) if job.ended else office_of(request).clock().astimezone(UTC)
    return max(0, round((until - read(job.started)).total_seconds()))
