"""The commands of measures: orders, dispose, experts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError
from data.units import named_week
from data.words import DISPOSITIONS, EXPERTISE, ORDERS, code_of
from service.commands.options import JsonOption, LangOption, StoreOption, as_of_day, one_day
from service.commands.run import open_run

if TYPE_CHECKING:
    from collections.abc import Mapping

DayOption = Annotated[str, typer.Option("--day", help="日期 The day, such as 2026-11-24.")]
AsOfOption = Annotated[
    str | None,
    typer.Option("--as-of", help="截至日期 As of this day; default: after the last record."),
]
WhoOption = Annotated[str, typer.Option("--who", help="谁决定的 Who decided.")]
DocumentOption = Annotated[str, typer.Option("--document", help="文号 Number of the document.")]
NoteOption = Annotated[str, typer.Option("--note", help="说明 Why, in your own words.")]
SiteOption = Annotated[
    str | None, typer.Option("--site", help="点位编号或名称 Id or name of one site.")
]
ORDER_CODES = (
    "talk 约谈 | deadline 限时整改 | stop 责令停产 | seal 查封 | fine 罚款 | police 移送公安"
)
DISPOSITION_CODES = "shut 关停取缔 | standard 规范提升 | move 整合搬迁 | upgrade 转型升级"
EXPERTISE_CODES = (
    "chem 危化,dust 粉尘,smelting 冶炼,fire 消防,lab 化验：一项或几项 One or more, by commas."
)
orders_app = typer.Typer(
    help="约谈、限时令、停产、查封、罚款、移送 Orders, and the visits after them."
)
experts_app = typer.Typer(help="专家日 Days on which an expert or a laboratory can come along.")


@orders_app.command("list")
def orders_list(
    *,
    site: SiteOption = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="只列逾期未回访的 Only those whose visit is late.")
    ] = False,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """列出措施，逾期未回访的在前 List orders, those whose visit is late first."""
    from service.pipeline.cases.ordering import list_orders

    run, day = open_run(store, lang, as_json=as_json), as_of_day(as_of)
    with run.store() as town:
        result = list_orders(town, site=site, as_of=day, overdue=overdue)
    run.show(result)


@orders_app.command("give")
def orders_give(
    site: Annotated[str, typer.Argument(help="点位编号或名称 Id or name of the site.")],
    kind: Annotated[str, typer.Argument(help=ORDER_CODES)],
    *,
    day: DayOption,
    due: Annotated[
        str | None, typer.Option("--due", help="回访期限，默认按规则 Visit by; default: the rules.")
    ] = None,
    amount: Annotated[
        float | None, typer.Option("--amount", help="罚款金额（元） Amount of a fine, yuan.")
    ] = None,
    finding: Annotated[
        str, typer.Option("--finding", help="针对的隐患编号 The finding it is for.")
    ] = "",
    who: WhoOption = "",
    document: DocumentOption = "",
    note: NoteOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """下达措施 Keep an order that was given: who, when, by when a visit must follow."""
    from service.pipeline.cases.ordering import give_order

    run, given = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    by = None if due is None else one_day(due, "--due")
    with run.store(what="orders give") as town:
        result = give_order(
            town,
            site,
            code_of(ORDERS, kind),
            day=given,
            due=by,
            amount_yuan=amount,
            finding_id=finding,
            who=who,
            document=document,
            note=note,
        )
    run.show(result)


@orders_app.command("follow")
def orders_follow(
    order: Annotated[str, typer.Argument(help="措施编号 Id of the order.")],
    *,
    day: DayOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """记入回访（检查记录里没有时） Say that a visit followed an order that no record tells of."""
    from service.pipeline.cases.ordering import follow_order

    run, when = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    with run.store(what="orders follow") as town:
        result = follow_order(town, order, day=when)
    run.show(result)


@orders_app.command("withdraw")
def orders_withdraw(
    order: Annotated[str, typer.Argument(help="措施编号 Id of the order.")],
    *,
    day: DayOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """撤回措施，记录保留 Take an order back; its row stays."""
    from service.pipeline.cases.ordering import withdraw_order

    run, when = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    with run.store(what="orders withdraw") as town:
        result = withdraw_order(town, order, day=when)
    run.show(result)


def dispose_command(
    what: Annotated[
        str, typer.Argument(help="点位编号或名称；list 列出全部 A site, or list for all of them.")
    ],
    kind: Annotated[str | None, typer.Argument(help=DISPOSITION_CODES)] = None,
    *,
    day: Annotated[
        str | None, typer.Option("--day", help="决定日期 Day of a new decision.")
    ] = None,
    torn_down: Annotated[
        str | None, typer.Option(help="拆：日期:凭证 或 none:原因 Day and evidence, or none:WHY.")
    ] = None,
    cut_off: Annotated[
        str | None, typer.Option(help="断：日期:凭证 或 none:原因 Water and power, the same way.")
    ] = None,
    cleared: Annotated[
        str | None, typer.Option(help="清：日期:凭证 或 none:原因 Material and equipment.")
    ] = None,
    finished: Annotated[
        str | None, typer.Option("--finished", help="办结日期 Day it was carried out.")
    ] = None,
    relapsed: Annotated[
        str | None, typer.Option("--relapsed", help="反弹日期 Day it was found working again.")
    ] = None,
    withdraw: Annotated[
        str | None, typer.Option("--withdraw", help="撤回日期 Day it was taken back.")
    ] = None,
    who: WhoOption = "",
    document: DocumentOption = "",
    note: NoteOption = "",
    as_of: AsOfOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """处置：关停取缔、规范提升、整合搬迁、转型升级 Decide what becomes of a site."""
    from service.pipeline.cases.disposing import dispose, list_dispositions, read_measure

    run, known = open_run(store, lang, as_json=as_json), as_of_day(as_of)
    stated = {"torn_down": torn_down, "cut_off": cut_off, "cleared": cleared}
    days = {"day": day, "finished": finished, "relapsed": relapsed, "withdraw": withdraw}
    if what == "list" or kind is None:
        _refuse_news(what, {**stated, **days})
        with run.store() as town:
            listed = list_dispositions(town, site=None if what == "list" else what, as_of=known)
        run.show(listed)
        return
    measures = {name: read_measure(name, text) for name, text in stated.items() if text is not None}
    told = {name: one_day(text, f"--{name}") for name, text in days.items() if text is not None}
    with run.store(what="dispose") as town:
        result = dispose(
            town,
            what,
            code_of(DISPOSITIONS, kind),
            day=told.get("day"),
            measures=measures,
            finished=told.get("finished"),
            relapsed=told.get("relapsed"),
            withdrawn=told.get("withdraw"),
            who=who,
            document=document,
            note=note,
        )
    run.show(result)


def _refuse_news(what: str, news: Mapping[str, str | None]) -> None:
    """Refuse to list where something was to be kept: it would be dropped in silence."""
    given = [f"--{name.replace('_', '-')}" for name, text in news.items() if text is not None]
    if given:
        raise ConfigError(
            f"`dispose {what}` only lists and cannot keep {', '.join(given)}; name a site and the "
            "kind: shut, standard, move or upgrade.",
            zh=f"dispose {what} 只是列出，不能登记 {'、'.join(given)}；"
            f"请写明点位和处置分类：{DISPOSITION_CODES}。",
        )


@experts_app.command("list")
def experts_list(
    *,
    week: Annotated[
        str | None, typer.Option("--week", help="周次 ISO week, such as 2026-W48.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """列出专家日和等专家的隐患 List expert days, and the findings that wait for one."""
    from service.pipeline.cases.experts import list_experts

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = list_experts(town, week=None if week is None else named_week(week))
    run.show(result)


@experts_app.command("add")
def experts_add(
    name: Annotated[str, typer.Argument(help="专家姓名或化验单位 The expert or laboratory.")],
    *,
    skills: Annotated[str, typer.Option("--skills", help=EXPERTISE_CODES)],
    day: DayOption,
    minutes: Annotated[int, typer.Option("--minutes", help="可用分钟数 Time there is, minutes.")],
    team: Annotated[
        str | None, typer.Option("--team", help="随哪支队伍，默认任一 The team; default: any.")
    ] = None,
    note: NoteOption = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """登记专家日 Keep a day on which an expert can come along."""
    from service.pipeline.cases.experts import add_expert

    run, when = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    parts = skills.replace("，", ",").replace("、", ",").split(",")
    listed = [code_of(EXPERTISE, part.strip()) for part in parts if part.strip()]
    with run.store(what="experts add") as town:
        result = add_expert(
            town, name, skills=listed, day=when, minutes=minutes, team=team, note=note
        )
    run.show(result)


@experts_app.command("cancel")
def experts_cancel(
    expert: Annotated[str, typer.Argument(help="专家日编号 Id of the expert day.")],
    *,
    day: DayOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """取消专家日，记录保留 Call an expert day off; its row stays."""
    from service.pipeline.cases.experts import cancel_expert

    run, when = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    with run.store(what="experts cancel") as town:
        result = cancel_expert(town, expert, day=when)
    run.show(result)


def add_measures(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(orders_app, name="orders")
    app.command("dispose")(dispose_command)
    app.add_typer(experts_app, name="experts")
