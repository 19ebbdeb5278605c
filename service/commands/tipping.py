"""The commands of tip-offs: list, add, check."""

from __future__ import annotations

from typing import Annotated

import typer

from data.errors import ConfigError
from data.words import TIP_STATES, code_of
from service.commands.measuring import DayOption
from service.commands.options import JsonOption, LangOption, StoreOption, one_day
from service.commands.run import open_run
from service.commands.searches import search_asked

MORNING = "08:00"
"""When the day's plan may still change, where nobody says from when on."""
STEPS = 2000
"""Steps of the search behind a proposal: it is asked for while somebody waits on the phone."""
tips_app = typer.Typer(help="举报线索 Tip-offs: taken in, verified, rewarded.")


@tips_app.command("list")
def tips_list(
    *,
    only_open: Annotated[
        bool, typer.Option("--open", help="只列待核实的 Only those not yet verified.")
    ] = False,
    village: Annotated[
        str | None, typer.Option("--village", help="只列这个村的 Only those that name it.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """列出线索，新的在前 List tip-offs, newest first."""
    from service.pipeline.cases.tipwork import list_tips

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = list_tips(town, only_open=only_open, village=village)
    run.show(result)


@tips_app.command("add")
def tips_add(
    what: Annotated[str, typer.Argument(help="举报内容 What was reported.")],
    *,
    day: DayOption,
    site: Annotated[
        str, typer.Option("--site", help="点位编号或名称 The site, if it is known.")
    ] = "",
    village: Annotated[
        str, typer.Option("--village", help="只知道哪个村 The village, if no more is known.")
    ] = "",
    place: Annotated[str, typer.Option("--place", help="地点描述 Where, in words.")] = "",
    lon: Annotated[float | None, typer.Option("--lon", help="经度 WGS-84 Longitude.")] = None,
    lat: Annotated[float | None, typer.Option("--lat", help="纬度 WGS-84 Latitude.")] = None,
    channel: Annotated[str, typer.Option("--channel", help="来源，如 12345 How it came.")] = "",
    urgent: Annotated[
        bool, typer.Option("--urgent", help="紧急：试算本周改动 Urgent: propose a replan.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", help="本周从何时起可改，默认当天 08:00 From when the week may change."
        ),
    ] = None,
    iterations: Annotated[
        int, typer.Option(help="试算的迭代次数 Steps of the search for the proposal.")
    ] = STEPS,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """登记线索；紧急的试算本周如何改 Take a tip-off in; an urgent one proposes a replan."""
    from datetime import timezone

    from data.units import CHINA_OFFSET
    from service.access.clock import now
    from service.pipeline.cases.tipwork import TipWish, add_tip, propose
    from service.results.measure import TipResult

    run, came = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    wish = TipWish(
        day=came,
        what=" ".join(what.split()),
        site=site,
        village=village,
        place=place,
        spot=_spot(lon, lat),
        channel=channel,
        is_urgent=urgent,
    )
    search = search_asked(
        run.settings.lang, seed=0, iterations=iterations, time_limit_s=None, processes=1
    )
    today = now().astimezone(timezone(CHINA_OFFSET)).date()
    with run.store(what="tips add") as town:
        result = TipResult(done="added", tip=add_tip(town, wish, today=today))
        if urgent:
            moment = since or f"{came}T{MORNING}"
            with run.progress("plan") as report:
                proposal = propose(town, result.tip, moment=moment, search=search, progress=report)
            result = TipResult(done="added", tip=result.tip, proposal=proposal)
    run.show(result)


@tips_app.command("check")
def tips_check(
    tip: Annotated[str, typer.Argument(help="线索编号 Id of the tip-off.")],
    verdict: Annotated[str, typer.Argument(help="true 属实 | false 不属实")],
    *,
    day: DayOption,
    reward: Annotated[
        float | None, typer.Option("--reward", help="奖励（元） Reward that was paid, yuan.")
    ] = None,
    site: Annotated[
        str, typer.Option("--site", help="说的是哪个点位 The site that was meant.")
    ] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """记入核实结果和奖励 Keep whether a tip-off proved true, and its reward."""
    from service.pipeline.cases.tipwork import check_tip

    run, found = open_run(store, lang, as_json=as_json), one_day(day, "--day")
    said = code_of(TIP_STATES, verdict)
    with run.store(what="tips check") as town:
        result = check_tip(town, tip, verdict=said, day=found, reward_yuan=reward, site=site)
    run.show(result)


def _spot(lon: float | None, lat: float | None) -> tuple[float, float] | None:
    """Join longitude and latitude; one without the other is no spot."""
    if (lon is None) != (lat is None):
        raise ConfigError(
            "Expected --lon and --lat together, got one of them.",
            zh="--lon 和 --lat 须同时给出。",
        )
    return None if lon is None or lat is None else (lon, lat)


def add_tips(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(tips_app, name="tips")
