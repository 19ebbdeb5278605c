"""Uploads go when what became of them is long settled; the audit keeps what they were."""

from __future__ import annotations

import asyncio
import logging
import shutil
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
from fastapi.concurrency import run_in_threadpool

from data.errors import PatrolError
from data.store import Author
from data.store.audit import add_audit
from service.access.clock import read
from service.jobs.job import ENDED
from service.web.folders import uploads_folder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from data.store import Store
    from service.web.office import Office

logger = logging.getLogger(__name__)
TIDYING = Author("gridpatrol", "tidy")
_EVERY_S = 6 * 3600.0
"""Between two looks; a folder is some hours more or less old when it goes."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """One folder of uploads, and the pieces of work that read it."""

    folder: Path
    jobs: tuple[Mapping[str, Any], ...]

    def settled(self) -> datetime | None:
        """Say since when nobody works on it; ``None`` while somebody does or will."""
        if any(job["state"] not in ENDED for job in self.jobs):
            return None
        ends = [read(job["ended"]) for job in self.jobs if job["ended"]]
        return max(ends) if ends else datetime.fromtimestamp(self.folder.stat().st_mtime, UTC)

    def told(self) -> dict[str, object]:
        """Collect what the audit keeps: names, hashes, and what became of them."""
        asked = [orjson.loads(job["argument"]) for job in self.jobs]
        results = [orjson.loads(job["result"]) for job in self.jobs if job["result"]]
        return {
            "folder": self.folder.name,
            "files": sorted({name for one in asked for name in one.get("names", ())}),
            "sha256": sorted({text for one in asked for text in one.get("sha256", ())}),
            "jobs": {job["job_id"]: job["state"] for job in self.jobs},
            "fates": next((one["fates"] for one in reversed(results) if one.get("fates")), {}),
        }


def clear_uploads(office: Office) -> int:
    """
    Remove the folders of uploads whose work ended longer ago than the office keeps them.

    Files of work that waits or runs stay, however old. One row of the audit tells names, hashes and
    fates of what went. What was stored of the files is not touched.

    Returns
    -------
    count
        Folders removed.

    Raises
    ------
    StoreError
        If the store is busy; nothing was removed then.
    """
    before = office.clock() - timedelta(days=office.settings.keep_uploads_days)
    old = [one for one in _kept(office) if (at := one.settled()) is not None and at < before]
    if not old:
        return 0
    with office.store.connection(writes=True) as connection:
        for one in old:
            shutil.rmtree(one.folder, ignore_errors=True)
        add_audit(connection, TIDYING, counts={}, detail={"uploads": [one.told() for one in old]})
    return len(old)


@asynccontextmanager
async def with_tidying(office: Office) -> AsyncIterator[None]:
    """Clear uploads away while the server runs, from its start on, a few times a day."""
    task = asyncio.create_task(_tidy_for_ever(office))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _tidy_for_ever(office: Office) -> None:
    while True:
        try:
            count = await run_in_threadpool(clear_uploads, office)
        except (PatrolError, OSError):
            logger.exception("uploads were not cleared away")
        else:
            if count:
                logger.info("uploads cleared away: %d", count)
        await asyncio.sleep(_EVERY_S)


def _kept(office: Office) -> list[_Kept]:
    folder = uploads_folder(office)
    if not folder.is_dir():
        return []
    jobs = _by_folder(office.store, folder)
    inside = sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    kept = [_Kept(one, tuple(jobs.get(one.name, ()))) for one in inside]
    # In the home of its user the folder may be that of several services, each with its database.
    is_shared = office.settings.work_folder is None and office.store.file is None
    return [one for one in kept if one.jobs or not is_shared]


def _by_folder(store: Store, uploads: Path) -> dict[str, list[Mapping[str, Any]]]:
    """List the work that reads files below the folder of uploads, by the name of its part."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for job in store.rows("job"):
        argument = orjson.loads(job["argument"])
        for name in {_part(Path(path), uploads) for path in _paths(argument)} - {""}:
            found.setdefault(name, []).append(job)
    return found


def _paths(argument: Mapping[str, Any]) -> Iterable[str]:
    named = [argument.get("folder"), argument.get("file"), *argument.get("files", ())]
    return [path for path in named if isinstance(path, str)]


def _part(path: Path, uploads: Path) -> str:
    inside = path.is_relative_to(uploads)
    return path.relative_to(uploads).parts[0] if inside and path != uploads else ""
