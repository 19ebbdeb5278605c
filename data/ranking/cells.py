"""Read the cells of one column at a time: days, outcomes, degrees, what was known beforehand."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from data.errors import LedgerError
from data.ledger.sheets import cell_text, says_nothing
from data.ledger.values import read_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from numpy import bool_, float64
    from numpy.typing import NDArray

    from data.ledger.sheets import Cell

_Read = TypeVar("_Read")
FAULTS_SHOWN = 5
ROWS_SHOWN = 5
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_INFINITE = frozenset({"inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"})
_FLAGS = {
    "true": 1.0, "yes": 1.0, "y": 1.0, "t": 1.0, "是": 1.0, "有": 1.0,
    "false": 0.0, "no": 0.0, "n": 0.0, "f": 0.0, "否": 0.0, "无": 0.0,
}  # fmt: skip
_NUMBER_SHARE = 0.95
"""Of the values known in past rows, how many must be numbers to call the others slips."""
_SIGNS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """
    Something that was done to a column and that its owner should know.

    Attributes
    ----------
    code
        What: ``odd`` (no number in a column of numbers), ``infinite``, ``empty`` (says nothing in
        past rows), ``unknown_outcome`` (past rows nobody knows the outcome of), ``later_outcome``
        (rows to score that have one all the same, which nobody reads).
    column
        Header of the column.
    rows
        How many rows.
    example
        The first such cell; empty where that says nothing.
    """

    code: str
    column: str
    rows: int
    example: str = ""


class Fault(NamedTuple):
    """One cell that cannot be read: what is wrong and what to do, in English and Chinese."""

    row: int
    en: str
    zh: str


class Faults:
    """
    Gathers all that is wrong with a table, for one line.

    Parameters
    ----------
    file
        Name of the table, for the line.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Fault] = []
        self._more: dict[str, list[int]] = {}

    def add(self, kind: str, fault: Fault) -> None:
        """Note a fault; of one kind, only the first is told in full."""
        rows = self._more.setdefault(kind, [])
        if not rows:
            self._found.append(fault)
        rows.append(fault.row)

    def check(self) -> None:
        """
        Raise what was found.

        Raises
        ------
        LedgerError
            If there is anything, with the number of each row as a spreadsheet shows it.
        """
        if not self._found:
            return
        more = list(self._more.values())
        shown = list(zip(self._found, more, strict=True))[:FAULTS_SHOWN]
        en = "; ".join(f"row {fault.row}: {fault.en}{_also(rows)}" for fault, rows in shown)
        zh = "；".join(f"第 {fault.row} 行：{fault.zh}{_also_zh(rows)}" for fault, rows in shown)
        raise LedgerError(self._file, en, zh=zh)


def _also(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return ""
    listed = ", ".join(map(str, rows[1 : ROWS_SHOWN + 1]))
    return f" ({len(rows) - 1} more, in row {listed}{' ...' if len(rows) > ROWS_SHOWN + 1 else ''})"


def _also_zh(rows: Sequence[int]) -> str:
    if len(rows) == 1:
        return ""
    listed = "、".join(map(str, rows[1 : ROWS_SHOWN + 1]))
    return f"（另有 {len(rows) - 1} 行：{listed}{'……' if len(rows) > ROWS_SHOWN + 1 else ''}）"


@dataclass(frozen=True, slots=True)
class ColumnCells:
    """
    The cells of one column.

    Attributes
    ----------
    name
        Its header.
    cells
        One a row.
    rows
        Their numbers as a spreadsheet shows them.
    """

    name: str
    cells: Sequence[Cell]
    rows: Sequence[int]

    def texts(self) -> list[str]:
        """Give them as clean text; empty where a cell says nothing."""
        return _each(self.cells, lambda cell: "" if _is_void(cell) else cell_text(cell))

    def filled(self) -> NDArray[bool_]:
        """Tell which cells say anything, shape ``(n,)``."""
        return np.array([not _is_void(cell) for cell in self.cells], dtype=bool)

    def written(self) -> list[str]:
        """Give the text just as it is written, and empty text for an empty cell."""
        return [cell if isinstance(cell, str) else cell_text(cell) for cell in self.cells]


def days_of(column: ColumnCells, faults: Faults) -> list[date | None]:
    """Read the day of every row; each must have one."""
    days = _each(column.cells, lambda cell: read_day(cell, column=column.name)[0])
    for number, (cell, day) in enumerate(zip(column.cells, days, strict=True)):
        if day is None:
            faults.add("day", _no_day(column, cell, column.rows[number]))
    return days


def _no_day(column: ColumnCells, cell: Cell, row: int) -> Fault:
    if _is_void(cell):
        return Fault(
            row,
            f"there is no {column.name}; write the day of the visit",
            f"没有 {column.name}，请写上检查日期",
        )
    shown = _shown(cell)
    return Fault(
        row,
        f"{column.name} {shown!r} is not a day; write it as 2026-11-22",
        f"{column.name}“{shown}”不是日期，请写成 2026-11-22 的样子",
    )


def outcomes_of(column: ColumnCells, wanted: NDArray[bool_], faults: Faults) -> NDArray[float64]:
    """
    Read what the wanted rows found.

    Returns
    -------
    found
        Shape ``(n,)``: 1, 0, or ``nan`` where it is empty or the row is not wanted: nobody looks
        at the outcomes of rows that are to be scored.
    """
    found = np.full(len(column.cells), np.nan)
    for number in np.flatnonzero(wanted).tolist():
        cell = column.cells[number]
        value = _amount(cell)
        if value in (0.0, 1.0):
            found[number] = value
        elif not _is_void(cell):
            shown = _shown(cell)
            fault = Fault(
                column.rows[number],
                f"{column.name} {shown!r} is neither 0 nor 1; write 1 where something was found, "
                "0 where nothing was, nothing where nobody knows",
                f"{column.name}“{shown}”不是 0 或 1，请填 1（有发现）、0（未发现）或留空（不知道）",
            )
            faults.add("outcome", fault)
    return found


def degrees_of(column: ColumnCells, limit_deg: float, faults: Faults) -> NDArray[float64]:
    """Read longitudes or latitudes, ``nan`` where a cell is empty; beyond the limit is a fault."""
    degrees = np.array(_each(column.cells, _amount), dtype=float)
    known = ~np.array(_each(column.cells, _is_void), dtype=bool)
    for number in np.flatnonzero(known & ~(np.abs(degrees) <= limit_deg)).tolist():
        shown = _shown(column.cells[number])
        fault = Fault(
            column.rows[number],
            f"{column.name} {shown!r} is not in degrees from -{limit_deg:g} to {limit_deg:g}; "
            "mend it, or leave it empty",
            f"{column.name}“{shown}”不是 -{limit_deg:g} 到 {limit_deg:g} 之间的度数，请改正或留空",
        )
        faults.add(column.name, fault)
    return degrees


def is_of_words(column: ColumnCells, past: NDArray[bool_]) -> bool:
    """
    Tell whether a column holds words rather than numbers, by its past rows.

    Rows that are to be scored have no say: what one of them says must not change how the others
    are read.
    """
    values = [column.cells[number] for number in np.flatnonzero(past).tolist()]
    amounts = np.array(_each(values, _amount), dtype=float)
    known = ~np.array(_each(values, _is_void), dtype=bool)
    flags = np.array(_each(values, lambda cell: _flag(cell) is not None), dtype=bool)
    if not known.any() or flags[known].all():
        return False
    return bool((~np.isnan(amounts[known])).mean() < _NUMBER_SHARE)


def numbers_of(
    column: ColumnCells, past: NDArray[bool_]
) -> tuple[NDArray[float64], tuple[Remark, ...]]:
    """
    Read a column of numbers, or of yes and no as 1 and 0.

    Returns
    -------
    values
        Shape ``(n,)``, finite or ``nan``.
    remarks
        Cells that are neither, which count as missing.
    """
    values = np.array(_each(column.cells, _number_or_flag), dtype=float)
    known = ~np.array(_each(column.cells, _is_void), dtype=bool)
    odd = {"odd": known & np.isnan(values), "infinite": np.isinf(values)}
    remarks = [
        Remark(code, column.name, int(where.sum()), _shown(column.cells[int(where.argmax())]))
        for code, where in odd.items()
        if where.any()
    ]
    values[np.isinf(values)] = np.nan
    if past.any() and np.isnan(values[past]).all():
        remarks.append(Remark("empty", column.name, int(past.sum())))
    return values, tuple(remarks)


def _number_or_flag(cell: Cell) -> float:
    flag = _flag(cell)
    return _amount(cell) if flag is None else flag


def _flag(cell: Cell) -> float | None:
    return _FLAGS.get(cell_text(cell).lower())


def _amount(cell: Cell) -> float:
    """Give a number, also an infinite one; ``nan`` for everything else."""
    if isinstance(cell, bool | int | float):
        return float(cell)
    if not isinstance(cell, str):
        return math.nan
    text = cell_text(cell)
    return float(text) if _NUMBER.fullmatch(text) or text.lower() in _INFINITE else math.nan


def _is_void(cell: Cell) -> bool:
    if isinstance(cell, float) and math.isnan(cell):
        return True
    return says_nothing(cell_text(cell))


def _shown(cell: Cell) -> str:
    text = cell_text(cell)
    return text if len(text) <= _SIGNS_SHOWN else text[:_SIGNS_SHOWN] + "…"


def _each(cells: Sequence[Cell], read: Callable[[Cell], _Read]) -> list[_Read]:
    """Read each different cell once: a table repeats its words by the million."""
    known: dict[Cell, _Read] = {}
    values = []
    for cell in cells:
        if cell not in known:
            known[cell] = read(cell)
        values.append(known[cell])
    return values
