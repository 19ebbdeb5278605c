"""New files: only where nothing is in the way, and whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def check_folder(file: Path) -> None:
    """
    Make sure that the folder of a file to be made is there.

    Raises
    ------
    NotFoundError
        If it is not, or is no folder.
    """
    if not file.parent.is_dir():
        raise NotFoundError(
            f"{file.parent} is not a folder: make it first, then {file.name}.",
            zh=f"没有文件夹 {file.parent}，请先建好，再写 {file.name}。",
        )


def check_free(file: Path, *, force: bool) -> None:
    """
    Refuse to write where something is already.

    Raises
    ------
    InputError
        If there is such a file and ``force`` is not set, or the name is that of a folder.
    """
    if file.is_dir():
        raise InputError(
            f"Expected a file name, but {file} is a folder.",
            zh=f"{file} 是文件夹，请给出文件名。",
        )
    if file.exists() and not force:
        raise InputError(
            f"{file} is there already; add --force to replace it, or choose another name.",
            zh=f"{file} 已存在；要覆盖请加 --force，或换个文件名。",
        )


@contextmanager
def new_file(file: Path, *, force: bool) -> Iterator[Path]:
    """
    Hand out a temporary name beside a file; the file gets its own name when it is whole.

    Parameters
    ----------
    file
        Where the file shall be. Its folder must be there.
    force
        Whether it may take the place of another file.

    Yields
    ------
    part
        See ``part_of``.

    Raises
    ------
    InputError
        If there is such a file and ``force`` is not set, or the name is that of a folder.
    NotFoundError
        If its folder is missing.
    OSError
        If the disk refuses; nothing was changed.
    """
    check_free(file, force=force)
    with part_of(file) as part:
        yield part
        check_free(file, force=force)
        give_name(part, file)


@contextmanager
def part_of(file: Path) -> Iterator[Path]:
    """
    Hand out a temporary name on the disk of a file; what is there at the end is removed.

    Of a program that is killed, a folder ``.gridpatrol-…`` is left, which nobody needs: its name is
    new each time, so that two who write the same file do not write into each other's.

    Yields
    ------
    part
        The name to write to, in a folder of its own; there is no such file yet, and its ending is
        that of ``file``.

    Raises
    ------
    NotFoundError
        If the folder of ``file`` is missing.
    OSError
        If it cannot be written to.
    """
    check_folder(file)
    with tempfile.TemporaryDirectory(prefix=".gridpatrol-", dir=file.parent) as folder:
        yield Path(folder) / f"part{file.suffix}"


def give_name(part: Path, file: Path) -> None:
    """Give a whole file its name, at once and to outlive a power cut: the old file or the new."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(file)
    if os.name == "nt":  # Windows keeps the name by itself, and opens no folder
        return
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _never(_file: Path) -> bool:
    """Write over nothing."""
    return False


def write_numbered(
    file: Path,
    write: Callable[[Path], None],
    *,
    may_replace: Callable[[Path], bool] = _never,
) -> Path:
    """
    Write a file under the first name that is free, or whose file may be replaced.

    Parameters
    ----------
    file
        The name wanted. Where another file has it, ``-2``, ``-3`` and so on are put behind it.
    write
        Writes to the path it is given.
    may_replace
        Tells whether a file that is there already may be written over; one of equal content is
        left as it is.

    Returns
    -------
    named
        The name it has got, or that of the equal file.

    Raises
    ------
    NotFoundError
        If the folder is missing.
    """
    with part_of(file) as part:
        write(part)
        content = part.read_bytes()
        named = next(name for name in _names(file) if _is_free(name, content, may_replace))
        if not (named.exists() and named.read_bytes() == content):
            give_name(part, named)
    return named


def _names(file: Path) -> Iterator[Path]:
    numbered = (file.with_name(f"{file.stem}-{number}{file.suffix}") for number in count(2))
    return chain([file], numbered)


def _is_free(name: Path, content: bytes, may_replace: Callable[[Path], bool]) -> bool:
    if not name.exists():
        return True
    return name.is_file() and (name.read_bytes() == content or may_replace(name))
