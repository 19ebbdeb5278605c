"""The command that judges scores by the past: ``gridpatrol backtest scores``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.options import JsonOption, LangOption, StoreOption, as_of_day
from service.run import open_run

ORIGINS = 12


def backtest_scores_command(
    *,
    origins: Annotated[
        int, typer.Option("--origins", help="回测几个月 Months to replay, the latest.")
    ] = ORIGINS,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="截至日期 Use rows before this day; default: after the last."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="写页面和数据的文件夹 Folder for the page and the figures."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """用过去检验评分 Replay past months and say whether the score beats simple rules and chance."""
    from service.pipeline.backtest import backtest_town, file_backtest

    run, day = open_run(store, lang, as_json=as_json), as_of_day(as_of)
    with run.store() as town, run.progress("backtest") as report:
        sheet = backtest_town(town, origins=origins, as_of=day, progress=report)
        result = file_backtest(town, sheet, out, lang=run.settings.lang)
    run.show(result)


def add_backtest(app: typer.Typer) -> None:
    """Add ``gridpatrol backtest scores``."""
    backtest = typer.Typer(help="回测 Replay the past and see what holds.")
    backtest.command("scores")(backtest_scores_command)
    # A group with one command would be the command itself; it keeps its name for those to come.
    backtest.callback()(_group)
    app.add_typer(backtest, name="backtest")


def _group() -> None:
    """回测 Replay the past and see what holds."""
