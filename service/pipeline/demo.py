"""The demo: an invented town lives through the whole chain, into one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.errors import InputError
from data.sample import sample_town
from data.store import Author, open_store
from data.store.beside import remove_store
from data.units import next_week, week_of
from service.pipeline.beats.division import divide_town
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.ledgers.importing import IMPORT_ORDER
from service.pipeline.pages.drawing import INDEX, draw_hotspots, draw_index, draw_routes, draw_week
from service.pipeline.reports.filing import file_report
from service.pipeline.reports.month import month_report
from service.pipeline.risk.scores import score_town
from service.pipeline.week.making import plan_week
from service.pipeline.week.search import Search
from service.results.week import DemoResult, MapResult
from service.words import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from data.ports import Progress
    from data.sample import SampleTown
    from data.store import Store
    from data.words import Lang

STORE = "town.gpkg"
ITERATIONS = 60_000
STEPS = 5


def run_demo(
    out: Path,
    *,
    seed: int,
    lang: Lang,
    clock: Callable[[], float],
    progress: Progress,
) -> DemoResult:
    """
    Invent a town, score it, divide it among its teams, plan its week and draw its pages.

    Parameters
    ----------
    out
        Folder for the pages and the store ``town.gpkg``; an earlier demo there is replaced.
    seed
        Another seed, another town and another plan; equal seeds give equal pages.
    lang
        Language of the pages; each can be switched.
    clock
        Seconds from any start, for the run times in the result.
    progress
        Told before each step, with its name, and at the end.

    Raises
    ------
    InputError
        If the folder's ``town.gpkg`` is not an earlier demo.
    """
    town = sample_town(seed=seed)
    week = next_week(week_of(town.last_day))
    out.mkdir(parents=True, exist_ok=True)
    _make_room(out / STORE)
    with open_store(str(out / STORE), create=True) as made:
        store = made.signed(Author("demo", "demo"))
        progress(0, STEPS, say("demo.fill", lang))
        fill_demo(store, town)
        progress(1, STEPS, say("demo.score", lang))
        score = score_town(store, wanted="auto")
        hotspots = map_hotspots(store)
        beats = divide_town(store, teams=len(store.read("team")))
        progress(2, STEPS, say("demo.plan", lang))
        search = Search(seed=seed, iterations=ITERATIONS, clock=clock)
        plan = plan_week(store, week=week, search=search)
        progress(3, STEPS, say("demo.maps", lang))
        pages = (
            draw_hotspots(store, out, lang=lang).pages
            | draw_week(store, out, week=week, lang=lang).pages
        )
        progress(4, STEPS, say("demo.routes", lang))
        pages |= draw_routes(store, out, week=week, lang=lang).pages
        pages |= _report(store, out, town.last_day, lang=lang)
        pages |= draw_index(store, out, lang=lang).pages
        progress(STEPS, STEPS)
    return DemoResult(
        seed=seed,
        index=str(out / INDEX),
        score=score,
        hotspots=hotspots,
        beats=beats,
        plan=plan,
        pages=MapResult(out=str(out), pages=pages),
    )


def _report(store: Store, out: Path, day: date, *, lang: Lang) -> dict[str, int]:
    """Put the last month of the invented town on one page."""
    report = month_report(store, f"{day:%Y-%m}")
    file_report(report, out, ("html",), lang=lang, force=True, front=INDEX)
    name = f"{report.name}.html"
    return {name: (out / name).stat().st_size}


def _make_room(path: Path) -> None:
    """Remove the store of an earlier demo, and nothing else."""
    if not path.exists():
        return
    with open_store(str(path)) as store:
        is_demo = store.settings().get("invented") == "yes"
    if not is_demo:
        raise InputError(
            f"{path} holds a real town; choose another folder with --out.",
            zh=f"{path} 里是真实的镇，请用 --out 换一个文件夹。",
        )
    remove_store(path)


def fill_demo(store: Store, town: SampleTown) -> None:
    """Write an invented town into an empty store, marked as such."""
    with store.writing() as unit:
        for table in IMPORT_ORDER:
            if table in town.tables:
                unit.upsert(table, town.tables[table])
        unit.save_roads(town.roads)
        unit.set("town", town.name)
        unit.set("invented", "yes")
        unit.set("roads", town.roads.source)
