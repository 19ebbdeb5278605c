"""The commands that follow findings until they are gone: ``gridpatrol findings``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.units import named_week
from data.words import FINDING_LEVELS, FINDING_STATES, code_of
from service.commands.findingacts import add_acts
from service.commands.options import (
    JsonOption,
    LangOption,
    RulesOption,
    StoreOption,
    WeekOption,
    as_of_day,
)
from service.commands.rulework import rules_file
from service.commands.run import open_run

if TYPE_CHECKING:
    from data.words import Labels

LINES_SHOWN = 50

Finding = Annotated[str, typer.Argument(help="隐患编号 Id of the finding.")]
Village = Annotated[str | None, typer.Option(help="村 Of this village.")]
Site = Annotated[str | None, typer.Option(help="点位编号或名称 Site, by id or part of its name.")]
Level = Annotated[str | None, typer.Option(help="ordinary 一般 | major 重大")]
State = Annotated[
    str | None,
    typer.Option(
        help="found 发现 | notified 已通知 | rectifying 整改中 | overdue 逾期 | submitted 待复查 | "
        "closed 已销号"
    ),
]
Team = Annotated[str | None, typer.Option(help="发现的队伍 Found by this team.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="只列逾期 Overdue ones only.")]
Limit = Annotated[int, typer.Option(min=1, help="最多列几条 Lines at most.")]

findings_app = typer.Typer(help="隐患跟踪，直到销号 Findings, followed until they are gone.")


@findings_app.command("list")
def list_command(
    *,
    village: Village = None,
    site: Site = None,
    level: Level = None,
    state: State = None,
    team: Team = None,
    overdue: Overdue = False,
    closed: Annotated[
        bool, typer.Option("--closed", help="连同已销号、作废的 Closed and voided ones too.")
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", help="截至当日 At the end of this day; default: the last on record."
        ),
    ] = None,
    limit: Limit = LINES_SHOWN,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """列出未销号的隐患 List open findings: major and longest overdue first."""
    from service.pipeline.cases.findinglist import list_findings
    from service.pipeline.cases.findingtable import FindingFilter

    run, day = open_run(store, lang, as_json=as_json), as_of_day(as_of)
    wanted = FindingFilter(
        village=village,
        site=site,
        level=_code(FINDING_LEVELS, level),
        state=_code(FINDING_STATES, state),
        team=team,
        overdue=overdue,
        closed=closed or _code(FINDING_STATES, state) == "closed",
    )
    with run.store() as town:
        result = list_findings(town, wanted=wanted, as_of=day, limit=limit)
    run.show(result)


@findings_app.command("due")
def due_command(
    *,
    week: WeekOption,
    village: Village = None,
    site: Site = None,
    level: Level = None,
    team: Team = None,
    overdue: Overdue = False,
    limit: Limit = LINES_SHOWN,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """列出一周内应复查的隐患 List the findings that a week must re-check."""
    from service.pipeline.cases.findinglist import due_findings
    from service.pipeline.cases.findingtable import FindingFilter

    run = open_run(store, lang, as_json=as_json)
    wanted = FindingFilter(
        village=village,
        site=site,
        level=_code(FINDING_LEVELS, level),
        team=team,
        overdue=overdue,
    )
    with run.store() as town:
        result = due_findings(town, named_week(week), wanted=wanted, limit=limit)
    run.show(result)


def _code(codes: Labels, text: str | None) -> str | None:
    """Read a code in either language; ``None`` where nothing was asked."""
    return None if text is None else code_of(codes, text)


@findings_app.command("show")
def show_command(
    finding: Finding,
    *,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """一条隐患的全部经过 Tell the whole life of one finding."""
    from service.pipeline.cases.findinglife import show_finding

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = show_finding(town, finding)
    run.show(result)


@findings_app.command("bulk")
def bulk_command(
    file: Annotated[
        Path,
        typer.Argument(help="表头：隐患编号、步骤、日期… A table: finding_id, step, day and more."),
    ],
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只核对不写入 Say what would be done.")
    ] = False,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """按表格成批办理，要么全部要么不动 Take the steps of a table, all of them or none."""
    from service.pipeline.cases.findingsteps import take_book
    from service.pipeline.rules.ruling import rules_in_force

    run = open_run(store, lang, as_json=as_json)
    with run.store(what="findings") as town:
        ruling = rules_in_force(town, rules_file(rules, run.settings))
        result = take_book(town, file, rules=ruling.rules, dry_run=dry_run)
    run.show(result)


def add_findings(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    add_acts(findings_app)
    app.add_typer(findings_app, name="findings")
