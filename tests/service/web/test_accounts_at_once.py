"""Accounts that two people change at the same moment: what was taken away stays away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import Author, Store
from service.access import credentials, sessions
from service.access.accounts import account, edit_account
from service.access.credentials import change_password
from service.access.language import choose_language
from service.access.linking import link_account
from service.access.passwords import fits
from service.access.staff import change_account, reset_password
from tests.service.web.conftest import BOTH_STORES, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from data.store import Unit
    from tests.service.web.conftest import Service

BY = Author("boss", "test")
EVE = "id-eve"
FRESH = "another long one"


def _password(service: Service) -> None:
    store = service.office.store
    assert change_password(store, EVE, former=PASSWORD, fresh=FRESH, clock=service.clock)


def _reset(service: Service) -> None:
    reset_password(service.office.store, EVE, clock=service.clock, by=BY)


def _name(service: Service) -> None:
    store = service.office.store
    change_account(store, EVE, clock=service.clock, by=BY, full_name="伊娃", lang="en")


def _language(service: Service) -> None:
    choose_language(service.office.store, EVE, "en")


def _link(service: Service) -> None:
    link_account(service.office.store, EVE, issuer="https://id.example", subject="e", by=BY)


@BOTH_STORES
@pytest.mark.parametrize("act", [_password, _reset, _name, _language, _link])
def test_closed_and_demoted_account_does_not_come_back(
    service: Service, monkeypatch: pytest.MonkeyPatch, act: Callable[[Service], None]
) -> None:
    """Whatever was read of it before the unit of writing began is out of date."""
    store = service.office.store
    for name in ("boss", "eve"):
        service.person("administrator", name=name)

    def close() -> None:
        with store.writing(by=BY) as unit:
            edit_account(unit, EVE, role="viewer", towns=frozenset({"甲镇"}), active=False)

    _lands_first(monkeypatch, close)
    act(service)
    after = account(store, EVE)
    assert (after.role, after.towns, after.active) == ("viewer", {"甲镇"}, False)


def _lands_first(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    """Let a change land just before the next unit of writing begins."""
    writing = Store.writing

    def late(self: Store, *, by: Author | None = None) -> AbstractContextManager[Unit]:
        monkeypatch.setattr(Store, "writing", writing)
        change()
        return writing(self, by=by)

    monkeypatch.setattr(Store, "writing", late)


@BOTH_STORES
@pytest.mark.parametrize("module", [sessions, credentials], ids=["sign-in", "change"])
def test_former_password_opens_nothing_once_it_is_reset(
    service: Service, monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    """Though it was the right one when it was looked at."""
    store, fresh = service.office.store, []

    def reset_meanwhile(password: str, known: str) -> bool:
        was_right = fits(password, known)
        fresh.append(reset_password(store, EVE, clock=service.clock, by=BY))
        return was_right

    service.person("planner", name="eve")
    monkeypatch.setattr(module, "fits", reset_meanwhile)
    if module is sessions:
        form = {"name": "eve", "password": PASSWORD}
        assert service.nobody().post("/sign-in", data=form).status_code == 401
    else:
        assert not change_password(store, EVE, former=PASSWORD, fresh=FRESH, clock=service.clock)
    assert not store.rows("session")
    hash_ = credentials.password_hash(store, EVE)
    assert hash_ is not None
    assert fits(fresh[0], hash_)
    assert account(store, EVE).must_change
