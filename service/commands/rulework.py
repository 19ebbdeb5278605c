"""The command that shows an office its rules, and keeps its own: ``gridpatrol rules``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError
from service.commands.options import JsonOption, LangOption, RulesOption, StoreOption
from service.commands.run import open_run

if TYPE_CHECKING:
    from service.settings import Settings


def rules_command(
    *,
    rules: RulesOption = None,
    keep: Annotated[
        bool,
        typer.Option(
            "--keep", help="存入库，今后都按它编排 Keep them with the store, for all plans to come."
        ),
    ] = False,
    forget: Annotated[
        bool, typer.Option("--forget", help="恢复默认规则 Go back to the defaults.")
    ] = False,
    only_own: Annotated[
        bool, typer.Option("--own", help="只列与默认不同的 Only what differs from the defaults.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """列出现行规则、来源和本单位的改动 Show the rules in force with sources, and keep your own."""
    from service.pipeline.rules.listing import list_rules

    run = open_run(store, lang, as_json=as_json)
    file = rules_file(rules, run.settings)
    _check(file, keep=keep, forget=forget)
    if not (keep or forget) and _has_no_store(run.settings):
        run.show(list_rules(None, file, keep=False, forget=False, only_own=only_own))
        return
    with run.store(what="rules") as town:
        result = list_rules(town, file, keep=keep, forget=forget, only_own=only_own)
    run.show(result)


def rules_file(given: Path | None, settings: Settings) -> Path | None:
    """Take the file of the command line, else that of ``GRIDPATROL_RULES``, else none."""
    return given or (Path(settings.rules) if settings.rules else None)


def _has_no_store(settings: Settings) -> bool:
    """Tell whether there is no store file: rules can be shown all the same."""
    from data.store.address import is_address

    return not is_address(settings.store) and not Path(settings.store).exists()


def _check(file: Path | None, *, keep: bool, forget: bool) -> None:
    if keep and forget:
        raise ConfigError(
            "Expected --keep or --forget, got both.", zh="--keep 和 --forget 只能给一个。"
        )
    if keep and file is None:
        raise ConfigError(
            "Expected --keep with --rules FILE: there is nothing to keep.",
            zh="--keep 须与 --rules 文件同用，否则没有可存的规则。",
        )


def add_rules(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("rules")(rules_command)
