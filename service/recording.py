"""The command that takes results back from inspectors' pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.options import JsonOption, LangOption, StoreOption
from service.run import open_run


def record_command(
    files: Annotated[
        list[Path], typer.Argument(help="路线页导出的结果 Results of route pages: .json or .csv.")
    ],
    *,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """记入片区排查的结果 Store what sweeps brought; results at sites go in by import."""
    from service.pipeline.record import record_files

    run = open_run(store, lang, as_json=as_json)
    with run.store(what="record") as town:
        result = record_files(town, files)
    run.show(result)


def add_recording(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("record")(record_command)
