"""The command that plans the rest of a week anew: ``gridpatrol replan``."""

from __future__ import annotations

from typing import Annotated

import typer

from data.errors import PromiseError
from data.units import named_week
from service.options import JsonOption, LangOption, ProcessesOption, StoreOption, WeekOption
from service.run import open_run
from service.searches import search_asked


def replan_command(
    *,
    week: WeekOption,
    since: Annotated[
        str,
        typer.Option(
            "--from", help="从何时起（当地时间） From when on, local time: 2026-11-25T11:00."
        ),
    ],
    add: Annotated[
        list[str] | None,
        typer.Option(
            help="增加必去点位 SITE:REASON，可多次 Add a visit, by id or name; repeatable."
        ),
    ] = None,
    absent: Annotated[
        list[str] | None,
        typer.Option(help="队伍缺勤 TEAM:DATE，可多次 A team that is away; repeatable."),
    ] = None,
    time_limit_s: Annotated[
        float | None, typer.Option("--time-limit", help="时限（秒） Seconds to search; default 20.")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option(help="迭代次数，可逐字复现 Steps to search; exactly repeatable.")
    ] = None,
    processes: ProcessesOption = 1,
    strict: Annotated[
        bool, typer.Option("--strict", help="有承诺未兑现即退出码 3 Exit 3 if a promise breaks.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """周中重排 Plan the rest of a week anew: the past stays, and as little moves as possible."""
    from service.pipeline.replan import replan_week
    from service.pipeline.wishes import read_wishes

    run, wishes = (
        open_run(store, lang, as_json=as_json),
        read_wishes(since, add or (), absent or ()),
    )
    with run.store(what="replan") as town, run.progress("plan") as report:
        result = replan_week(
            town,
            week=named_week(week),
            wishes=wishes,
            search=search_asked(
                run.settings.lang,
                seed=0,
                time_limit_s=time_limit_s,
                iterations=iterations,
                processes=processes,
            ),
            progress=report,
        )
    run.show(result)
    broken = result.plan.broken
    if strict and broken:
        raise PromiseError(
            f"{len(broken)} promise(s) of {result.plan.week} are broken.",
            zh=f"{result.plan.week} 有 {len(broken)} 项承诺未兑现。",
        )


def add_replanning(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("replan")(replan_command)
