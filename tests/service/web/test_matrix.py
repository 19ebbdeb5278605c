"""
Who may do what: every route, asked by nobody and by five roles, of all towns and of one.

The routes are those of the application itself, what they need stands in ``permissions.py``: a test
says what is missing there.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import fastapi.routing
import pytest
from fastapi import Response
from fastapi.testclient import TestClient

from data.schema import (
    FINDING,
    GIVEN_ORDER,
    INSPECTION,
    SCORE,
    SITE,
    TEAM,
    TIP,
    as_table,
)
from data.store import Author, Store, open_store
from data.words import ROLES
from service.access.accounts import Account, add_account
from service.access.roles import PERMISSIONS
from service.access.secrets import csrf_of
from service.access.sessions import begin
from service.web.app import make_app
from service.web.gate import CSRF_HEADER, SAFE_METHODS
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.bodies import BODIES
from tests.service.web.permissions import NEEDED
from tests.service.web.routes import (
    EXAMPLES,
    FOREIGN,
    MARK,
    OWN,
    PUBLIC,
    Route,
    routes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY = Author("test", "test")
LET_THROUGH = 299
NEIGHBOUR = ("planner", frozenset({OWN}))
"""Whoever sees some towns only may do no more than a planner."""
SCOPES: tuple[frozenset[str] | None, ...] = (None, frozenset({OWN}))
ACTORS = [
    (role, towns)
    for role in ROLES
    for towns in SCOPES
    if not (role == "administrator" and towns is not None)  # there is none: ADR 0058
]
ROUTES = routes_of(make_app(Office(store=Store.__new__(Store), settings=WebSettings(store="-"))))
GATED = [route for route in ROUTES if route.gate is not None]
READS = [route for route in GATED if route.method in SAFE_METHODS]
WRITES = [route for route in GATED if route.method not in SAFE_METHODS]
OF_A_TOWN = [route for route in WRITES if route.is_of_a_town]


@dataclass(frozen=True)
class House:
    """A service of two towns with an account of every kind."""

    office: Office
    client: TestClient
    secrets: dict[tuple[str, frozenset[str] | None], str] = field(default_factory=dict)
    """Of who has signed in and nothing was done since that may end it."""

    def ask(
        self,
        route: Route,
        actor: tuple[str, frozenset[str] | None] | None,
        *,
        foreign: bool = False,
        said: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - the test client's answer
        """
        Ask as somebody who has signed in; writes bring the token of the session.

        ``said`` is the body of a write; without one it brings a field that nobody asked for.
        """
        self.client.cookies.clear()
        headers: dict[str, str] = {}
        if actor is not None:
            secret = self._secret(actor)
            self.client.cookies.set(self.office.settings.cookie, secret)
            headers[CSRF_HEADER] = csrf_of(secret)
        body: dict[str, Any] = (
            {} if route.method in SAFE_METHODS else {"data": said or {"none": "none"}}
        )
        if body and route.path.startswith("/api"):
            body = {"json": said or {}}
        return self.client.request(
            route.method, route.address(foreign=foreign), headers=headers, **body
        )

    def ask_anew(
        self,
        route: Route,
        actor: tuple[str, frozenset[str] | None],
        *,
        foreign: bool = False,
        said: Mapping[str, str] | None = None,
    ) -> Any:  # noqa: ANN401 - the test client's answer
        """Ask as somebody who has just signed in: what was asked before may have ended that."""
        if route.method not in SAFE_METHODS:
            self.secrets.clear()
        answer = self.ask(route, actor, foreign=foreign, said=said)
        if route.method not in SAFE_METHODS:
            self.secrets.clear()
        return answer

    def _secret(self, actor: tuple[str, frozenset[str] | None]) -> str:
        if actor not in self.secrets:
            who = Account(account_id=_id(*actor), name="-", role="-")
            self.secrets[actor] = begin(self.office.store, who, clock=lambda: NOW)
        return self.secrets[actor]


def _id(role: str, towns: frozenset[str] | None) -> str:
    return f"id-{role}-{'all' if towns is None else 'one'}"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give a store of two towns; every text of the foreign one bears the mark."""
    place = str(tmp_path_factory.mktemp("matrix") / "office.gpkg")
    with open_store(place, create=True) as store:
        _fill(store)
        for role, towns in ACTORS:
            name = f"{role}-{'all' if towns is None else 'one'}"
            account = Account(account_id=_id(role, towns), name=name, role=role, towns=towns)
            add_account(store, account, password=None, clock=lambda: NOW, by=BY)
        somebody = Account(account_id="id-somebody", name="somebody", role="viewer")
        add_account(store, somebody, password=None, clock=lambda: NOW, by=BY)
        office = Office(store=store, settings=WebSettings(store=place), clock=lambda: NOW)
        # With one connection always open, the others need not tidy the file up when they close.
        with (
            closing(sqlite3.connect(place)) as held,
            TestClient(make_app(office), follow_redirects=False) as client,
        ):
            held.execute("PRAGMA schema_version").fetchall()
            yield House(office, client)


_TOWNS = ((1, OWN, "本镇"), (2, FOREIGN, MARK))


def _put_cases(store: Store) -> None:
    """Put what may be closed once as it was: open tip-offs and orders, no dispositions."""
    tips = [
        {
            "tip_id": f"TIP{number}",
            "day": "2026-11-03",
            "site_id": f"S{number}",
            "what": text,
            "verified": "open",
        }
        for number, _, text in _TOWNS
    ]
    orders = [
        {
            "given_order_id": f"O{number}",
            "site_id": f"S{number}",
            "kind": "stop",
            "day": "2026-11-10",
            "note": text,
        }
        for number, _, text in _TOWNS
    ]
    with store.writing(by=BY) as unit:
        unit.upsert("tip", as_table(tips, TIP))
        unit.upsert("given_order", as_table(orders, GIVEN_ORDER))
        unit.clear("disposition")


def _fill(store: Store) -> None:
    towns = _TOWNS
    sites = [
        {
            "site_id": f"S{number}",
            "kind": "enterprise",
            "name": f"{text}厂",
            "address": f"{text}路",
            "town": town,
            "village": f"{text}村",
            "status": "operating",
            "lon_deg": 115.0 + number / 100,
            "lat_deg": 35.5,
        }
        for number, town, text in towns
    ]
    visits = [
        {
            "inspection_id": f"J{number}",
            "site_id": f"S{number}",
            "day": "2026-11-02",
            "result": "finding",
            "team": "T1",
        }
        for number, _, _ in towns
    ]
    findings = [
        {
            "finding_id": f"F{number}",
            "site_id": f"S{number}",
            "inspection_id": f"J{number}",
            "level": "major",
            "found": "2026-11-02",
            "due": "2026-11-20",
            "state": "notified",
            "what": f"{text}隐患",
        }
        for number, _, text in towns
    ]
    scores = [
        {
            "site_id": f"S{number}",
            "as_of": "2026-11-22",
            "model": "card",
            "risk": 0.5,
            "grade": "red",
            "uncertainty": 0.1,
            "reasons": "[]",
        }
        for number, _, _ in towns
    ]
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.5}
    with store.writing(by=BY) as unit:
        unit.append("site", as_table(sites, SITE))
        unit.append("inspection", as_table(visits, INSPECTION))
        unit.append("finding", as_table(findings, FINDING))
        unit.append("score", as_table(scores, SCORE))
        unit.append("team", as_table([team], TEAM))
    _put_cases(store)


def test_every_route_has_a_gate_or_a_reason() -> None:
    """Who adds a route says who may use it."""
    open_ones = [str(route) for route in ROUTES if route.gate is None and not route.is_public]
    assert not open_ones, f"no gate, and no line in PUBLIC of routes.py: {open_ones}"


def test_every_gate_asks_for_what_is_written_down() -> None:
    """A new route needs a line, and a line without a route hides nothing."""
    gates = {
        (route.method, route.path): (route.gate.permission, route.gate.office_wide)
        for route in GATED
        if route.gate is not None
    }
    wrong = {key for key in {*gates, *NEEDED} if gates.get(key, "-") != NEEDED.get(key, "-")}
    assert not wrong, f"unlike the lines of permissions.py: {sorted(wrong)}"


def test_every_write_of_a_town_has_a_good_body() -> None:
    """Else what is refused may be the body."""
    assert {(route.method, route.path) for route in OF_A_TOWN} == set(BODIES)


def test_no_public_address_has_lost_its_reason() -> None:
    """A line of the list that no route needs hides nothing by accident."""
    assert all(PUBLIC.values())
    assert not [str(route) for route in GATED if route.is_public]


def test_every_gap_has_an_example() -> None:
    """A route whose gap nobody can fill would be asked for what is not there, and prove nothing."""
    unknown = {(name, str(route)) for route in GATED for name in route.gaps} - {
        (name, str(route)) for route in GATED for name in route.gaps if name in EXAMPLES
    }
    assert not unknown, f"no line in EXAMPLES of routes.py for {sorted(unknown)}"


@pytest.fixture
def _stops_behind_the_gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no route do its work: who is let through is answered with a number of our own."""

    async def stop(**_: object) -> Response:
        return Response(status_code=LET_THROUGH)

    monkeypatch.setattr(fastapi.routing, "run_endpoint_function", stop)


@pytest.mark.parametrize("route", GATED, ids=str)
@pytest.mark.usefixtures("_stops_behind_the_gate")
def test_gate_lets_through_who_may_and_nobody_else(route: Route, house: House) -> None:
    """What is expected comes from two tables, of routes and of roles, and not from the gate."""
    permission, office_wide = NEEDED[route.method, route.path]
    assert house.ask(route, None).status_code == 401
    for role, towns in ACTORS:
        answer = house.ask(route, (role, towns))
        may = permission is None or permission in PERMISSIONS[role]
        if not may or (office_wide and towns is not None):
            assert answer.status_code == 403, (role, towns, answer.text)
        else:
            # What the form lacks, or is not there, is told after the gate.
            assert answer.status_code in {LET_THROUGH, 400, 404, 415, 422, 428}, role


@pytest.mark.parametrize("route", GATED, ids=str)
def test_administrator_is_served(route: Route, house: House) -> None:
    """Behind the gate nothing refuses again, and nothing breaks on a small store."""
    answer = house.ask_anew(route, ("administrator", None))
    assert answer.status_code not in {401, 403, 405}, answer.text
    assert answer.status_code < 500 or answer.status_code == 503, answer.text


@pytest.mark.parametrize("route", READS, ids=str)
def test_nothing_of_a_foreign_town_is_told(route: Route, house: House) -> None:
    """Not in a list, not by its name, nor that it is there at all."""
    for foreign in (False, True):
        answer = house.ask(route, NEIGHBOUR, foreign=foreign)
        assert MARK not in answer.text, f"foreign: {foreign}"
    if route.is_of_a_town:
        assert answer.status_code in {403, 404}, answer.text


@pytest.mark.parametrize("route", OF_A_TOWN, ids=str)
def test_nothing_is_done_to_a_foreign_town(route: Route, house: House) -> None:
    """What one may not see, one cannot change; who sees all can, by the very same request."""
    said, store = BODIES[route.method, route.path], house.office.store
    _put_cases(store)
    before = _cases(store)
    answer = house.ask_anew(route, NEIGHBOUR, foreign=True, said=said)
    # A page that says so above its form answers 422; what tells the scope is the second request.
    assert answer.status_code in {404, 422}, answer.text
    assert MARK not in answer.text
    assert _cases(store) == before
    answer = house.ask_anew(route, ("planner", None), foreign=True, said=said)
    assert answer.status_code < 400, answer.text
    assert _cases(store) != before


def _cases(store: Store) -> list[list[dict[str, Any]]]:
    names = ("finding", "finding_step", "tip", "given_order", "disposition")
    return [store.rows(name) for name in names]


def test_the_mark_is_seen_by_who_may_see_it(house: House) -> None:
    """Else the tests above could not fail."""
    route = next(one for one in READS if one.path.startswith("/findings/{finding_id"))
    assert MARK in house.ask(route, ("viewer", None), foreign=True).text
