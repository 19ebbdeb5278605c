"""A small report to write out, with every kind of cell."""

from __future__ import annotations

from datetime import date

from data.reports import Figure, Report, Section, Table
from data.sheets import PageFacts


def small_report(text: str = "青山五金厂", *, rows: int = 2, invented: bool = True) -> Report:
    """
    Build a report of two sections.

    Parameters
    ----------
    text
        What a ledger wrote; it stands in every place that a ledger's text can reach.
    rows
        Rows of the table.
    invented
        Whether the town is invented.
    """
    facts = PageFacts(
        town=text,
        data_date=date(2026, 11, 30),
        model="scorecard 2",
        invented=invented,
        sources=(text,),
        version="0.1.0",
    )
    figures = (
        Figure(
            label=("检查", "Visits"), value=("12 次", "12"), detail=(text, text), rows=("I1", "I2")
        ),
        Figure(label=("逾期", "Overdue"), value=("0 项", "0"), rows=()),
    )
    listed = tuple(
        (text, number, 0.25, date(2026, 11, 2), ("红", "red"), None) for number in range(rows)
    )
    columns = (
        ("名称", "Name"),
        ("次数", "Visits"),
        ("占比", "Share"),
        ("日期", "Day"),
        ("等级", "Grade"),
        ("备注", "Remark"),
    )
    table = Table(title=("逾期清单", "Overdue"), columns=columns, rows=listed, note=(text, text))
    return Report(
        name="2026-11",
        title=("月报", "Report of the month"),
        subtitle=("2026 年 11 月", "November 2026"),
        facts=facts,
        sections=(
            Section(heading=("要点", "In short"), paragraphs=((text, text),), figures=figures),
            Section(heading=("清单", "Lists"), tables=(table, table)),
        ),
    )
