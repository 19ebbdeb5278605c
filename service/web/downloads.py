"""Files that people take away: named in Chinese, never shown in the browser, never guessed at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import FileResponse

from service.web.mediatypes import MEDIA_TYPES

if TYPE_CHECKING:
    from pathlib import Path

MOST_SIGNS = 80
_UNWANTED = re.compile(r"[^\w.() （）·-]+")  # also what turns a line round, and path separators


def file_name(*parts: str, ending: str) -> str:
    r"""
    Make the name of a file from what it is about.

    Examples
    --------
    >>> file_name("庆祖镇", "月报", "2026-11", ending="xlsx")
    '庆祖镇-月报-2026-11.xlsx'
    >>> file_name("a/..\\b", "x", ending="docx")
    'a_.._b-x.docx'
    """
    stem = "-".join(_UNWANTED.sub("_", part).strip("_. ") for part in parts if part.strip())
    return f"{stem[:MOST_SIGNS].strip('-') or 'gridpatrol'}.{ending}"


def disposition(name: str) -> str:
    """
    Write ``Content-Disposition`` for any name (RFC 6266, RFC 8187).

    Examples
    --------
    >>> disposition("月报.xlsx")
    "attachment; filename=__.xlsx; filename*=UTF-8''%E6%9C%88%E6%8A%A5.xlsx"
    """
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename={plain}; filename*=UTF-8''{quote(name, safe='')}"


def download(body: bytes, name: str) -> Response:
    """Send bytes as a file; the ending of the name says what it is."""
    kind = MEDIA_TYPES[name.rpartition(".")[2]]
    return Response(body, media_type=kind, headers=_headers(name))


def download_file(file: Path, name: str) -> Response:
    """Send a file that is there."""
    kind = MEDIA_TYPES[name.rpartition(".")[2]]
    return FileResponse(file, media_type=kind, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": disposition(name), "Cache-Control": "private, no-store"}
