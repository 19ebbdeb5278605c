"""The command that ranks anybody's table: rank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.errors import ConfigError
from service.commands.options import ForceOption, JsonOption, LangOption
from service.commands.run import open_run

REASONS = ("text", "json")


def rank_command(
    table: Annotated[
        Path, typer.Argument(help="表格 A table of visits: .csv, .csv.gz, .xlsx; see rank.md.")
    ],
    *,
    config: Annotated[
        Path, typer.Option("--config", help="配置 TOML file that says which column is what.")
    ],
    out: Annotated[Path, typer.Option("--out", help="结果 The scores, a .csv.")],
    reasons: Annotated[
        str, typer.Option("--reasons", help="原因 text (in --lang) | json (both languages).")
    ] = "text",
    force: ForceOption = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """给任意表格评分 Score the rows of any table of visits, with reasons; needs no store."""
    from service.pipeline.risk.rank import RankWish, rank_table

    if reasons not in REASONS:
        raise ConfigError(
            f"Expected --reasons text or json, got {reasons!r}.",
            zh=f"--reasons 应为 text 或 json，现为“{reasons}”。",
        )
    run = open_run(None, lang, as_json=as_json)
    wish = RankWish(
        config=config,
        out=out,
        lang=run.settings.lang if reasons == "text" else None,
        force=force,
    )
    with run.progress("rank") as report:
        result = rank_table(table, wish, progress=report)
    run.show(result)


def add_ranking(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("rank")(rank_command)
