"""The commands that draw pages: ``gridpatrol map``."""

from __future__ import annotations

import typer

from data.units import named_week
from service.options import JsonOption, LangOption, OutOption, StoreOption, WeekOption
from service.run import open_run


def map_hotspots_command(
    *,
    out: OutOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """热点图 Draw the hotspot page."""
    from service.pipeline.drawing import draw_hotspots, draw_index

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = draw_hotspots(town, out, lang=run.settings.lang)
        draw_index(town, out, lang=run.settings.lang)
    run.show(result)


def map_week_command(
    *,
    week: WeekOption,
    out: OutOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """周计划 Draw the page of the week."""
    from service.pipeline.drawing import draw_index, draw_week

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        result = draw_week(town, out, week=named_week(week), lang=run.settings.lang)
        draw_index(town, out, week=named_week(week), lang=run.settings.lang)
    run.show(result)


def map_routes_command(
    *,
    week: WeekOption,
    out: OutOption,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """路线 Draw one page per team and day, for the phone."""
    from service.pipeline.drawing import draw_index, draw_routes

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town, run.progress("map") as report:
        result = draw_routes(
            town, out, week=named_week(week), lang=run.settings.lang, progress=report
        )
        draw_index(town, out, week=named_week(week), lang=run.settings.lang)
    run.show(result)


def add_maps(app: typer.Typer) -> None:
    """Add ``gridpatrol map hotspots``, ``week`` and ``routes``."""
    pages = typer.Typer(help="页面 Pages that open without any network.")
    pages.command("hotspots")(map_hotspots_command)
    pages.command("week")(map_week_command)
    pages.command("routes")(map_routes_command)
    app.add_typer(pages, name="map")
