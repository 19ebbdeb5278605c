"""The commands of the file: ``gridpatrol report site`` and ``gridpatrol report town``."""

from __future__ import annotations

from typing import Annotated

import typer

from data.errors import ConfigError
from data.findings import day_after
from service.commands.options import ForceOption, JsonOption, LangOption, StoreOption, as_of_day
from service.commands.reporting import FORMATS, FormatOption, ReportOutOption
from service.commands.run import open_run

AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="截至日，默认最后一条有日期的记录的当日 Day told of, on which things are late; "
        "default: that of the last dated row.",
    ),
]
MOST_MONTHS = 60


def report_site_command(
    site: Annotated[str, typer.Argument(help="编号或名称 Id or name of a site: S00012.")],
    *,
    out: ReportOutOption,
    months: Annotated[
        int,
        typer.Option(
            help="重算最近几个月月初的评分，0 为不重算 Reckon the score again as of so many firsts "
            "of months, 0 for none."
        ),
    ] = 6,
    as_of: AsOfOption = None,
    formats: FormatOption = FORMATS,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """一企一档 Everything known of one place, on paper."""
    from service.pipeline.places.naming import find_site
    from service.pipeline.places.standing import report_day
    from service.pipeline.reports.filing import file_report, wanted_formats
    from service.pipeline.reports.site import site_report

    run, wanted, day = (
        open_run(store, lang, as_json=as_json),
        wanted_formats(formats),
        as_of_day(as_of),
    )
    if not 0 <= months <= MOST_MONTHS:
        raise ConfigError(
            f"Expected --months in 0..{MOST_MONTHS}, got {months}.",
            zh=f"--months 应在 0 到 {MOST_MONTHS} 之间，现为 {months}。",
        )
    with run.store() as town, run.progress("score") as told:
        site_id = find_site(town, site)
        report = site_report(
            town,
            site_id,
            as_of=day_after(day) if day else report_day(town),
            months=months,
            progress=told,
        )
    run.show(file_report(report, out, wanted, lang=run.settings.lang, force=force))


def report_town_command(
    town: Annotated[
        str | None,
        typer.Argument(
            help="镇名，只有一个镇时可不写 Name of a town; not needed where there is one."
        ),
    ] = None,
    *,
    out: ReportOutOption,
    as_of: AsOfOption = None,
    formats: FormatOption = FORMATS,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """一镇一册 The book of a town: register, keepers, grades, what is open."""
    from service.pipeline.places.standing import report_day
    from service.pipeline.reports.book import town_report
    from service.pipeline.reports.filing import file_report, wanted_formats
    from service.pipeline.reports.towns import find_town

    run, wanted, day = (
        open_run(store, lang, as_json=as_json),
        wanted_formats(formats),
        as_of_day(as_of),
    )
    with run.store() as held:
        known = day_after(day) if day else report_day(held)
        report = town_report(held, find_town(held, town), as_of=known)
    run.show(file_report(report, out, wanted, lang=run.settings.lang, force=force))


def add_files(reports: typer.Typer) -> None:
    """Add ``site`` and ``town`` to ``gridpatrol report``."""
    reports.command("site")(report_site_command)
    reports.command("town")(report_town_command)
