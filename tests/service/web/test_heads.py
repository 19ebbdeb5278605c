"""HEAD is answered wherever GET is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2

from tests.service.web.test_jobs import ask

if TYPE_CHECKING:
    from httpx2 import Response

    from tests.service.web.conftest import Served, Service

OF_ONE_ANSWER = frozenset({"x-request-id", "content-security-policy", "date"})
"""Headers with something drawn by lot."""


PAGES = ("/", "/findings", "/jobs", "/sign-in", "/healthz", "/static/jobs.js", "/ogc/collections")
ROWS = ("/api/v1/sites", "/api/v1/jobs?limit=3", "/api/v1/sites/S404", "/nowhere", "/sign-out")


def test_head_says_what_get_says_without_a_body(service: Service) -> None:
    """Checkers of links and monitors ask so; a page that is not there is told alike."""
    client = service.client("planner")
    for path in (*PAGES, *ROWS):
        head, get = client.head(path), client.get(path)
        assert head.content == b"", path
        assert head.status_code == get.status_code, path
        assert _said(head) == _said(get), path


def _said(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in OF_ONE_ANSWER}


def test_nobody_learns_more_by_head(service: Service) -> None:
    """The gate stands before it."""
    assert service.nobody().head("/api/v1/sites").status_code == 401


def test_a_stream_ends_with_its_headers(served: Served) -> None:
    """A HEAD of a stream over real HTTP is answered, though the job it follows goes on."""
    service = served.service
    _, token = served.token(name="planner-all")
    job_id = ask(service)
    said = {"Authorization": f"Bearer {token}"}
    head = httpx2.head(f"{served.url}/api/v1/jobs/{job_id}/events", headers=said, timeout=10)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"].startswith("text/event-stream")
