"""The commands about roads as they are this week: closed, calibrated, checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.errors import ConfigError
from data.words import DATUMS
from service.commands.options import JsonOption, LangOption, StoreOption
from service.commands.run import open_run

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILES = frozenset(
    {".geojson", ".json", ".kml", ".kmz", ".gpkg", ".zip", ".csv", ".txt", ".xlsx", ".xls"}
)


def _day(text: str | None, option: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        got = f"got {text!r}" if text else "got none"
        raise ConfigError(
            f"Expected {option} with a date such as 2026-11-22, {got}.",
            zh=f"{option} 应为 2026-11-22 这样的日期，现为“{text or '空'}”。",
        ) from error


def _file_among(roads: list[str]) -> Path | None:
    """Take the one file out of what was given; ``None`` where roads were."""
    files = [Path(text) for text in roads if Path(text).suffix.lower() in _FILES]
    if files and len(roads) > 1:
        raise ConfigError(
            "Expected one file, or way numbers and names, got both or several files.",
            zh="请只给一个文件，或只给路段编号、路名。",
        )
    return files[0] if files else None


def _ids(ends: list[str] | None, roads: list[str]) -> list[str]:
    """Take the ids after ``--end``: several apart by commas or spaces, or as words that follow."""
    if ends is None:
        return []
    return [part for text in [*ends, *roads] for part in re.split(r"[\s,，、]+", text) if part]


def _datum(code: str | None) -> str:
    """Take the datum of a drawing: a few lines are too little to find it out, as for a ledger."""
    if code is not None and code not in DATUMS:
        raise ConfigError(
            f"Expected --datum with one of {', '.join(DATUMS)}, got {code!r}; the datum of a "
            "drawing cannot be found out by itself.",
            zh=f"--datum 应为 {'、'.join(DATUMS)} 之一，现为“{code}”；"
            "画的线和范围无法自动判断坐标系。",
        )
    return code or "wgs84"


def _refuse_unread(given: Mapping[str, object], *, zh: str, en: str) -> None:
    """Refuse options that nobody would read, in place of ignoring them; say what they go with."""
    odd = [name for name, value in given.items() if value is not None]
    if odd:
        raise ConfigError(
            f"{', '.join(odd)} would not be read here; leave it out, or use it with {en}.",
            zh=f"{'、'.join(odd)} 在此不起作用，只与{zh}一起用，请去掉。",
        )


def close_command(
    roads: Annotated[
        list[str] | None,
        typer.Argument(
            help="路段编号、路名或路号，或一个文件 Way numbers, names or refs; or one file: "
            "lines or areas (.geojson .kml .gpkg), or a list (.csv .xlsx)."
        ),
    ] = None,
    *,
    from_day: Annotated[
        str | None, typer.Option("--from", help="第一天 First day, such as 2026-11-22.")
    ] = None,
    to_day: Annotated[str | None, typer.Option("--to", help="最后一天 Last day.")] = None,
    speed: Annotated[
        float | None,
        typer.Option(
            "--speed", help="剩下的车速比例，0（默认）为封闭 Share of the speed left; 0: closed."
        ),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", help="原因 Why.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="全部道路，如雨雪天 All roads, such as in snow.")
    ] = False,
    classes: Annotated[
        list[str] | None,
        typer.Option("--class", help="道路等级，可多次 OSM road class, such as track; repeatable."),
    ] = None,
    datum: Annotated[
        str | None,
        typer.Option(
            "--datum", help="文件坐标系 Of the file: wgs84 (default) | gcj02 | bd09 | cgcs2000."
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="列出 List closures.")] = False,
    end: Annotated[
        list[str] | None,
        typer.Option("--end", help="撤销，如 R3，可多次 Take one back, by its id; repeatable."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """封闭或限速某些道路 Close roads, or slow them, for some days; plans of these days count it."""
    from service.pipeline.roads.closures import (
        ClosureWish,
        close_roads,
        end_closures,
        list_closures,
    )

    run = open_run(store, lang, as_json=as_json)
    ids = _ids(end, roads or [])
    asks = bool((roads and not ids) or classes or everything or from_day or to_day)
    if asks + listed + bool(ids) != 1:
        raise ConfigError(
            "Expected roads to close with --from and --to, or --list, or --end ID.",
            zh="请给出要封闭的道路和 --from、--to，或 --list，或 --end 编号。",
        )
    if listed or ids:
        _refuse_unread(
            {"--speed": speed, "--note": note, "--datum": datum},
            zh="要封闭的道路",
            en="roads to close",
        )
        with run.store(what="roads close") as town:
            run.show(end_closures(town, ids) if ids else list_closures(town))
        return
    file = _file_among(roads or [])
    if file is None:
        _refuse_unread({"--datum": datum}, zh="文件", en="a file")
    wish = ClosureWish(
        from_day=_day(from_day, "--from"),
        to_day=_day(to_day, "--to"),
        speed_factor=speed or 0.0,
        roads=() if file else tuple(dict.fromkeys(roads or ())),
        file=file,
        datum=_datum(datum),
        classes=tuple(dict.fromkeys(classes or ())),
        everything=everything,
        note=(note or "").strip(),
    )
    with run.store(what="roads close") as town:
        run.show(close_roads(town, wish))


def calibrate_command(
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只算不存 Fit and report, store nothing.")
    ] = False,
    scale: Annotated[
        float | None,
        typer.Option("--scale", help="手工设定车速系数 Set it by hand; 1 is the table."),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="恢复出厂车速表 Back to the speeds as shipped.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """用过去的行程校准车速 Fit the speeds to past patrols with arrival and leaving times."""
    from service.pipeline.roads.calibration import calibrate_town, reset_speeds, set_scale

    run = open_run(store, lang, as_json=as_json)
    if sum((dry_run, scale is not None, reset)) > 1:
        raise ConfigError(
            "Expected one of --dry-run, --scale and --reset.",
            zh="--dry-run、--scale、--reset 只能用一个。",
        )
    with run.store(what="roads calibrate") as town:
        if reset:
            run.show(reset_speeds(town))
        elif scale is not None:
            run.show(set_scale(town, scale))
        else:
            run.show(calibrate_town(town, keep=not dry_run))


def check_command(
    *,
    out: Annotated[
        Path | None, typer.Option("--out", help="GeoJSON 文件 Where to write the spots found.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """检查道路质量 Say what is wrong with the roads: parts, tags, far sites, odd one-ways, ends."""
    from service.pipeline.roads.checking import check_town_roads

    run = open_run(store, lang, as_json=as_json)
    with run.store() as town:
        run.show(check_town_roads(town, out=out))


def add_roadworks(app: typer.Typer) -> None:
    """Add the three commands to ``gridpatrol roads``."""
    app.command("check")(check_command)
    app.command("close")(close_command)
    app.command("calibrate")(calibrate_command)
