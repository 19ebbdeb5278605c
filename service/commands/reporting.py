"""The commands that put it on paper: ``gridpatrol report month``, ``week``, ``day``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.units import named_week
from service.commands.options import DraftOption, ForceOption, JsonOption, LangOption, StoreOption
from service.commands.run import open_run

ReportOutOption = Annotated[
    Path, typer.Option("--out", help="输出文件夹 Folder for the files, made where it is missing.")
]
FormatOption = Annotated[
    str,
    typer.Option("--format", help="html,xlsx,docx 中的几种 Some of html, xlsx, docx, by commas."),
]
FORMATS = "html,xlsx,docx"


def report_month_command(
    month: Annotated[str, typer.Argument(help="月份 Month, such as 2026-11.")],
    *,
    out: ReportOutOption,
    formats: FormatOption = FORMATS,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """月报 What the month held: promises, finds, what is overdue, what to do about it."""
    from service.pipeline.reports.filing import file_report, wanted_formats
    from service.pipeline.reports.month import month_report

    run, wanted = open_run(store, lang, as_json=as_json), wanted_formats(formats)
    with run.store() as town:
        report = month_report(town, month)
    run.show(file_report(report, out, wanted, lang=run.settings.lang, force=force))


def report_week_command(
    week: Annotated[str, typer.Argument(help="周次 ISO week, such as 2026-W48, or a date in it.")],
    *,
    out: ReportOutOption,
    formats: FormatOption = FORMATS,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """周报 What the week was meant to hold, and what it held."""
    from service.pipeline.reports.filing import file_report, wanted_formats
    from service.pipeline.reports.week import week_report

    run, wanted = open_run(store, lang, as_json=as_json), wanted_formats(formats)
    with run.store() as town:
        report = week_report(town, named_week(week))
    run.show(file_report(report, out, wanted, lang=run.settings.lang, force=force))


def report_day_command(
    day: Annotated[str, typer.Argument(help="日期 Day, such as 2026-11-24.")],
    *,
    out: ReportOutOption,
    draft: DraftOption = False,
    formats: FormatOption = FORMATS,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """日单 One sheet per team: where it goes on the day, why, and what is open there."""
    from service.pipeline.reports.day import day_report
    from service.pipeline.reports.filing import file_report, wanted_formats

    run, wanted = open_run(store, lang, as_json=as_json), wanted_formats(formats)
    with run.store() as town:
        report = day_report(town, day, draft=draft)
    run.show(file_report(report, out, wanted, lang=run.settings.lang, force=force))


def add_reporting(app: typer.Typer) -> None:
    """Add ``gridpatrol report`` with its commands."""
    from service.commands.filework import add_files

    reports = typer.Typer(help="报表 Reports for the leader and for the file.")
    reports.command("month")(report_month_command)
    reports.command("week")(report_week_command)
    reports.command("day")(report_day_command)
    add_files(reports)
    app.add_typer(reports, name="report")
