"""The sheets of one file as rows of a ledger we know, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger.columns import NO_COLUMNS
from data.ledger.rows import LedgerRow, SkippedRow, sheet_rows
from data.ledger.sheets import RawFile, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.ledger.columns import ColumnMap
    from data.ledger.layout import Layout

_SHOWN_HEADERS = 12
_EXAMPLES = {
    "sites": ("企业名称", "经度", "纬度"),
    "inspections": ("被检查单位", "检查日期", "结果"),
    "findings": ("隐患内容", "整改期限", "整改状态"),
    "teams": ("队名", "持证人数", "白班"),
    "tips": ("线索编号", "日期", "内容"),
    "areas": ("村名", "网格员", "边界WKT"),
    "power": ("户号", "用户名称", "月份", "用电量"),
}
"""Kind of ledger to headers that would be known."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """
    One sheet, read.

    Attributes
    ----------
    file, name
        Where it is.
    blank
        Rows that held nothing at all.
    layout
        Its header and kind; missing where no header is known.
    rows, skipped
        Rows of the ledger, and rows that are no data, such as titles and totals.
    """

    file: RawFile
    name: str
    blank: int
    layout: Layout | None
    rows: list[LedgerRow]
    skipped: list[SkippedRow]


def read_sheets(
    file: RawFile, *, kinds: Sequence[str], columns: ColumnMap = NO_COLUMNS
) -> list[ReadSheet]:
    """
    Read every sheet of a file.

    Parameters
    ----------
    file
        The file as it was read.
    kinds
        Kinds of ledger to look for, not empty; sheets of other kinds are skipped row by row.
    columns
        Headers that the user explained.

    Raises
    ------
    LedgerError
        If no sheet has a header that is known, or it has only site sheets without coordinates.
    """
    sheets = []
    for raw in file.sheets:
        layout, rows, skipped = sheet_rows(file, raw, kinds=kinds, columns=columns)
        sheets.append(ReadSheet(file, raw.name, raw.blank, layout, rows, skipped))
    layouts = [sheet.layout for sheet in sheets if sheet.layout]
    if not layouts:
        raise _no_header(file, kinds)
    if all(layout.kind == "sites" and not layout.has_positions for layout in layouts):
        raise _no_positions(file, layouts)
    return sheets


def _no_positions(file: RawFile, layouts: Iterable[Layout]) -> LedgerError:
    headers = [column.header for layout in layouts for column in layout.columns]
    found = headers[:_SHOWN_HEADERS]
    return LedgerError(
        file.name,
        f"has no coordinate columns; expected 经度 and 纬度 (or 经纬度), found {', '.join(found)}",
        zh=f"没有坐标列，请加上经度、纬度两列（或经纬度一列）；现有：{'、'.join(found)}",
    )


def _no_header(file: RawFile, kinds: Sequence[str]) -> LedgerError:
    widest = max(
        (row for sheet in file.sheets for row in sheet.rows[:_SHOWN_HEADERS]),
        key=lambda row: sum(bool(cell_text(cell)) for cell in row.cells),
    )
    found = [text for text in map(cell_text, widest.cells) if text][:_SHOWN_HEADERS]
    wanted = [_EXAMPLES[kind] for kind in kinds[:2]]
    return LedgerError(
        file.name,
        "no sheet holds a header we know; expected e.g. "
        f"{'; or '.join(', '.join(words) for words in wanted)}; found {', '.join(found)}",
        zh="没有一张表的表头能认出来；应有如"
        f"{'；或'.join('、'.join(words) for words in wanted)}；现有：{'、'.join(found)}",
    )
