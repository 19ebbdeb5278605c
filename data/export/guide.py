"""The page of a correction workbook that says how to use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.export.workbook import fitting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import xlsxwriter

    from data.words import Lang

GUIDE_TAB = ("说明", "About")
"""Its name."""
_GUIDE = (
    (
        "怎么用",
        "在每张表里直接改有问题的单元格，或在“答复”列写明，然后运行 gridpatrol import 本文件。",
        "How to use it",
        (
            "Mend the cells that are wrong, or write an answer in the column Answer, then run "
            "gridpatrol import on this file."
        ),
    ),
    (
        "答复",
        "可不填。能填什么，点一下格子就有提示：点位编号、新点位、不要、坐标系，看这一行问的是什么。",
        "Answer",
        (
            "May stay empty. What it takes is shown when the cell is chosen: a site id such as "
            "S00012, 新点位 (new), 不要 (drop), a datum: what settles the row."
        ),
    ),
    (
        "一次回答",
        "检查、隐患等表里同名的行排在一起，只答一行即可，其余留空的随它；同名的行答了两种的，留空的不动。",
        "One answer for many",
        (
            "In visits and findings, rows of one name stand together: answer one, and those left "
            "empty follow; where they were answered in two ways, the empty ones stay as they are."
        ),
    ),
    (
        "原列",
        "原表的标题、列名和各格文字原样保留；“待办原因”“原表位置”只供查看；“原行标识”用来认出原表的行，请勿改动。",
        "Columns",
        (
            "Titles, headers and texts are those of the ledger; the reason and the original row "
            "are there to be read; the row mark tells which row of the ledger it was: leave it."
        ),
    ),
    (
        "改好以后",
        "改好并导入的行算数：原表再导入，不会退回、不会再问，也不会改回去。",
        "Once mended",
        "What was mended and imported stays so, also when the original file is imported again.",
    ),
    (
        "没改的行",
        "没改的行再导入还是待办，不会重复入库；不想处理的行可以删掉。",
        "Rows left as they are",
        "They stay undecided and are never stored twice; rows nobody cares for may be deleted.",
    ),
)


def write_guide(
    book: xlsxwriter.Workbook,
    tabs: Sequence[str],
    styles: Mapping[str, Any],
    *,
    left: int,
    lang: Lang,
) -> None:
    """
    Write the tab that says how a correction workbook is used.

    Parameters
    ----------
    book
        The workbook.
    tabs
        Names of the tabs with rows to mend.
    styles
        Its format ``header``.
    left
        Rows to mend that are not in the workbook.
    lang
        Language of the page.
    """
    side = 0 if lang == "zh" else 1
    page = book.add_worksheet(GUIDE_TAB[side])
    lines = [(line[2 * side], line[2 * side + 1]) for line in _GUIDE]
    lines.append((("各表", "、".join(tabs)), ("Tabs", ", ".join(tabs)))[side])
    if left:
        zh = f"另有 {left} 行太多，未列入，见库文件的 import_row 表"
        en = f"{left} more rows are not listed here; see the table import_row of the store"
        lines.append((("未列入", zh), ("Not listed", en))[side])
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    for number, (title, text) in enumerate(lines):
        page.write_string(number, 0, title, styles["header"])
        page.write_string(number, 1, fitting(text))
