"""What the pages of reports say by themselves; the rest comes with the report."""

from __future__ import annotations

REPORT_WORDS: dict[str, tuple[str, str]] = {
    "report.rest": ("其余 {n} 行", "the other {n} row(s)"),
    "report.rest_printed": (
        "另有 {n} 行未打印，见网页或工作簿。",
        "{n} more row(s) are not printed; see the page or the workbook.",
    ),
    "report.empty": ("无", "none"),
    "report.traced": ("各项数字依据哪些记录", "Which records each figure counts"),
    "report.traced_note": (
        "每个数字都可按编号到库中逐条核对；全部编号见工作簿。",
        "Each figure can be checked record by record; the workbook has every id.",
    ),
    "report.figure": ("数字", "Figure"),
    "report.value": ("数值", "Value"),
    "report.records": ("记录数", "Records"),
    "report.ids": ("编号", "Ids"),
    "report.more_ids": ("等 {n} 条", "and {n} more"),
    "report.contents": ("目录", "Contents"),
}
