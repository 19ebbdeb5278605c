"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.store import Author
from service.access.accounts import first_administrator
from service.web.gate import CSRF_HEADER
from tests.service.web.conftest import BOTH_STORES, PASSWORD

if TYPE_CHECKING:
    from tests.service.web.conftest import Service


def test_nobody_is_led_to_sign_in_and_back(service: Service) -> None:
    """A page that needs an actor leads there; a program gets a problem."""
    nobody = service.nobody()
    page = nobody.get("/?a=1", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?to=/%3Fa%3D1")
    program = nobody.get("/")
    assert program.status_code == 401
    assert program.headers["content-type"] == "application/problem+json"


@BOTH_STORES
def test_signed_in_sees_the_overview(service: Service) -> None:
    """The name is found in any case."""
    client = service.nobody()
    service.person("viewer", name="li")
    answer = client.post("/sign-in", data={"name": " LI ", "password": PASSWORD, "to": "/"})
    assert answer.status_code == 303
    assert client.get("/").status_code == 200


def test_wrong_password_and_unknown_name_are_told_alike(service: Service) -> None:
    """Nobody learns which names there are."""
    service.person("viewer", name="li")
    said = [
        service.nobody().post("/sign-in", data={"name": name, "password": "wrong password"})
        for name in ("li", "no one")
    ]
    assert [answer.status_code for answer in said] == [401, 401]


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_sign_in_leads_nowhere_else(service: Service, to: str) -> None:
    """A link to our page of sign-in is no way to another house."""
    service.person("viewer", name="li")
    answer = service.nobody().post("/sign-in", data={"name": "li", "password": PASSWORD, "to": to})
    assert answer.headers["location"] == "/"


@BOTH_STORES
def test_session_ends_when_idle_and_after_a_day(service: Service) -> None:
    """Two hours without a request, twelve hours in all."""
    client = service.client("viewer")
    for _ in range(11):
        service.clock.pass_by(hours=1)
        assert client.get("/").status_code == 200
    service.clock.pass_by(hours=1)
    assert client.get("/").status_code == 401
    other = service.client("planner")
    service.clock.pass_by(hours=2, minutes=1)
    assert other.get("/").status_code == 401


def test_write_without_the_token_of_its_form_is_refused(service: Service) -> None:
    """A foreign page in the same browser sends the cookie, but cannot know the token."""
    client = service.client("viewer")
    del client.headers[CSRF_HEADER]
    assert client.post("/sign-out").status_code == 403
    foreign = {CSRF_HEADER: "x", "origin": "https://evil.example"}
    assert client.post("/sign-out", headers=foreign).status_code == 403
    assert client.get("/").status_code == 200


@BOTH_STORES
def test_sign_out_ends_the_session_on_the_server(service: Service) -> None:
    """The old cookie, sent again, stands for nobody."""
    client = service.client("viewer")
    cookie = dict(client.cookies)
    assert client.post("/sign-out").status_code == 303
    client.cookies.update(cookie)
    assert client.get("/").status_code == 401


@BOTH_STORES
def test_one_time_password_must_be_changed_first(service: Service) -> None:
    """Nothing else is served before; every other session of the account ends."""
    office = service.office
    password = first_administrator(office.store, clock=office.clock, by=Author("t", "t"))
    assert password is not None
    client = service.nobody()
    client.post("/sign-in", data={"name": "admin", "password": password})
    assert client.get("/").status_code == 403
    form = client.get("/password").text
    csrf = form.split('name="csrf" value="')[1].split('"')[0]
    fresh = {"csrf": csrf, "former": password, "fresh": "a password of my own"}
    mistyped = client.post("/password", data=fresh | {"again": "a pasword of my own"})
    assert (mistyped.status_code, "两次输入的新密码不一样" in mistyped.text) == (422, True)
    assert client.get("/").status_code == 403
    again = fresh | {"again": "a password of my own"}
    assert client.post("/password", data=again).status_code == 303
    assert client.get("/").status_code == 200
    assert first_administrator(office.store, clock=office.clock, by=Author("t", "t")) is None
