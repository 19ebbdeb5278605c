"""The command that changes a plan: ``gridpatrol replan``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError, PromiseError
from data.units import named_week
from service.commands.options import (
    JsonOption,
    LangOption,
    ProcessesOption,
    StoreOption,
    WeekOption,
)
from service.commands.run import open_run
from service.commands.searches import search_asked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from data.store import Store
    from planning.changes import ChangeFile
    from service.commands.run import Run
    from service.results.replan import ReplanResult


def replan_command(
    *,
    week: WeekOption,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", help="从何时起（当地时间） From when on, local time: 2026-11-25T11:00."
        ),
    ] = None,
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
    changes: Annotated[
        Path | None,
        typer.Option(help="人工改动文件 JSON/TOML Hand changes: move, pin, forbid, swap …"),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只算代价，不存 Tell what it costs, store nothing.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="撤销上一次重排 Go back to the plan before.")
    ] = False,
    version: Annotated[
        int | None, typer.Option(help="回到第几版 Go back to this version of the week.")
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
    """重排或手工改动周计划 Change a plan: the past stays, and as little moves as possible."""
    from service.pipeline.midweek.changing import read_changes
    from service.pipeline.midweek.replan import replan_week
    from service.pipeline.midweek.wishes import read_wishes

    run = open_run(store, lang, as_json=as_json)
    if undo or version is not None:
        others = [since, add, absent, changes, dry_run or None, (undo and version) or None]
        _restore(run, week, version, others)
        return
    file = None if changes is None else read_changes(changes)
    with run.store(what="replan") as town, run.progress("plan") as report:
        moment = _moment(town, since, file, named_week(week))
        result = replan_week(
            town,
            week=named_week(week),
            wishes=read_wishes(moment, add or (), absent or (), changes=file),
            search=search_asked(
                run.settings.lang,
                seed=0,
                time_limit_s=time_limit_s,
                iterations=iterations,
                processes=processes,
            ),
            keep=not dry_run,
            progress=report,
        )
    run.show(result)
    _refuse_broken(result, strict=strict)


def _moment(
    store: Store, since: str | None, changes: ChangeFile | None, week: str
) -> str | datetime:
    """Take the moment from the command line, else from the file, else from the plan."""
    from service.pipeline.midweek.wishes import hand_moment

    if since is not None:
        return since
    if changes is None:
        raise ConfigError(
            "Expected --from with the moment from which to plan anew, or --changes FILE.",
            zh="请用 --from 写明从何时起重排，或用 --changes 给出改动文件。",
        )
    return changes.since or hand_moment(store, week)


def _restore(run: Run, week: str, version: int | None, others: Sequence[object]) -> None:
    """Go back to a former plan; nothing else can be asked for in the same breath."""
    from service.pipeline.plans.restoring import restore_plan

    if any(other is not None for other in others):
        raise ConfigError(
            "Expected --undo or --version alone: a former plan is put in force as it was.",
            zh="--undo 和 --version 须单独使用：原计划照原样恢复。",
        )
    with run.store(what="replan") as town:
        result = restore_plan(town, week=named_week(week), version=version)
    run.show(result)


def _refuse_broken(result: ReplanResult, *, strict: bool) -> None:
    broken = result.plan.broken
    if strict and broken:
        raise PromiseError(
            f"{len(broken)} promise(s) of {result.plan.week} are broken.",
            zh=f"{result.plan.week} 有 {len(broken)} 项承诺未兑现。",
        )


def add_replanning(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("replan")(replan_command)
