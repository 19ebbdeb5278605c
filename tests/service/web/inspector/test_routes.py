"""The addresses of a team's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.access.teamlinks import links_of, revoke
from service.pipeline.plans.publishing import withdraw
from service.pipeline.rules.ruling import keep_rules, known_ruling
from tests.service.web.linktown import PAGE, PLANNER, Phone, hazard, link_of, publish_plan
from tests.service.web.weeks import WEEK

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from tests.service.web.conftest import Service

ALONE = ("", "state", "manifest.webmanifest", "worker.js", "icon-192.png", PAGE)
"""What a link consists of."""


@pytest.fixture
def phone(town: Service) -> TestClient:
    """Give a browser that has nothing but the link."""
    client = town.nobody()
    path = link_of(town.office.store, clock=town.clock)
    client.base_url = client.base_url.join(path)
    return client


def test_everything_of_a_link_is_private_to_its_phone(phone: TestClient) -> None:
    """No cache on the way keeps it, and no other page learns the address."""
    secret = phone.base_url.path.split("/")[2]
    for name in ALONE:
        answer = phone.get(name)
        assert answer.status_code == 200, name
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert secret not in answer.text
        assert "set-cookie" not in answer.headers


def test_route_page_shows_the_own_team_alone(phone: TestClient) -> None:
    """Sites of the other team are nowhere in what a link gives out."""
    page = phone.get(PAGE).text
    assert "甲厂" in page
    assert "乙厂" in page
    assert not any("远处厂" in phone.get(name).text for name in ALONE)
    assert phone.get("2026-11-23-H2-0.html").status_code == 404


def test_pages_may_ask_their_service_and_nobody_else(phone: TestClient) -> None:
    """Header and page say the same policy: scripts by hash, requests to ourselves."""
    policy = phone.get(PAGE).headers["content-security-policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert {parts[name] for name in ("connect-src", "worker-src", "manifest-src")} == {"'self'"}
    assert "unsafe" not in parts["script-src"]


def test_first_page_lists_days_until_none_is_published(town: Service, phone: TestClient) -> None:
    """What was withdrawn is shown to nobody, and the phone sees that something changed."""
    before = phone.get("state").json()
    assert before["pages"] == [PAGE]
    withdraw(town.office.store, WEEK, clock=town.clock)
    after = phone.get("state").json()
    assert after["pages"] == []
    assert after["version"] != before["version"]
    assert "还没有发布" in phone.get("").text
    assert phone.get(PAGE).status_code == 404


def test_new_version_is_another_worker(town: Service, phone: TestClient) -> None:
    """A browser takes a worker anew when its bytes differ; publishing makes them differ."""
    before = phone.get("worker.js").text
    assert phone.get("worker.js").text == before
    stops = {"T1": ["S00002", "S00001"], "T2": ["S00003"]}
    publish_plan(town.office.store, "P2", stops, clock=town.clock, version=2)
    assert phone.get("worker.js").text != before


def test_later_days_wait_where_the_rules_say_so(town: Service, phone: TestClient) -> None:
    """Unannounced: with ``calendar_names = false`` a place is shown on its day, hours before."""
    keep_rules(town.office.store, known_ruling({"notice": {"calendar_names": False}}, "file"))
    town.clock.pass_by(days=-1)
    assert phone.get("state").json()["pages"] == []
    assert "点位当天才显示" in phone.get("").text
    assert phone.get(PAGE).status_code == 404
    town.clock.pass_by(days=1)
    assert phone.get(PAGE).status_code == 200


def test_after_the_week_only_results_are_taken(town: Service, phone: TestClient) -> None:
    """Two days long; then the link says that it ended."""
    town.clock.pass_by(days=7)
    assert phone.get("state").json()["standing"] == "sending"
    assert phone.get(PAGE).status_code == 404
    assert phone.post("records", json=Phone().visit("S00001").document).status_code == 200
    town.clock.pass_by(days=2)
    assert [phone.get(name).status_code for name in ("", "state", PAGE)] == [410, 410, 410]
    assert phone.post("records", json=Phone().document).status_code == 410
    assert "已随 2026-W48 结束" in phone.get("").text


def test_revoked_link_opens_nothing_and_says_so(town: Service, phone: TestClient) -> None:
    """At the next request, without waiting for anything."""
    (link,) = links_of(town.office.store, WEEK)
    revoke(town.office.store, link.link_id, week=WEEK, actor=PLANNER, clock=town.clock)
    assert phone.get(PAGE).status_code == 410
    assert "已被办公室收回" in phone.get("").text


def test_guessing_is_slowed_and_says_how_long(town: Service) -> None:
    """Twenty wrong addresses of one house, then one in six seconds."""
    nobody = town.nobody()
    tries = [nobody.get(f"/r/{'x' * 43}/").status_code for _ in range(21)]
    assert tries == [404] * 20 + [429]
    assert nobody.get(f"/r/{'x' * 43}/").headers["retry-after"] == "6"
    town.clock.pass_by(seconds=6)
    assert nobody.get(f"/r/{'x' * 43}/").status_code == 404


def test_a_good_link_is_served_whoever_guesses_beside_it(phone: TestClient) -> None:
    """All phones of a town may come by one address of the mobile network."""
    feeds = "http://testserver/c"
    tries = [phone.get(f"{feeds}/{'x' * 43}.ics").status_code for _ in range(21)]
    assert tries == [404] * 20 + [429]
    assert phone.get("").status_code == 200
    secret = phone.base_url.path.split("/")[2]
    assert phone.get(f"{feeds}/{secret}.ics").status_code == 200


def test_a_link_is_no_key_to_the_office(town: Service, phone: TestClient) -> None:
    """Its secret as a token or a cookie is nobody's."""
    secret = phone.base_url.path.split("/")[2]
    nobody = town.nobody()
    assert nobody.get("/", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    nobody.cookies.set(town.office.settings.cookie, secret)
    assert nobody.get("/").status_code == 401


@pytest.mark.parametrize(
    ("body", "status"), [(b'{"half', 400), (b"[]", 400), (b"x" * (2 * 2**20 + 1), 413)]
)
def test_half_sent_and_endless_results_are_refused(
    phone: TestClient, body: bytes, status: int
) -> None:
    """Nothing is stored of what did not arrive whole."""
    assert phone.post("records", content=body).status_code == status


def test_a_hazard_is_in_the_findings_at_once(town: Service, phone: TestClient) -> None:
    """What the team found at the door is the office's in the same moment."""
    sent = Phone().visit("S00001", "finding", findings=[hazard("喷漆房无通风")])
    answer = phone.post("records", json=sent.document).json()
    assert [one["outcome"] for one in answer["records"]] == ["taken"]
    (finding,) = town.office.store.rows("finding")
    assert (finding["site_id"], finding["what"]) == ("S00001", "喷漆房无通风")
    (audit,) = [row for row in town.office.store.rows("audit") if "link:" in row["who"]]
    assert audit["what"] == "POST /r/{secret}/records"
