"""The command that hands things to other programs: export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.units import named_week
from service.commands.options import DraftOption, ForceOption, JsonOption, LangOption, StoreOption
from service.commands.run import open_run


def export_command(
    subject: Annotated[
        str,
        typer.Argument(
            help="内容 sites | cells | plan | findings | inspections | tips | areas",
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(
            help="文件，后缀定格式 The ending chooses: .xlsx .csv .gpkg .geojson .gpx .kml .ics"
        ),
    ],
    *,
    datum: Annotated[
        str,
        typer.Option(help="坐标系 wgs84 | gcj02 | bd09 | cgcs2000 (.xlsx .csv .gpx .kml only)"),
    ] = "wgs84",
    week: Annotated[
        str | None, typer.Option("--week", help="周次 Week of the plan; default: the latest.")
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", help="队伍 Name or id of a team; default: all.")
    ] = None,
    draft: DraftOption = False,
    force: ForceOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """导出 Write a list, a map layer, routes or a calendar that other programs open."""
    from service.pipeline.pages.exporting import ExportWish, export_town

    run = open_run(store, lang, as_json=as_json)
    wish = ExportWish(
        subject=subject,
        file=file,
        datum=datum,
        week=None if week is None else named_week(week),
        team=team,
        draft=draft,
        lang=run.settings.lang,
        force=force,
    )
    with run.store() as town, run.progress("export") as report:
        result = export_town(town, wish, progress=report)
    run.show(result)


def add_outward(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("export")(export_command)
