"""The folder of the service: uploads, and what was made of them, for nobody else to read."""

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
    """Say where uploads lie, each in a folder of its own; there may be none yet."""
    return work_folder(office) / "uploads"


def new_folder(office: Office, *, name: str) -> Path:
    """Make a new folder for one upload."""
    folder = uploads_folder(office) / name
    folder.mkdir(mode=_OURS_ALONE, parents=True)
    return folder
