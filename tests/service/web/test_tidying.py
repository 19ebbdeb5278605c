"""Uploads go some time after they were dealt with, and what they were stays told."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import update

from data.store.tables import sql_table
from service.access.clock import written
from service.jobs.job import find_job
from service.web.folders import uploads_folder
from service.web.imports import folder_of
from service.web.tidying import clear_uploads
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.offices import SITES, bring_in, send, table, work

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.web.conftest import Service

MONTH = timedelta(days=30)


def folders(service: Service) -> list[Path]:
    """List the folders of uploads."""
    return sorted(uploads_folder(service.office).iterdir())


def ended(service: Service, job_id: str, ago: timedelta, state: str = "done") -> None:
    """Say that a piece of work ended so long ago."""
    told = {"state": state, "ended": written(service.office.clock() - ago)}
    jobs = sql_table("job")
    with service.office.store.aside() as connection:
        connection.execute(update(jobs).where(jobs.c.job_id == job_id).values(**told))


@BOTH_STORES
def test_what_was_dealt_with_a_month_ago_goes_and_is_told(service: Service) -> None:
    """Name, hash and fate of every file stay in the audit, which nobody can change."""
    client = service.client("planner")
    job_id = bring_in(service, client)
    folder = folder_of(find_job(service.office.store, job_id))
    ended(service, job_id, MONTH + timedelta(hours=1))
    assert clear_uploads(service.office) == 1
    assert not folder.exists()
    row = service.office.store.rows("audit")[-1]
    (told,) = orjson.loads(row["detail"])["uploads"]
    assert (row["what"], told["files"]) == ("tidy", ["企业.csv", "检查.csv"])
    assert [len(one) for one in told["sha256"]] == [64, 64]
    assert told["fates"]["rejected"] == 1  # the site without coordinates
    assert client.get(f"/ledgers/imports/{job_id}").status_code == 200


def test_what_failed_goes_too_and_younger_ones_stay(service: Service) -> None:
    """A file that was refused is not kept for ever; one of yesterday may be stored yet."""
    client = service.client("planner")
    old = work(service, send(client, ("甲.csv", table(*SITES)), look="yes"))
    ended(service, old, MONTH + timedelta(hours=1), state="failed")
    young = work(service, send(client, ("乙.csv", table(*SITES[:2])), look="yes"))
    ended(service, young, MONTH - timedelta(hours=1))
    assert clear_uploads(service.office) == 1
    assert len(folders(service)) == 1
    assert client.post(f"/ledgers/imports/{old}/store").status_code == 404
    assert client.post(f"/ledgers/imports/{young}/store").status_code == 303


def test_files_of_work_that_waits_stay_however_old(service: Service) -> None:
    """The look ended long ago, but somebody asked just now that it be stored."""
    client = service.client("planner")
    looked = work(service, send(client, ("甲.csv", table(*SITES)), look="yes"))
    ended(service, looked, 2 * MONTH)
    client.post(f"/ledgers/imports/{looked}/store")
    assert clear_uploads(service.office) == 0
    assert len(folders(service)) == 1


def test_a_folder_that_no_work_names_goes_by_its_own_age(service: Service) -> None:
    """Somebody sent files and the service was stopped before it asked for the work."""
    lost = uploads_folder(service.office) / "lost"
    lost.mkdir(parents=True)
    for age, gone in ((MONTH - timedelta(hours=1), 0), (MONTH + timedelta(hours=1), 1)):
        then = (service.office.clock() - age).timestamp()
        os.utime(lost, (then, then))
        assert clear_uploads(service.office) == gone


def test_the_page_says_how_long_files_are_kept(service: Service) -> None:
    """In the words of the office, beside the button that sends them."""
    page = service.client("planner").get("/ledgers", params={"lang": "en"}).text
    assert "30 days after they were dealt with, files are cleared away" in page
