"""The commands on planning problems as files: ``gridpatrol solve`` and ``gridpatrol check``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import InputError
from service.commands.options import JsonOption, LangOption, ProcessesOption
from service.commands.run import open_run
from service.commands.searches import search_asked


def solve_command(
    problem: Annotated[Path, typer.Argument(help="问题 JSON A problem as JSON.")],
    *,
    time_limit_s: Annotated[
        float | None, typer.Option("--time-limit", help="时限（秒） Seconds.")
    ] = None,
    iterations: Annotated[int | None, typer.Option(help="迭代次数 Steps.")] = None,
    processes: ProcessesOption = 1,
    seed: Annotated[int, typer.Option(help="种子 Seed.")] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", help="计划 JSON Where to write the plan.")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """求解问题文件 Solve a planning problem given as JSON."""
    from service.pipeline.week.files import solve_file

    run = open_run(None, lang, as_json=as_json)
    with run.progress("plan") as report:
        search = search_asked(
            run.settings.lang,
            seed=seed,
            iterations=iterations,
            time_limit_s=time_limit_s,
            processes=processes,
        )
        result = solve_file(problem, search=search, out=out, progress=report)
    run.show(result)


def check_command(
    problem: Annotated[Path, typer.Argument(help="问题 JSON A problem as JSON.")],
    plan: Annotated[Path, typer.Argument(help="计划 JSON A plan as JSON.")],
    *,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """校验计划文件 Check a plan against its problem, apart from the engine."""
    from service.pipeline.week.files import check_file

    run = open_run(None, lang, as_json=as_json)
    result = check_file(problem, plan)
    run.show(result)
    if result.faults:
        raise InputError(
            f"{plan} breaks {len(result.faults)} rule(s) of {problem}.",
            zh=f"{plan} 违反 {problem} 的 {len(result.faults)} 条规则。",
        )


def add_problems(app: typer.Typer) -> None:
    """Add ``gridpatrol solve`` and ``gridpatrol check``."""
    app.command("solve")(solve_command)
    app.command("check")(check_command)
