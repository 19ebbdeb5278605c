"""The commands that look after a store: backup, restore, doctor, history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import StoreError
from service.commands.options import ForceOption, JsonOption, LangOption, StoreOption
from service.commands.run import open_run

if TYPE_CHECKING:
    from service.results.upkeep import DoctorResult

EVENTS_SHOWN = 20


def backup_command(
    file: Annotated[Path, typer.Argument(help="备份文件 The backup, ends in .gpkg.")],
    *,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """备份整个库 Copy the whole store into one plain file, while others work."""
    from service.pipeline.upkeep.caring import back_up_town

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town, run.progress("backup") as report:
        result = back_up_town(town, file, force=force, progress=report)
    run.show(result)


def restore_command(
    file: Annotated[Path, typer.Argument(help="备份文件 A file written by backup.")],
    *,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """恢复备份 Put a backup in the place of the store; a file replaced is kept beside it."""
    from service.pipeline.upkeep.caring import restore_town

    run = open_run(store, lang, as_json=as_json)
    with run.progress("restore") as report:
        result = restore_town(
            file, run.settings.store, user=run.user(), force=force, progress=report
        )
    run.show(result)


def doctor_command(
    *,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="重建索引，不改任何一行 Rebuild indexes; no row changes."),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """检查库是否完好 Examine the store and say what is wrong; exit code 4 if anything is."""
    from service.pipeline.upkeep.caring import examine_town

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town, run.progress("doctor") as report:
        result = examine_town(town, repair=repair, progress=report)
    run.show(result)
    _fail_if_ill(result)


def _fail_if_ill(result: DoctorResult) -> None:
    if result.faults:
        raise StoreError(
            f"{result.store}: {len(result.faults)} kind(s) of thing are wrong, as listed.",
            zh=f"{result.store}：有 {len(result.faults)} 类问题，见上。",
        )


def history_command(
    id_or_name: Annotated[
        str | None,
        typer.Argument(
            help="点位编号或名称、隐患编号 Id or name of a site, id of a finding; else all."
        ),
    ] = None,
    *,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="最多列出几条 How many events at most.")
    ] = EVENTS_SHOWN,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """谁在何时改了什么，来自哪些文件 Who changed what, when, and which files told of it."""
    from service.pipeline.upkeep.past import read_past

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = read_past(town, id_or_name, limit=limit)
    run.show(result)


def add_upkeep(app: typer.Typer) -> None:
    """Add the four commands to the command line."""
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)
    app.command("doctor")(doctor_command)
    app.command("history")(history_command)
