"""The steps of findings at the command line: notified, re-checked, closed and the rest."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from data.errors import ConfigError
from service.commands.options import (
    JsonOption,
    LangOption,
    RulesOption,
    StoreOption,
    one_day,
)
from service.commands.rulework import rules_file
from service.commands.run import open_run

if TYPE_CHECKING:
    from collections.abc import Callable

    from planning.cases.finding import Step
    from service.commands.run import Run

Finding = Annotated[str, typer.Argument(help="隐患编号 Id of the finding.")]
Day = Annotated[str | None, typer.Option(help="办理日期，默认今天 Day it was done; default today.")]
Who = Annotated[str | None, typer.Option(help="由谁办理 By whom: team, person or office.")]
Note = Annotated[str | None, typer.Option(help="说明 In the office's words.")]
Why = Annotated[str, typer.Option(help="原因 Why.")]
Document = Annotated[str | None, typer.Option(help="文号 Number of the document.")]
Photos = Annotated[str | None, typer.Option(help="照片编号或文件名 Photographs by reference.")]
Visit = Annotated[
    str | None, typer.Option("--visit", help="检查记录编号 Id of the visit that saw it.")
]


def notify_command(
    finding: Finding,
    *,
    day: Day = None,
    who: Who = None,
    due: Annotated[
        str | None, typer.Option(help="整改期限 Day by which it must be mended.")
    ] = None,
    note: Note = None,
    document: Document = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """已通知整改 Say that the owner was told to mend it."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("notified", day, who=who, note=note, document=document, due=due)
    _take(run, rules, finding, step)


def start_command(
    finding: Finding,
    *,
    day: Day = None,
    who: Who = None,
    note: Note = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """整改已开始 Say that the mending has begun."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("rectifying", day, who=who, note=note)
    _take(run, rules, finding, step)


def submit_command(
    finding: Finding,
    *,
    day: Day = None,
    who: Who = None,
    note: Note = None,
    photos: Photos = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """企业报整改完成，待复查 Say that the owner calls it mended; the next plan re-checks it."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("submitted", day, who=who, note=note, photos=photos)
    _take(run, rules, finding, step)


def recheck_command(
    finding: Finding,
    *,
    gone: Annotated[
        bool | None,
        typer.Option("--gone/--still", help="已消除并销号 / 仍在 Gone, and closed / still there."),
    ] = None,
    keep_open: Annotated[
        bool, typer.Option("--keep-open", help="复查通过但先不销号 Gone, but not closed yet.")
    ] = False,
    day: Day = None,
    who: Who = None,
    visit: Visit = None,
    due: Annotated[
        str | None, typer.Option(help="仍在时的新期限 Another due day, if still there.")
    ] = None,
    note: Note = None,
    photos: Photos = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """复查结果：已消除即销号，仍在则继续整改 Record a re-check; what is gone is closed with it."""
    if gone is None:
        raise ConfigError(
            "Expected --gone or --still.", zh="请写明 --gone（已消除）或 --still（仍在）。"
        )
    run = open_run(store, lang, as_json=as_json)
    kinds = ["held"] if not gone else ["rechecked"] if keep_open else ["rechecked", "closed"]
    steps = [
        _step(kind, day, who=who, note=note, photos=photos, inspection_id=visit, due=due)
        for kind in kinds
    ]
    _take(run, rules, finding, *steps)


def close_command(
    finding: Finding,
    *,
    on_the_spot: Annotated[
        bool, typer.Option("--on-the-spot", help="当场整改 Mended before the team left.")
    ] = False,
    day: Day = None,
    who: Who = None,
    visit: Visit = None,
    note: Note = None,
    document: Document = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """销号，须先复查或写明检查记录 Strike it off, after a re-check or on a visit that saw it."""
    run = open_run(store, lang, as_json=as_json)
    step = _step(
        *("closed", day),
        who=who,
        note=note,
        document=document,
        inspection_id=visit,
        on_the_spot=on_the_spot,
    )
    _take(run, rules, finding, step)


def extend_command(
    finding: Finding,
    *,
    until: Annotated[str, typer.Option(help="新的整改期限 The new due day.")],
    who: Annotated[str, typer.Option(help="由谁批准 Who allowed it.")],
    why: Why,
    day: Day = None,
    document: Document = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """延期 Move its due day."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("extended", day, due=until, who=who, note=why, document=document)
    _take(run, rules, finding, step)


def escalate_command(
    finding: Finding,
    *,
    day: Day = None,
    who: Who = None,
    note: Note = None,
    document: Document = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """重大隐患挂牌督办 Put the mending of a major finding under public supervision."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("escalated", day, who=who, note=note, document=document)
    _take(run, rules, finding, step)


def transfer_command(
    finding: Finding,
    *,
    to: Annotated[str, typer.Option(help="移送给哪个单位 The office it goes to.")],
    day: Day = None,
    who: Who = None,
    note: Note = None,
    document: Document = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """移送其他单位 Hand it to another office, which follows it from then on."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("transferred", day, handed_to=to, who=who, note=note, document=document)
    _take(run, rules, finding, step)


def reopen_command(
    finding: Finding,
    *,
    why: Why,
    due: Annotated[
        str | None, typer.Option(help="新的整改期限 Due day; default: by the rules.")
    ] = None,
    day: Day = None,
    who: Who = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """销号后反弹，重新整改 Open it again: it was closed and is back."""
    run = open_run(store, lang, as_json=as_json)
    step = _step("reopened", day, due=due, who=who, note=why)
    _take(run, rules, finding, step)


def void_command(
    finding: Finding,
    *,
    why: Why,
    day: Day = None,
    who: Who = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """误记作废，不删除 Void it as recorded in error; it stays on record."""
    run = open_run(store, lang, as_json=as_json)
    _take(run, rules, finding, _step("voided", day, who=who, note=why))


def undo_command(
    finding: Finding,
    *,
    why: Why,
    day: Day = None,
    who: Who = None,
    store: StoreOption = None,
    rules: RulesOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """撤回最后一步，经过仍保留 Take back its last step; both stay on record."""
    from service.pipeline.cases.findingsteps import take_asked, undo_step
    from service.pipeline.rules.ruling import rules_in_force

    run = open_run(store, lang, as_json=as_json)
    with run.store(what="findings") as town:
        ruling = rules_in_force(town, rules_file(rules, run.settings))
        step = undo_step(town, finding, day=_done_on(day), who=who, why=why)
        result = take_asked(town, finding, [step], rules=ruling.rules)
    run.show(result)


def _take(run: Run, rules: Path | None, finding: str, *steps: Step) -> None:
    from service.pipeline.cases.findingsteps import take_asked
    from service.pipeline.rules.ruling import rules_in_force

    with run.store(what="findings") as town:
        ruling = rules_in_force(town, rules_file(rules, run.settings))
        result = take_asked(town, finding, steps, rules=ruling.rules)
    run.show(result)


def _step(kind: str, day: str | None, *, due: str | None = None, **said: Any) -> Step:  # noqa: ANN401
    from planning.cases.finding import Step

    option = "--until" if kind == "extended" else "--due"
    until = None if due is None else one_day(due, option)
    return Step(step=kind, day=_done_on(day), due=until, **said)


def _done_on(text: str | None) -> date:
    """Read the day of a step; today by the machine's clock, for it is usually written down then."""
    return datetime.now().astimezone().date() if text is None else one_day(text, "--day")


def add_acts(app: typer.Typer) -> None:
    """Add one command for each step to ``gridpatrol findings``."""
    for name, act in _ACTS.items():
        app.command(name)(act)


_ACTS: dict[str, Callable[..., None]] = {
    "notify": notify_command,
    "start": start_command,
    "submit": submit_command,
    "recheck": recheck_command,
    "close": close_command,
    "extend": extend_command,
    "escalate": escalate_command,
    "transfer": transfer_command,
    "reopen": reopen_command,
    "void": void_command,
    "undo": undo_command,
}
