"""Ledgers: files in, what became of every row, and what an import would do before it does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from data.errors import NotFoundError
from data.words import DATUMS, FATES, LEDGER_KINDS
from service.access.actors import Actor
from service.access.roles import Permission
from service.jobs.queue import enqueue
from service.web.downloads import download_file, file_name
from service.web.gate import Seen, needs
from service.web.imports import (
    IMPORT,
    PAGE_ROWS,
    ROADS,
    TOLD_FATES,
    find_import,
    past_imports,
    told_rows,
    workbook_of,
)
from service.web.office import office_of
from service.web.problems import RefusalError, lang_of
from service.web.templating import page
from service.web.uploads import MOST_FILES, keep_uploads, roads_argument, upload_argument
from service.web.words import say

if TYPE_CHECKING:
    from data.store import Store
    from data.words import Labels, Lang
    from service.jobs.queue import Job

router = APIRouter(include_in_schema=False)
IMPORTER = needs(Permission.IMPORT, office_wide=True)
Importer = Annotated[Actor, IMPORTER]


@router.get("/ledgers", dependencies=[IMPORTER])
def ledgers_page(request: Request, town: Seen) -> Response:
    """Show where files are brought in, and what was brought in before."""
    office = office_of(request)
    lang = lang_of(request)
    return page(
        request,
        "ledgers.html",
        imports=past_imports(office.store),
        kinds=_choices(LEDGER_KINDS, lang, but="unknown"),
        datums=_choices(DATUMS, lang),
        fates=_words(FATES, lang),
        most_files=MOST_FILES,
        keep_days=office.settings.keep_uploads_days,
        most_mb=office.settings.upload_limit_bytes // 2**20,
        roads=town.settings().get("roads", ""),
    )


@router.post("/ledgers")
def bring_in(
    request: Request,
    actor: Importer,
    files: Annotated[list[UploadFile], File()],
    look: Annotated[str, Form()] = "",
    kind: Annotated[str, Form()] = "auto",
    datum: Annotated[str, Form()] = "auto",
) -> Response:
    """Keep the files and begin to read them; only look where the form says so."""
    _check(kind, {"auto", *LEDGER_KINDS} - {"unknown"})
    _check(datum, {"auto", *DATUMS})
    office = office_of(request)
    kept = keep_uploads(office, files)
    argument = upload_argument(*kept, kind=kind, datum=datum, dry_run=bool(look))
    return _begun(request, actor, IMPORT, argument)


@router.post("/ledgers/roads")
def bring_roads(request: Request, actor: Importer, file: Annotated[UploadFile, File()]) -> Response:
    """Keep a road file and begin to load it."""
    kept = keep_uploads(office_of(request), [file])
    return _begun(request, actor, ROADS, roads_argument(*kept))


@router.post("/ledgers/imports/{job_id}/store")
def store_looked_at(request: Request, actor: Importer, job_id: str) -> Response:
    """Store the files of an import that only looked."""
    job = find_import(office_of(request).store, job_id)
    if job.kind != IMPORT or not all(Path(file).is_file() for file in job.argument["files"]):
        raise NotFoundError(
            "The files of this import are no longer kept; send them again.",
            zh="这次导入的文件已不再保存，请重新上传。",
        )
    return _begun(request, actor, IMPORT, {**job.argument, "dry_run": False})


@router.get("/ledgers/imports/{job_id}", dependencies=[IMPORTER])
def import_page(
    request: Request,
    town: Seen,
    job_id: str,
    fate: str = "",
    at: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show what became of files: sheet by sheet, and every row that is not simply accepted."""
    job, lang = find_import(office_of(request).store, job_id), lang_of(request)
    if not job.is_over:
        return RedirectResponse(_waiting(job.job_id), 303)
    if job.kind == ROADS or job.state != "done":
        return page(request, "import_roads.html", job=job, result=job.result or {})
    return page(request, "import.html", **_import_facts(town, job, lang, fate=fate, at=at))


@router.get("/ledgers/imports/{job_id}/corrections.xlsx", dependencies=[IMPORTER])
def corrections(request: Request, job_id: str) -> Response:
    """Hand out the workbook of the rows to mend."""
    lang = lang_of(request)
    file = workbook_of(find_import(office_of(request).store, job_id), lang)
    if file is None:
        raise NotFoundError(
            "This import left no row to mend, or its workbook is no longer kept.",
            zh="这次导入没有待改的行，或待改表已不再保存。",
        )
    return download_file(file, file_name(say("ledgers.workbook", lang), job_id[:10], ending="xlsx"))


def _import_facts(town: Store, job: Job, lang: Lang, *, fate: str, at: int) -> dict[str, Any]:
    result = job.result or {}
    fates = {name: result["fates"].get(name, 0) for name in FATES if result["fates"].get(name)}
    shown = fate if fate in TOLD_FATES else next((one for one in _FIRST if one in fates), "")
    rows = told_rows(town, job, fate=shown, lang=lang) if shown else []
    last = max(1, -(-len(rows) // PAGE_ROWS))
    at = min(at, last)
    return {
        "job": job,
        "result": result,
        "fates": fates,
        "fate_words": _words(FATES, lang),
        "kind_words": _words(LEDGER_KINDS, lang),
        "told_fates": TOLD_FATES,
        "shown": shown,
        "rows": rows[(at - 1) * PAGE_ROWS : at * PAGE_ROWS],
        "count": len(rows),
        "at": at,
        "last": last,
        "has_workbook": workbook_of(job, lang) is not None,
        "questions": fates.get("question", 0),
    }


_FIRST = ("question", "rejected", "repaired", "duplicate")
"""Which rows a page lists first: those that wait for a person."""


def _begun(request: Request, actor: Actor, kind: str, argument: dict[str, Any]) -> Response:
    office = office_of(request)
    job_id = enqueue(office.store, kind, argument, actor=actor, clock=office.clock)
    return RedirectResponse(_waiting(job_id), 303)


def _waiting(job_id: str) -> str:
    return f"/jobs/{quote(job_id)}?to={quote(f'/ledgers/imports/{job_id}')}"


def _check(said: str, known: set[str]) -> None:
    if said not in known:
        raise RefusalError(
            422,
            f"Expected one of {', '.join(sorted(known))}, got {said!r}.",
            zh=f"应为 {'、'.join(sorted(known))} 之一，现为“{said}”。",
        )


def _words(labels: Labels, lang: Lang) -> dict[str, str]:
    return {code: pair[0 if lang == "zh" else 1] for code, pair in labels.items()}


def _choices(labels: Labels, lang: Lang, *, but: str = "") -> list[tuple[str, str]]:
    return [(code, word) for code, word in _words(labels, lang).items() if code != but]
