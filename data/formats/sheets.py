"""What the caged readers give: sheets of plain cells, and how they travel as lines of JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CagedCell = str | int | float | bool | datetime | date | time | timedelta | None
"""What a cell can hold on its way out of the cage."""

Remark = tuple[str, dict[str, str]]
"""Something to say about a row: a code of ``data.ledger.notes`` and its figures."""

_MARK = "$"
_BIGGEST_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class CagedRow:
    """One row that holds something; ``number`` counts from 1 as the file shows it."""

    number: int
    cells: tuple[CagedCell, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class CagedSheet:
    """
    One sheet or layer.

    Attributes
    ----------
    name
        As the file has it; may be empty.
    rows
        Top down, read once; the header is the first row of a layer.
    merged
        Merged ranges: first and last row (from 1), first and last column (from 0), inclusive.
    """

    name: str
    rows: Iterable[CagedRow]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def sheet_lines(sheets: Iterable[CagedSheet]) -> Iterator[bytes]:
    """Write sheets as lines of JSON, row by row, so that nobody holds all of them."""
    for sheet in sheets:
        yield orjson.dumps({"sheet": sheet.name, "merged": sheet.merged}) + b"\n"
        for row in sheet.rows:
            cells = [_packed(cell) for cell in row.cells]
            yield orjson.dumps([row.number, cells, row.remarks]) + b"\n"
    yield orjson.dumps({"done": True}) + b"\n"


def read_row(line: list[Any]) -> CagedRow:
    """
    Take a row from its line.

    Raises
    ------
    ValueError, TypeError, LookupError
        If the line is not what ``sheet_lines`` writes.
    """
    number, cells, remarks = line
    return CagedRow(
        int(number),
        tuple(_unpacked(cell) for cell in cells),
        tuple((str(code), dict(figures)) for code, figures in remarks),
    )


def _packed(cell: CagedCell) -> object:
    if isinstance(cell, bool | str) or cell is None:
        return cell
    if isinstance(cell, int):
        return cell if abs(cell) < _BIGGEST_INTEGER else str(cell)
    if isinstance(cell, float):
        return cell if cell - cell == 0 else str(cell)  # JSON knows no inf and no nan
    if isinstance(cell, timedelta):
        return {_MARK: "timedelta", "v": cell.total_seconds()}
    return {_MARK: type(cell).__name__, "v": cell.isoformat()}


def _unpacked(cell: Any) -> CagedCell:  # noqa: ANN401 - any JSON
    if not isinstance(cell, dict):
        if not isinstance(cell, str | int | float | bool | None):
            raise TypeError(type(cell).__name__)
        return cell
    kind, value = cell[_MARK], cell["v"]
    if kind == "timedelta":
        return timedelta(seconds=float(value))
    return _FROM_TEXT[kind].fromisoformat(value)


_FROM_TEXT: dict[str, type[datetime | date | time]] = {
    "datetime": datetime,
    "date": date,
    "time": time,
}
