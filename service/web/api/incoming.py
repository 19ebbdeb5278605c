"""Files that come in: ledgers to import, results of teams, workbooks of steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import Field
from starlette.datastructures import UploadFile

from data.words import DATUMS, LEDGER_KINDS
from service.access.roles import Permission
from service.results.finding import StepsResult
from service.web.api.answers import answer
from service.web.api.keys import QueryAsk
from service.web.api.route import Town
from service.web.api.routing import api_router
from service.web.api.sentfiles import BODY, check_one, kept_files, passing_folder, sent_files
from service.web.api.weeks import JobRow, answer_job
from service.web.gate import needs
from service.web.office import office_of
from service.web.uploads import keep_uploads, roads_argument, upload_argument

if TYPE_CHECKING:
    from data.store import Store

router = api_router("files")
LEDGERS = tuple(kind for kind in LEDGER_KINDS if kind != "unknown")


class ImportAsk(QueryAsk):
    """How ledgers are read; an argument that is not described is refused."""

    kind: Literal["auto", *LEDGERS] = Field(  # type: ignore[valid-type]  # codes are a table
        "auto", description="What the files hold; auto: as each says itself."
    )
    datum: Literal["auto", *DATUMS] = Field(  # type: ignore[valid-type]  # codes are a table
        "auto", description="Of positions whose file does not say it."
    )
    dry_run: bool = Field(default=False, description="Tell what would become of rows, store none.")


@router.post(
    "/imports",
    dependencies=[needs(Permission.IMPORT, office_wide=True)],
    response_model=JobRow,
    status_code=202,
    openapi_extra=BODY,
)
async def import_files(
    request: Request, town: Town, asked: Annotated[ImportAsk, Query()]
) -> Response:
    """Import ledgers as a job: every row gets a fate, listed by ``/import-rows``."""
    async with sent_files(request) as files:
        return await run_in_threadpool(_import, request, town, files, asked)


def _import(request: Request, town: Store, files: list[UploadFile], asked: ImportAsk) -> Response:
    kept = keep_uploads(office_of(request), files)
    return answer_job(request, town, "import", upload_argument(*kept, **asked.model_dump()))


@router.post(
    "/roads",
    dependencies=[needs(Permission.IMPORT, office_wide=True)],
    response_model=JobRow,
    status_code=202,
    openapi_extra=BODY,
)
async def load_road_file(request: Request, town: Town) -> Response:
    """Load the roads of one map file as a job, in place of those that are there."""
    async with sent_files(request) as files:
        check_one(files)
        return await run_in_threadpool(_load, request, town, files)


def _load(request: Request, town: Store, files: list[UploadFile]) -> Response:
    return answer_job(
        request, town, "roads", roads_argument(*keep_uploads(office_of(request), files))
    )


@router.post(
    "/results",
    dependencies=[needs(Permission.RECORD, office_wide=True)],
    response_model=dict[str, Any],
    openapi_extra=BODY,
)
async def take_results(request: Request, town: Town) -> Response:
    """
    Store what teams brought back, each visit once, as ``gridpatrol record`` does.

    Files of phones take the permission to read contacts, too: what counts is decided by all that
    phones said, notes included.
    """
    from service.pipeline.records.results import record_all

    with passing_folder() as folder:
        sent = await kept_files(request, folder)
        return answer(await run_in_threadpool(record_all, town, list(sent), uploads=sent))


class StepsAsk(QueryAsk):
    """Whether the steps of a workbook are taken, or only rehearsed."""

    dry_run: bool = Field(default=False, description="Tell what would be done, store nothing.")


@router.post(
    "/findings/steps",
    dependencies=[needs(Permission.RECORD, office_wide=True)],
    response_model=StepsResult,
    responses={
        200: {"model": StepsResult, "description": "What would be done; nothing is stored."}
    },
    status_code=201,
    openapi_extra=BODY,
)
async def take_step_book(
    request: Request, town: Town, asked: Annotated[StepsAsk, Query()]
) -> Response:
    """Take the steps of a workbook, all of them or none, as ``gridpatrol findings bulk`` does."""
    from service.pipeline.cases.findingsteps import take_book
    from service.pipeline.rules.ruling import rules_in_force

    with passing_folder() as folder:
        sent = await kept_files(request, folder)
        check_one(sent)
        ((file, name),) = sent.items()
        rules = (await run_in_threadpool(rules_in_force, town)).rules
        result = await run_in_threadpool(
            take_book, town, file, rules=rules, dry_run=asked.dry_run, sent_as=name
        )
        return answer(result, 200 if asked.dry_run else 201)
