"""A town with one small plan, and the files that pages of its routes write."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from data.ledger import LAST_SITE
from data.schema import PLAN, ROUTE, STOP, SWEEP, TEAM, as_table
from tests.builders import sites

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.store import Store

WEEK, PLAN_ID = "2026-W48", "2026-W48-v1-abc123"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
WHERE = {"lon_deg": 115.0, "lat_deg": 35.5}
PLACE = {"village": "东村", "land_ha": 0.0, "idle": 1, "tips": 0, "lane_km": 1.0}
ON_TUESDAY = ("S00001", "S00002", "S00003", "sweep:a", "sweep:b")
TYPES = {"S00003": "recheck", "sweep:a": "sweep", "sweep:b": "sweep"}


def fill(store: Store) -> None:
    """
    Write the town: 4 sites, 2 places to sweep, 1 team, 1 plan.

    Tuesday's route has three sites and both places, the third site for a re-check; Wednesday's has
    none, and S00004 is on no route.
    """
    with store.writing() as unit:
        unit.upsert("site", sites({}, {}, {}, {}))
        unit.set(LAST_SITE, "S00009")
        team = {"team_id": "T1", "name": "一队", "card_holders": 2, **WHERE}
        unit.upsert("team", as_table([team], TEAM))
        swept = [{"sweep_id": f"sweep:{name}", "name": f"片区 {name}", **PLACE} for name in "ab"]
        unit.upsert("sweep", as_table([row | WHERE for row in swept], SWEEP))
        add_plan(unit, PLAN_ID)


def add_plan(unit: Any, plan_id: str, *, version: int = 1) -> None:  # noqa: ANN401  # a unit
    """Write a version of the week's plan; each has the same stops."""
    plan = {"plan_id": plan_id, "week": WEEK, "version": version, "as_of": MONDAY, "seed": 1}
    facts = {"iterations": 1, "prize": 0.0, "bound": 0.0, "input_hash": "x"}
    lists = dict.fromkeys(("params", "problem", "wants", "draw"), "{}")
    unit.append("plan", as_table([{**plan, **facts, **lists}], PLAN))
    zeros = dict.fromkeys(("start_s", "end_s", "break_s", "drive_s", "work_s", "back_s"), 0)
    route = {"plan_id": plan_id, "shift": "T1-1", "team_id": "T1", "back_m": 0.0, **zeros}
    routes = [
        {**route, "route_id": f"{plan_id}:{day}", "day": date(2026, 11, 23 + day)} for day in (1, 2)
    ]
    unit.append("route", as_table(routes, ROUTE))
    unit.append("stop", as_table([_stop(plan_id, *one) for one in enumerate(ON_TUESDAY, 1)], STOP))


def _stop(plan_id: str, position: int, site: str) -> dict[str, object]:
    times = dict.fromkeys(("leg_s", "arrive_s", "start_s", "end_s"), 0)
    return {
        "stop_id": f"{plan_id}:{position}",
        "plan_id": plan_id,
        "route_id": f"{plan_id}:1",
        "position": position,
        "site_id": site,
        "visit_type": TYPES.get(site, "inspection"),
        "card_holders": 0,
        "leg_m": 0.0,
        "why": "[]",
        **times,
    }


def told(place: str, result: str | None, at: str = "10:00", **more: object) -> dict[str, object]:
    """Record one stop, as a phone does; ``at`` is UTC."""
    return {"site": place, "result": result, "edited_at": f"2026-11-24T{at}:00Z", **more}


def hazard(number: int, what: str, **more: object) -> dict[str, object]:
    """Write down one hazard."""
    whole = {"id": f"p1-{number}", "what": what, "level": "ordinary", "due": None}
    return {**whole, "on_the_spot": False, "photos": None, **more}


def place(number: int, at: str = "10:00", **more: object) -> dict[str, object]:
    """Write down one place found on the way."""
    seen = {"id": f"p1-p{number}", "name": "", "what": "流动加油车", "lon": 115.01, "lat": 35.51}
    when = {"at": f"2026-11-24T{at}:00Z", "edited_at": f"2026-11-24T{at}:00Z"}
    rest = {"accuracy_m": 8, "village": None, "photos": None, "findings": [], "deleted": False}
    return {**seen, **when, **rest, "device": "p1", **more}


def page(
    folder: Path,
    *visits: dict[str, object],
    device: str = "p1",
    places: Sequence[dict[str, object]] = (),
    **head: object,
) -> Path:
    """Write the file of one phone."""
    file = folder / f"{device}.json"
    whole = {
        "format": "patrol-results/1",
        "plan": PLAN_ID,
        "day": "2026-11-24",
        "team": "T1",
        "device": device,
        "exported": "2026-11-24T12:00:00Z",
        "visits": list(visits),
        "places": list(places),
    }
    file.write_bytes(orjson.dumps({**whole, **head}))
    return file
