"""
People at work, in a process of their own: ``python -m benchmarks.load_parts.people``.

Reads JSON (host, port, week, seconds, seed, people) on standard input; writes JSON: of each request
its kind, its status, its milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from benchmarks.load_parts.wire import Wire

THINK_S = (1.0, 5.0)
Row = dict[str, Any]
Seen = list[tuple[str, int, float]]
Asked = tuple[str, str, Row | None]
"""Method, path, body."""
HABITS: dict[str, dict[str, int]] = {
    "inspector": {"route": 4, "state": 5, "results": 1, "findings": 1, "overview": 1},
    "viewer": {"overview": 3, "week": 2, "risk": 2, "findings": 2},
    "planner": {"overview": 3, "week": 3, "risk": 2, "findings": 2, "list": 3, "tip": 1},
    "analyst": {"risk": 2, "list": 3, "map": 5},
    "administrator": {"overview": 3, "week": 1, "list": 1},
}
"""Of each role what it asks for, and how often."""
LISTS = ("sites", "findings", "inspections", "scores", "teams", "stops")
SIDE_DEG = (0.01, 0.04)


async def live(who: Row, asked: Row, seen: Seen, *, chance: random.Random) -> None:
    """Do one thing after another, with a pause to think before each, until the time is over."""
    wire = Wire(asked["host"], asked["port"])
    habits = HABITS[who["role"]]
    until_s = time.perf_counter() + asked["seconds"]
    await asyncio.sleep(chance.uniform(0, THINK_S[1]))
    while time.perf_counter() < until_s:
        (kind,) = chance.choices(list(habits), list(habits.values()))
        method, path, body = _wanted(kind, who, asked, chance)
        sent = b"" if body is None else json.dumps(body).encode()
        headers = _headers(kind, who, chance)
        started_s = time.perf_counter()
        answer = await wire.ask(method, path, headers, sent)
        seen.append((kind, answer.status, 1000 * (time.perf_counter() - started_s)))
        await asyncio.sleep(chance.uniform(*THINK_S))
    wire.close()


def _headers(kind: str, who: Row, chance: random.Random) -> dict[str, str]:
    is_program = kind in {"list", "map", "tip", "results", "state"}
    headers = {"Accept": "application/json" if is_program else "text/html"}
    if kind in {"route", "state", "results"}:
        return headers | ({"Content-Type": "application/json"} if kind == "results" else {})
    headers["Cookie"] = f"gridpatrol={who['cookie']}"
    if kind == "tip":
        key = f"load-{chance.getrandbits(96):x}"
        headers |= {"Content-Type": "application/json", "X-CSRF-Token": who["csrf"]}
        headers["Idempotency-Key"] = key
    return headers


def _wanted(kind: str, who: Row, asked: Row, chance: random.Random) -> Asked:
    if kind in {"route", "state", "results"}:
        return _by_link(kind, who, chance)
    if kind == "tip":
        told = {
            "day": asked["day"],
            "what": f"烟囱冒烟 {chance.getrandbits(32):x}",
            "place": "村口",
        }
        return "POST", "/api/v1/tips", told
    if kind == "list":
        return "GET", f"/api/v1/{chance.choice(LISTS)}?limit=100", None
    if kind == "map":
        return "GET", _box(asked["box"], chance), None
    paths = {"overview": "/", "week": f"/week/{asked['week']}", "risk": "/risk"}
    return "GET", paths.get(kind, "/findings"), None


def _by_link(kind: str, who: Row, chance: random.Random) -> Asked:
    route = chance.choice(who["routes"])
    if kind == "route":
        return "GET", f"/r/{who['link']}/{quote(route['page'])}", None
    if kind == "state":
        return "GET", f"/r/{who['link']}/state", None
    moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    visit = {
        "site": chance.choice(route["stops"]),
        "result": chance.choice(("clean", "clean", "clean", "skipped")),
        "done_at": moment,
        "edited_at": moment,
    }
    if visit["result"] == "skipped":
        visit["reason"] = "closed"
    told = {
        "format": "patrol-results/1",
        "plan": route["plan"],
        "route": route["shift"],
        "team": route["team"],
        "day": route["day"],
        "device": who["name"],
        "exported": moment,
        "visits": [visit],
        "places": [],
    }
    return "POST", f"/r/{who['link']}/records", told


def _box(town: list[float], chance: random.Random) -> str:
    west, south = chance.uniform(town[0], town[2]), chance.uniform(town[1], town[3])
    side = chance.uniform(*SIDE_DEG)
    box = ",".join(f"{one:.5f}" for one in (west, south, west + side, south + side))
    return f"/ogc/collections/sites/items?bbox={box}&limit=500&f=json"


async def _all(asked: Row) -> Seen:
    seen: Seen = []
    chance = random.Random(asked["seed"])  # noqa: S311 (no secret)
    lives = [
        live(who, asked, seen, chance=random.Random(chance.getrandbits(64)))  # noqa: S311
        for who in asked["people"]
    ]
    await asyncio.gather(*lives)
    return seen


if __name__ == "__main__":
    json.dump(asyncio.run(_all(json.loads(sys.stdin.read()))), sys.stdout)
