"""Backups made, listed and taken away; what is wrong with the store; how to restore."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from service.access.actors import Actor
from service.access.clock import shown
from service.access.roles import Permission
from service.jobs.queue import enqueue
from service.pipeline.upkeep.caring import examine_town
from service.web.downloads import download_file
from service.web.folders import backup_folder, new_backup
from service.web.gate import Seen, needs
from service.web.office import office_of
from service.web.problems import RefusalError
from service.web.templating import page

if TYPE_CHECKING:
    from service.results.upkeep import DoctorResult
    from service.web.office import Office

router = APIRouter(include_in_schema=False)
Keeps = Annotated[Actor, needs(Permission.UPKEEP, office_wide=True)]
_NAME = re.compile(r"backup-\d{8}-\d{6}\.gpkg")
"""Names that the service itself gives; no other file is ever sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup on this machine."""

    name: str
    size_bytes: int
    made: str


@router.get("/admin/backup")
def backup_page(request: Request, _actor: Keeps) -> Response:
    """List backups."""
    return _page(request, None)


@router.post("/admin/backup")
def make_backup(request: Request, actor: Keeps) -> Response:
    """Have a backup made; the name is the service's."""
    office = office_of(request)
    asked = {"file": str(new_backup(office))}
    job_id = enqueue(office.store, "backup", asked, actor=actor, clock=office.clock)
    return RedirectResponse(f"/jobs/{job_id}?to=/admin/backup", 303)


@router.post("/admin/backup/examine")
def examine(request: Request, _actor: Keeps, town: Seen) -> Response:
    """Say what is wrong with the store; nothing is changed."""
    return _page(request, examine_town(town))


@router.get("/admin/backup/{name}")
def take_backup(request: Request, _actor: Keeps, name: str) -> Response:
    """Give one backup; it holds everything, so it is for who may keep the store alone."""
    folder = backup_folder(office_of(request))
    file = folder / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise RefusalError(404, f"There is no backup {name!r}.", zh=f"没有备份“{name}”。")
    return download_file(file, name)


def _listed(office: Office) -> list[Backup]:
    folder = backup_folder(office)
    files = [one for one in folder.glob("backup-*.gpkg") if _NAME.fullmatch(one.name)]
    return [
        Backup(
            name=one.name,
            size_bytes=one.stat().st_size,
            made=shown(datetime.fromtimestamp(one.stat().st_mtime, UTC)),
        )
        for one in sorted(files, reverse=True)
    ]


def _page(request: Request, health: DoctorResult | None) -> Response:
    office = office_of(request)
    return page(
        request,
        "backup.html",
        backups=_listed(office),
        folder=backup_folder(office).name,
        where=backup_folder(office),
        store=office.store.place,
        health=health,
    )
