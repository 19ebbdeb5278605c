"""Imports as pages show them: what was sent, what became of it, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import NotFoundError
from data.words import FATES
from service.jobs.job import find_job, newest_jobs
from service.pipeline.ledgers.uploading import CORRECTIONS, LOOK, PLAIN_FATES, correction_file

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Store
    from data.words import Lang
    from service.jobs.queue import Job

IMPORT, ROADS = "import", "roads"
PAGE_ROWS = 50
_MOST_LISTED = 30
TOLD_FATES = tuple(fate for fate in FATES if fate not in PLAIN_FATES)
"""Fates of rows that are listed; of the others there is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRow:
    """What became of one row, and why, in one language."""

    file: str
    sheet: str
    row: int
    kind: str
    fate: str
    target: str
    said: str


def find_import(store: Store, job_id: str) -> Job:
    """
    Find the work that brought files in.

    Raises
    ------
    NotFoundError
        If there is no such job, or it did something else.
    """
    job = find_job(store, job_id)
    if job.kind not in (IMPORT, ROADS):
        raise NotFoundError(f"There is no import {job_id!r}.", zh=f"没有导入“{job_id}”。")
    return job


def past_imports(store: Store, *, most: int = _MOST_LISTED) -> list[dict[str, Any]]:
    """List the last imports that were asked for here, newest first."""
    jobs = newest_jobs(store, kinds=(IMPORT, ROADS), limit=most, results=True)
    return [_short(job) for job in jobs]


def _short(job: Job) -> dict[str, Any]:
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "state": job.state,
        "moment": job.queued,
        "names": job.argument.get("names", []),
        "dry_run": bool(job.argument.get("dry_run")),
        "fates": (job.result or {}).get("fates", {}),
    }


def folder_of(job: Job) -> Path:
    """Find the folder in which the files of an import lie."""
    return Path(job.argument["folder"])


def workbook_of(job: Job, lang: Lang) -> Path | None:
    """Find the correction workbook of an import; missing where no row needs one."""
    if job.kind != IMPORT or not (job.result or {}).get("corrections"):
        return None
    file = correction_file(folder_of(job) / CORRECTIONS, lang)
    return file if file.is_file() else None


def told_rows(town: Store, job: Job, *, fate: str, lang: Lang) -> list[ToldRow]:
    """
    List what became of the rows of one fate, in the order of files, sheets and rows.

    Of a dry run they are read from the file it left, else from the store.
    """
    rows = _looked(job, fate) if job.argument.get("dry_run") else _stored(town, job, fate)
    order = {name: place for place, name in enumerate(job.argument["names"])}
    listed = [_told(row, lang) for row in rows]
    return sorted(listed, key=lambda row: (order.get(row.file, -1), row.file, row.sheet, row.row))


def _stored(town: Store, job: Job, fate: str) -> list[dict[str, Any]]:
    where = {"file_hash": job.argument["sha256"], "fate": [fate]}
    return town.rows("import_row", where=where)


def _looked(job: Job, fate: str) -> list[dict[str, Any]]:
    file = folder_of(job) / LOOK
    if not file.is_file():
        return []
    with file.open("rb") as lines:
        rows = map(orjson.loads, lines)
        return [row for row in rows if row["fate"] == fate]


def _told(row: Mapping[str, Any], lang: Lang) -> ToldRow:
    said = row["note"] if lang == "zh" else row["note_en"]
    return ToldRow(
        file=row["file"],
        sheet=row["sheet"] or "",
        row=int(row["row"]),
        kind=row["kind"],
        fate=row["fate"],
        target=row["target"] or "",
        said=said or "",
    )
