"""Guards of accounts, sessions and tokens; ``test_without_guards.py`` takes them away."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from data.store import Author
from service.access import passwords
from service.access.accounts import Account, account, add_account, first_administrator
from service.access.roles import Permission
from service.access.secrets import csrf_of
from service.access.sessions import actor_of, begin, sessions_of
from service.access.staff import change_account
from service.access.tokens import Wish, actor_of_token, make_token, tokens
from service.web.app import make_app
from service.web.door import AT_ONCE
from service.web.gate import CSRF_HEADER
from tests.service.web.conftest import BOTH_STORES, PASSWORD, Service

if TYPE_CHECKING:
    import httpx2

    from service.access.actors import Actor

BY = Author("test", "test")
EVIL = "https://evil.example"


def _in(house: Service, name: str) -> TestClient:
    """Give a client signed in as an account that is there."""
    office, client = house.office, house.nobody()
    who = next(row for row in office.store.rows("account") if row["name"] == name)
    secret = begin(office.store, account(office.store, who["account_id"]), clock=office.clock)
    client.cookies.set(office.settings.cookie, secret)
    client.headers[CSRF_HEADER] = csrf_of(secret)
    return client


def _try(house: Service, name: str, told: str = "wrong password") -> httpx2.Response:
    return house.nobody().post("/sign-in", data={"name": name, "password": told})


@BOTH_STORES
def test_guessing_one_name_is_slowed_and_told_alike_for_names_that_nobody_has(
    service: Service,
) -> None:
    """Five tries, then a pause that doubles; the right password does not help within it."""
    service.person("viewer", name="li")
    told = {name: [_try(service, name) for _ in range(7)] for name in ("li", "nobody-here")}
    for answers in told.values():
        assert [one.status_code for one in answers] == [401] * 5 + [429] * 2
        assert answers[5].headers["retry-after"] == "1"
    page = {
        name: re.sub(r'(once": "|once=")[^"]+', "", said[0].text) for name, said in told.items()
    }
    assert page["li"] == page["nobody-here"].replace("nobody-here", "li")
    assert _try(service, "li", PASSWORD).status_code == 429
    service.clock.pass_by(seconds=1)
    assert _try(service, "li").status_code == 401
    assert _try(service, "li").headers["retry-after"] == "2"
    service.clock.pass_by(seconds=2)
    assert _try(service, "li", PASSWORD).status_code == 303
    assert service.office.store.rows("credential")[0]["failures"] == 0


def test_guessing_many_names_from_one_address_is_slowed(house: Service) -> None:
    """One password for every name of the office is no way in either."""
    for number in range(AT_ONCE):
        assert _try(house, f"name{number}").status_code == 401
    slowed = _try(house, "one-more")
    assert (slowed.status_code, slowed.headers["retry-after"]) == (429, "6")
    house.clock.pass_by(seconds=6)
    assert _try(house, "one-more").status_code == 401


def test_many_sign_ins_that_succeed_are_not_slowed(house: Service) -> None:
    """A whole office comes to work behind one address."""
    house.person("viewer", name="li")
    assert {_try(house, "li", PASSWORD).status_code for _ in range(AT_ONCE + 2)} == {303}


def test_secret_brought_by_the_browser_never_becomes_a_session(house: Service) -> None:
    """Session fixation: who planted a cookie knows nothing after the sign-in."""
    house.person("viewer", name="li")
    client, cookie = house.nobody(), house.office.settings.cookie
    client.cookies.set(cookie, "planted")
    answer = client.post("/sign-in", data={"name": "li", "password": PASSWORD})
    assert answer.cookies[cookie] != "planted"
    planted = house.nobody()
    planted.cookies.set(cookie, "planted")
    assert planted.get("/me").status_code == 401


def test_new_sign_in_ends_the_session_the_browser_had(house: Service) -> None:
    """And two sign-ins never share a secret."""
    house.person("viewer", name="li")
    client, cookie = house.nobody(), house.office.settings.cookie
    secrets = []
    for _ in range(2):
        answer = client.post("/sign-in", data={"name": "li", "password": PASSWORD})
        secrets.append(answer.cookies[cookie])
    assert secrets[0] != secrets[1]
    assert len(house.office.store.rows("session")) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {CSRF_HEADER: "x"},
        {"origin": EVIL, CSRF_HEADER: "own"},
        {"origin": "null", CSRF_HEADER: "own"},
        {"sec-fetch-site": "cross-site", CSRF_HEADER: "own"},
        {"sec-fetch-site": "same-site", CSRF_HEADER: "own"},
    ],
    ids=str,
)
def test_write_of_a_foreign_page_is_refused(house: Service, headers: dict[str, str]) -> None:
    """No token, a wrong one, and a right one from elsewhere; JSON is no way round."""
    house.person("viewer", name="li")
    client = _in(house, "li")
    own = client.headers.pop(CSRF_HEADER)
    sent = {name: own if value == "own" else value for name, value in headers.items()}
    for body in ({"data": {"lang": "en"}}, {"json": {"lang": "en"}}):
        assert client.post("/me", headers=sent, **body).status_code == 403
    assert house.office.store.rows("account")[0]["lang"] == "zh"
    mine = {CSRF_HEADER: own, "origin": "http://testserver", "sec-fetch-site": "same-origin"}
    assert client.post("/me", headers=mine, data={"lang": "en"}).status_code == 303


@pytest.mark.parametrize("headers", [{"origin": EVIL}, {"sec-fetch-site": "cross-site"}], ids=str)
def test_foreign_page_signs_nobody_in(house: Service, headers: dict[str, str]) -> None:
    """Else somebody works in the account of a stranger without knowing."""
    house.person("viewer", name="li")
    form = {"name": "li", "password": PASSWORD}
    assert house.nobody().post("/sign-in", data=form, headers=headers).status_code == 403


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
    ],
)
def test_sign_in_leads_to_no_other_house(house: Service, to: str) -> None:
    """However a browser may read the address."""
    house.person("viewer", name="li")
    form = {"name": "li", "password": PASSWORD, "to": to}
    assert house.nobody().post("/sign-in", data=form).headers["location"] == "/"


def test_encoded_address_stays_a_path_of_ours(house: Service) -> None:
    """What is not decoded again leads nowhere else."""
    house.person("viewer", name="li")
    form = {"name": "li", "password": PASSWORD, "to": "/%2Fevil.example"}
    assert house.nobody().post("/sign-in", data=form).headers["location"] == "/%2Fevil.example"


def test_cookie_is_of_this_host_and_out_of_reach_of_scripts(house: Service) -> None:
    """By https its name makes browsers insist on it."""
    house.person("viewer", name="li")
    secure = replace(house.office, settings=replace(house.office.settings, proxy=("127.0.0.1",)))
    client = TestClient(make_app(secure), base_url="https://testserver", follow_redirects=False)
    answer = client.post("/sign-in", data={"name": "li", "password": PASSWORD})
    said = answer.headers["set-cookie"]
    assert said.startswith("__Host-gridpatrol=")
    flags = {part.strip().lower() for part in said.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)


def test_plain_http_from_elsewhere_signs_nobody_in_unless_told(house: Service) -> None:
    """A password on the line is everybody's."""
    house.person("viewer", name="li")
    form = {"name": "li", "password": PASSWORD}
    outward = replace(house.office.settings, host="0.0.0.0")  # noqa: S104 - nothing listens
    for allowed, status in ((False, 403), (True, 303)):
        settings = replace(outward, allow_plain=allowed)
        app = make_app(replace(house.office, settings=settings))
        answer = TestClient(app, follow_redirects=False).post("/sign-in", data=form)
        assert answer.status_code == status


def test_fields_that_a_form_does_not_have_change_nothing(house: Service) -> None:
    """Mass assignment: nobody makes oneself an administrator."""
    house.person("viewer", name="li", towns=frozenset({"甲镇"}))
    client = _in(house, "li")
    more = {"role": "administrator", "towns": "乙镇", "every_town": "true", "account_id": "x"}
    more |= {"must_change": "true", "active": "", "name": "root", "outside_id": "x"}
    assert client.post("/me", data={"full_name": "李", "lang": "en"} | more).status_code == 303
    own = account(house.office.store, "id-li")
    wanted = Account(
        account_id="id-li",
        name="li",
        role="viewer",
        full_name="李",
        towns=frozenset({"甲镇"}),
        lang="en",
    )
    assert own == wanted


def test_session_of_somebody_else_cannot_be_ended(house: Service) -> None:
    """IDOR: its key is no right to it; one's own can be ended."""
    for name in ("li", "wang"):
        house.person("viewer", name=name)
    li, wang = _in(house, "li"), _in(house, "wang")
    _in(house, "li")
    store, clock = house.office.store, house.clock
    foreign = sessions_of(store, "id-wang", clock=clock)[0].session_id
    assert li.post("/me/sessions/end", data={"session_id": foreign}).status_code == 404
    assert wang.get("/me").status_code == 200
    assert li.post("/me/sessions/end").status_code == 303
    assert len(sessions_of(store, "id-li", clock=clock)) == 1
    assert li.get("/me").status_code == 200


def _token(house: Service, name: str) -> str:
    """Make a token that sees."""
    client = _in(house, name)
    form = {"token_id": "0" * 32, "name": "QGIS", "permissions": "see"}
    page = client.post("/me/tokens", data=form)
    assert page.status_code == 200, page.text
    return page.text.split('translate="no">')[1].split("<")[0]


def test_token_of_somebody_else_cannot_be_taken_back(house: Service) -> None:
    """IDOR: 404, as if it were not there; its owner can, twice."""
    for name in ("li", "wang"):
        house.person("viewer", name=name)
    secret = _token(house, "wang")
    (token,) = tokens(house.office.store)
    address = f"/me/tokens/{token.token_id}/revoke"
    bearer = {"authorization": f"Bearer {secret}"}
    assert _in(house, "li").post(address).status_code == 404
    assert house.nobody().get("/findings", headers=bearer).status_code == 200
    for _ in range(2):
        assert _in(house, "wang").post(address).status_code == 303
    gone = house.nobody().get("/findings", headers=bearer)
    assert gone.status_code == 401
    assert 'error="invalid_token"' in gone.headers["www-authenticate"]


def test_token_ends_with_its_days_and_with_its_owner(house: Service) -> None:
    """Ninety days unless said otherwise; a closed account takes its tokens with it for good."""
    house.person("administrator", name="boss")
    house.person("viewer", name="li")
    bearer = {"authorization": f"Bearer {_token(house, 'li')}"}
    client, store = house.nobody(), house.office.store
    assert client.get("/findings", headers=bearer).status_code == 200
    change_account(store, "id-li", clock=house.clock, by=BY, active=False)
    assert client.get("/findings", headers=bearer).status_code == 401
    change_account(store, "id-li", clock=house.clock, by=BY, active=True)
    assert client.get("/findings", headers=bearer).status_code == 401
    assert tokens(store)[0].revoked
    fresh = {"authorization": f"Bearer {_token(house, 'boss')}"}
    house.clock.pass_by(days=89)
    assert client.get("/findings", headers=fresh).status_code == 200
    house.clock.pass_by(days=1)
    assert client.get("/findings", headers=fresh).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"permissions": ["see", "plan"]},
        {"permissions": []},
        {"towns": "乙镇"},
        {"days": "367"},
        {"days": "0"},
        {"name": " "},
    ],
    ids=str,
)
def test_token_has_no_right_that_its_owner_lacks(house: Service, change: dict[str, object]) -> None:
    """Nor lasts for ever, nor is for nothing."""
    house.person("viewer", name="li", towns=frozenset({"甲镇"}))
    form = {"token_id": "0" * 32, "name": "QGIS", "permissions": ["see"]} | change
    assert _in(house, "li").post("/me/tokens", data=form).status_code == 422
    assert not tokens(house.office.store)


def test_token_makes_no_token_and_no_people(house: Service) -> None:
    """One that was lost could live on for ever; not even an administrator's."""
    house.person("administrator", name="boss")
    bearer = {"authorization": f"Bearer {_token(house, 'boss')}"}
    client = house.nobody()
    form = {"token_id": "1" * 32, "name": "more", "permissions": "see"}
    assert client.post("/me/tokens", headers=bearer, data=form).status_code == 403
    assert client.get("/admin/people", headers=bearer).status_code == 403
    assert client.post("/password", headers=bearer, data={}).status_code == 403


def test_form_of_a_token_sent_twice_makes_one(house: Service) -> None:
    """The second time it says so."""
    house.person("viewer", name="li")
    _token(house, "li")
    client = _in(house, "li")
    form = {"token_id": "0" * 32, "name": "QGIS", "permissions": "see"}
    assert client.post("/me/tokens", data=form).status_code == 422
    assert len(tokens(house.office.store)) == 1


def test_rights_taken_away_are_gone_at_the_next_request(house: Service) -> None:
    """Of a session and of a token alike: nobody signs in again for it."""
    house.person("planner", name="li")
    client = _in(house, "li")
    both = frozenset({Permission.PLAN, Permission.SEE})
    wish = Wish(token_id="t", name="x", permissions=both)  # noqa: S106 - a key
    actor = _actor(house, client)
    secret = make_token(house.office.store, wish, actor=actor, clock=house.clock)
    change_account(house.office.store, "id-li", clock=house.clock, by=BY, role="viewer")
    assert "plan" not in _actor(house, client).permissions
    held = actor_of_token(house.office.store, secret, clock=house.clock)
    assert held is not None
    assert held.permissions == {"see"}


def _actor(house: Service, client: TestClient) -> Actor:
    secret = client.cookies[house.office.settings.cookie]
    actor = actor_of(house.office.store, secret, clock=house.clock)
    assert actor is not None
    return actor


def test_closed_account_is_out_at_once(house: Service) -> None:
    """And comes in again by no password."""
    house.person("viewer", name="li")
    client = _in(house, "li")
    change_account(house.office.store, "id-li", clock=house.clock, by=BY, active=False)
    assert client.get("/me").status_code == 401
    assert _try(house, "li", PASSWORD).status_code == 401


@BOTH_STORES
def test_sessions_that_time_has_ended_are_swept(service: Service) -> None:
    """At the next sign-in of anybody."""
    service.person("viewer", name="li")
    assert _try(service, "li", PASSWORD).status_code == 303
    service.clock.pass_by(hours=3)
    assert _try(service, "li", PASSWORD).status_code == 303
    assert len(service.office.store.rows("session")) == 1


def test_outdated_hash_is_made_anew_at_sign_in(
    house: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stronger parameters reach everybody without anybody's doing."""
    house.person("viewer", name="li")
    (former,) = house.office.store.rows("credential")
    monkeypatch.setattr(passwords, "PASSES", 2)
    passwords._hasher.cache_clear()  # noqa: SLF001 - made with the parameters above
    assert _try(house, "li", PASSWORD).status_code == 303
    (fresh,) = house.office.store.rows("credential")
    assert "t=1" in former["hash"]
    assert "t=2" in fresh["hash"]
    assert _try(house, "li", PASSWORD).status_code == 303


def test_password_of_the_operator_is_the_first_one(house: Service) -> None:
    """It must be changed as one that was made here."""
    store = house.office.store
    given = "from a file of mine"
    assert first_administrator(store, clock=house.clock, by=BY, password=given) == given
    client = house.nobody()
    assert client.post("/sign-in", data={"name": "admin", "password": given}).status_code == 303
    led = client.get("/me", headers={"accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (303, "/password")


def test_account_without_a_password_cannot_be_guessed(house: Service) -> None:
    """It signs in elsewhere; the empty password is none."""
    own = Account(account_id="a", name="zhao", role="viewer")
    add_account(house.office.store, own, password=None, clock=house.clock, by=BY)
    assert _try(house, "zhao", "-").status_code == 401


def test_who_sees_no_town_gives_none_to_a_token(house: Service) -> None:
    """No town at all is not every town."""
    house.person("viewer", name="li", towns=frozenset())
    form = {"token_id": "0" * 32, "name": "x", "permissions": "see", "towns": "甲镇"}
    assert _in(house, "li").post("/me/tokens", data=form).status_code == 422
