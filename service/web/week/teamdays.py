"""A plan as lists: team by team, day by day, stop by stop, with time and reason; no map needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from data.schema import as_records
from data.units import clock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from data.store import Store

Row = dict[str, Any]
Why = tuple[str, str, str]
"""Code of ``data.words.WHYS``, and the reason in Chinese and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """One stop: ``start`` and ``end`` as times of day; ``is_sweep``: a place in no ledger."""

    order: int
    site_id: str
    name: str
    village: str
    visit_type: str
    start: str
    end: str
    whys: tuple[Why, ...]
    is_sweep: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDay:
    """What a team does in one shift; times of day, seconds driven and worked, metres driven."""

    shift: str
    team_id: str
    team: str
    day: date
    start: str
    end: str
    end_s: int
    drive_s: int
    work_s: int
    distance_m: float
    stops: tuple[StopLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a team does in the week; ``share`` of the busiest team's hours, 0-1."""

    team: str
    stops: int
    drive_s: int
    work_s: int
    distance_m: float
    share: float


def team_days(store: Store, plan_id: str) -> tuple[TeamDay, ...]:
    """List what every team does by a plan, in the order of days and hours."""
    mine = {"plan_id": [plan_id]}
    routes = as_records(store.read("route", where=mine).sort_values(["start_s", "team_id"]))
    stops = as_records(store.read("stop", where=mine).sort_values(["route_id", "position"]))
    places = place_names(store, [stop["site_id"] for stop in stops])
    teams = {str(team): str(name) for team, name in store.read("team")["name"].items()}
    by_route: dict[str, list[Row]] = {}
    for stop in stops:
        by_route.setdefault(stop["route_id"], []).append(stop)
    return tuple(_team_day(one, by_route.get(one["route_id"], []), places, teams) for one in routes)


def place_names(store: Store, sites: Sequence[str]) -> dict[str, tuple[str, str, bool]]:
    """Give name and village of places by id, and whether they are in no ledger."""
    wanted = sorted(set(sites))
    found: dict[str, tuple[str, str, bool]] = {}
    for table, key in (("site", "site_id"), ("sweep", "sweep_id")):
        for row in as_records(store.read(table, where={key: wanted})):
            found[row[key]] = row["name"], _text(row["village"]), table == "sweep"
    return found


def loads(days: Sequence[TeamDay]) -> tuple[Load, ...]:
    """Sum up every team's week, in the order in which they first go out."""
    hours: dict[str, int] = {}
    for one in days:
        hours[one.team] = hours.get(one.team, 0) + one.drive_s + one.work_s
    most = max(hours.values(), default=0) or 1
    return tuple(
        _load(team, [one for one in days if one.team == team], share=spent / most)
        for team, spent in hours.items()
    )


def results_of(store: Store, days: Sequence[TeamDay]) -> dict[str, str]:
    """Say by site what came of visits on the days of a plan, whoever made them."""
    seen = [one.day.isoformat() for one in days]
    rows = store.rows("inspection", where={"day": sorted(set(seen))})
    rows.sort(key=lambda row: str(row["day"]))
    return {str(row["site_id"]): row["result"] for row in rows if row["result"] != "skipped"}


def addresses_of(store: Store, days: Sequence[TeamDay]) -> dict[str, str]:
    """Give the addresses of the places that teams visit, where the ledger has one."""
    ids = sorted({stop.site_id for one in days for stop in one.stops})
    rows = store.rows("site", where={"site_id": ids}, columns=("site_id", "address"))
    return {str(row["site_id"]): str(row["address"]) for row in rows if row["address"]}


def _load(team: str, own: Sequence[TeamDay], *, share: float) -> Load:
    return Load(
        team=team,
        stops=sum(len(one.stops) for one in own),
        drive_s=sum(one.drive_s for one in own),
        work_s=sum(one.work_s for one in own),
        distance_m=sum(one.distance_m for one in own),
        share=share,
    )


def _team_day(
    route: Row,
    stops: Sequence[Row],
    places: Mapping[str, tuple[str, str, bool]],
    teams: Mapping[str, str],
) -> TeamDay:
    return TeamDay(
        shift=route["shift"],
        team_id=route["team_id"],
        team=teams.get(route["team_id"], route["team_id"]),
        day=route["day"].date(),
        start=clock(int(route["start_s"])),
        end=clock(int(route["end_s"])),
        end_s=int(route["end_s"]),
        drive_s=int(route["drive_s"]),
        work_s=int(route["work_s"]),
        distance_m=float(route["back_m"]) + sum(float(stop["leg_m"]) for stop in stops),
        stops=tuple(_stop(stop, places) for stop in stops),
    )


def _stop(stop: Row, places: Mapping[str, tuple[str, str, bool]]) -> StopLine:
    name, village, is_sweep = places.get(stop["site_id"], (stop["site_id"], "", False))
    return StopLine(
        order=int(stop["position"]),
        site_id=stop["site_id"],
        name=name,
        village=village,
        visit_type=stop["visit_type"],
        start=clock(int(stop["start_s"])),
        end=clock(int(stop["end_s"])),
        whys=reasons(stop["why"]),
        is_sweep=is_sweep,
    )


def reasons(listed: object) -> tuple[Why, ...]:
    """Read why a visit is wanted from the JSON it is stored in; missing is empty."""
    told = orjson.loads(listed) if isinstance(listed, str) and listed else []
    return tuple((one["code"], one["zh"], one["en"]) for one in told)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
