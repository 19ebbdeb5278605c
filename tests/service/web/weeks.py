"""A planned week of three invented places, written row by row: no road, no search."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.schema import (
    PLAN,
    PROMISE,
    ROUTE,
    SHIFT,
    SITE,
    STOP,
    TEAM,
    UNPLANNED,
    as_table,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.store import Store

WEEK = "2026-W48"
MONDAY = "2026-11-23"
DAY_S, HOUR_S = 86_400, 3600
WHY = [{"code": "risk", "zh": "评分高", "en": "a high score"}]


def town(store: Store) -> None:
    """Write two teams, their hours, and three sites of 甲镇."""
    teams = [
        {"team_id": f"T{n}", "name": name, "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.5}
        for n, name in ((1, "一队"), (2, "二队"))
    ]
    shifts = [
        {
            "shift_id": f"H{n}",
            "team_id": f"T{n}",
            "kind": "day",
            "start_s": 8 * HOUR_S,
            "end_s": 17 * HOUR_S,
        }
        for n in (1, 2)
    ]
    sites = [
        {
            "site_id": f"S{n}",
            "name": name,
            "kind": "enterprise",
            "town": "甲镇",
            "village": "东村",
            "status": "operating",
            "lon_deg": 115.0 + n / 100,
            "lat_deg": 35.5,
        }
        for n, name in ((1, "甲厂"), (2, "乙厂"), (3, "丙厂"))
    ]
    with store.writing() as unit:
        unit.append("team", as_table(teams, TEAM))
        unit.append("shift", as_table(shifts, SHIFT))
        unit.append("site", as_table(sites, SITE))


def draft(
    store: Store,
    plan_id: str,
    stops: Mapping[str, Sequence[str]],
    *,
    version: int = 1,
    week: str = WEEK,
    params: Mapping[str, object] | None = None,
) -> str:
    """
    Write a plan of the week; every team works on Monday.

    Parameters
    ----------
    stops
        Team to its sites, visited at 9, 10, 11 o'clock.
    """
    plan = {
        "plan_id": plan_id,
        "week": week,
        "version": version,
        "as_of": "2026-11-22",
        "seed": 1,
        "iterations": 10,
        "prize": 5.0,
        "bound": 8.0,
        "input_hash": "0" * 64,
        "params": json.dumps(params or {}),
        "problem": "{}",
        "wants": "{}",
        "draw": "{}",
    }
    out = {"S1", "S2", "S3"} - {site for sites in stops.values() for site in sites}
    with store.writing() as unit:
        unit.append("plan", as_table([plan], PLAN))
        unit.append("route", as_table([_route(plan_id, team) for team in stops], ROUTE))
        rows = [row for team, sites in stops.items() for row in _stops(plan_id, team, sites)]
        unit.append("stop", as_table(rows, STOP))
        left = [_left_out(plan_id, site) for site in sorted(out)]
        unit.append("unplanned", as_table(left, UNPLANNED))
        broken = {
            "promise_id": f"{plan_id}-1",
            "plan_id": plan_id,
            "promise": "cover:东村",
            "kept": not out,
            "detail": "{}",
            "zh": "东村本周无人可去，加一班即可",
            "en": "nobody can see 东村; one more shift would do",
        }
        unit.append("promise", as_table([broken], PROMISE))
    return plan_id


def _route(plan_id: str, team: str) -> dict[str, object]:
    return {
        "route_id": f"{plan_id}-{team}",
        "plan_id": plan_id,
        "shift": f"H{team[1:]}-0",
        "team_id": team,
        "day": MONDAY,
        "start_s": 8 * HOUR_S,
        "end_s": 17 * HOUR_S,
        "break_s": 0,
        "drive_s": 1800,
        "work_s": 3600,
        "back_s": 600,
        "back_m": 5000.0,
    }


def _stops(plan_id: str, team: str, sites: Sequence[str]) -> list[dict[str, object]]:
    return [
        {
            "stop_id": f"{plan_id}-{team}-{place}",
            "plan_id": plan_id,
            "route_id": f"{plan_id}-{team}",
            "position": place,
            "site_id": site,
            "visit_type": "patrol",
            "card_holders": 0,
            "leg_s": 600,
            "leg_m": 5000.0,
            "arrive_s": (8 + place) * HOUR_S,
            "start_s": (8 + place) * HOUR_S,
            "end_s": (8 + place) * HOUR_S + 1800,
            "why": json.dumps(WHY),
        }
        for place, site in enumerate(sites, start=1)
    ]


def _left_out(plan_id: str, site: str) -> dict[str, object]:
    return {
        "unplanned_id": f"{plan_id}-{site}",
        "plan_id": plan_id,
        "site_id": site,
        "must": False,
        "reason": "lost_to_better",
        "detail": "{}",
        "zh": "本周时间不够",
        "en": "no time this week",
        "why": json.dumps(WHY),
    }
