"""Signing in by OpenID Connect, against a provider of our own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from data.errors import InputError
from data.store import Author, open_store
from service.access.accounts import Account, add_account, find_account
from service.access.linking import link_account
from service.access.outside import OutsideSettings
from service.web.app import make_app
from service.web.office import Office
from service.web.settings import WebSettings
from tests.service.web.idp import CLIENT, SECRET, Provider, provider
from tests.service.web.loops import refuse_on_the_loop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
BY = Author("test", "test")


@pytest.fixture(scope="module")
def _running() -> Iterator[Provider]:
    with provider(now=int(NOW.timestamp())) as told:
        yield told


@pytest.fixture
def told(_running: Provider) -> Iterator[Provider]:
    """Give the provider, honest at the start of every test."""
    yield _running
    _running.claims, _running.signs_with = {}, None


@pytest.fixture
def office(told: Provider, tmp_path: Path) -> Iterator[Office]:
    """Give an office whose people sign in at the provider."""
    outside = OutsideSettings(issuer=told.issuer, client_id=CLIENT, secret=SECRET)
    with open_store(str(tmp_path / "o.gpkg"), create=True) as store:
        settings = WebSettings(store=store.place, outside=outside)
        yield Office(store=store, settings=settings, clock=lambda: NOW)


def _linked(office: Office, *, active: bool = True) -> Account:
    assert office.settings.outside is not None
    own = Account(account_id="a1", name="zhao", role="planner", active=active)
    add_account(office.store, own, password=None, clock=office.clock, by=BY)
    issuer = office.settings.outside.issuer
    link_account(office.store, own.account_id, issuer=issuer, subject="p-17", by=BY)
    return own


def _browser(office: Office) -> TestClient:
    return TestClient(make_app(office), follow_redirects=False)


def test_linked_person_gets_in_and_back_to_the_page(office: Office, told: Provider) -> None:
    """Code flow with PKCE: the provider checks the verifier, we check its statement."""
    _linked(office)
    browser = _browser(office)
    away = browser.get("/sign-in/outside?to=/findings")
    assert away.headers["location"].startswith(f"{told.issuer}/authorize?")
    back = browser.get(told.let_in(away.headers["location"]))
    assert (back.status_code, back.headers["location"]) == (303, "/findings")
    assert told.asked["code_challenge_method"] == "S256"
    assert browser.get("/me").status_code == 200
    assert "gridpatrol-outside" not in browser.cookies


def test_the_way_back_keeps_nobody_waiting(
    office: Office, told: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account and a session are written off the loop that serves everybody else."""
    outside = office.settings.outside
    assert outside is not None
    settings = replace(office.settings, outside=replace(outside, makes_viewers=True))
    with _browser(replace(office, settings=settings)) as browser:
        refuse_on_the_loop(monkeypatch)
        away = browser.get("/sign-in/outside").headers["location"]
        assert browser.get(told.let_in(away)).status_code == 303
        assert len(office.store.rows("session")) == 1


def test_unknown_person_is_told_a_key_and_gets_no_account(office: Office, told: Provider) -> None:
    """Not even where a name fits: names at a provider can be chosen."""
    own = Account(account_id="a1", name="zhao.min", role="administrator")
    add_account(office.store, own, password=None, clock=office.clock, by=BY)
    browser = _browser(office)
    away = browser.get("/sign-in/outside").headers["location"]
    back = browser.get(told.let_in(away))
    assert back.status_code == 403
    assert "p-17" in back.text
    assert len(office.store.rows("account")) == 1
    assert browser.get("/me").status_code == 401


def test_unknown_person_becomes_a_viewer_of_no_town_where_the_operator_says_so(
    office: Office, told: Provider
) -> None:
    """And stays the same person at the next sign-in."""
    outside = office.settings.outside
    assert outside is not None
    settings = replace(office.settings, outside=replace(outside, makes_viewers=True))
    open_office = replace(office, settings=settings)
    for _ in range(2):
        browser = _browser(open_office)
        away = browser.get("/sign-in/outside").headers["location"]
        assert browser.get(told.let_in(away)).status_code == 303
    made = find_account(office.store, name="zhao.min")
    assert made is not None
    assert (made.role, made.towns, made.full_name) == ("viewer", frozenset(), "赵敏")
    assert len(office.store.rows("account")) == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"iss": "https://elsewhere.example"},
        {"aud": "another-client"},
        {"exp": int(NOW.timestamp()) - 3600},
        {"nonce": None},
    ],
    ids=str,
)
def test_statement_that_was_not_made_for_this_way_is_refused(
    office: Office, told: Provider, lie: dict[str, object]
) -> None:
    """Of another way, issuer, client or time."""
    _linked(office)
    told.claims = lie
    browser = _browser(office)
    away = browser.get("/sign-in/outside").headers["location"]
    assert browser.get(told.let_in(away)).status_code == 403
    assert browser.get("/me").status_code == 401


def test_statement_signed_by_another_key_is_refused(office: Office, told: Provider) -> None:
    """The key has the same name and is not the published one."""
    _linked(office)
    told.signs_with = RSAKey.generate_key(2048, {"kid": "k"})
    browser = _browser(office)
    away = browser.get("/sign-in/outside").headers["location"]
    assert browser.get(told.let_in(away)).status_code == 403


def test_way_back_of_another_browser_is_refused(office: Office, told: Provider) -> None:
    """Nobody is signed in as somebody else by a link that carries a code."""
    _linked(office)
    mine, yours = _browser(office), _browser(office)
    link = told.let_in(mine.get("/sign-in/outside").headers["location"])
    yours.get("/sign-in/outside")
    assert yours.get(link).status_code == 403
    assert _browser(office).get(link).status_code == 403


def test_code_that_was_not_given_is_an_outside_failure(office: Office, told: Provider) -> None:
    """The provider refuses it; nobody gets in."""
    _linked(office)
    browser = _browser(office)
    link = told.let_in(browser.get("/sign-in/outside").headers["location"])
    assert browser.get(link.replace("code-1", "code-2")).status_code == 503


def test_closed_account_does_not_get_in(office: Office, told: Provider) -> None:
    """Whatever the provider says."""
    _linked(office, active=False)
    browser = _browser(office)
    away = browser.get("/sign-in/outside").headers["location"]
    assert browser.get(told.let_in(away)).status_code == 403


def test_one_person_has_one_account(office: Office, told: Provider) -> None:
    """Else it would be by chance as whom they come."""
    _linked(office)
    other = Account(account_id="a2", name="qian", role="viewer")
    add_account(office.store, other, password=None, clock=office.clock, by=BY)
    with pytest.raises(InputError, match="linked to this person"):
        link_account(office.store, other.account_id, issuer=told.issuer, subject="p-17", by=BY)


def test_without_a_provider_there_is_no_such_page(office: Office) -> None:
    """And the page of sign-in does not offer it."""
    plain = replace(office, settings=replace(office.settings, outside=None))
    assert _browser(plain).get("/sign-in/outside").status_code == 404
    assert "/sign-in/outside" not in _browser(plain).get("/sign-in").text
    assert "/sign-in/outside" in _browser(office).get("/sign-in").text
