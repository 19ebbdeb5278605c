"""Where the service keeps files: one place for pages and programs, for no other user's eyes."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import Author
from service.jobs.kinds import do
from service.jobs.queue import find_job
from service.web.folders import work_folder
from tests.service.web.offices import SITES, send, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.service.web.conftest import Service


@pytest.fixture(autouse=True)
def _open_handed() -> Iterator[None]:
    """Run as most machines do: what a program makes may be read by everybody."""
    former = os.umask(0o022)
    yield
    os.umask(former)


def rights(path: Path) -> int:
    """Read who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


def sent_files(service: Service) -> list[Path]:
    """Find the files of the work that was asked for last."""
    argument = json.loads(service.office.store.rows("job")[-1]["argument"])
    return [Path(file) for file in argument["files"]]


@pytest.mark.parametrize("way", ["page", "program"])
def test_uploads_are_for_nobody_else(service: Service, way: str) -> None:
    """Neither the folder nor a file in it, though the operator's folder is open."""
    (work := Path(str(service.office.settings.work_folder))).mkdir(mode=0o755)
    client = service.client("planner")
    if way == "page":
        assert send(client, ("企业.csv", table(*SITES))).status_code == 303
    else:
        sent = [("files", ("企业.csv", table(*SITES)))]
        assert client.post("/api/v1/imports", files=sent).status_code == 202
    (file,) = sent_files(service)
    assert file.is_relative_to(work / "uploads")
    assert [rights(one) for one in (work / "uploads", file.parent, file)] == [0o700, 0o700, 0o600]


def test_a_backup_asked_by_a_program_is_one_of_the_page(service: Service) -> None:
    """One name, one folder; whoever asked, the page gives it, and no other user may read it."""
    client = service.client("administrator")
    answer = client.post("/api/v1/backups", json={})
    job = find_job(service.office.store, answer.json()["job_id"])
    do(job.kind, service.office.store.signed(Author("li", "job")), job.argument, lambda *_: None)
    file = Path(job.argument["file"])
    assert (rights(file.parent), rights(file)) == (0o700, 0o600)
    assert file.name in client.get("/admin/backup").text
    assert client.get(f"/admin/backup/{file.name}").content == file.read_bytes()


def test_without_a_setting_files_lie_beside_the_store(service: Service) -> None:
    """As docs/service.md says; what the service makes itself is closed to others."""
    plain = replace(service.office.settings, work_folder=None)
    folder = work_folder(replace(service.office, settings=plain))
    assert service.office.store.file is not None
    assert folder == service.office.store.file.with_name(f"{service.office.store.file.stem}-files")
    assert rights(folder) == 0o700
