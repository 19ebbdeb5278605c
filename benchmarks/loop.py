"""
Live the closed loop for weeks: plan, pages, results, record, next plan; and print a table.

    python benchmarks/loop.py --ledgers FOLDER --roads FILE.osm [--weeks N] [--seed N]
                              [--iterations N] [--pages N] [--out FOLDER]
    python benchmarks/loop.py --small

Every step is a command of the command line. The pages of the routes are opened in Chromium and
filled in with clicks and keys by a seeded rule: most visits clean, some with a hazard and a due
day, some mended on the spot, re-checks that close or hold, stops skipped, gates shut, places found
on the way, a visit taken back after it was exported, two phones of one team that differ. Files
leave as JSON, as a table, or both, half at noon and whole at night; they are recorded shuffled, in
two halves, and then all again. What was entered is remembered apart and the store, the plans and
the reports are held against it. Fails where anything differs. ``--small`` lives two weeks of an
invented town of three sites, two pages a week.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from playwright.sync_api import sync_playwright
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.loop_parts.book import Book
from benchmarks.loop_parts.checks import (
    check_done,
    check_due,
    check_month,
    check_store,
    moved,
    tables_of,
)
from benchmarks.loop_parts.week import Crew, fill_week, outings
from data.store import open_store
from data.units import next_week, week_monday, week_of
from service.commands.core import app
from service.pipeline.places.standing import day_after_last
from tests.service.roadtown import fill

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import date

    import pandas as pd

HEAD = (
    "| week | stops | visits | skipped | not a word | sweeps | hazards | mended at once |"
    " re-checked: closed, held |"
    " due: re-checked, seen from outside, broken promise, left out, out of reach; ahead |"
    " files | conflicts | questions | faults |"
)
ENDINGS = {".xlsx", ".csv"}
FLAGS = ["--no-sandbox", "--disable-gpu"]
SMALL_WEEKS, SMALL_PAGES = 2, 2


@dataclass(slots=True)
class Loop:
    """A town that is lived in: its store, its teams, what was entered."""

    asked: argparse.Namespace
    store: Path
    out: Path
    crew: Crew
    book: Book
    before: dict[str, pd.DataFrame]

    def run(self, *words: str) -> dict[str, Any]:
        """Run one command on the town; give its answer."""
        return command(self.store, *words)


def command(store: Path, *words: str) -> dict[str, Any]:
    """Run one command of the command line on a store; give its machine-readable answer."""
    said = CliRunner().invoke(
        app,
        [*words, "--json", "--store", str(store)],
        catch_exceptions=False,
        standalone_mode=False,
    )
    told: dict[str, Any] = orjson.loads(said.stdout)
    return told


def main() -> int:
    """Live the weeks that the command line asks for; 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--ledgers", type=Path, help="folder of .xlsx and .csv")
    parser.add_argument("--roads", type=Path, help="an .osm file")
    parser.add_argument("--town", type=Path, help="a store, instead of both")
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--iterations", type=int, default=4000)
    parser.add_argument("--pages", type=int, default=1000, help="pages filled in a week, at most")
    parser.add_argument("--out", type=Path, help="where store, pages and files stay")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if asked.small:
        asked.weeks, asked.pages, asked.iterations = SMALL_WEEKS, SMALL_PAGES, 200
    chromium = shutil.which("chromium") or sys.exit("Chromium is not here: apt install chromium")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        out = asked.out or Path(scratch)
        out.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        faults = live(asked, out, Crew(browser=browser, seed=asked.seed, phones={}))
        browser.close()
    spent = os.times()
    seconds = spent.user + spent.system + spent.children_user + spent.children_system
    print(f"\n{len(faults)} faults; {seconds:.0f} s of processor.")
    return int(bool(faults))


def live(asked: argparse.Namespace, out: Path, crew: Crew) -> list[str]:
    """Live week after week; give all that differs."""
    path = town_of(asked, out)
    with open_store(str(path)) as store:
        before, first = tables_of(store), first_week(store)
    loop = Loop(asked, path, out, crew, Book(), before)
    print(HEAD, "| --- " * (HEAD.count("|") - 1) + "|", sep="\n", flush=True)
    faults = [fault for week in weeks_of(asked, first) for fault in live_week(loop, week)]
    reports = out / "reports"
    months = {said.at.strftime("%Y-%m") for said in loop.book.answers}
    for month in sorted(months):
        told = loop.run("report", "month", month, "--format", "html", "--out", str(reports))
        differs = check_month(told, loop.book, before, month)
        print(f"Report of {month}: {differs or 'as entered'}", flush=True)
        faults += differs
    return faults


def town_of(asked: argparse.Namespace, out: Path) -> Path:
    """Bring the town into a store: from ledgers and roads, from another store, or invented."""
    path = out / "town.gpkg"
    if asked.town is not None:
        shutil.copy(asked.town, path)
    elif asked.small:
        with open_store(str(path), create=True) as store:
            fill(store, out)
    else:
        files = sorted(str(one) for one in asked.ledgers.iterdir() if one.suffix in ENDINGS)
        command(path, "import", *files)
        command(path, "roads", "load", str(asked.roads))
        command(path, "import", *files)
    return path


def first_week(store: Any) -> str:  # noqa: ANN401 - a store
    """Name the first whole week after the last day on record."""
    scores = store.read("score")
    known = scores["as_of"].max().date() if len(scores) else day_after_last(store)
    later: date = known
    week = week_of(later)
    return week if week_monday(week) == later else next_week(week)


def weeks_of(asked: argparse.Namespace, first: str) -> Iterator[str]:
    """Name the weeks, one after the other."""
    for _ in range(asked.weeks):
        yield first
        first = next_week(first)


def live_week(loop: Loop, week: str) -> list[str]:
    """Score, plan, draw, drive, record; print the row of the week and give its faults."""
    pages, monday = loop.out / "pages" / week, week_monday(week)
    loop.run("score", "--as-of", monday.isoformat())
    search = ["--seed", str(loop.asked.seed), "--iterations", str(loop.asked.iterations)]
    plan = loop.run("plan", "--week", week, *search)
    loop.run("map", "routes", "--week", week, "--out", str(pages))
    first = len(loop.book.weeks) if loop.asked.small else 0
    loop.book.begin(week)
    with open_store(str(loop.store)) as store:
        fates, faults = check_due(store, loop.book, plan["plan_id"], week)
        driven = outings(store, plan["plan_id"], pages, most=loop.asked.pages, first=first)
    files = fill_week(loop.crew, driven, loop.book, week=week, out=loop.out / "results" / week)
    recorded, said = send(loop, week, files)
    faults += recorded
    with open_store(str(loop.store)) as store:
        faults += check_store(store, loop.book, loop.before)
        faults += check_done(said["done"][0], store, loop.book, week)
    differs = {one["stop"] for one in said["conflicts"]} ^ loop.book.conflicts[week]
    faults += [f"{week}: a conflict is listed or made alone: {stop}" for stop in sorted(differs)]
    facts = {"stops": plan["stops"], "fates": fates, "said": said, "files": len(files)}
    cells = [*row_of(loop.book, week, **facts), len(faults)]
    print(f"| {' | '.join(map(str, cells))} |", *faults, sep="\n", flush=True)
    return faults


def send(loop: Loop, week: str, files: list[Path]) -> tuple[list[str], dict[str, Any]]:
    """Record the files shuffled in two halves, then all once more, which must change nothing."""
    dice = np.random.default_rng([loop.asked.seed, int(week[-2:])])
    shuffled = [str(files[place]) for place in dice.permutation(len(files))]
    middle = len(files) // 2
    questions = 0
    for half in (shuffled[:middle], shuffled[middle:]):
        if half:
            questions += len(loop.run("record", *half)["questions"])
    with open_store(str(loop.store)) as store:
        before = tables_of(store)
    again = loop.run("record", *(str(files[place]) for place in dice.permutation(len(files))))
    with open_store(str(loop.store)) as store:
        faults = moved(before, tables_of(store))
    counts = [*again["visits"].values(), *again["results"].values(), *again["findings"].values()]
    if any(counts) or again["changed"] or again["withdrawn"] or again["found"]:
        faults.append(f"{week}: sending again counted anew: {again['visits']} {again['findings']}")
    return faults, loop.run("record", "--week", week) | {"questions": questions}


def row_of(
    book: Book, week: str, *, stops: int, fates: Counter[str], said: dict[str, Any], files: int
) -> list[object]:
    """Write one week as the cells of a row."""
    answers = list(book.weeks[week].values())
    hazards = [hazard for one in answers for hazard in one.hazards]
    hazards += [place.hazard for place in book.places[week] if place.hazard]
    again = [state for one in answers for _, state in one.rechecked]
    done = said["done"][0]["days"]
    sweeps = sum(one.site.startswith("sweep:") and one.result is not None for one in answers)
    made, skipped = book.dealt(week)
    due = ("re-checked", "seen from outside", "broken promise", "left out", "out of reach")
    return [
        week,
        stops,
        len(made),
        len(skipped),
        sum(len(day["silent"]) for day in done),
        sweeps,
        len(hazards),
        sum(hazard.is_mended for hazard in hazards),
        f"{again.count('closed')}, {again.count('open')}",
        f"{', '.join(str(fates[name]) for name in due)}; {fates['ahead']}",
        files,
        len(said["conflicts"]),
        said["questions"],
    ]


if __name__ == "__main__":
    sys.exit(main())
