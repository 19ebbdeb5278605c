"""Workbooks and text tables in which an office lists steps of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import InputError, LedgerError
from data.ledger.files import read_file
from data.ledger.sheets import cell_text
from data.ledger.values import read_day
from data.words import FINDING_STEPS
from planning.cases.finding import Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from data.ledger.sheets import Cell, RawRow, RawSheet

StepRow = tuple[str, str, Step]
"""Where it stands (file / sheet / row), the finding, and the step."""

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "finding_id": ("隐患编号", "编号", "finding_id", "finding", "id"),
    "step": ("步骤", "办理事项", "办理", "step"),
    "day": ("日期", "办理日期", "day", "date"),
    "who": ("经办", "办理人", "队伍", "who", "team"),
    "due": ("整改期限", "新期限", "期限", "due"),
    "note": ("原因", "说明", "备注", "note", "why"),
    "document": ("文号", "document"),
    "photos": ("照片", "photos"),
    "inspection_id": ("检查记录", "检查编号", "inspection_id", "visit"),
    "handed_to": ("移送单位", "handed_to"),
}
"""What a column means to the headers it may have, in lower case."""
_NEEDED = ("finding_id", "step", "day")
_HEAD_ROWS = 10
_ON_THE_SPOT = ("当场整改", "on_the_spot", "on the spot")
_BACK = ("撤回", "undo", "take back")
_OTHER_WORDS = {"整改完成": "submitted", "复查合格": "rechecked", "复查不合格": "held"}
_NOT_ASKED = frozenset({"found", "corrected"})
_STEPS = {
    **_OTHER_WORDS,
    **{
        word.casefold(): code
        for code, words in FINDING_STEPS.items()
        for word in (code, *words)
        if code not in _NOT_ASKED
    },
}


def read_step_book(path: Path, *, sent_as: str | None = None) -> list[StepRow]:
    """
    Read the steps that a file lists.

    Parameters
    ----------
    path
        A workbook or text table. The first sheet counts whose first rows hold headers for a
        finding's number, a step and a day.
    sent_as
        What people call a file that was sent to the service, which is parsed in the cage; ``None``
        for a file of one's own.

    Raises
    ------
    LedgerError
        If the file cannot be read, or no sheet has these headers.
    InputError
        If a row lacks one of the three, or says a step or a day that is none.
    """
    file = read_file(path, name=sent_as or "", caged=sent_as is not None)
    for sheet in file.sheets:
        places, header = _header(sheet)
        if places:
            rows = [row for row in sheet.rows if row.number > header]
            return [_step_row(row, places, _place(file.name, sheet, row)) for row in rows]
    raise LedgerError(
        file.name,
        "has no sheet with the headers 隐患编号, 步骤, 日期 (finding_id, step, day)",
        zh="没有哪张表有“隐患编号”“步骤”“日期”三个表头",
    )


def _header(sheet: RawSheet) -> tuple[dict[str, int], int]:
    """Find the row of headers: column meaning to place; empty where there is none."""
    for count, row in enumerate(sheet.rows):
        if count >= _HEAD_ROWS:
            break
        texts = [cell_text(cell).casefold() for cell in row.cells]
        places = {
            name: texts.index(word)
            for name, words in _HEADERS.items()
            for word in reversed(words)
            if word in texts
        }
        if all(name in places for name in _NEEDED):
            return places, row.number
    return {}, 0


def _place(file: str, sheet: RawSheet, row: RawRow) -> str:
    return " / ".join(part for part in (file, sheet.name, str(row.number)) if part)


def _step_row(row: RawRow, places: Mapping[str, int], place: str) -> StepRow:
    cells: dict[str, Cell] = {
        name: row.cells[column] for name, column in places.items() if column < len(row.cells)
    }
    texts = {name: cell_text(cell) or None for name, cell in cells.items()}
    finding, word = texts.get("finding_id"), (texts.get("step") or "").casefold()
    day = _day(cells.get("day"), place)
    if finding is None or day is None:
        raise InputError(
            f"{place}: expected a finding's number and a day.",
            zh=f"{place}：须填写隐患编号和日期。",
        )
    step = Step(
        step=_code(word, place),
        day=day,
        due=_day(cells.get("due"), place),
        who=texts.get("who"),
        note=texts.get("note"),
        document=texts.get("document"),
        photos=texts.get("photos"),
        inspection_id=texts.get("inspection_id"),
        handed_to=texts.get("handed_to"),
        on_the_spot=word in _ON_THE_SPOT,
    )
    return place, finding, step


def _code(word: str, place: str) -> str:
    if word in _ON_THE_SPOT:
        return "closed"
    if word in _BACK:
        return "corrected"
    if word not in _STEPS:
        listed = [pair for code, pair in FINDING_STEPS.items() if code not in _NOT_ASKED]
        raise InputError(
            f"{place}: expected a step among {', '.join(en for _, en in listed)}, on the spot, "
            f"undo; got {word!r}.",
            zh=f"{place}：步骤应为 {'、'.join(zh for zh, _ in listed)}、当场整改、撤回 之一，"
            f"现为“{word}”。",
        )
    return _STEPS[word]


def _day(cell: Cell, place: str) -> date | None:
    day, said = read_day(cell, column="日期")
    if day is None and said is not None:
        raise InputError(
            f"{place}: expected a day such as 2026-11-22, got {cell_text(cell)!r}.",
            zh=f"{place}：日期应为 2026-11-22 这样的写法，现为“{cell_text(cell)}”。",
        )
    return day
