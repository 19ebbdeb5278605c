"""Files that somebody sends are parsed in the cage, and called what the sender calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.ledger import files
from service.jobs.job import find_job
from tests.service.web.deskrows import put_town
from tests.service.web.offices import SITES, finish, table

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx2 import Response

    from tests.service.web.conftest import Service

STEPS = ("隐患编号,步骤,日期,经办", "YH00001,提交复查,2026-11-22,一队")


@pytest.fixture(autouse=True)
def _no_parser_outside_the_cage(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever parses in this process fail; a child in the cage has parsers of its own."""

    def parse(*_asked: Any, **_more: Any) -> object:  # noqa: ANN401 - never answers
        raise AssertionError("parsed outside the cage")

    monkeypatch.setattr(files, "read_delimited", parse)
    monkeypatch.setattr(files, "read_workbook", parse)


def post(client: TestClient, path: str, name: str, content: bytes) -> Response:
    """Send one file as a program does."""
    return client.post(path, files={"files": (name, content)})


def test_ledgers_among_results_are(service: Service) -> None:
    """Their rows are told under the name that the sender knows."""
    answer = post(service.client("planner"), "/api/v1/results", "../企业.csv", table(*SITES))
    assert answer.status_code == 200, answer.text
    rows = service.office.store.rows("import_row")
    assert {row["file"] for row in rows} == {"企业.csv"}
    assert len(service.office.store.rows("site")) == 3


def test_books_of_steps_are(service: Service) -> None:
    """A row that cannot be taken is told with the sender's own name of the file."""
    put_town(service.office.store)
    client = service.client("planner")
    wrong = post(
        client, "/api/v1/findings/steps", "步骤.csv", table(*STEPS, "YH9,提交复查,2026-11-22,")
    )
    assert (wrong.status_code, "步骤.csv / 3" in wrong.json()["detail"]) == (422, True), wrong.text
    taken = post(client, "/api/v1/findings/steps", "步骤.csv", table(*STEPS))
    assert (taken.status_code, len(taken.json()["taken"])) == (201, 1), taken.text


def test_books_of_steps_that_a_page_takes_are(service: Service) -> None:
    """Rehearsed, then taken, from the same file."""
    store, client = service.office.store, service.client("planner")
    put_town(store)
    client.post("/findings/bulk", files={"file": ("步骤.csv", table(*STEPS))})
    (rehearsal,) = store.rows("job")
    finish(store, find_job(store, rehearsal["job_id"]))
    assert not store.rows("finding_step")
    client.post(f"/findings/bulk/{rehearsal['job_id']}")
    (taken,) = {row["job_id"] for row in store.rows("job")} - {rehearsal["job_id"]}
    finish(store, find_job(store, taken))
    *_, step = store.rows("finding_step")
    assert (step["step"], step["source"].endswith("步骤.csv / 2")) == ("submitted", True)
