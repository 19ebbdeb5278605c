"""A file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ConfigError, OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
    with _part_of(file) as part:
        yield part
        check_free(file, force=force)
        _flush(part)
        part.replace(file)


@contextmanager
def _part_of(file: Path) -> Iterator[Path]:
    """Hand out a temporary name in the folder of a file, with its ending; what is left goes."""
    if not file.parent.is_dir():
        raise OutsideError(
            f"There is no folder {file.parent}; make it first.",
            zh=f"没有文件夹 {file.parent}，请先建好。",
        )
    with tempfile.TemporaryDirectory(prefix=".gridpatrol-", dir=file.parent) as folder:
        yield Path(folder) / f"part{file.suffix}"


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


def write_numbered(file: Path, write: Callable[[Path], None]) -> Path:
    """
    Write a file under a name that is free; an equal file that is there already is enough.

    Parameters
    ----------
    file
        The name wanted. Where another file has it, ``-2``, ``-3`` and so on are put behind it.
    write
        Writes to the path it is given.

    Returns
    -------
    named
        The name it has got, or that of the equal file.

    Raises
    ------
    OutsideError
        If the folder is missing.
    """
    with _part_of(file) as part:
        write(part)
        _flush(part)
        named = _free_or_equal(file, part.read_bytes())
        if not named.exists():
            part.replace(named)
    return named


def _free_or_equal(file: Path, content: bytes) -> Path:
    """Find the first name of the row that nothing has, or that a file of this content has."""
    names = (file.with_name(f"{file.stem}-{number}{file.suffix}") for number in count(2))
    return next(
        name
        for name in chain([file], names)
        if not name.exists() or (name.is_file() and name.read_bytes() == content)
    )
