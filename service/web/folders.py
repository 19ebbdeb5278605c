"""The folder of the service: uploads, what was made of them, and backups; nobody else reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.web.office import Office

_OURS_ALONE = 0o700
_SERVER_FOLDER = ".gridpatrol"


def work_folder(office: Office) -> Path:
    """
    Find the folder of the service; it is made where it is missing.

    It is what the settings say, else beside the store's file, else in the home of the user that
    runs the service.
    """
    chosen = office.settings.work_folder
    file = office.store.file
    if chosen is None and file is not None:
        chosen = file.with_name(f"{file.stem}-files")
    folder = chosen or Path.home() / _SERVER_FOLDER
    folder.mkdir(mode=_OURS_ALONE, parents=True, exist_ok=True)
    return folder


def uploads_folder(office: Office) -> Path:
    """Find the folder in which uploads lie, each in one of its own; it is made where missing."""
    return _inside(office, "uploads")


def new_folder(office: Office, *, name: str) -> Path:
    """Make a new folder for one upload."""
    folder = uploads_folder(office) / name
    folder.mkdir(mode=_OURS_ALONE)
    return folder


def backup_folder(office: Office) -> Path:
    """Find the folder in which backups lie, which is never served; it is made where missing."""
    return _inside(office, "backups")


def new_backup(office: Office) -> Path:
    """Name the backup that is asked for now; of one second there is one."""
    return backup_folder(office) / f"backup-{office.clock():%Y%m%d-%H%M%S}.gpkg"


def _inside(office: Office, name: str) -> Path:
    folder = work_folder(office) / name
    folder.mkdir(mode=_OURS_ALONE, exist_ok=True)
    return folder
