"""Files: no address and no name of an upload leads out of its folder, and none is looked up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.hostile import Listener
from benchmarks.hostile_files.bait import Bait
from benchmarks.hostile_files.places import places_with_links
from benchmarks.hostile_files.texts import vrt_of_an_address, web_page_named_xls
from benchmarks.hostile_files.workbooks import book_with_links
from data.errors import PatrolError
from service.web.app import make_app
from service.web.folders import work_folder
from tests.service.web.hostile.asking import reads
from tests.service.web.offices import SITES, send, table, work

if TYPE_CHECKING:
    from tests.service.web.conftest import Service

CANARY = b"sesame-4711"
EVIL = "/tmp/evil.csv"  # noqa: S108 - nothing may be there
LEADING_OUT = (
    "secret.gpkg",
    "../secret.gpkg",
    "..%2Fsecret.gpkg",
    "..%252Fsecret.gpkg",
    "..%5Csecret.gpkg",
    "%2e%2e%2fsecret.gpkg",
    "....//secret.gpkg",
    "backup-20261123-010000.gpkg%00/../secret.gpkg",
)
_GAP = re.compile(r"{\w+(?::\w+)?}")


def test_no_address_gives_a_file_beside(house: Service) -> None:
    """Path traversal: in every gap of every address that reads, and below the static files."""
    folder = work_folder(house.office) / "backups"
    folder.mkdir()
    secrets = [folder / "secret.gpkg", folder.parent / "secret.gpkg"]
    for one in secrets:
        one.write_bytes(CANARY)
    client, app = house.client("administrator"), make_app(house.office)
    paths = [one.path for one in reads(app) if "{" in one.path and "/events" not in one.path]
    names = [*LEADING_OUT, str(secrets[0]), str(secrets[0]).replace("/", "%2F")]
    for path in [*paths, "/static/{name}"]:
        for name in names:
            answer = client.get(_GAP.sub(lambda _, one=name: one, path))
            assert CANARY not in answer.content, (path, name)
            assert answer.status_code < 500, (path, name)


@pytest.mark.parametrize(
    "name",
    ["../../../evil.csv", EVIL, "..\\..\\evil.csv", "a\x00/../evil.csv"],
    ids=repr,
)
def test_no_name_of_an_upload_is_a_path(house: Service, tmp_path: Path, name: str) -> None:
    """Path traversal: the service names what it keeps; the sender's name is a word on a page."""
    before = set(tmp_path.rglob("*"))
    client = house.client("administrator")
    assert send(client, (name, table(*SITES)), look="yes").status_code == 303
    client.post("/api/v1/imports", files={"files": (name, table(*SITES))})
    client.post("/api/v1/results", files={"files": (name, table(*SITES))})
    below = work_folder(house.office)
    made = {one for one in set(tmp_path.rglob("*")) - before if one.is_file()}
    assert {one for one in made if "o.gpkg" not in one.name} == set(_files(below))
    assert not [one for one in _files(below) if "evil" in one.name]
    assert not Path(EVIL).exists()


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    "maker", [vrt_of_an_address, places_with_links, book_with_links, web_page_named_xls]
)
def test_no_upload_makes_the_service_ask_an_address(
    house: Service, tmp_path: Path, maker: object
) -> None:
    """SSRF: what a file names is not fetched, neither when it comes in nor when it is read."""
    assert callable(maker)
    client = house.client("administrator")
    secret = tmp_path / "secret.csv"
    secret.write_bytes(CANARY)
    with Listener() as listener:
        path = maker(Bait(tmp_path, secret=secret, address=listener.address))
        answer = send(client, (path.name, path.read_bytes()), look="yes")
        try:
            page = client.get(f"/ledgers/imports/{work(house, answer)}").content
        except PatrolError as refused:
            page = str(refused).encode()
        assert listener.asked == []
    assert CANARY not in page
