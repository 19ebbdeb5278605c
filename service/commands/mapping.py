"""The commands that draw pages, and pictures of them: ``gridpatrol map``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError
from data.units import named_week
from service.commands.options import (
    DraftOption,
    JsonOption,
    LangOption,
    OutOption,
    StoreOption,
    WeekOption,
)
from service.commands.run import open_run

if TYPE_CHECKING:
    from data.words import Lang
    from service.pipeline.pages.picturing import Painter

_SIZE = re.compile(r"(\d{1,5})[xX×](\d{1,5})")
_FULL_SIZE = "1600x1000"
PngOption = Annotated[
    bool,
    typer.Option(
        "--png",
        help="改出报告用的图片，由本机 Chromium 绘制，没有则用 matplotlib "
        "Pictures for reports in place of pages, by this machine's Chromium, else by matplotlib.",
    ),
]
SizeOption = Annotated[
    str, typer.Option("--size", help="图片像素，宽x高 Pixels of a picture, width x height.")
]
AnyWeekOption = Annotated[
    str | None,
    typer.Option(
        "--week",
        help="下次走访按哪一周的计划；默认最近一周 Week whose plan says who goes next; the latest.",
    ),
]


def map_hotspots_command(
    *,
    out: OutOption,
    week: AnyWeekOption = None,
    png: PngOption = False,
    size: SizeOption = _FULL_SIZE,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """热点图 Draw the hotspot page."""
    from service.pipeline.pages.drawing import draw_hotspots, draw_index
    from service.pipeline.pages.picturing import picture_hotspots

    run = open_run(store, lang, as_json=as_json)
    asked = None if week is None else named_week(week)
    if png:
        painter = _painter(size, run.settings.lang)
        with run.store() as town:
            pictures = picture_hotspots(town, out, painter=painter, week=asked)
        return run.show(pictures)
    with run.store() as town:
        result = draw_hotspots(town, out, lang=run.settings.lang, week=asked)
        draw_index(town, out, lang=run.settings.lang, week=asked)
    return run.show(result)


def map_week_command(
    *,
    week: WeekOption,
    out: OutOption,
    png: PngOption = False,
    size: SizeOption = _FULL_SIZE,
    draft: DraftOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """周计划 Draw the page of the week."""
    from service.pipeline.pages.drawing import draw_index, draw_week
    from service.pipeline.pages.picturing import picture_week
    from service.pipeline.plans.sheets import paper_plan

    run = open_run(store, lang, as_json=as_json)
    asked = named_week(week)
    if png:
        painter = _painter(size, run.settings.lang)
        with run.store() as town, run.progress("map") as report:
            pictures = picture_week(
                town, out, week=asked, painter=painter, draft=draft, progress=report
            )
        return run.show(pictures)
    with run.store() as town:
        plan = paper_plan(town, asked, draft=draft)
        result = draw_week(town, out, week=asked, lang=run.settings.lang, plan_id=str(plan.name))
        draw_index(town, out, week=asked, lang=run.settings.lang, draft=draft)
    return run.show(result)


def map_routes_command(
    *,
    week: WeekOption,
    out: OutOption,
    png: PngOption = False,
    size: SizeOption = _FULL_SIZE,
    draft: DraftOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """路线 Draw one page per team and day, for the phone."""
    from service.pipeline.pages.drawing import draw_index, draw_routes
    from service.pipeline.pages.picturing import picture_routes

    run = open_run(store, lang, as_json=as_json)
    asked = named_week(week)
    if png:
        painter = _painter(size, run.settings.lang)
        with run.store() as town, run.progress("map") as report:
            pictures = picture_routes(
                town, out, week=asked, painter=painter, draft=draft, progress=report
            )
        return run.show(pictures)
    with run.store() as town, run.progress("map") as report:
        chosen = run.settings.lang
        result = draw_routes(town, out, week=asked, lang=chosen, draft=draft, progress=report)
        draw_index(town, out, week=asked, lang=chosen, draft=draft)
    return run.show(result)


def _painter(size: str, lang: Lang) -> Painter:
    """
    Read the size and choose who draws, before a store is opened.

    Raises
    ------
    ConfigError
        If the size is none.
    """
    from maps.pictures import PictureSize
    from service.pipeline.pages.picturing import Painter

    found = _SIZE.fullmatch(size.strip())
    if found is None:
        raise ConfigError(
            f"Expected --size as width x height such as {_FULL_SIZE}, got {size!r}.",
            zh=f"--size 应为 {_FULL_SIZE} 这样的宽x高，现为“{size}”。",
        )
    return Painter(PictureSize(int(found[1]), int(found[2])), lang)


def add_maps(app: typer.Typer) -> None:
    """Add ``gridpatrol map hotspots``, ``week`` and ``routes``."""
    pages = typer.Typer(help="页面 Pages that open without any network, and pictures of them.")
    pages.command("hotspots")(map_hotspots_command)
    pages.command("week")(map_week_command)
    pages.command("routes")(map_routes_command)
    app.add_typer(pages, name="map")
