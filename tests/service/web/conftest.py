"""A service on a store, people of every role, and clients that have signed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from data.store import Author
from service.access import passwords
from service.access.accounts import Account, add_account
from service.access.secrets import csrf_of
from service.web.app import make_app
from service.web.gate import CSRF_HEADER
from service.web.office import Office
from service.web.settings import WebSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store

PASSWORD = "long enough for a test"  # noqa: S105 - of invented people
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

    def person(self, role: str, *, towns: frozenset[str] | None = None, name: str = "") -> str:
        """Make an account of a role; give its sign-in name."""
        name = name or f"{role}-{'all' if towns is None else '-'.join(sorted(towns))}"
        account = Account(account_id=f"id-{name}", name=name, role=role, towns=towns)
        by = Author("test", "test")
        add_account(self.office.store, account, password=PASSWORD, clock=self.clock, by=by)
        return name

    def nobody(self) -> TestClient:
        """Give a client that has not signed in."""
        return TestClient(make_app(self.office), follow_redirects=False)

    def client(self, role: str, *, towns: frozenset[str] | None = None) -> TestClient:
        """Give a client signed in as somebody of a role; it sends the CSRF token of its session."""
        client = self.nobody()
        name = self.person(role, towns=towns)
        answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        secret = client.cookies[self.office.settings.cookie]
        client.headers[CSRF_HEADER] = csrf_of(secret)
        return client


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords with little memory: a test of accounts need not take its full time."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    monkeypatch.setattr(passwords, "PASSES", 1)
    monkeypatch.setattr(passwords, "LANES", 1)
    passwords._hasher.cache_clear()  # noqa: SLF001 - made with the parameters above


@pytest.fixture
def service(store: Store) -> Iterator[Service]:
    """Give a service on an empty store, in a file and on a server."""
    clock = SetClock()
    yield Service(Office(store=store, settings=WebSettings(store=store.place), clock=clock), clock)
    passwords._hasher.cache_clear()  # noqa: SLF001 - the next test hashes as people do
