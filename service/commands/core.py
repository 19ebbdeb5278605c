"""
The commands, one thin function each.

The steps are imported inside the functions: they bring numba and GDAL with them, and ``--help``
must appear at once.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from data.errors import PromiseError
from data.units import named_week
from service.commands.backtesting import add_backtest
from service.commands.beatwork import add_beats
from service.commands.findingwork import add_findings
from service.commands.guessing import add_guessing
from service.commands.mapping import add_maps
from service.commands.measuring import add_measures
from service.commands.options import (
    JsonOption,
    LangOption,
    OutOption,
    ProcessesOption,
    RulesOption,
    StoreOption,
    WeekOption,
    as_of_day,
)
from service.commands.outward import add_outward
from service.commands.panels import PanelGroup
from service.commands.peoplework import add_people
from service.commands.problems import add_problems
from service.commands.ranking import add_ranking
from service.commands.recording import add_recording
from service.commands.replanning import add_replanning
from service.commands.reporting import add_reporting
from service.commands.roadworks import add_roadworks
from service.commands.rulework import add_rules, rules_file
from service.commands.run import open_run
from service.commands.searches import search_asked
from service.commands.serving import add_serving
from service.commands.simulating import add_simulating
from service.commands.tipping import add_tips
from service.commands.upkeep import add_upkeep
from service.commands.working import add_working
from service.version import program_version

SEED_LIMIT = 2**31
DATUM_HELP = (
    "auto | wgs84 | gcj02 | bd09 | cgcs2000: settles rows that state no datum and whose datum is "
    "not sure; stated and sure rows stay. 只定未写坐标系且拿不准的行。"
)
CELLS_HELP = (
    "villages | areas | h3:RES | FILE：按村、按责任网格、按六边形或按边界文件分格。 "
    "Cells are villages, the stored responsibility grids, hexagons, or the outlines of a file."
)
COMPARE_HELP = (
    "naive | last-week | random：与按村排、照搬上周、随机排的同一周相比。 "
    "The same week by village order, as last week, or in random order, beside ours."
)
DEMO_SEED = 1

app = typer.Typer(
    name="gridpatrol",
    cls=PanelGroup,
    help="巡格：本周去哪里、按什么顺序、为什么。 Where to go this week, in which order, and why.",
    epilog="--debug 显示错误细节 shows the traceback of an error.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
roads_app = typer.Typer(help="道路 Roads and travel times.")
app.add_typer(roads_app, name="roads")


@app.callback(invoke_without_command=True)
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="版本 Say which version this is.", is_eager=True)
    ] = False,
) -> None:
    """巡格：本周去哪里、按什么顺序、为什么。 Where to go this week, in which order, and why."""
    if version:
        typer.echo(f"gridpatrol {program_version()}")
        raise typer.Exit


@app.command("demo")
def demo_command(
    *,
    out: OutOption = Path("demo-out"),
    seed: Annotated[int, typer.Option(help="种子 Another seed, another town.")] = DEMO_SEED,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """
    虚构一个镇，走完全程 Invent a town and run everything on it.

    约需一两分钟，电脑忙时几分钟 Takes a minute or two, several on a busy computer.
    """
    from service.pipeline.demo import run_demo

    run = open_run(str(out / "town.gpkg"), lang, as_json=as_json)
    with run.progress("demo", tells_stages=True) as report:
        result = run_demo(
            out, seed=seed, lang=run.settings.lang, clock=time.perf_counter, progress=report
        )
    run.show(result)


@app.command("import")
def import_command(
    files: Annotated[
        list[Path], typer.Argument(help="台账文件，或其所在文件夹 Ledger files, or their folder.")
    ],
    *,
    kind: Annotated[
        str,
        typer.Option(help="auto | sites | inspections | findings | teams | tips | areas | power"),
    ] = "auto",
    datum: Annotated[str, typer.Option(help=DATUM_HELP)] = "auto",
    columns: Annotated[
        Path | None,
        typer.Option(
            "--columns", help="表头对照 A TOML file that explains headers; see ledgers.md."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只读不写 Read and report, store nothing.")
    ] = False,
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections",
            help="待改表 Workbook for the rows to mend; default: beside the store.",
        ),
    ] = None,
    no_corrections: Annotated[
        bool, typer.Option("--no-corrections", help="不写待改表 Write no such workbook.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """导入台账 Read ledgers into the store; every row gets a fate."""
    from data.ledger import ledgers_in
    from service.pipeline.ledgers.corrections import check_corrections, file_corrections
    from service.pipeline.ledgers.importing import ImportChoices, import_ledgers, read_columns

    choices = ImportChoices(kind=kind, datum=datum, columns=read_columns(columns))
    run = open_run(store, lang, as_json=as_json)
    check_corrections(corrections)
    files, beside = ledgers_in(files)
    with (
        run.store(create=True, keep=not dry_run, what="import") as town,
        run.progress("import") as report,
    ):
        result = import_ledgers(town, files, choices=choices, dry_run=dry_run, progress=report)
    result = replace(result, left_alone=tuple(path.name for path in beside))
    if not no_corrections:
        settings = run.settings
        result = file_corrections(
            result, files, store=settings.store, file=corrections, lang=settings.lang
        )
    run.show(result)


@roads_app.command("load")
def roads_load_command(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="地图文件 .osm .osm.pbf .graphml .gpkg .geojson .zip A map file of these forms."
        ),
    ] = None,
    *,
    place: Annotated[
        str | None,
        typer.Option(help="地名，联网下载 A place, asked of OpenStreetMap over the network."),
    ] = None,
    around: Annotated[
        str | None,
        typer.Option(help="经度,纬度，联网下载 LON,LAT, asked of OpenStreetMap over the network."),
    ] = None,
    radius_m: Annotated[
        float, typer.Option("--radius", help="--around 的半径（米） Metres around that point.")
    ] = 10_000.0,
    margin_km: Annotated[
        float,
        typer.Option("--margin", help="保留点位周围多少公里 Kilometres kept around the sites."),
    ] = 5.0,
    no_clip: Annotated[
        bool, typer.Option("--no-clip", help="不裁剪 Keep all of the file.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """读入道路 Load the roads of the town, replacing earlier ones."""
    from service.commands.roadsource import cache_folder, road_source
    from service.pipeline.roads.loading import load_roads

    run = open_run(store, lang, as_json=as_json)
    source = road_source(file, place=place, around=around, radius_m=radius_m)
    margin = None if no_clip else margin_km
    with run.store(create=True, what="roads load") as town, run.progress("roads") as report:
        if isinstance(source, Path):
            result = load_roads(town, source, margin_km=margin, progress=report)
        else:
            from service.pipeline.roads.loading import fetch_town_roads

            cache = cache_folder(run.settings.store)
            result = fetch_town_roads(town, source, cache=cache, margin_km=margin)
    run.show(result)


@app.command("score")
def score_command(
    *,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="截至日期 Use rows before this day; default: after the last."),
    ] = None,
    model: Annotated[
        str,
        typer.Option(
            help="auto | scorecard | learned: auto learns from visits once that was better. "
            "auto 在检验证明更好后才用学习模型。"
        ),
    ] = "auto",
    card: Annotated[
        Path | None,
        typer.Option(help="本单位的评分卡（TOML，只写不同之处） Scorecard of the office's own."),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="两两比较自相矛盾也用 Take comparisons with a ratio > 0.10."),
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """给点位评分 Score every site for risk, with reasons."""
    from service.pipeline.risk.learning import check_wanted
    from service.pipeline.risk.scores import read_card, score_town

    run, day, wanted = open_run(store, lang, as_json=as_json), as_of_day(as_of), check_wanted(model)
    own = read_card(card, force=force)
    with run.store(what="score") as town, run.progress("score") as report:
        result = score_town(town, as_of=day, wanted=wanted, card=own, progress=report)
    run.show(result)


@app.command("hotspots")
def hotspots_command(
    *,
    cell_m: Annotated[
        int | None,
        typer.Option("--cell", help="方格边长（米），默认 500 Side of a square, metres."),
    ] = None,
    cells: Annotated[str | None, typer.Option(help=CELLS_HELP)] = None,
    against: Annotated[
        str | None,
        typer.Option(help="与哪一周的周一相比 Compare with the Monday of this week: 2026-W40."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """网格与热点 Put the scores on cells: which hotspots are real, and where to look next."""
    from service.pipeline.cells.cutting import read_cut
    from service.pipeline.cells.hotspots import map_hotspots

    run, cut = open_run(store, lang, as_json=as_json), read_cut(size_m=cell_m, cells=cells)
    with run.store(what="hotspots") as town:
        result = map_hotspots(town, cut=cut, against=against)
    run.show(result)


@app.command("plan")
def plan_command(
    *,
    week: WeekOption,
    seed: Annotated[
        int | None, typer.Option(help="种子，默认随机并记录 Seed; default: drawn and recorded.")
    ] = None,
    time_limit_s: Annotated[
        float | None, typer.Option("--time-limit", help="时限（秒） Seconds to search; default 20.")
    ] = None,
    iterations: Annotated[
        int | None, typer.Option(help="迭代次数，可逐字复现 Steps to search; exactly repeatable.")
    ] = None,
    rules: RulesOption = None,
    processes: ProcessesOption = 1,
    strict: Annotated[
        bool, typer.Option("--strict", help="有承诺未兑现即退出码 3 Exit 3 if a promise breaks.")
    ] = False,
    compare: Annotated[str | None, typer.Option("--compare", help=COMPARE_HELP)] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """编排一周 Plan the week of every team, with a reason for each stop and each place left out."""
    from service.pipeline.records.minutes import learn_where_due
    from service.pipeline.roads.calibration import refit_where_due
    from service.pipeline.rules.ruling import rules_in_force
    from service.pipeline.week.making import plan_week

    run = open_run(store, lang, as_json=as_json)
    file = rules_file(rules, run.settings)
    with run.store(what="plan") as town, run.progress("plan") as report:
        learn_where_due(town)
        refit_where_due(town)
        result = plan_week(
            town,
            week=named_week(week),
            search=search_asked(
                run.settings.lang,
                seed=secrets.randbelow(SEED_LIMIT) if seed is None else seed,
                time_limit_s=time_limit_s,
                iterations=iterations,
                processes=processes,
            ),
            ruling=rules_in_force(town, file),
            progress=report,
            compare=compare,
        )
    run.show(result)
    if strict and result.broken:
        raise PromiseError(
            f"{len(result.broken)} promise(s) of {result.week} are broken.",
            zh=f"{result.week} 有 {len(result.broken)} 项承诺未兑现。",
        )


add_replanning(app)
add_recording(app)
add_serving(app)
add_people(app)
add_working(app)
add_findings(app)
add_maps(app)
add_problems(app)
add_roadworks(roads_app)
add_outward(app)
add_ranking(app)
add_upkeep(app)
add_backtest(app)
add_beats(app)
add_rules(app)
add_guessing(app)
add_measures(app)
add_tips(app)
add_reporting(app)
add_simulating(app)
