"""
Plan twelve weeks of a town in a row, each on what the weeks before brought, and print tables.

    python benchmarks/quarter.py --ledgers FOLDER --roads FILE.osm [--weeks N] [--iterations N]
                                 [--seed N] [--arms drawn searched]
    python benchmarks/quarter.py --town FILE.gpkg ...

The folder holds the ledgers and a ``truth.json`` with the true chance of each site; ``--town``
takes a store instead, and places then find nothing. Every stop is recorded as made at its planned
hour; what it found is SIMULATED, drawn from the true chance. A visit closes the findings that were
open, and a find is mended on the spot, so that what follows from finds does not drown the rest.
The arm ``searched`` leaves the draw among nearly equal weeks out. Fails where a plan breaks a rule.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import orjson
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.riskscores import ENDINGS, true_chances
from data.schema import FINDING, INSPECTION, as_records, as_table
from data.store import open_store
from data.units import clock, next_week, week_monday, week_of
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.places.standing import day_after_last
from service.pipeline.risk.scores import score_town
from service.pipeline.roads.loading import load_roads
from service.pipeline.week import making as weekly
from service.pipeline.week.alike import surprising_plan
from service.pipeline.week.predictability import judge_weeks
from service.pipeline.week.search import Search
from service.printing.summary import summary

if TYPE_CHECKING:
    from data.store import Store
    from service.results.week import PlanResult

ARMS = ("drawn", "searched")
_DAYS = timedelta(days=7)
_ORANGE_DAYS = 30


@dataclass(slots=True)
class Quarter:
    """What became of the weeks of one arm."""

    plans: list[PlanResult] = field(default_factory=list)
    promised: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    drawn: int = 0
    drawn_made: int = 0
    red: Counter[bool] = field(default_factory=Counter)
    found: int = 0
    seen: dict[str, list[date]] = field(default_factory=dict)


def main() -> None:
    """Live the weeks once for each arm."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("--ledgers", type=Path, help="folder of .xlsx, .csv and truth.json")
    parser.add_argument("--roads", type=Path, help="an .osm file")
    parser.add_argument("--town", type=Path, help="a store, instead of both")
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--iterations", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--arms", nargs="*", default=list(ARMS), choices=ARMS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        town, chances = town_of(asked, Path(folder))
        for arm in asked.arms:
            started = time.process_time()
            path = Path(folder) / f"{arm}.gpkg"
            shutil.copy(town, path)
            with open_store(str(path)) as store:
                quarter, first = live(store, asked, chances, arm=arm)
                report(store, quarter, first, arm=arm)
            print(f"\n{time.process_time() - started:.0f} s of processor.", flush=True)


def town_of(asked: argparse.Namespace, folder: Path) -> tuple[Path, pd.Series[float]]:
    """Bring the town into a store, and read the true chances of its sites."""
    if asked.town is not None:
        return asked.town, pd.Series(dtype=float)
    files = sorted(one for one in asked.ledgers.iterdir() if one.suffix in ENDINGS)
    path = folder / "town.gpkg"
    with open_store(str(path), create=True) as store:
        import_ledgers(store, files)
        load_roads(store, asked.roads)
        import_ledgers(store, files)
        truth = json.loads((asked.ledgers / "truth.json").read_text(encoding="utf-8"))
        return path, true_chances(truth, store.read("import_row"))


def live(
    store: Store, asked: argparse.Namespace, chances: pd.Series[float], *, arm: str
) -> tuple[Quarter, date]:
    """Score, plan and record week after week."""
    first = day_after_last(store)
    first += timedelta(days=-first.weekday() % 7)
    week, quarter, dice = week_of(first), Quarter(), np.random.default_rng(asked.seed)
    for _ in range(asked.weeks):
        score_town(store, as_of=week_monday(week))
        with patch.object(weekly, "surprising_plan", surprising_plan if arm == "drawn" else plain):
            search = Search(seed=asked.seed, iterations=asked.iterations, clock=time.process_time)
            plan = weekly.plan_week(store, week=week, search=search, compare="naive")
        count(store, quarter, plan)
        quarter.found += record(store, plan, chances, dice, quarter)
        week = next_week(week)
    return quarter, first


def plain(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - stands in for surprising_plan
    """Leave the draw out, and judge the plan as it was searched."""
    named["rules"] = replace(named["rules"], draws=0)
    return surprising_plan(*given, **named)


def count(store: Store, quarter: Quarter, plan: PlanResult) -> None:
    """Count promises by what they are, kept or not, and what became of the draw."""
    quarter.plans.append(plan)
    mine = {"plan_id": [plan.plan_id]}
    row = store.read("plan", where=mine).iloc[0]
    first = {site: whys[0]["code"] for site, whys in orjson.loads(row["wants"]).items()}
    for promise in as_records(store.read("promise", where=mine)):
        kind, _, name = promise["promise"].partition(":")
        code = "village" if kind == "cover" else first.get(name, kind)
        quarter.promised[code] += 1
        quarter.kept[code] += bool(promise["kept"])
    stops = set(store.read("stop", where=mine)["site_id"])
    drawn = {site for site, code in first.items() if code == "random"}
    quarter.drawn += len(drawn)
    quarter.drawn_made += len(drawn & stops)
    grades = store.read("score")["grade"]
    quarter.red.update(site in stops for site in grades.index[grades == "red"])


def record(
    store: Store,
    plan: PlanResult,
    chances: pd.Series[float],
    dice: np.random.Generator,
    quarter: Quarter,
) -> int:
    """Record every stop as made; say how many found something, by the true chances."""
    mine = {"plan_id": [plan.plan_id]}
    stops = store.read("stop", where=mine).sort_values("start_s")
    routes = store.read("route", where=mine)
    names = store.read("team")["name"]
    visits = []
    for row in as_records(stops):
        route, site = routes.loc[row["route_id"]], row["site_id"]
        is_find = bool(dice.random() < chances.get(site, 0.0))
        quarter.seen.setdefault(site, []).append(route["day"].date())
        visits.append(
            {
                "inspection_id": f"Q{plan.week}:{site}",
                "site_id": site,
                "day": route["day"].date(),
                "team": names[route["team_id"]],
                "mode": row["visit_type"],
                "result": "finding" if is_find else "clean",
                "arrived_at": clock(int(row["start_s"])),
                "source": "simulated",
            }
        )
    close_and_find(store, visits)
    return sum(visit["result"] == "finding" for visit in visits)


def close_and_find(store: Store, visits: list[dict[str, Any]]) -> None:
    """Store visits; what was open there is closed, and what is found is mended on the spot."""
    days = {visit["site_id"]: visit["day"] for visit in visits}
    findings = store.read("finding")
    due = findings[findings["site_id"].isin(list(days)) & (findings["state"] != "closed")]
    closed = due.assign(state="closed", closed=pd.to_datetime(due["site_id"].map(days)))
    found = [
        {
            "finding_id": f"F{visit['inspection_id']}",
            "site_id": visit["site_id"],
            "inspection_id": visit["inspection_id"],
            "level": "ordinary",
            "found": visit["day"],
            "state": "closed",
            "closed": visit["day"],
            "source": "simulated",
        }
        for visit in visits
        if visit["result"] == "finding"
    ]
    with store.writing() as unit:
        unit.append("inspection", as_table(visits, INSPECTION))
        unit.upsert("finding", closed)
        unit.append("finding", as_table(found, FINDING))


def report(store: Store, quarter: Quarter, first: date, *, arm: str) -> None:
    """Print the weeks, the promises by kind, and how guessable it all was."""
    print(f"\n### Arm: {arm}\n")
    print(
        "| week | stops | promises kept | prize given up | days guessed | min driven a visit |"
        " naive: promises | naive: min a visit |"
    )
    print("| --- " * 8 + "|")
    for plan in quarter.plans:
        print(week_row(plan))
    print(f"\nSimulated finds: {quarter.found}. Promises kept, by what they are:\n")
    print("| promise | kept | of |\n| --- | --- | --- |")
    for code, total in sorted(quarter.promised.items()):
        print(f"| {code} | {quarter.kept[code]} | {total} |")
    print(f"| red sites seen, site-weeks | {quarter.red[True]} | {quarter.red.total()} |")
    print(
        "| orange sites without a gap over 30 days | {} | {} |".format(
            *orange(store, quarter, first)
        )
    )
    print(f"| random draws made | {quarter.drawn_made} | {quarter.drawn} |\n")
    last = week_monday(quarter.plans[-1].week) + _DAYS
    judged = judge_weeks(store, weeks=len(quarter.plans), as_of=last)
    print("\n".join(summary(judged, "en")))


def week_row(plan: PlanResult) -> str:
    """Write one week as a row."""
    surprise, beside = plan.unpredictable, plan.compare
    assert surprise is not None  # noqa: S101 - plans of this script have both
    assert beside is not None  # noqa: S101
    cells = (
        plan.week,
        f"{plan.stops}",
        f"{beside.ours.kept}/{beside.ours.promises}",
        f"{surprise.lost_share:.1%}",
        "-" if surprise.weekday_after is None else f"{surprise.weekday_after:.0%}",
        f"{beside.ours.drive_min_per_visit:.1f}",
        f"{beside.theirs.kept}/{beside.theirs.promises}",
        f"{beside.theirs.drive_min_per_visit:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def orange(store: Store, quarter: Quarter, first: date) -> tuple[int, int]:
    """Count the sites orange at the end that no 30 days of the quarter went by without a visit."""
    grades = store.read("score")["grade"]
    end = week_monday(quarter.plans[-1].week) + _DAYS
    sites = [str(site) for site in grades.index[grades == "orange"]]
    return sum(
        longest_days(quarter.seen.get(site, []), first, end) <= _ORANGE_DAYS for site in sites
    ), len(sites)


def longest_days(days: list[date], first: date, end: date) -> int:
    """Give the longest time without a visit, from the first day to the last."""
    marks = [first, *sorted(days), end]
    return max((after - before).days for before, after in pairwise(marks))


if __name__ == "__main__":
    main()
