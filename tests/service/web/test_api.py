"""The interface for programs: pages of lists, tags, edits, strict bodies, limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.schema import SITE, TEAM, as_table
from data.store import Author
from service.web.api.tags import tag_of, tag_of_body
from service.web.limits import JSON_BYTES
from service.web.problems import PROBLEM
from tests.service.web.conftest import BOTH_STORES

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.service.web.conftest import Service

BY = Author("test", "test")
IN_A_FILE = pytest.mark.parametrize("address", ["file"], indirect=True)
"""Of what no database has a part in."""
TIP = {"day": "2026-11-20", "what": "夜里有异味", "place": "村口"}


def add_sites(service: Service, keys: list[str]) -> None:
    """Store sites of these keys."""
    site = {"kind": "enterprise", "name": "甲厂", "status": "operating", "town": "甲镇"}
    rows = [site | {"site_id": key, "lon_deg": 115.0, "lat_deg": 35.0} for key in keys]
    with service.office.store.writing(by=BY) as unit:
        unit.upsert("site", as_table(rows, SITE))


def add_team(service: Service) -> None:
    """Store one team."""
    team = {"team_id": "T1", "name": "一队", "card_holders": 2, "skills": '["chem"]'}
    with service.office.store.writing(by=BY) as unit:
        unit.upsert("team", as_table([team | {"lon_deg": 115.0, "lat_deg": 35.0}], TEAM))


def walk(client: TestClient, address: str) -> list[str]:
    """Follow the pages of a list to the end; give the keys in the order they came."""
    keys: list[str] = []
    following: str | None = address
    while following:
        page = client.get(following)
        assert page.status_code == 200, page.text
        keys += [row["site_id"] for row in page.json()["items"]]
        following = page.json()["next"]
        assert (following is None) == ("link" not in page.headers)
    return keys


@pytest.fixture
def client(service: Service) -> TestClient:
    """Sign in as an administrator."""
    return service.client("administrator")


class TestPages:
    """Lists by key."""

    @BOTH_STORES
    def test_pages_hold_every_row_once_in_order(self, service: Service, client: TestClient) -> None:
        """Five rows by two make three pages."""
        add_sites(service, ["S3", "S1", "S5", "S2", "S4"])
        assert walk(client, "/api/v1/sites?limit=2") == ["S1", "S2", "S3", "S4", "S5"]

    @IN_A_FILE
    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(more=st.lists(st.integers(0, 99), max_size=6, unique=True), limit=st.integers(1, 4))
    def test_rows_added_in_between_hide_and_repeat_none(
        self, service: Service, client: TestClient, more: list[int], limit: int
    ) -> None:
        """Paging by offset would show a row twice when one comes in before it."""
        old = [f"S{number:02d}" for number in range(10, 90, 20)]
        add_sites(service, old)
        first = client.get(f"/api/v1/sites?limit={limit}").json()
        add_sites(service, [f"S{number:02d}" for number in more])
        seen = [row["site_id"] for row in first["items"]]
        seen += walk(client, first["next"]) if first["next"] else []
        assert seen == sorted(set(seen))
        assert set(old) <= set(seen)

    @BOTH_STORES
    def test_the_next_page_keeps_what_was_asked(self, service: Service, client: TestClient) -> None:
        """A filter that is lost on page two would show foreign rows."""
        add_sites(service, ["S1", "S2"])
        answer = client.get("/api/v1/sites", params={"town": "甲镇", "limit": 1})
        assert answer.json()["next"].startswith(
            "/api/v1/sites?town=%E7%94%B2%E9%95%87&limit=1&after=S1"
        )
        assert client.get("/api/v1/sites?town=乙镇").json()["items"] == []

    def test_an_argument_nobody_knows_is_refused(self, client: TestClient) -> None:
        """A misspelt filter would silently give everything."""
        answer = client.get("/api/v1/sites?vilage=x")
        assert answer.status_code == 422
        assert "vilage" in answer.json()["detail"]

    def test_an_argument_given_twice_is_refused(self, client: TestClient) -> None:
        """One of the two would be dropped in silence."""
        answer = client.get("/api/v1/sites?town=a&town=b")
        assert answer.status_code == 422
        assert "town" in answer.json()["detail"]


def test_a_tag_is_of_the_values() -> None:
    """Sha256 of two braces begins with 44136fa3, as any other program computes it."""
    assert tag_of({}) == tag_of_body(b"{}") == '"44136fa355b3678a1146ad16f7e8649e"'


@IN_A_FILE
class TestTags:
    """What a client has seen."""

    def test_what_is_known_is_not_sent_again(self, service: Service, client: TestClient) -> None:
        """A program that asks each minute costs little."""
        add_sites(service, ["S1"])
        tag = client.get("/api/v1/sites/S1").headers["etag"]
        known = client.get("/api/v1/sites/S1", headers={"If-None-Match": f'"x", W/{tag}'})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)

    def test_an_edit_needs_what_was_read(self, service: Service, client: TestClient) -> None:
        """428 without If-Match, 412 with an old one; nothing changes."""
        add_team(service)
        tag = client.get("/api/v1/teams/T1").headers["etag"]
        edit = {"name": "新一队"}
        assert client.patch("/api/v1/teams/T1", json=edit).status_code == 428
        done = client.patch("/api/v1/teams/T1", json=edit, headers={"If-Match": tag})
        assert (done.status_code, done.json()["name"]) == (200, "新一队")
        assert done.headers["etag"] == client.get("/api/v1/teams/T1").headers["etag"] != tag
        late = client.patch("/api/v1/teams/T1", json={"name": "旧"}, headers={"If-Match": tag})
        assert (late.status_code, late.headers["content-type"]) == (412, PROBLEM)
        assert client.get("/api/v1/teams/T1").json()["name"] == "新一队"

    def test_an_edit_changes_only_what_it_names(self, service: Service, client: TestClient) -> None:
        """Skills stay when weekdays off are entered."""
        add_team(service)
        headers = {"If-Match": client.get("/api/v1/teams/T1").headers["etag"]}
        row = client.patch("/api/v1/teams/T1", json={"absent_days": [4, 2, 4]}, headers=headers)
        assert row.json()["absent_days"] == [2, 4]
        assert (row.json()["skills"], row.json()["card_holders"]) == (["chem"], 2)

    def test_rules_are_put_once_by_two_who_read_the_same(self, client: TestClient) -> None:
        """The second must see the first's before it overwrites them."""
        headers = {"If-Match": client.get("/api/v1/rules").headers["etag"]}
        own = {"frequency": {"red_days": 5}}
        assert client.put("/api/v1/rules", json=own, headers=headers).json()["own"] == own
        assert client.put("/api/v1/rules", json={}, headers=headers).status_code == 412

    def test_a_wrong_rule_changes_nothing(self, client: TestClient) -> None:
        """It is told which; the rules stay."""
        before = client.get("/api/v1/rules")
        headers = {"If-Match": before.headers["etag"]}
        wrong = client.put("/api/v1/rules", json={"frequenzy": {}}, headers=headers)
        assert wrong.status_code == 422
        assert client.get("/api/v1/rules").content == before.content


@IN_A_FILE
class TestBodies:
    """What may come in."""

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (
                b'{"day": "2026-11-20", "what": "x", "place": "y", "lon_deg": NaN, "lat_deg": 1}',
                422,
            ),
            (b'{"day": "2026-11-20", "what": "x", "place": "y", "role": "administrator"}', 422),
            (b'{"day": "2026-11-20", "what": "a\\u0000b", "place": "y"}', 422),
            (b"[" * 30 + b"]" * 30, 422),
            (b'{"day"', 422),
            (b"\xff\xfe", 422),
            (b" " * (JSON_BYTES + 1), 413),
        ],
        ids=["nan", "unknown", "nul", "deep", "cut", "bytes", "large"],
    )
    def test_a_wrong_body_is_refused_with_a_problem(
        self, service: Service, client: TestClient, body: bytes, status: int
    ) -> None:
        """One clear answer, and nothing stored."""
        answer = client.post(
            "/api/v1/tips", content=body, headers={"Content-Type": "application/json"}
        )
        assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
        assert service.office.store.rows("tip") == []

    def test_another_kind_of_body_is_415(self, client: TestClient) -> None:
        """It says which kind is taken."""
        answer = client.post("/api/v1/tips", content=b"x", headers={"Content-Type": "text/plain"})
        assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")

    def test_a_body_in_pieces_is_counted(self, client: TestClient) -> None:
        """It does not say how long it is; it is cut off, not read to the end."""
        read = []

        def pieces() -> Any:  # noqa: ANN401 - a generator that counts
            for number in range(100):
                read.append(number)
                yield b" " * 100_000

        answer = client.post(
            "/api/v1/tips", content=pieces(), headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 413

    def test_a_method_that_is_not_there_keeps_allow(self, client: TestClient) -> None:
        """RFC 9110: a 405 must say what is allowed."""
        answer = client.delete("/api/v1/scores/top")
        assert (answer.status_code, answer.headers["content-type"]) == (405, PROBLEM)
        assert "GET" in answer.headers["allow"]


class TestWhoMay:
    """The gate stands before all of it."""

    def test_nobody_gets_nothing(self, service: Service) -> None:
        """401 with the way to prove who one is."""
        answer = service.nobody().get("/api/v1/sites")
        told = answer.headers["www-authenticate"]
        assert (answer.status_code, told) == (401, 'Bearer realm="gridpatrol"')

    def test_a_viewer_cannot_write(self, service: Service) -> None:
        """403, and nothing is stored."""
        assert service.client("viewer").post("/api/v1/tips", json=TIP).status_code == 403
        assert service.office.store.rows("tip") == []

    @BOTH_STORES
    def test_a_site_of_a_foreign_town_is_not_there(self, service: Service) -> None:
        """404, the same as for one that never was."""
        add_sites(service, ["S1"])
        foreign = service.client("planner", towns=frozenset({"乙镇"}))
        told = [foreign.get(f"/api/v1/sites/{key}").status_code for key in ("S1", "S404")]
        assert told == [404, 404]
        order = {"kind": "talk", "day": "2026-11-20"}
        assert foreign.post("/api/v1/sites/S1/orders", json=order).status_code == 404
        assert foreign.get("/api/v1/sites").json()["items"] == []

    @BOTH_STORES
    def test_a_strange_key_is_no_fault_of_the_server(self, client: TestClient) -> None:
        """PostgreSQL takes no NUL in a text; nobody gets that far."""
        for key in ("%00", "a%00b", "x" * 300, "%ff", "..%2f..%2fetc", "'; DROP"):
            assert client.get(f"/api/v1/sites/{key}").status_code in {400, 404, 422}, key
