"""Files of results that an inspector's page writes: JSON, or the table it writes as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import orjson

from data.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "patrol-results/1"
_CHINA = timezone(timedelta(hours=8))
_COLUMNS = {
    "site": "场所编号",
    "day": "日期",
    "team": "队伍",
    "result": "结果代码",
    "note": "备注",
    "edited_at": "修改时间",
}
"""What a row says to the header it stands under in the table."""
_NEEDED = ("site", "day", "result", "edited_at")
_MOST_BYTES = 50_000_000
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PageVisit:
    """
    What a page says of one stop.

    Attributes
    ----------
    file
        Name of the file.
    site
        Id of the site, or of a place that was swept.
    day
        Day of the route.
    team
        Id of the team in JSON, its name in a table.
    result
        Code of the result; missing where somebody took it back.
    note
        What the team wrote; empty where nothing.
    edited_at
        Last edit, UTC.
    """

    file: str
    site: str
    day: date
    team: str
    result: str | None
    note: str
    edited_at: datetime


def read_page_file(path: Path) -> tuple[PageVisit, ...]:
    """
    Read the results of one file, in its order.

    Raises
    ------
    InputError
        If the file cannot be read, is no such file, or a row lacks what it must have.
    """
    content = _content(path)
    rows = _json_rows(path, content) if content.lstrip()[:1] == b"{" else _csv_rows(path, content)
    return tuple(_visit(path, number, row) for number, row in enumerate(rows, start=1))


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _no_page(path)
        return path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}.", zh=f"{path} 无法读取：{error.strerror}。"
        ) from error


def _no_page(path: Path) -> InputError:
    return InputError(
        f"{path}: expected results as a route page exports them, JSON or CSV.",
        zh=f"{path} 不是路线页导出的结果（JSON 或 CSV）。",
    )


def _json_rows(path: Path, content: bytes) -> list[Mapping[str, Any]]:
    try:
        told = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise _no_page(path) from error
    visits = told.get("visits")
    if told.get("format") != FORMAT or not isinstance(visits, list):
        raise _no_page(path)
    if not all(isinstance(visit, dict) for visit in visits):
        raise _no_page(path)
    return [visit | {"day": told.get("day"), "team": told.get("team")} for visit in visits]


def _csv_rows(path: Path, content: bytes) -> list[Mapping[str, Any]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        rows, headers = list(reader), reader.fieldnames or ()
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_page(path) from error
    if not {_COLUMNS[name] for name in _NEEDED} <= set(headers):
        raise _no_page(path)
    return [{name: _tamed(row.get(header)) for name, header in _COLUMNS.items()} for row in rows]


def _tamed(cell: str | None) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a text as a formula."""
    text = (cell or "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@\t\r＝＋－＠") else text


def _visit(path: Path, number: int, row: Mapping[str, Any]) -> PageVisit:
    try:
        return PageVisit(
            file=path.name,
            site=_text(row, "site"),
            day=date.fromisoformat(_text(row, "day")),
            team=_text(row, "team"),
            result=_text(row, "result") or None,
            note=_text(row, "note"),
            edited_at=_moment(_text(row, "edited_at")),
        )
    except ValueError as error:
        raise InputError(
            f"{path}: result {number} has no place, day or time of editing that can be read: "
            f"{str(error)[:_SHOWN]}.",
            zh=f"{path}：第 {number} 条结果的编号、日期或修改时间读不懂（{str(error)[:_SHOWN]}）。",
        ) from error


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(name)
    text = (value or "").strip()
    if name == "site" and not text:
        raise ValueError(name)
    return text


def _moment(text: str) -> datetime:
    """Read a moment; a table has it as the clock on the wall showed it, in China."""
    told = datetime.fromisoformat(text)
    return (told if told.tzinfo else told.replace(tzinfo=_CHINA)).astimezone(UTC)
