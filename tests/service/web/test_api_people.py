"""People and tokens by program: only who administers, only signed in, nothing secret twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.access.secrets import fingerprint
from service.web.gate import CSRF_HEADER
from service.web.once import HEADER
from service.web.problemtypes import address_of
from tests.service.web.conftest import BOTH_STORES, PASSWORD

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx2 import Response

    from tests.service.web.conftest import Service

PEOPLE = "/api/v1/people"
LI = {"name": "li", "role": "planner", "towns": None}
SIGHT = {"name": "QGIS", "permissions": ["see"]}


@pytest.fixture
def boss(service: Service) -> TestClient:
    """Sign in as an administrator."""
    return service.client("administrator")


def edit(client: TestClient, account_id: str, **news: object) -> Response:
    """Change an account, having read it."""
    tag = client.get(f"{PEOPLE}/{account_id}").headers["etag"]
    return client.patch(f"{PEOPLE}/{account_id}", json=news, headers={"If-Match": tag})


def by_token(service: Service, client: TestClient, *permissions: str) -> TestClient:
    """Give a client with a token of who has signed in there."""
    wish = {"name": "test", "permissions": list(permissions)}
    made = client.post("/api/v1/me/tokens", json=wish).json()
    program = service.nobody()
    program.headers["Authorization"] = f"Bearer {made['secret']}"
    return program


@BOTH_STORES
def test_a_new_person_signs_in_with_the_password_told_once(
    service: Service, boss: TestClient
) -> None:
    """What the answer says is enough to begin; nothing else tells the password again."""
    made = boss.post(PEOPLE, json=LI)
    assert made.status_code == 201
    told = made.json()
    assert made.headers["location"] == f"{PEOPLE}/{told['person']['account_id']}"
    entered = service.nobody().post("/sign-in", data={"name": "li", "password": told["password"]})
    assert entered.status_code == 303
    listed = boss.get(PEOPLE).text + boss.get(made.headers["location"]).text
    assert told["password"] not in listed
    kept = service.office.store.rows("once") + service.office.store.rows("audit")
    assert told["password"] not in str(kept)


@BOTH_STORES
def test_a_secret_is_not_kept_for_a_key(service: Service, boss: TestClient) -> None:
    """Asked again, the account is not made twice, and its password stands nowhere in the store."""
    first = boss.post(PEOPLE, json=LI, headers={HEADER: "k"})
    again = boss.post(PEOPLE, json=LI, headers={HEADER: "k"})
    assert (first.status_code, again.status_code) == (201, 409)
    assert again.json()["type"] == address_of("done-answer-lost")
    (row,) = service.office.store.rows("once")
    assert (row["status"], row["answer"]) == (0, None)
    assert [one["name"] for one in boss.get(PEOPLE).json()["items"]] == ["administrator-all", "li"]


def test_rights_count_from_the_next_request(service: Service, boss: TestClient) -> None:
    """Who was demoted and who was closed is told so, and the record says who did it."""
    planner = service.client("planner")
    assert edit(boss, "id-planner-all", role="viewer").json()["role"] == "viewer"
    assert planner.get("/api/v1/import-rows").status_code == 403
    closed = edit(boss, "id-planner-all", active=False)
    assert closed.json()["active"] is False
    assert planner.get("/api/v1/me").status_code == 401
    last = service.office.store.rows("audit")[-1]
    assert (last["who"], last["what"]) == ("administrator-all", "PATCH /api/v1/people/{account_id}")


def test_an_edit_of_an_account_needs_what_was_read(service: Service, boss: TestClient) -> None:
    """Two administrators never overwrite each other's word."""
    service.person("viewer")
    path = f"{PEOPLE}/id-viewer-all"
    tag = boss.get(path).headers["etag"]
    assert boss.patch(path, json={"role": "planner"}).status_code == 428
    assert edit(boss, "id-viewer-all", towns=["甲镇"]).json()["towns"] == ["甲镇"]
    late = boss.patch(path, json={"role": "planner"}, headers={"If-Match": tag})
    assert (late.status_code, late.json()["type"]) == (412, address_of("stale-edit"))
    assert boss.get(path).json()["role"] == "viewer"


@pytest.mark.parametrize("news", [{"active": False}, {"role": "viewer"}, {"towns": ["甲镇"]}])
def test_the_rules_of_pages_hold_here(boss: TestClient, news: dict[str, object]) -> None:
    """The last administrator stays one, open, and sees every town."""
    answer = edit(boss, "id-administrator-all", **news)
    assert (answer.status_code, answer.json()["type"]) == (422, address_of("breaks-a-rule"))


def test_an_account_that_would_see_no_town_is_refused(service: Service, boss: TestClient) -> None:
    """As the page refuses it: its empty lists would read as good news."""
    service.person("viewer")
    made = boss.post(PEOPLE, json=LI | {"towns": []})
    assert (made.status_code, made.json()["type"]) == (422, address_of("breaks-a-rule"))
    assert edit(boss, "id-viewer-all", towns=[]).status_code == 422
    assert edit(boss, "id-viewer-all", towns=[], active=False).status_code == 200


def test_a_new_password_ends_the_sessions(service: Service, boss: TestClient) -> None:
    """Who lost the telephone is safe at once."""
    viewer = service.client("viewer")
    fresh = boss.post(f"{PEOPLE}/id-viewer-all/password")
    assert (fresh.status_code, fresh.json()["person"]["must_change"]) == (201, True)
    assert viewer.get("/api/v1/me").status_code == 401
    name, password = "viewer-all", fresh.json()["password"]
    assert password != PASSWORD
    entered = service.nobody().post("/sign-in", data={"name": name, "password": password})
    assert entered.status_code == 303


def test_no_token_manages_people_or_tokens(service: Service, boss: TestClient) -> None:
    """A leaked one would make itself accounts that outlive it."""
    program = by_token(service, boss, "see", "audit")
    assert program.get("/api/v1/me").json()["via"] == "token"
    for address in (PEOPLE, "/api/v1/tokens", "/api/v1/me/tokens"):
        answer = program.get(address)
        assert (answer.status_code, answer.json()["type"]) == (403, address_of("in-person"))
    assert program.post("/api/v1/me/tokens", json=SIGHT).status_code == 403
    wish = {"name": "x", "permissions": ["people"]}
    assert boss.post("/api/v1/me/tokens", json=wish).status_code == 422


@BOTH_STORES
def test_a_token_is_told_once_and_works_until_it_is_taken_back(
    service: Service, boss: TestClient
) -> None:
    """Nobody reads it or its hash again: not its owner, not an administrator, not in the past."""
    viewer = service.client("viewer", towns=frozenset({"甲镇"}))
    made = viewer.post("/api/v1/me/tokens", json=SIGHT, headers={HEADER: "k"})
    assert made.status_code == 201
    secret, token_id = made.json()["secret"], made.json()["token"]["token_id"]
    program = service.nobody()
    program.headers["Authorization"] = f"Bearer {secret}"
    assert program.get("/api/v1/me").json()["towns"] == ["甲镇"]
    assert boss.delete(f"/api/v1/tokens/{token_id}").status_code == 204
    assert program.get("/api/v1/me").status_code == 401
    told = [viewer.get("/api/v1/me/tokens").text, boss.get("/api/v1/tokens").text]
    told += [boss.get(f"/api/v1/{name}?limit=1000").text for name in ("history", "audit")]
    assert token_id in told[0]
    assert token_id in told[1]
    assert not [text for text in told if secret in text or fingerprint(secret) in text]


def test_nobody_takes_back_what_is_not_theirs(service: Service, boss: TestClient) -> None:
    """Nor learns that it is there."""
    made = boss.post("/api/v1/me/tokens", json=SIGHT).json()["token"]["token_id"]
    viewer = service.client("viewer")
    for token_id in (made, "none"):
        assert viewer.delete(f"/api/v1/me/tokens/{token_id}").status_code == 404
    assert boss.get("/api/v1/me/tokens").json()[0]["is_open"]


def test_a_program_that_signs_in_finds_what_its_writes_must_bring(service: Service) -> None:
    """Else only our own pages could write with a session."""
    client = service.client("viewer")
    csrf = client.headers.pop(CSRF_HEADER)
    refused = client.patch("/api/v1/me", json={"lang": "en"})
    assert refused.json()["type"] == address_of("foreign-form")
    client.headers[CSRF_HEADER] = client.get("/api/v1/me").json()["csrf"]
    assert client.headers[CSRF_HEADER] == csrf
    assert client.patch("/api/v1/me", json={"lang": "en"}).status_code == 204
    assert client.get("/api/v1/me").json()["lang"] == "en"


def test_the_other_sessions_end_and_this_one_stays(service: Service) -> None:
    """Signed in at a neighbour's desk and gone home."""
    client, other = service.client("viewer"), service.nobody()
    other.post("/sign-in", data={"name": "viewer-all", "password": PASSWORD})
    assert other.get("/api/v1/me").status_code == 200
    assert client.delete("/api/v1/me/sessions/others").status_code == 204
    assert (client.get("/api/v1/me").status_code, other.get("/api/v1/me").status_code) == (200, 401)
