"""The command that divides a town among teams: beats."""

from __future__ import annotations

from typing import Annotated

import typer

from data.errors import ConfigError
from service.commands.options import JsonOption, LangOption, StoreOption
from service.commands.run import open_run


def beats_command(
    *,
    teams: Annotated[int, typer.Option("--teams", help="分成几个巡区 How many beats.")],
    capacity: Annotated[
        str | None,
        typer.Option(
            "--capacity",
            help="各巡区能力，如 5,5,3，默认按班次工时或相等 Capacity of each; default: hours "
            "of the teams, or equal.",
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="不沿用上次的划分 Do not begin with the last division.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """划分巡区 Divide the town into beats of even work, each in one piece."""
    from service.pipeline.beats.division import divide_town

    run, parts = open_run(store, lang, as_json=as_json), _capacities(capacity)
    with run.store(what="beats") as town:
        result = divide_town(town, teams=teams, capacities=parts, fresh=fresh)
    run.show(result)


def _capacities(text: str | None) -> tuple[float, ...] | None:
    """Read what was given to ``--capacity``."""
    if text is None:
        return None
    try:
        return tuple(float(part) for part in text.replace("，", ",").split(","))
    except ValueError as error:
        raise ConfigError(
            f"Expected --capacity with numbers such as 5,5,3, got {text!r}.",
            zh=f"--capacity 应为 5,5,3 这样的数，现为“{text}”。",
        ) from error


def add_beats(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("beats")(beats_command)
