"""The sheets of one file as rows of a ledger we know, or the reason why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import LedgerError
from data.ledger.columns import NO_COLUMNS
from data.ledger.gone import says_gone
from data.ledger.reader import SheetReader
from data.ledger.rows import LedgerRow, SkippedRow
from data.ledger.sheets import RawFile, RawSheet, cell_text

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
    One sheet whose header is known, or known to be none of ours.

    Attributes
    ----------
    file
        The file it is in.
    raw
        Its rows as they were read.
    reader
        Its rows one by one as data or as no data; it can be gone through again and again, and a
        text table is then read again from the file.
    """

    file: RawFile
    raw: RawSheet
    reader: SheetReader

    @property
    def name(self) -> str:
        """Return the name on its tab."""
        return self.raw.name

    @property
    def blank(self) -> int:
        """Return the number of rows that held nothing at all."""
        return self.raw.blank

    @property
    def layout(self) -> Layout | None:
        """Return its header and kind; missing where no header is known."""
        return self.reader.layout

    @property
    def kind(self) -> str:
        """Return the code of ``data.words.LEDGER_KINDS``."""
        return self.layout.kind if self.layout else "unknown"

    @property
    def rows(self) -> list[LedgerRow]:
        """Read all rows of data."""
        return [row for row in self.reader if isinstance(row, LedgerRow)]

    @property
    def skipped(self) -> list[SkippedRow]:
        """Read all rows that are no data, such as titles and totals."""
        return [row for row in self.reader if isinstance(row, SkippedRow)]


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
        If no sheet has a header that is known, or it has only site sheets without coordinates that
        tell of nothing that is gone.
    """
    sheets = [
        ReadSheet(file, raw, SheetReader(file, raw, kinds=kinds, columns=columns))
        for raw in file.sheets
    ]
    layouts = [sheet.layout for sheet in sheets if sheet.layout]
    if not layouts:
        raise _no_header(file, kinds)
    is_unplaced = all(layout.kind == "sites" and not layout.has_positions for layout in layouts)
    if is_unplaced and not any(_tells_gone(sheet) for sheet in sheets):
        raise _no_positions(file, layouts)
    return sheets


def _tells_gone(sheet: ReadSheet) -> bool:
    """Tell whether any row says that a place was pulled down: its name and village may do then."""
    return any(isinstance(row, LedgerRow) and says_gone(row) for row in sheet.reader)


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
