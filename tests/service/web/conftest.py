"""A service on a store, people of every role, and clients that have signed in."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING

import pytest
import uvicorn
from fastapi.testclient import TestClient

from data.schema import TOKEN, as_table
from data.store import Author
from service.access import passwords
from service.access.accounts import Account, add_account
from service.access.actors import permissions_of
from service.access.clock import written
from service.access.roles import Permission
from service.access.secrets import csrf_of, fingerprint, new_secret
from service.web.app import make_app
from service.web.gate import CSRF_HEADER
from service.web.office import Office
from service.web.settings import WebSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

    from data.store import Store

PASSWORD = "long enough for a test"  # noqa: S105 - of invented people
BOTH_STORES = pytest.mark.parametrize("address", ["file", "server"], indirect=True)
"""For what is stored, locked or searched; how pages look does not depend on the store."""
_PATIENCE_S = 30.0
_NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@dataclass
class SetClock:
    """A clock that stands still until it is moved."""

    moment: datetime = field(default=_NOW)

    def __call__(self) -> datetime:
        """Tell the moment."""
        return self.moment

    def pass_by(self, **amount: float) -> None:
        """Let time pass: ``minutes=5``."""
        self.moment += timedelta(**amount)


@dataclass
class Service:
    """A running service of a test."""

    office: Office
    clock: SetClock
    _made: tuple[Office, FastAPI] | None = None

    @property
    def app(self) -> FastAPI:
        """The application, one for all clients as in an office: its first answer is dear."""
        if self._made is None or self._made[0] is not self.office:
            self._made = self.office, make_app(self.office)
        return self._made[1]

    def person(self, role: str, *, towns: frozenset[str] | None = None, name: str = "") -> str:
        """Make an account of a role; give its sign-in name."""
        name = name or f"{role}-{'all' if towns is None else '-'.join(sorted(towns))}"
        account = Account(account_id=f"id-{name}", name=name, role=role, towns=towns)
        by = Author("test", "test")
        add_account(self.office.store, account, password=PASSWORD, clock=self.clock, by=by)
        return name

    def nobody(self) -> TestClient:
        """Give a client that has not signed in."""
        return TestClient(self.app, follow_redirects=False)

    def client(self, role: str, *, towns: frozenset[str] | None = None) -> TestClient:
        """Give a client signed in as somebody of a role; it sends the CSRF token of its session."""
        client = self.nobody()
        name = self.person(role, towns=towns)
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        secret = client.cookies[self.office.settings.cookie]
        client.headers[CSRF_HEADER] = csrf_of(secret)
        return client

    def bearer(
        self,
        token_id: str,
        permissions: frozenset[Permission],
        *,
        towns: list[str] | None = None,
        who: str = "planner-all",
    ) -> TestClient:
        """Give a client with a token of an account there is, which may do and see so much."""
        client, secret = self.nobody(), new_secret()
        row = {
            "token_id": token_id,
            "account_id": f"id-{who}",
            "name": "test",
            "hash": fingerprint(secret),
            "permissions": json.dumps(sorted(permissions)),
            "towns": None if towns is None else json.dumps(towns),
            "expires": written(self.clock() + timedelta(days=1)),
        }
        with self.office.store.writing(by=Author("test", "test")) as unit:
            unit.append("token", as_table([row], TOKEN))
        client.headers["Authorization"] = f"Bearer {secret}"
        return client


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little memory: a test of accounts need not take its full time."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(passwords, "PASSES", 1)
    monkeypatch.setattr(passwords, "LANES", 1)
    passwords._hasher.cache_clear()  # noqa: SLF001 - made with the parameters above


@dataclass(frozen=True)
class Served:
    """A service that listens on this machine, for programs that speak real HTTP."""

    service: Service
    url: str

    def token(
        self, role: str = "planner", *, towns: frozenset[str] | None = None, name: str = ""
    ) -> tuple[str, str]:
        """Make an account with a token that lasts a day; give its sign-in name and the token."""
        office, clock = self.service.office, self.service.clock
        who = self.service.person(role, towns=towns, name=name)
        secret = new_secret()
        row = {
            "token_id": f"token-{who}",
            "account_id": f"id-{who}",
            "name": "test",
            "hash": fingerprint(secret),
            "permissions": json.dumps(sorted(permissions_of(role) - {Permission.PEOPLE})),
            "expires": written(clock() + timedelta(days=1)),
        }
        with office.store.writing(by=Author("test", "test")) as unit:
            unit.append("token", as_table([row], TOKEN))
        return who, secret


@contextmanager
def listening(service: Service) -> Iterator[Served]:
    """Let a service listen on a free port of this machine, and stop it at the end."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(service.app, log_level="error", lifespan="on")
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            started = monotonic()
            while not server.started and monotonic() - started < _PATIENCE_S:
                sleep(0.01)
            assert server.started
            yield Served(service, f"http://127.0.0.1:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join(_PATIENCE_S)


@pytest.fixture(params=["file"])
def address(address: str) -> str:
    """Say where the store is: in a file, unless a test is of ``BOTH_STORES``."""
    return address


@pytest.fixture
def served(service: Service) -> Iterator[Served]:
    """Give a service that listens on loopback, on an empty store."""
    with listening(service) as running:
        yield running


@pytest.fixture
def service(store: Store, tmp_path: Path) -> Iterator[Service]:
    """Give a service on an empty store; of which kind, ``address`` says."""
    settings, clock = WebSettings(store=store.place, work_folder=tmp_path / "work"), SetClock()
    yield Service(Office(store=store, settings=settings, clock=clock), clock)
    passwords._hasher.cache_clear()  # noqa: SLF001 - the next test hashes as people do
