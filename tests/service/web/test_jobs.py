"""Jobs on pages and for programs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from service.access.accounts import find_account
from service.access.actors import Actor, permissions_of
from service.access.secrets import csrf_of
from service.jobs import leases
from service.jobs.queue import WAITING_LIMIT, enqueue, find_job
from service.web.gate import CSRF_HEADER
from service.web.once import HEADER
from tests.service.web.conftest import BOTH_STORES

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

HTML = {"accept": "text/html"}


def ask(service: Service, name: str = "planner-all", week: str = "2026-W48") -> str:
    """Ask for a plan as somebody who has signed in."""
    account = find_account(service.office.store, name=name)
    assert account is not None
    actor = Actor(
        account_id=account.account_id,
        name=name,
        role=account.role,
        towns=account.towns,
        permissions=permissions_of(account.role),
    )
    argument = {"week": week}
    return enqueue(service.office.store, "plan", argument, actor=actor, clock=service.clock)


def end(service: Service, job_id: str) -> None:
    """Let a job be done."""
    held = leases.claim(service.office.store, "a", kinds=["plan"], clock=service.clock)
    assert held is not None
    assert held.job.job_id == job_id
    with service.office.store.aside() as connection:
        leases.finish(connection, held, {"stops": 3}, clock=service.clock)


def test_a_page_tells_how_far_it_is_and_leads_on(service: Service) -> None:
    """To a path of ours; the link to the result comes when it is done."""
    client = service.client("planner")
    job_id = ask(service)
    page = client.get(f"/jobs/{job_id}?to=/week/2026-W48", headers=HTML).text
    assert "编排周计划" in page
    assert 'aria-live="polite"' in page
    assert 'href="/week/2026-W48"' not in page
    end(service, job_id)
    assert 'href="/week/2026-W48"' in client.get(f"/jobs/{job_id}/part?to=/week/2026-W48").text


def test_who_comes_from_the_list_finds_the_result_too(service: Service) -> None:
    """The kind of work says where it is shown; a trial does not claim to be stored."""
    client = service.client("planner")
    job_id = ask(service)
    assert "查看结果" not in client.get(f"/jobs/{job_id}", headers=HTML).text
    end(service, job_id)
    page = client.get(f"/jobs/{job_id}", headers=HTML).text
    assert re.search(r'href="/week/2026-W\d+">查看结果', page)
    assert "结果已存入" in page


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "javascript:alert(1)"])
def test_a_page_leads_nowhere_else(service: Service, to: str) -> None:
    """Nor does the script of the page, which reads the same attribute."""
    client = service.client("planner")
    page = client.get(f"/jobs/{ask(service)}", params={"to": to}, headers=HTML).text
    assert 'data-to=""' in page
    assert not re.search(r'(href|action)="[^"/]*(//|/\\|javascript:)', page)


@BOTH_STORES
def test_polling_answers_304_while_nothing_changed(service: Service) -> None:
    """And the whole job when something did."""
    client = service.client("planner")
    job_id = ask(service)
    first = client.get(f"/api/v1/jobs/{job_id}")
    known = {"if-none-match": first.headers["etag"]}
    assert client.get(f"/api/v1/jobs/{job_id}", headers=known).status_code == 304
    end(service, job_id)
    later = client.get(f"/api/v1/jobs/{job_id}", headers=known).json()
    assert (later["state"], later["over"], later["result"]) == ("done", True, {"stops": 3})


def test_events_end_with_the_job_and_leave_out_what_is_known(service: Service) -> None:
    """A browser that comes back names the last one it heard."""
    client = service.client("planner")
    job_id = ask(service)
    end(service, job_id)
    stream = client.get(f"/api/v1/jobs/{job_id}/events")
    assert stream.headers["content-type"].startswith("text/event-stream")
    lines = dict(line.split(": ", 1) for line in stream.text.splitlines() if ": " in line)
    assert lines["event"] == "job"
    again = client.get(f"/api/v1/jobs/{job_id}/events", headers={"last-event-id": lines["id"]})
    assert "event: job" not in again.text


def test_who_has_too_much_waiting_is_told_when_to_come_again(service: Service) -> None:
    """429 is of no use to a program that must guess how long."""
    client = service.client("planner")
    for number in range(WAITING_LIMIT):
        ask(service, week=f"2027-W{number + 1:02d}")
    answer = client.post("/api/v1/weeks/2026-W48/plans", json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "5")


@BOTH_STORES
def test_a_job_is_cancelled_by_page_and_by_program(service: Service) -> None:
    """Both need what a foreign page cannot know."""
    client = service.client("planner")
    one, other = ask(service), ask(service, week="2026-W49")
    assert client.delete(f"/api/v1/jobs/{one}").json()["state"] == "cancelled"
    token = client.headers.pop(CSRF_HEADER)
    assert client.post(f"/jobs/{other}/cancel").status_code == 403
    answer = client.post(f"/jobs/{other}/cancel?to=/week", data={"csrf": token})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/jobs/{other}?to=/week")
    assert find_job(service.office.store, other).state == "cancelled"


@BOTH_STORES
def test_a_cancel_with_a_key_is_answered_alike_when_sent_again(service: Service) -> None:
    """A key of another request is refused, and what that key names now is left alone."""
    client, said = service.client("planner"), {HEADER: "k-1"}
    one, other = ask(service), ask(service, week="2026-W49")
    first = client.delete(f"/api/v1/jobs/{one}", headers=said)
    again = client.delete(f"/api/v1/jobs/{one}", headers=said)
    assert (first.status_code, first.json()["state"]) == (202, "cancelled")
    assert (again.status_code, again.content) == (202, first.content)
    assert len(service.office.store.rows("once")) == 1
    refused = client.delete(f"/api/v1/jobs/{other}", headers=said)
    assert (refused.status_code, refused.json()["reason"]) == (422, "key-reused")
    assert find_job(service.office.store, other).state == "queued"


def test_a_worker_is_told_before_a_key_waits_for_the_lock(service: Service) -> None:
    """On a file the job to be ended may hold what writing the key waits for."""
    seen: list[list[str]] = []

    class Crew:
        def interrupt(self, job_id: str) -> bool:
            seen.append([job_id, *(row["once_id"] for row in service.office.store.rows("once"))])
            return True

    client = service.client("planner")
    client.app.state.crew = Crew()  # type: ignore[attr-defined]
    job_id = ask(service)
    assert client.delete(f"/api/v1/jobs/{job_id}", headers={HEADER: "k"}).status_code == 202
    assert seen[0] == [job_id]


@BOTH_STORES
def test_who_may_not_ask_sees_nothing_and_who_did_not_ask_ends_nothing(service: Service) -> None:
    """A viewer, and a planner of one town: 404; another planner: 403; an administrator may."""
    service.client("planner")
    job_id = ask(service)
    for role, towns, expected in (
        ("viewer", None, 404),
        ("planner", frozenset({"甲镇"}), 404),
        ("administrator", None, 202),
    ):
        client = service.client(role, towns=towns)
        assert client.get(f"/api/v1/jobs/{job_id}").status_code == (404 if expected == 404 else 200)
        assert client.delete(f"/api/v1/jobs/{job_id}").status_code == expected
    other = service.nobody()
    service.person("planner", name="other")
    signed = other.post("/sign-in", data={"name": "other", "password": "long enough for a test"})
    assert signed.status_code == 303
    fresh = ask(service)
    secret = other.cookies[service.office.settings.cookie]
    other.headers[CSRF_HEADER] = csrf_of(secret)
    assert other.get(f"/api/v1/jobs/{fresh}").status_code == 200
    assert other.delete(f"/api/v1/jobs/{fresh}").status_code == 403


@BOTH_STORES
def test_lists_are_paged_by_key(service: Service) -> None:
    """Every job once, the newest first; own ones, or everybody's that one may see."""
    client = service.client("planner")
    ids = [ask(service, week=f"2026-W{week}") for week in (40, 41, 42)]
    first = client.get("/api/v1/jobs?limit=2").json()
    second = client.get(first["next"]).json()
    found = [job["job_id"] for job in first["jobs"] + second["jobs"]]
    assert sorted(found) == sorted(ids)
    assert second["next"] is None
    viewer = service.client("viewer")
    assert viewer.get("/api/v1/jobs?all=true").json()["jobs"] == []
    assert "编排周计划" in client.get("/jobs", headers=HTML).text
    assert "编排周计划" not in viewer.get("/jobs?all=1", headers=HTML).text
