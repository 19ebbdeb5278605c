"""``gridpatrol people``: an office that has locked itself out is helped from the machine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.schema import TEAM, as_table
from data.store import Author, open_store
from service.access import passwords
from service.access.accounts import find_account
from service.access.clock import now
from service.access.sessions import sign_in
from service.access.slowing import Strangers
from tests.service.test_server import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give an empty store; passwords are hashed with little memory."""
    monkeypatch.setattr(passwords, "MEMORY_KIB", 8)
    passwords._hasher.cache_clear()  # noqa: SLF001 - made with the parameters above
    place = str(tmp_path / "o.gpkg")
    open_store(place, create=True).close()
    return place


def test_reset_opens_a_closed_account_again(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The password is printed once, and is the one that signs in."""
    assert run(monkeypatch, "people", "add", "boss", "--role", "管理员", "--store", place) == 0
    assert run(monkeypatch, "people", "add", "li", "--town", "甲镇", "--store", place) == 0
    assert run(monkeypatch, "people", "close", "li", "--store", place) == 0
    capsys.readouterr()
    assert run(monkeypatch, "people", "reset", "LI", "--json", "--store", place) == 0
    password = json.loads(capsys.readouterr().out)["password"]
    with open_store(place) as store:
        own = find_account(store, name="li")
        assert own is not None
        assert (own.active, own.towns, own.must_change) == (True, frozenset({"甲镇"}), True)
        told = {"name": "li", "password": password}
        assert sign_in(store, **told, strangers=Strangers(), clock=now).secret is not None


def test_inspector_is_made_with_a_team(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the name of the team, or its id; one that is none makes no account."""
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "lon_deg": 115.0, "lat_deg": 35.0}
    with open_store(place) as store, store.writing(by=Author("t", "t")) as unit:
        unit.append("team", as_table([team], TEAM))
    make = ("people", "add", "--role", "inspector", "--store", place, "--team")
    assert run(monkeypatch, *make, "一队", "li") == 0
    assert run(monkeypatch, *make, "T1", "wu") == 0
    assert run(monkeypatch, *make, "九队", "xu") == 2
    assert "九队" in capsys.readouterr().err
    with open_store(place) as store:
        teams = {name: find_account(store, name=name) for name in ("li", "wu", "xu")}
    assert {name: one and one.team_id for name, one in teams.items()} == {
        "li": "T1",
        "wu": "T1",
        "xu": None,
    }


def test_mistakes_are_one_line(
    place: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The last administrator, a name that nobody has, a role that is none, no provider."""
    run(monkeypatch, "people", "add", "boss", "--role", "administrator", "--store", place)
    capsys.readouterr()
    monkeypatch.delenv("GRIDPATROL_OIDC_ISSUER", raising=False)
    for words, said in (
        (("close", "boss"), "last administrator"),
        (("reset", "nobody"), "There is no account 'nobody'"),
        (("add", "x", "--role", "emperor"), "Expected one of the roles"),
        (("link", "boss", "p-17"), "GRIDPATROL_OIDC_ISSUER is not set"),
    ):
        assert run(monkeypatch, "people", *words, "--lang", "en", "--store", place) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert (told.out, told.err.count("\n")) == ("", 1)
