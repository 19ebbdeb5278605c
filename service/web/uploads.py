"""Files that people send: kept under names of our choice, and nothing of them opened yet."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.access.clock import written
from service.web.folders import new_folder
from service.web.problems import RefusalError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.datastructures import UploadFile

    from service.web.office import Office

MOST_FILES = 20
_LONGEST = 120
_LONGEST_ENDING = 12
_PIECE_BYTES = 1 << 20
_SPARE_BYTES = 200_000_000
"""Left free on the disk, so that the store can still be written."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """
    One file that somebody sent.

    Attributes
    ----------
    path
        Where it lies, under a name of our choice.
    name
        What the person calls it; never part of a path.
    sha256
        Of its bytes.
    size
        Bytes.
    """

    path: Path
    name: str
    sha256: str
    size: int


def keep_uploads(office: Office, files: Sequence[UploadFile]) -> tuple[Path, list[Upload]]:
    """
    Keep files in a new folder of the service.

    Returns
    -------
    folder
        The folder; what is made of them may be put there, too.
    uploads
        In the order they came; fields left empty are no file.

    Raises
    ------
    RefusalError
        400 without a file, 413 with too many, 507 where the disk has no room.
    """
    sent = [file for file in files if file.filename]
    if not sent:
        raise RefusalError(400, "Choose at least one file.", zh="请先选择文件。")
    if len(sent) > MOST_FILES:
        raise RefusalError(
            413,
            f"Send at most {MOST_FILES} files at once, not {len(sent)}.",
            zh=f"一次最多上传 {MOST_FILES} 个文件，现为 {len(sent)} 个。",
        )
    moment = written(office.clock()).translate(str.maketrans("", "", "-:.TZ"))
    folder = new_folder(office, name=f"{moment}-{secrets.token_hex(8)}")
    _check_room(folder, sent)
    names = distinct([clean_name(file.filename or "") for file in sent])
    numbered = enumerate(zip(sent, names, strict=True), start=1)
    return folder, [
        _keep(file, folder / f"{number:02}.upload", name) for number, (file, name) in numbered
    ]


def upload_argument(
    folder: Path,
    uploads: Sequence[Upload],
    *,
    kind: str = "auto",
    datum: str = "auto",
    dry_run: bool = False,
) -> dict[str, Any]:
    """Write what the job ``import`` is asked for: files, their own names and hashes, and how."""
    return {
        "kind": kind,
        "datum": datum,
        "dry_run": dry_run,
        "folder": str(folder),
        "files": [str(one.path) for one in uploads],
        "names": [one.name for one in uploads],
        "sha256": [one.sha256 for one in uploads],
    }


def roads_argument(folder: Path, uploads: Sequence[Upload]) -> dict[str, Any]:
    """Write what the job ``roads`` is asked for: one file, its own name, and its folder."""
    (upload,) = uploads
    return {"file": str(upload.path), "names": [upload.name], "folder": str(folder)}


def _check_room(folder: Path, files: Sequence[UploadFile]) -> None:
    wanted = sum(file.size or 0 for file in files)
    if shutil.disk_usage(folder).free < wanted + _SPARE_BYTES:
        folder.rmdir()
        raise RefusalError(
            507,
            "The disk of the service is nearly full; nothing was kept, tell its operator.",
            zh="服务所在磁盘空间不足，文件没有保存，请联系管理员。",
        )


def _keep(file: UploadFile, path: Path, name: str) -> Upload:
    told, size = hashlib.sha256(), 0
    with open(path, "xb", opener=_for_us_alone) as kept:
        while piece := file.file.read(_PIECE_BYTES):
            told.update(piece)
            kept.write(piece)
            size += len(piece)
    return Upload(path=path, name=name, sha256=told.hexdigest(), size=size)


def _for_us_alone(path: str, flags: int) -> int:
    """Make a file that no other user of the machine may read, also in a folder of the operator."""
    return os.open(path, flags, 0o600)


def clean_name(said: str) -> str:
    r"""
    Take from a file's name what can be shown and stored: no folders, no unseen signs, not too long.

    Examples
    --------
    >>> clean_name("C:\\台账\\企业.xlsx"), clean_name("../../etc/passwd")
    ('企业.xlsx', 'passwd')
    """
    last = said.replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in last if unicodedata.category(sign) not in _UNSEEN)
    plain = unicodedata.normalize("NFC", seen).strip(" .") or "file"
    if len(plain) <= _LONGEST:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return plain[:_LONGEST]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"


def distinct(names: Sequence[str]) -> list[str]:
    """
    Tell names that come more than once apart, by a number before their endings.

    Examples
    --------
    >>> distinct(["a.xlsx", "a.xlsx", "b"])
    ['a.xlsx', 'a (2).xlsx', 'b']
    """
    taken: set[str] = set()
    found = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        fresh, number = name, 2
        while fresh in taken:
            fresh = f"{stem} ({number}){dot}{ending}" if dot else f"{ending} ({number})"
            number += 1
        taken.add(fresh)
        found.append(fresh)
    return found
