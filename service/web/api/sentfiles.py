"""Files of a form: read after the gate, kept under names of our own, gone when they were used."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from service.web.problems import RefusalError
from service.web.uploads import clean_name, distinct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sized

    from fastapi import Request

MOST_FILES = 20
ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".csv", ".json", ".geojson", ".kml", ".gpkg"})
BODY: dict[str, Any] = {
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


def check_one(files: Sized) -> None:
    """Refuse a form that brings none, or several."""
    if len(files) != 1:
        raise _wrong_form(f"Expected one file, got {len(files)}.", "只能上传一个文件。")


async def kept_files(request: Request, folder: Path) -> dict[Path, str]:
    """Keep what a form brings under names of our own; give each with what the sender calls it."""
    async with sent_files(request) as files:
        return await run_in_threadpool(_keep_all, files, folder)


@asynccontextmanager
async def sent_files(request: Request) -> AsyncIterator[list[UploadFile]]:
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
def passing_folder() -> Iterator[Path]:
    """Give a folder that is gone after the block."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _wrong_form(en: str, zh: str) -> RefusalError:
    return RefusalError(422, en, zh=zh, kind="wrong-argument")
