"""Small ledgers that are sent to a service, and the work that brings them in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import orjson
from sqlalchemy import update

from data.store import Author
from data.store.tables import sql_table
from service.jobs.kinds import do
from service.jobs.queue import find_job
from tests.data.ledger.office import SITE_HEADER

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from httpx import Response

    from tests.service.web.conftest import Service

SITES = (
    SITE_HEADER,
    "甲家具厂,东村,115.010,35.500,GPS",
    "乙铸造厂,东村,115.040,35.500,GPS",
    "乙铸造厂,西村,115.080,35.520,GPS",
    "丙木业,东村,,,GPS",
)
"""Two sites, two of one name, and one without coordinates."""
VISITS = (
    "检查编号,被检查单位,检查日期,检查组,结果",
    "JC1,甲家具厂,2026-11-02,一队,未发现问题",
    "JC2,乙铸造厂,2026-11-03,一队,未发现问题",
    "JC3,乙铸造厂,2026-11-04,一队,未发现问题",
    "JC4,丙木业,2026-11-05,一队,未发现问题",
)
"""One clear, two of which nobody can tell the site, one whose site was turned away."""


def table(*lines: str) -> bytes:
    """Write a csv file."""
    return "\r\n".join(lines).encode()


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Response:
    """Send files as the form does."""
    sent = [("files", (name, content)) for name, content in files]
    return client.post("/ledgers", files=sent, data=fields)


def work(service: Service, answer: Response) -> str:
    """Do the work that a form asked for, here and now; give the id of the job."""
    assert answer.status_code == 303, answer.text
    (job_id,) = re.findall(r"/jobs/([^?]+)", answer.headers["location"])
    job_id = unquote(job_id)
    store = service.office.store
    job = find_job(store, job_id)
    result = do(job.kind, store.signed(Author("li", "job")), job.argument, lambda *_: None)
    jobs = sql_table("job")
    with store.aside() as connection:
        connection.execute(
            update(jobs)
            .where(jobs.c.job_id == job_id)
            .values(state="done", progress=1.0, result=orjson.dumps(result).decode())
        )
    return job_id


def bring_in(service: Service, client: TestClient) -> str:
    """Bring the small ledgers in; give the id of the job."""
    return work(service, send(client, ("企业.csv", table(*SITES)), ("检查.csv", table(*VISITS))))
