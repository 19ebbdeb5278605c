"""
Measure how long a planner waits for the price of a hand change, and what it costs the machine.

    python benchmarks/handchange.py STORE.gpkg [--changes 8] [--small]

Serves a copy of the store in a process of its own. Of the newest plan, stops are moved one after
the other to a day of another team: the change file is sent as the page of the week sends it, and
the page of the price is asked for as the browser asks, until it shows a price. Before the first,
the form of a change is opened, as a planner does, and ten seconds go by. Prints one row a change:
seconds waited, seconds of processor time of server and children, and the price; a change that the
rules refuse is a row too.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.served_parts.service import served
from data.store import open_store

if TYPE_CHECKING:
    import httpx2

    from benchmarks.served_parts.service import Served

LOOK_S = 0.2
THINKING_S = 10.0
PATIENCE_S = 600.0


def main() -> None:
    """Print what every change took, and the median."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("store", type=Path)
    parser.add_argument("--changes", type=int, default=8)
    parser.add_argument("--small", action="store_true", help="one change, without a thought")
    asked = parser.parse_args()
    changes, thinking_s = (1, 0.0) if asked.small else (asked.changes, THINKING_S)
    waits = []
    with served(asked.store, workers=1) as one, one.client() as client:
        week, moves = moves_of(one.file, changes)
        client.get(f"/week/{week}/changes/new", params={"site": moves[0]["site"]})
        time.sleep(thinking_s)
        print("| change | waited, s | processor, s | price |")
        print("| --- | --: | --: | --- |")
        for number, move in enumerate(moves, 1):
            waited_s, spent_s, said = priced(one, client, week, move)
            waits.append(waited_s)
            print(f"| {number} | {waited_s:.1f} | {spent_s:.1f} | {said} |", flush=True)
    waits.sort()
    print(f"\nmedian {waits[len(waits) // 2]:.1f} s, longest {waits[-1]:.1f} s")
    sys.exit(0)


def moves_of(store: Path, count: int) -> tuple[str, list[dict[str, str]]]:
    """Choose stops of the newest plan, spread over it, each with a day of another team."""
    with open_store(str(store)) as town:
        plan = max(town.rows("plan"), key=lambda row: (row["week"], row["version"]))
        routes = town.rows("route", where={"plan_id": [plan["plan_id"]]})
        stops = town.rows("stop", where={"route_id": [row["route_id"] for row in routes]})
    by_id = {row["route_id"]: row for row in routes}
    stops = [stop for stop in stops if stop["site_id"].startswith("S")]
    moves = []
    for place in range(count):
        stop = stops[place * len(stops) // count]
        mine = by_id[stop["route_id"]]
        others = [row for row in routes if row["team_id"] != mine["team_id"]]
        to = others[place % len(others)]
        move = {"do": "move", "site": stop["site_id"], "team": to["team_id"]}
        moves.append(move | {"day": str(to["day"])[:10]})
    return plan["week"], moves


def priced(
    one: Served, client: httpx2.Client, week: str, move: dict[str, str]
) -> tuple[float, float, str]:
    """Ask for the price of one change; give seconds waited, seconds spent, and what was said."""
    spent_s, begun_s = one.cpu_s(), time.perf_counter()
    address = client.post(f"/week/{week}/changes", json={"week": week, "changes": [move]}).json()
    while time.perf_counter() - begun_s < PATIENCE_S:
        text = client.get(address["address"], headers={"HX-Request": "true"}).text
        if "<progress" not in text:
            break
        time.sleep(LOOK_S)
    waited_s = time.perf_counter() - begun_s
    shown = re.search(r'class="(?:total|problem)"[^>]*>(.*?)</p>', text, re.DOTALL)
    said = re.sub(r"<[^>]+>|\s+", " ", shown[1]).strip() if shown else "no price"
    time.sleep(1)  # the child is reaped, and its time counted
    return waited_s, one.cpu_s() - spent_s, said


if __name__ == "__main__":
    main()
