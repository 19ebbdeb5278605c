"""A town in a store, scored, planned and published, with people of every role and their links."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from data.sample import sample_town
from data.schema import ACCOUNT, SESSION, as_table
from data.store import Author
from data.units import week_of
from service.access.actors import Actor, permissions_of
from service.access.clock import now, office_day, written
from service.access.secrets import csrf_of, fingerprint, new_secret
from service.access.teamlinks import make_link
from service.pipeline.cells.hotspots import map_hotspots
from service.pipeline.demo import fill_demo
from service.pipeline.ledgers.importing import import_ledgers
from service.pipeline.pages.front import route_file
from service.pipeline.plans.publishing import publish, published
from service.pipeline.risk.scores import score_town
from service.pipeline.roads.loading import load_roads
from service.pipeline.week.making import plan_week
from service.pipeline.week.search import Search

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

BY = Author("load", "load")
PLANNER = Actor(
    account_id="load", name="load", role="planner", permissions=permissions_of("planner")
)
ROLES = ("inspector",) * 12 + ("viewer",) * 3 + ("planner",) * 3 + ("analyst", "administrator")
"""Of twenty people; an office of 200 has 120 inspectors."""
ITERATIONS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route of a team: the address of its page, and what a phone names it by."""

    page: str
    plan: str
    team: str
    shift: str
    day: str
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who has signed in; ``link`` and ``routes`` are those of an inspector's team."""

    name: str
    role: str
    cookie: str
    csrf: str
    link: str = ""
    routes: tuple[Route, ...] = ()


def make_town(store: Store, *, ledgers: Path | None, roads: Path | None) -> str:
    """Fill an empty store with a town, plan and publish this week; give the week."""
    if ledgers is None:
        fill_demo(store, sample_town(seed=7))
    else:
        import_ledgers(store, sorted([*ledgers.glob("*.xlsx"), *ledgers.glob("*.csv")]))
    if roads is not None:
        load_roads(store, roads)
    score_town(store)
    map_hotspots(store)
    week = week_of(office_day(now))
    plan_week(store, week=week, search=Search(seed=1, iterations=ITERATIONS, clock=time.monotonic))
    (plan_id,) = store.read("plan", where={"week": [week]}).index
    publish(store, plan_id, actor=PLANNER, clock=now, is_sure=True)
    return week


def add_people(store: Store, count: int, *, week: str) -> list[Person]:
    """Let so many people have signed in, as the roles of an office are; give what they know."""
    teams = routes_of(store, week)
    links = {
        team: make_link(store, week=week, team_id=team, actor=PLANNER, clock=now) for team in teams
    }
    names = sorted(teams)
    people = [_person(number, names, teams, links) for number in range(count)]
    sign_in(store, people)
    return people


def one_planner(store: Store) -> Person:
    """Let one planner have signed in to a store that may be empty."""
    secret = new_secret()
    who = Person(name="planner", role="planner", cookie=secret, csrf=csrf_of(secret))
    sign_in(store, [who])
    return who


def sign_in(store: Store, people: list[Person]) -> None:
    """Give people accounts and sessions, without the quarter second of a password."""
    moment = now()
    accounts = [
        {
            "account_id": f"id-{one.name}",
            "name": one.name,
            "full_name": one.name,
            "role": one.role,
            "lang": "zh",
            "active": True,
            "must_change": False,
        }
        for one in people
    ]
    sessions = [
        {
            "session_id": fingerprint(one.cookie),
            "account_id": f"id-{one.name}",
            "started": written(moment),
            "seen": written(moment),
            "expires": written(moment + timedelta(hours=12)),
        }
        for one in people
    ]
    with store.writing(by=BY) as unit:
        unit.append("account", as_table(accounts, ACCOUNT))
        unit.append("session", as_table(sessions, SESSION))


def _person(
    number: int, names: list[str], teams: dict[str, list[Route]], links: dict[str, str]
) -> Person:
    role, secret = ROLES[number % len(ROLES)], new_secret()
    mine = names[number % len(names)] if role == "inspector" else ""
    return Person(
        name=f"{role}-{number:03d}",
        role=role,
        cookie=secret,
        csrf=csrf_of(secret),
        link=links.get(mine, ""),
        routes=tuple(teams.get(mine, ())),
    )


def routes_of(store: Store, week: str) -> dict[str, list[Route]]:
    """Read the published routes of a week with their stops, team by team."""
    plan = published(store, week)
    stops: dict[str, list[str]] = {}
    for stop in store.rows("stop", where={"plan_id": [str(plan)]}):
        stops.setdefault(stop["route_id"], []).append(stop["site_id"])
    teams: dict[str, list[Route]] = {}
    for row in store.rows("route", where={"plan_id": [str(plan)]}):
        if row["route_id"] in stops:
            teams.setdefault(row["team_id"], []).append(_route(row, stops[row["route_id"]]))
    return teams


def _route(row: dict[str, Any], stops: list[str]) -> Route:
    day = str(row["day"])[:10]
    return Route(
        page=route_file({"day": row["day"], "shift": row["shift"]}),
        plan=row["plan_id"],
        team=row["team_id"],
        shift=row["shift"],
        day=day,
        stops=tuple(stops),
    )


def written_down(people: list[Person], **more: object) -> str:
    """Write people as JSON for the process that plays them."""
    return json.dumps({"people": [asdict(one) for one in people], **more})
