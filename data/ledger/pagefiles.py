"""Files of results that an inspector's page writes: JSON, or the table it writes as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.ledger.handover import MARK, unpacked
from data.ledger.pagesaid import (
    SaidPlace,
    SaidVisit,
    moment_in,
    read_place,
    read_visit,
    text_in,
)
from data.strictjson import read_json

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "patrol-results/1"
_FAMILY = "patrol-results/"
_COLUMNS = {
    "plan": "计划",
    "site": "场所编号",
    "day": "日期",
    "team": "队伍",
    "result": "结果代码",
    "skip": "未去原因",
    "note": "备注",
    "photos": "照片数",
    "arrived_at": "到达时间",
    "done_at": "完成时间",
    "edited_at": "修改时间",
}
"""What a row says to the header it stands under in the table."""
_FOUND = ("隐患", "隐患级别", "整改期限", "当场整改")
"""Columns of what was found, several in one cell with ``_BETWEEN`` between them."""
_BETWEEN = "；"
_AGAIN = "复查结果"
_WHERE = ("经度", "纬度")
_PLACE = re.compile(r"[0-9a-z]+-p\d+")
"""The page's own id of a place found on the way."""
_LEVELS = {"重大": "major", "major": "major"}
_YES = frozenset({"是", "yes", "true", "1", "√"})
_NEEDED = ("site", "day", "result", "edited_at")
_MOST_BYTES = 10_000_000
_MOST_VALUES = 500_000
_MOST_ROWS, _MOST_COLUMNS = 20_000, 100
"""A team's week has some hundred results of some twenty values: what holds more was made to harm,
and is refused before it takes memory, since two signs of a file may become a kilobyte."""
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """
    What one phone says of one stop, or of one place found on the way.

    Attributes
    ----------
    file
        Name of the file.
    plan
        Id of the plan; empty where an old file names none.
    stop
        Id of the site, of a place that was swept, or the page's own id of a place.
    device
        The page's name for its browser; empty in a table, which does not say.
    team
        Id of the team in JSON, its name in a table.
    day
        Day of the route.
    edited_at
        Last edit, UTC.
    exported
        When the file was written, UTC; missing in a table.
    said
        All that was said.
    week
        ISO week as the file states it; empty where it does not.
    """

    file: str
    plan: str
    stop: str
    device: str
    team: str
    day: date
    edited_at: datetime
    exported: datetime | None
    said: SaidVisit | SaidPlace
    week: str = ""


def is_page_file(path: Path) -> bool:
    """Tell whether a file is what a page writes, rather than a ledger: by ending and header."""
    suffix = path.suffix.lower()
    if suffix == ".json":
        return True
    if suffix not in {".csv", ".txt"}:
        return False
    try:
        with path.open("rb") as file:
            head = file.readline(_SHOWN * 50).decode("utf-8", errors="replace")
    except OSError:
        return False
    if suffix == ".txt":
        return head.lstrip("\ufeff ").startswith(MARK.decode())
    return all(_COLUMNS[name] in head for name in _NEEDED)


def read_page_file(path: Path) -> tuple[PageRecord, ...]:
    """
    Read the results of one file, in its order: stops, then places found on the way.

    Raises
    ------
    InputError
        If the file cannot be read, is no such file, is of a newer form, or a row lacks what it
        must have.
    """
    content = _content(path)
    if content.lstrip()[:1] == b"{":
        return _from_json(path, content)
    return tuple(
        _record(path, number, row) for number, row in enumerate(_csv_rows(path, content), start=1)
    )


def read_page_records(told: Mapping[str, Any], *, name: str) -> tuple[PageRecord, ...]:
    """
    Read the results of one page as it sends them: what stands in its JSON file.

    Parameters
    ----------
    told
        Decoded JSON.
    name
        What it is called, in messages and as the source of its rows.

    Raises
    ------
    InputError
        As :func:`read_page_file`.
    """
    return _from_told(Path(name), told)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _too_large(path, f"{_MOST_BYTES} bytes", f"{_MOST_BYTES} 字节")
        return unpacked(path.read_bytes()).removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read: {error.strerror}.", zh=f"{path} 无法读取：{error.strerror}。"
        ) from error


def _too_large(path: Path, most: str, zh: str) -> InputError:
    return InputError(
        f"{path}: expected results of at most {most}; send a file of each page.",
        zh=f"{path} 超过 {zh}，请把每一页的结果文件分别上传。",
    )


def _no_page(path: Path) -> InputError:
    return InputError(
        f"{path}: expected results as a route page exports them, JSON or CSV.",
        zh=f"{path} 不是路线页导出的结果（JSON 或 CSV）。",
    )


def _from_json(path: Path, content: bytes) -> tuple[PageRecord, ...]:
    try:
        told = read_json(content, most_values=_MOST_VALUES)
    except InputError as error:
        raise InputError(f"{path}: {error}", zh=f"{path}：{error.zh}") from error
    return _from_told(path, told)


def _from_told(path: Path, told: Mapping[str, Any]) -> tuple[PageRecord, ...]:
    _check_form(path, told)
    visits, places = told.get("visits"), told.get("places") or []
    for rows in (visits, places):
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise _no_page(path)
    head = {name: told.get(name) for name in ("plan", "week", "day", "team", "exported")}
    device = {"device": told.get("device")}
    return tuple(
        _record(path, number, device | row | head)
        for number, row in enumerate([*(visits or []), *places], start=1)
    )


def _check_form(path: Path, told: Mapping[str, Any]) -> None:
    form = told.get("format")
    if form == FORMAT:
        return
    if isinstance(form, str) and form.startswith(_FAMILY):
        raise InputError(
            f"{path}: is of the form {form[:_SHOWN]!r}, this program reads {FORMAT!r}; "
            "it was made by a newer program: update this one, then record it.",
            zh=f"{path} 的格式是 {form[:_SHOWN]}，本程序只认 {FORMAT}；请升级程序后再记入。",
        )
    raise _no_page(path)


def _csv_rows(path: Path, content: bytes) -> list[Mapping[str, Any]]:
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
        headers = reader.fieldnames or ()
        rows = list(islice(reader, _MOST_ROWS + 1)) if len(headers) <= _MOST_COLUMNS else []
    except (UnicodeDecodeError, csv.Error) as error:
        raise _no_page(path) from error
    if not {_COLUMNS[name] for name in _NEEDED} <= set(headers):
        raise _no_page(path)
    if len(headers) > _MOST_COLUMNS or len(rows) > _MOST_ROWS:
        raise _too_large(
            path,
            f"{_MOST_ROWS} rows of {_MOST_COLUMNS} columns",
            f"{_MOST_ROWS} 行、{_MOST_COLUMNS} 列",
        )
    return [_csv_row(row) for row in rows]


def _csv_row(row: Mapping[str, str | None]) -> Mapping[str, Any]:
    told: dict[str, Any] = {name: _tamed(row.get(header)) for name, header in _COLUMNS.items()}
    found: dict[str, Any] = {"findings": _csv_findings(row)}
    if _PLACE.fullmatch(told["site"]):
        return _csv_place(told, row) | found
    return told | found | {"rechecked": _csv_rechecked(row)}


def _csv_place(told: Mapping[str, str], row: Mapping[str, str | None]) -> dict[str, Any]:
    """Read a place found on the way: the page writes its id where a stop has its site."""
    kept: dict[str, Any] = {
        name: told[name] for name in ("plan", "day", "team", "photos", "edited_at")
    }
    lon, lat = (_tamed(row.get(header)) for header in _WHERE)
    return kept | {
        "id": told["site"],
        "name": _tamed(row.get("场所名称")),
        "what": told["note"],
        "lon": float(lon) if lon else None,
        "lat": float(lat) if lat else None,
        "at": told["arrived_at"] or told["edited_at"],
        "deleted": not told["result"],
    }


def _csv_rechecked(row: Mapping[str, str | None]) -> list[Mapping[str, Any]]:
    """Take apart what became of earlier findings: ``id=closed``, ``id=open``."""
    parts = [part.rpartition("=") for part in _tamed(row.get(_AGAIN)).split(_BETWEEN)]
    return [{"finding": name, "state": state} for name, _, state in parts if name]


def _csv_findings(row: Mapping[str, str | None]) -> list[Mapping[str, Any]]:
    """Take apart what was found; a cell with fewer parts than hazards says nothing of the rest."""
    whats, levels, dues, spots = (_tamed(row.get(header)).split(_BETWEEN) for header in _FOUND)
    return [
        {
            "what": what.strip(),
            "level": _LEVELS.get(_part(levels, place), "ordinary"),
            "due": _part(dues, place) or None,
            "on_the_spot": _part(spots, place).lower() in _YES,
        }
        for place, what in enumerate(whats)
        if what.strip()
    ]


def _part(parts: list[str], place: int) -> str:
    return parts[place].strip() if place < len(parts) else ""


def _tamed(cell: str | None) -> str:
    """Take away the apostrophe that keeps a spreadsheet from running a text as a formula."""
    text = (cell or "").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in set("=+-@\t\r＝＋－＠") else text


def _record(path: Path, number: int, row: Mapping[str, Any]) -> PageRecord:
    """Read one row; one with a moment of its own (``at``) is a place found on the way."""
    is_place = "at" in row and "site" not in row
    try:
        return PageRecord(
            file=path.name,
            plan=text_in(row, "plan"),
            stop=_named(row, "id" if is_place else "site"),
            device=text_in(row, "device"),
            team=text_in(row, "team"),
            day=date.fromisoformat(text_in(row, "day")),
            edited_at=moment_in(text_in(row, "edited_at")),
            exported=moment_in(text_in(row, "exported")) if row.get("exported") else None,
            said=read_place(row) if is_place else read_visit(row),
            week=text_in(row, "week"),
        )
    except ValueError as error:
        raise InputError(
            f"{path}: result {number} has no place, day or time of editing that can be read, or "
            f"says something else wrongly: {str(error)[:_SHOWN]}.",
            zh=f"{path}：第 {number} 条结果的编号、日期、修改时间或其他内容读不懂"
            f"（{str(error)[:_SHOWN]}）。",
        ) from error


def _named(row: Mapping[str, Any], name: str) -> str:
    text = text_in(row, name)
    if not text:
        raise ValueError(name)
    return text
