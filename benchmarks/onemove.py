"""
Move single stops of a town's newest plan, and print a Markdown table of what else each moves.

    python benchmarks/onemove.py STORE.gpkg [--moves 20] [--seed 1] [--absent]

Stops and their new days are drawn at random; a move that the rules refuse is drawn anew. Each is
made in a copy of the store, with the steps that the office's page gives it, and read back. Columns:
visits that go, come, change their shift or, within it, their time by a quarter of an hour and more,
the stop that was moved left out; routes that differ in any of this, two of which a move names; what
the week gains in points; promises broken more; seconds of processor of this process.
``--absent`` takes a team out for a day in place of moving a stop; its own visits count as touched.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import InputError
from data.store import open_store
from planning.changes import read_change_file
from planning.diff import RETIMED_S
from service.pipeline.midweek.replan import replan_week
from service.pipeline.midweek.wishes import hand_moment, read_wishes
from service.pipeline.week.search import Search
from service.web.week.pricing import STEPS

if TYPE_CHECKING:
    from data.store import Store

COLUMNS = ("dropped", "added", "moved", "retimed", "routes", "prize", "broken", "seconds")

Placed = dict[str, tuple[str, float]]
"""By visit, its shift and when it begins."""


def main() -> None:
    """Print a row a move, then sums and medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("store", type=Path)
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--absent", action="store_true", help="a team away for a day instead")
    asked = parser.parse_args()
    dice, rows = random.Random(asked.seed), []  # noqa: S311 - a draw that repeats
    print("| change |", " | ".join(COLUMNS), "|")
    print("| --- |", " --: |" * len(COLUMNS), sep="")
    while len(rows) < asked.moves:
        made = tried(asked.store, dice, absent=asked.absent)
        if made is not None:
            rows.append(made[1])
            told(made[0], made[1])
    told("**sum**", {name: sum(one[name] for one in rows) for name in COLUMNS})
    told("**median**", {name: statistics.median(one[name] for one in rows) for name in COLUMNS})


def told(name: str, figures: dict[str, float]) -> None:
    """Print a row."""
    cells = [f"{round(figures[column], 2):g}" for column in COLUMNS]
    print("|", " | ".join([name, *cells]), "|", flush=True)


def tried(store: Path, dice: random.Random, *, absent: bool) -> tuple[str, dict[str, float]] | None:
    """Make one change in a copy; give what it was and its figures, ``None`` where it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copy(store, folder))
        with open_store(str(file)) as town:
            change = drawn(town, dice, absent=absent)
            changes = read_change_file({"changes": [change]})
            week = str(latest(town)["week"])
            before, begun_s = placed(town), time.process_time()
            try:
                result = replan_week(
                    town,
                    week=week,
                    wishes=read_wishes(hand_moment(town, week), (), (), changes=changes),
                    search=Search(seed=0, iterations=STEPS, clock=time.perf_counter),
                )
            except InputError:
                return None
            spent_s, after = time.process_time() - begun_s, placed(town)
    assert result.costs is not None  # noqa: S101
    cost = result.costs.together
    figures = {"prize": cost.prize, "broken": cost.broken, "seconds": spent_s}
    name = f"{change.get('site', '')} {change['team']} {change['day']}".strip()
    return name, moved(before, after, change.get("site")) | figures


def drawn(town: Store, dice: random.Random, *, absent: bool) -> dict[str, str]:
    """Draw a stop and a day of another route, or only the day."""
    routes, stops = rows_of(town)
    to = dice.choice(routes)
    there = {"team": str(to["team_id"]), "day": str(to["day"])[:10]}
    if absent:
        return {"do": "absent"} | there
    stop = dice.choice([one for one in stops if one["route_id"] != to["route_id"]])
    return {"do": "move", "site": str(stop["site_id"])} | there


def latest(town: Store) -> dict[str, Any]:
    """Find the plan in force."""
    return max(map(dict, town.rows("plan")), key=lambda one: (one["week"], one["version"]))


def rows_of(town: Store) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Read routes and stops of the plan in force, in an order that repeats."""
    routes = town.rows("route", where={"plan_id": [latest(town)["plan_id"]]})
    stops = town.rows("stop", where={"route_id": [one["route_id"] for one in routes]})
    routes = [dict(one) for one in sorted(routes, key=lambda one: str(one["shift"]))]
    return routes, [dict(one) for one in sorted(stops, key=lambda one: str(one["site_id"]))]


def placed(town: Store) -> Placed:
    """Say where and when the plan in force makes each visit."""
    routes, stops = rows_of(town)
    shift = {one["route_id"]: str(one["shift"]) for one in routes}
    return {str(one["site_id"]): (shift[one["route_id"]], float(one["start_s"])) for one in stops}


def moved(before: Placed, after: Placed, site: str | None) -> dict[str, float]:
    """Count what differs; the stop that was asked for counts for its routes only."""
    dropped = before.keys() - after.keys()
    added = after.keys() - before.keys()
    both = before.keys() & after.keys()
    shifted = {one for one in both if before[one][0] != after[one][0]}
    later = {one for one in both - shifted if abs(before[one][1] - after[one][1]) >= RETIMED_S}
    touched = dropped | added | shifted | later
    routes = {plan[one][0] for plan in (before, after) for one in touched if one in plan}
    counted = {"dropped": dropped, "added": added, "moved": shifted, "retimed": later}
    return {name: float(len(found - {site})) for name, found in counted.items()} | {
        "routes": float(len(routes))
    }


if __name__ == "__main__":
    main()
