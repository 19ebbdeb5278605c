"""The command that lets the sample town live: ``gridpatrol simulate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import ConfigError
from service.commands.options import JsonOption, LangOption
from service.commands.run import open_run

WEEKS, FIRST_SEED = 52, 1
MOST_PROCESSES = 64


def simulate_command(
    *,
    weeks: Annotated[int, typer.Option("--weeks", help="周数 Weeks to live.")] = WEEKS,
    seed: Annotated[
        int, typer.Option("--seed", help="第一个镇的种子 Seed of the first town.")
    ] = FIRST_SEED,
    seeds: Annotated[
        int, typer.Option("--seeds", help="镇的个数，种子依次加一 Towns, each the next seed.")
    ] = 1,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--setting",
            help="30-1 | 30-10 | 120-1 | 120-10：每周次数-基准检出率%，可多次给出，默认全部。 "
            "Visits a week and base rate in per cent; may be repeated; default: all four.",
        ),
    ] = None,
    hazard_weeks: Annotated[
        list[int] | None,
        typer.Option(
            "--hazard-weeks",
            help="无人发现的隐患平均存在几周，可多次给出，默认 8。 Weeks that a hazard lasts which "
            "nobody finds; may be repeated; default: 8.",
        ),
    ] = None,
    processes: Annotated[
        int, typer.Option("--processes", help="同时模拟几个镇 Towns at once.")
    ] = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="写 CSV 和 JSON 的文件夹；中断后再运行会接着算。 Folder for the figures; a run "
            "that was cut off goes on from there.",
        ),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """模拟一年 Let the invented town live a year under five policies, and compare them."""
    from service.pipeline.simulation.campaign import HAZARD_WEEKS
    from service.pipeline.simulation.setting import SETTINGS
    from service.pipeline.simulation.tables import simulate

    run = open_run(None, lang, as_json=as_json)
    check_range("--weeks", weeks, 1, None)
    check_range("--seed", seed, 0, None)
    check_range("--seeds", seeds, 1, None)
    lasting = tuple(dict.fromkeys(hazard_weeks or (HAZARD_WEEKS,)))
    check_range("--hazard-weeks", min(lasting), 1, None)
    check_range("--processes", processes, 1, MOST_PROCESSES)
    with run.progress("simulate") as report:
        result = simulate(
            tuple(dict.fromkeys(setting or SETTINGS)),
            tuple(range(seed, seed + seeds)),
            weeks=weeks,
            hazard_weeks=lasting,
            processes=processes,
            out=out,
            progress=report,
        )
    run.show(result)


def check_range(option: str, value: int, least: int, most: int | None) -> None:
    """
    Check a whole number of the command line.

    Raises
    ------
    ConfigError
        If it is below ``least`` or above ``most``; ``None``: there is no most.
    """
    if value >= least and (most is None or value <= most):
        return
    upto_en, upto_zh = ("", "") if most is None else (f" and at most {most}", f"、至多 {most}")
    raise ConfigError(
        f"Expected {option} of at least {least}{upto_en}, got {value}.",
        zh=f"{option} 至少为 {least}{upto_zh}，现为 {value}。",
    )


def add_simulating(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("simulate")(simulate_command)
