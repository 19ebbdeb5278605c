"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ConfigError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def new_file(file: Path, *, force: bool) -> Iterator[Path]:
    """
    Hand out a temporary name in the same folder; the file gets its own name when it is whole.

    Parameters
    ----------
    file
        Where the file shall be. Its folder must be there.
    force
        Whether it may take the place of another file.

    Yields
    ------
    part
        The name to write to; there is no such file yet, and its ending is that of ``file``.

    Raises
    ------
    ConfigError
        If there is such a file and ``force`` is not set, or the name is that of a folder.
    OutsideError
        If the folder is missing.
    """
    check_free(file, force=force)
    if not file.parent.is_dir():
        raise OutsideError(
            f"There is no folder {file.parent}; make it first.",
            zh=f"没有文件夹 {file.parent}，请先建好。",
        )
    with tempfile.TemporaryDirectory(prefix=".gridpatrol-", dir=file.parent) as folder:
        part = Path(folder) / f"part{file.suffix}"
        yield part
        check_free(file, force=force)
        _flush(part)
        part.replace(file)


def check_free(file: Path, *, force: bool) -> None:
    """
    Refuse to write where something is already.

    Raises
    ------
    ConfigError
        If there is such a file and ``force`` is not set, or the name is that of a folder.
    """
    if file.is_dir():
        raise ConfigError(
            f"Expected a file name, but {file} is a folder.",
            zh=f"{file} 是文件夹，请给出文件名。",
        )
    if file.exists() and not force:
        raise ConfigError(
            f"{file} is there already; add --force to replace it, or choose another name.",
            zh=f"{file} 已存在；要覆盖请加 --force，或换个文件名。",
        )


def _flush(part: Path) -> None:
    """Bring the file to the disk before its name: a power cut leaves the old file or the new."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
