"""Files that come in: ledgers to import, results of teams, workbooks of steps."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from service.access.roles import Permission
from service.results.finding import StepsResult
from service.web.api.answers import answer
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.weeks import JobRow, answer_job
from service.web.gate import needs
from service.web.office import office_of
from service.web.problems import RefusalError
from service.web.uploads import clean_name, distinct, keep_uploads, upload_argument

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from data.store import Store

router = api_router("files")
MOST_FILES = 20
ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".json", ".geojson", ".kml", ".gpkg"})
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "minItems": 1,
                            "maxItems": MOST_FILES,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                }
            }
        },
    }
}
"""The form is read by ourselves, after the gate: nobody unknown fills the disk."""


@router.post(
    "/imports",
    dependencies=[needs(Permission.IMPORT, office_wide=True)],
    response_model=JobRow,
    status_code=202,
    openapi_extra=_BODY,
)
async def import_files(request: Request, town: Town) -> Response:
    """Import ledgers as a job: every row gets a fate, listed by ``/import-rows``."""
    async with _sent_files(request) as files:
        return await run_in_threadpool(_import, request, town, files)


def _import(request: Request, town: Store, files: list[UploadFile]) -> Response:
    argument = upload_argument(*keep_uploads(office_of(request), files))
    return answer_job(request, town, "import", argument)


@router.post(
    "/results",
    dependencies=[needs(Permission.RECORD, office_wide=True)],
    response_model=dict[str, Any],
    openapi_extra=_BODY,
)
async def take_results(request: Request, town: Town) -> Response:
    """Store what teams brought back, each visit once, as ``gridpatrol record`` does."""
    from service.pipeline.records.results import record_all

    with _passing_folder() as folder:
        sent = await _kept_files(request, folder)
        return answer(await run_in_threadpool(record_all, town, list(sent), uploads=sent))


@router.post(
    "/findings/steps",
    dependencies=[needs(Permission.RECORD, office_wide=True)],
    response_model=StepsResult,
    status_code=201,
    openapi_extra=_BODY,
)
async def take_step_book(request: Request, town: Town) -> Response:
    """Take the steps of a workbook, all of them or none, as ``gridpatrol findings bulk`` does."""
    from service.pipeline.cases.findingsteps import take_book
    from service.pipeline.rules.ruling import rules_in_force

    with _passing_folder() as folder:
        sent = await _kept_files(request, folder)
        if len(sent) != 1:
            raise _wrong_form(f"Expected one file, got {len(sent)}.", "只能上传一个文件。")
        ((file, name),) = sent.items()
        rules = (await run_in_threadpool(rules_in_force, town)).rules
        result = await run_in_threadpool(
            take_book, town, file, rules=rules, dry_run=False, sent_as=name
        )
        return answer(result, 201)


async def _kept_files(request: Request, folder: Path) -> dict[Path, str]:
    """Keep what a form brings under names of our own; give each with what the sender calls it."""
    async with _sent_files(request) as files:
        return await run_in_threadpool(_keep_all, files, folder)


@asynccontextmanager
async def _sent_files(request: Request) -> AsyncIterator[list[UploadFile]]:
    """Read the files of a form; they lie in memory, or in files without names, within the block."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "multipart/form-data":
        raise RefusalError(
            415,
            f"Expected multipart/form-data, got {kind or 'nothing'!r}.",
            zh=f"应以 multipart/form-data 上传，现为“{kind or '未写明'}”。",
        )
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=MOST_FILES)
    except MultiPartException as error:
        raise _wrong_form(
            f"The form cannot be read: {error.message}", "上传表单无法解析。"
        ) from error
    try:
        sent = [one for name, one in form.multi_items() if name == "files"]
        files = [one for one in sent if isinstance(one, UploadFile) and one.filename]
        if not files or len(files) != len(form.multi_items()):
            raise _wrong_form("Expected files in the field `files`.", "请在 files 字段里上传文件。")
        yield files
    finally:
        await form.close()


def _keep_all(files: list[UploadFile], folder: Path) -> dict[Path, str]:
    folder.mkdir(parents=True, exist_ok=True)
    names = distinct([clean_name(one.filename or "") for one in files])
    kept = [_keep(one, folder, number) for number, one in enumerate(files, start=1)]
    return dict(zip(kept, names, strict=True))


def _keep(file: UploadFile, folder: Path, number: int) -> Path:
    ending = Path(file.filename or "").suffix.lower()
    if ending not in ENDINGS:
        raise _wrong_form(
            f"Expected a file ending in one of {', '.join(sorted(ENDINGS))}.",
            f"文件名须以 {'、'.join(sorted(ENDINGS))} 之一结尾。",
        )
    kept = folder / f"{number:02d}{ending}"
    with kept.open("xb") as target:
        shutil.copyfileobj(file.file, target)
    return kept


@contextmanager
def _passing_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _wrong_form(en: str, zh: str) -> RefusalError:
    return RefusalError(422, en, zh=zh)
