"""The command that says how guessable the visits are: ``gridpatrol predictability``."""

from __future__ import annotations

from typing import Annotated

import typer

from service.commands.options import JsonOption, LangOption, StoreOption, as_of_day
from service.commands.run import open_run


def predictability_command(
    *,
    weeks: Annotated[
        int | None,
        typer.Option(
            "--weeks",
            help="评判最近几周，默认按规则 The latest weeks to judge; default: as the rules say.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", help="截至日期所在周之前 Weeks before that of this day; default: all."
        ),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """检查好不好猜 Say whether owners could work out when the inspectors come."""
    from service.pipeline.week.predictability import judge_weeks

    run, day = open_run(store, lang, as_json=as_json), as_of_day(as_of)
    with run.store() as town:
        result = judge_weeks(town, weeks=weeks, as_of=day)
    run.show(result)


def add_guessing(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("predictability")(predictability_command)
