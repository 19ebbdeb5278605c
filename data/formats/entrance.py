"""Which paths are opened at all: what was named and nothing else, for ledgers and maps alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_ADDRESS = re.compile(r"(?:[a-z]{2,}:[/\\]|/vsi[a-z0-9_]+/|\\\\)", re.IGNORECASE)
"""An address such as http:/, a virtual path of GDAL, or a share of another machine."""


class Refusal(NamedTuple):
    """
    Why a path is not opened, for a message that adds its own full stop.

    Attributes
    ----------
    file
        Its name, or the whole text where it is none.
    en, zh
        What is wrong and what to do.
    """

    file: str
    en: str
    zh: str


def refusal(path: Path) -> Refusal | None:
    """Say why a path must not be opened; ``None`` for files, folders and what is not there."""
    if _ADDRESS.match(str(path)):
        return Refusal(
            str(path),
            "is an address or a virtual path, not a file; download it and name the file",
            "是网址或虚拟路径，不是文件，请先下载，再写文件名",
        )
    if path.is_symlink():
        return Refusal(
            path.name,
            "is a link to another file; name that file itself",
            "是指向别的文件的链接，请直接写那个文件",
        )
    if path.exists() and not path.is_file() and not path.is_dir():
        return Refusal(
            path.name,
            "is no ordinary file (a pipe or a device); save it as a file first",
            "不是普通文件（是管道或设备），请先存成文件",
        )
    return None
