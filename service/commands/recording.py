"""The command that takes results back: from inspectors' pages, and from the office's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import ConfigError
from data.units import named_week
from service.commands.options import JsonOption, LangOption, StoreOption
from service.commands.run import open_run

TAKE_HELP = (
    "计划:点位:手机，两部手机说法不一时采用这一部。 PLAN:STOP:DEVICE: where two phones differ, "
    "let this one count."
)


def record_command(  # the options of a command
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            help="路线页导出的结果 .json .csv，检查、隐患台账，或其所在文件夹。 Results of route "
            "pages, ledgers of visits and hazards, or their folder."
        ),
    ] = None,
    *,
    week: Annotated[
        str | None,
        typer.Option("--week", help="列出该周计划与实际 Show a week's plan beside what was done."),
    ] = None,
    take: Annotated[str | None, typer.Option("--take", help=TAKE_HELP)] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只读不写 Read and report, store nothing.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """记入检查结果 Store what teams brought back, each visit once, and show plan against done."""
    from service.pipeline.records.deciding import take_word, week_done
    from service.pipeline.records.results import record_all

    _refuse_mixture(files, week=week, take=take)
    run = open_run(store, lang, as_json=as_json)
    with run.store(what="record") as town:
        if take is not None:
            result = take_word(town, take, dry_run=dry_run)
        elif files:
            with run.progress("import") as report:
                result = record_all(town, files, dry_run=dry_run, progress=report)
        else:
            result = week_done(town, named_week(week or ""))
    run.show(result)


def _refuse_mixture(files: list[Path] | None, *, week: str | None, take: str | None) -> None:
    """Refuse a call that asks for none or several of the three things the command does."""
    if sum(map(bool, (files, week, take))) != 1:
        raise ConfigError(
            "Expected files of results, or --week W, or --take PLAN:STOP:DEVICE, one of the three.",
            zh="请写结果文件，或 --week 周次，或 --take 计划:点位:手机，三者取一。",
        )


def add_recording(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("record")(record_command)
