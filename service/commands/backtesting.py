"""The commands that judge by the past: ``gridpatrol backtest scores`` and ``plans``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import JsonOption, LangOption, StoreOption, as_of_day
from service.commands.run import open_run

ORIGINS = 12
PLAN_ORIGINS = 8
PLAN_ITERATIONS = 20_000


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


def backtest_plans_command(
    *,
    origins: Annotated[
        int, typer.Option("--origins", help="回测几周 Weeks to replay, the latest.")
    ] = PLAN_ORIGINS,
    seed: Annotated[int, typer.Option(help="种子 Seed of every draw.")] = 1,
    iterations: Annotated[
        int, typer.Option(help="每周迭代次数 Steps to search each week; exactly repeatable.")
    ] = PLAN_ITERATIONS,
    model: Annotated[
        str, typer.Option(help="auto | scorecard | learned：按哪种评分排 The score to plan by.")
    ] = "scorecard",
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="截至日期 Use rows before this day; default: after the last."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """用过去检验排程 Plan past weeks anew on what was known then, beside plans made by hand."""
    from service.pipeline.risk.learning import check_wanted
    from service.pipeline.week.backtest import backtest_plans
    from service.pipeline.week.search import Search

    run, day = open_run(store, lang, as_json=as_json), as_of_day(as_of)
    search = Search(seed=seed, iterations=iterations, clock=time.perf_counter)
    wanted = check_wanted(model)
    with run.store() as town, run.progress("backtest") as report:
        result = backtest_plans(
            town, origins=origins, search=search, as_of=day, wanted=wanted, progress=report
        )
    run.show(result)


def add_backtest(app: typer.Typer) -> None:
    """Add ``gridpatrol backtest scores`` and ``gridpatrol backtest plans``."""
    backtest = typer.Typer(help="回测 Replay the past and see what holds.")
    backtest.command("scores")(backtest_scores_command)
    backtest.command("plans")(backtest_plans_command)
    app.add_typer(backtest, name="backtest")
