"""Ledgers on pages: sent, looked at, stored, told row by row, and hostile ones refused."""

from __future__ import annotations

import io
import time
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import update

from benchmarks.hostile_files.bait import Bait
from benchmarks.hostile_files.workbooks import (
    book_of_laughs,
    book_that_leads_out,
    book_that_unpacks_to_a_flood,
)
from data.errors import LedgerError
from data.formats.entrance import refusal
from data.ledger.files import read_file
from data.store.tables import sql_table
from service.jobs.queue import find_job
from service.web.uploads import clean_name, distinct
from tests.maps.hostile import HOSTILE
from tests.service.web.conftest import BOTH_STORES
from tests.service.web.offices import SITES, VISITS, bring_in, finish, send, table, work

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.service.web.conftest import Service


def test_a_look_stores_nothing_and_tells_every_row(service: Service) -> None:
    """Of four sites three would be new; one has no coordinates."""
    client = service.client("planner")
    job_id = work(service, send(client, ("企业.csv", table(*SITES)), look="yes"))
    assert len(service.office.store.read("site")) == 0
    page = client.get(f"/ledgers/imports/{job_id}").text
    assert "以下内容还没有入库" in page
    assert "没有坐标" in page
    assert client.post(f"/ledgers/imports/{job_id}/store").status_code == 303


@BOTH_STORES
def test_what_was_looked_at_is_stored_by_one_button(service: Service) -> None:
    """The files are still there; nobody chooses them again."""
    client = service.client("planner")
    looked = work(service, send(client, ("企业.csv", table(*SITES)), look="yes"))
    work(service, client.post(f"/ledgers/imports/{looked}/store"))
    assert sorted(service.office.store.read("site")["name"]) == ["乙铸造厂", "乙铸造厂", "甲家具厂"]


def test_an_import_asked_for_by_a_program_has_its_page(service: Service) -> None:
    """With the sender's own name of the file, which programs see in the rows, too."""
    client = service.client("planner")
    sent = [("files", ("企业.csv", table(*SITES)))]
    job_id = client.post("/api/v1/imports", files=sent).json()["job_id"]
    finish(service.office.store, find_job(service.office.store, job_id))
    page = client.get(f"/ledgers/imports/{job_id}")
    assert page.status_code == 200
    assert "企业.csv" in page.text
    assert "没有坐标" in page.text
    rows = client.get("/api/v1/import-rows").json()["items"]
    assert {row["file"] for row in rows} == {"企业.csv"}


@BOTH_STORES
def test_rows_are_listed_by_fate_with_file_row_and_reason(service: Service) -> None:
    """The site without coordinates stands in row 5 of its file."""
    client = service.client("planner")
    job_id = bring_in(service, client)
    page = client.get(f"/ledgers/imports/{job_id}", params={"fate": "rejected", "lang": "en"}).text
    assert "no coordinates" in page
    assert '<td class="number" data-label="Row">5</td>' in page


def test_correction_workbook_holds_the_rows_to_mend(service: Service) -> None:
    """In the reader's language, as a file and never shown in the browser."""
    client = service.client("planner")
    job_id = bring_in(service, client)
    answer = client.get(f"/ledgers/imports/{job_id}/corrections.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert {"待办原因", "丙木业", "乙铸造厂"} <= cells


def test_import_of_clean_rows_has_no_workbook(service: Service) -> None:
    """There is nothing to mend, and the page does not offer it."""
    client = service.client("planner")
    job_id = work(service, send(client, ("企业.csv", table(*SITES[:2]))))
    assert "corrections.xlsx" not in client.get(f"/ledgers/imports/{job_id}").text
    assert client.get(f"/ledgers/imports/{job_id}/corrections.xlsx").status_code == 404


def test_uploads_lie_under_names_of_ours(service: Service, tmp_path: Path) -> None:
    """A name is shown, and is no path; nobody else on the machine may read the folder."""
    client = service.client("planner")
    before = set(tmp_path.parent.rglob("evil*"))
    answer = send(client, ("../../evil.csv", table(*SITES[:2])))
    job_id = work(service, answer)
    assert set(tmp_path.parent.rglob("evil*")) == before
    page = client.get(f"/ledgers/imports/{job_id}").text
    assert "evil.csv" in page
    assert "../" not in page.split("<main", 1)[1]
    (row,) = service.office.store.read("site")["source"]
    assert row == "evil.csv / 2"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("C:\\台账\\企业.xlsx", "企业.xlsx"),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\nb\x00.csv", "ab.csv"),
        ("..", "file"),
        ("长" * 200 + ".xlsx", "长" * 115 + ".xlsx"),
    ],
)
def test_names_are_cleaned(said: str, shown: str) -> None:
    """No folders, no unseen signs, 120 signs at most, the ending kept."""
    assert clean_name(said) == shown


def test_two_files_of_one_name_are_told_apart() -> None:
    """What became of a row names its file."""
    assert distinct(["a.csv", "a.csv", "a (2).csv"]) == ["a.csv", "a (2).csv", "a (2) (2).csv"]


def test_too_many_files_and_none_are_refused(service: Service) -> None:
    """Nothing is kept of them."""
    client = service.client("planner")
    many = [(f"{number}.csv", b"x") for number in range(21)]
    assert send(client, *many).status_code == 413
    assert client.post("/ledgers", data={"look": ""}).status_code == 422


@pytest.mark.parametrize("role", ["viewer", "inspector", "analyst"])
def test_who_may_not_import_sees_none_of_it(service: Service, role: str) -> None:
    """Ledgers hold names and telephone numbers of owners."""
    client = service.client(role)
    assert client.get("/ledgers").status_code == 403
    assert send(client, ("a.csv", b"x")).status_code == 403
    assert client.get("/questions").status_code == 403


def test_planner_of_some_towns_may_not_import(service: Service) -> None:
    """A ledger may change every town."""
    client = service.client("planner", towns=frozenset({"甲镇"}))
    assert send(client, ("a.csv", b"x")).status_code == 403


def test_form_without_its_token_brings_nothing_in(service: Service) -> None:
    """A foreign page cannot send files with somebody's cookie."""
    client = service.client("planner")
    del client.headers["x-csrf-token"]
    assert send(client, ("a.csv", table(*SITES))).status_code == 403
    assert service.office.store.rows("job") == []


def test_a_failed_import_says_why_and_that_nothing_changed(service: Service) -> None:
    """One line, with the name that the person knows."""
    client = service.client("planner")
    answer = send(client, ("照片.xlsx", b"\x89PNG\r\n"))
    with pytest.raises(LedgerError, match=r"照片\.xlsx: is a PNG picture") as told:
        work(service, answer)
    jobs = sql_table("job")
    with service.office.store.aside() as connection:
        error = f'{{"en": "{told.value}", "zh": "{told.value.zh}"}}'
        connection.execute(update(jobs).values(state="failed", error=error))
    (job,) = service.office.store.rows("job")
    page = client.get(f"/ledgers/imports/{job['job_id']}").text
    assert "照片.xlsx：是 PNG 图片" in page
    assert "库里的数据没有变" in page


@pytest.mark.parametrize(
    "maker", [book_that_unpacks_to_a_flood, book_of_laughs, book_that_leads_out]
)
def test_hostile_books_are_refused_in_the_cage(
    maker: Callable[[Bait], Path], tmp_path: Path
) -> None:
    """One line that names the file as the person does; two seconds of processor at most."""
    bait = Bait(folder=tmp_path, secret=tmp_path / "secret", address="http://127.0.0.1:9")
    path, begun = maker(bait), time.process_time()
    with pytest.raises(LedgerError, match=r"^台账\.xlsx: "):
        read_file(path, name="台账.xlsx", caged=True)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_cage_reads_what_the_program_reads(tmp_path: Path, ending: str) -> None:
    """The same cells, of the same rows, whoever reads them."""
    path = tmp_path / f"a.{ending}"
    if ending == "csv":
        path.write_bytes(table(*SITES))
    else:
        book = openpyxl.Workbook()
        sheet = book.create_sheet("企业", 0)
        sheet.append(["企业名称", "日期", "数"])
        sheet.append(["甲", date(2026, 11, 2), 1.5])
        sheet.merge_cells("A3:B3")
        book.save(path)
    plain, caged = read_file(path), read_file(path, caged=True)
    assert [(s.name, list(s.rows), s.merged) for s in caged.sheets] == [
        (s.name, list(s.rows), s.merged) for s in plain.sheets
    ]
    assert refusal(path) is None


def test_hostile_texts_reach_the_reader_and_no_further(service: Service) -> None:
    """Every name stands escaped on the page; none becomes a tag or an attribute."""
    client = service.client("planner")
    rows = [text.replace('"', '""').replace("\x00", "") for text in HOSTILE]
    lines = ["企业名称,村,经度,纬度,坐标系", *(f'"{text}","{text}",,,GPS' for text in rows)]
    name = "<img src=x onerror=hit()>.csv"
    job_id = work(service, send(client, (name, "\r\n".join(lines).encode())))
    pages = [f"/ledgers/imports/{job_id}", "/ledgers", "/", "/questions/answered"]
    pages += [client.get("/questions").headers["location"]]
    for address in pages:
        body = client.get(address).text.split("<main", 1)[1]
        for tag in ("<img", "<iframe", "<svg onload", "<script", "onmouseover='", 'onfocus="'):
            assert tag not in body, (address, tag)


@BOTH_STORES
def test_history_lists_imports_newest_first(service: Service) -> None:
    """With what was sent, and that one only looked."""
    client = service.client("planner")
    work(service, send(client, ("旧.csv", table(*SITES)), look="yes"))
    service.clock.pass_by(minutes=1)
    work(
        service,
        send(
            client,
            (
                "新.csv",
                table(*VISITS),
            ),
            ("企业.csv", table(*SITES)),
        ),
    )
    page = client.get("/ledgers").text
    assert page.index("新.csv") < page.index("旧.csv")
    assert "只看未存" in page
