"""Results of an inspector's page are read from its JSON and from its table."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import InputError
from data.ledger.pagefiles import is_page_file, read_page_file
from data.ledger.pagesaid import SaidFinding, SaidPlace, SaidVisit, content_of, said_in

if TYPE_CHECKING:
    from pathlib import Path

VISIT = {
    "site": "sweep:a",
    "result": "clean",
    "note": "两家关门",
    "edited_at": "2026-11-24T08:57:52.157Z",
}
HEAD = "计划,队伍,日期,序号,场所编号,场所名称,结果,结果代码,未去原因,已查看项,备注,照片数,修改时间"


def page(tmp_path: Path, **told: object) -> Path:
    """Write a file as a page does."""
    file = tmp_path / "page.json"
    whole = {"format": "patrol-results/1", "day": "2026-11-24", "team": "T1", "visits": [VISIT]}
    file.write_bytes(orjson.dumps({**whole, **told}))
    return file


def table(tmp_path: Path, *rows: str) -> Path:
    """Write a table as a page does, with its mark at the beginning."""
    file = tmp_path / "page.csv"
    file.write_text("\ufeff" + "\r\n".join([HEAD, *rows]), encoding="utf-8", newline="")
    return file


def test_a_page_file_says_day_team_result_and_edit(tmp_path: Path) -> None:
    """The day and the team stand once, at the head."""
    (visit,) = read_page_file(page(tmp_path))
    assert (visit.stop, visit.day, visit.team) == ("sweep:a", date(2026, 11, 24), "T1")
    assert isinstance(visit.said, SaidVisit)
    assert (visit.said.result, visit.said.note) == ("clean", "两家关门")
    assert visit.edited_at == datetime(2026, 11, 24, 8, 57, 52, 157_000, tzinfo=UTC)


def test_a_table_says_the_same_in_the_clock_of_the_wall(tmp_path: Path) -> None:
    """16:57 in China is 08:57 UTC; the apostrophe before a formula is no part of a note."""
    row = "P,一队,2026-11-24,1,sweep:a,片区 甲,未发现,clean,,,'=1+1,,2026-11-24 16:57"
    (visit,) = read_page_file(table(tmp_path, row))
    assert visit.edited_at == datetime(2026, 11, 24, 8, 57, tzinfo=UTC)
    assert isinstance(visit.said, SaidVisit)
    assert (visit.team, visit.said.note, visit.said.result) == ("一队", "=1+1", "clean")
    assert (visit.plan, visit.device) == ("P", "")


def test_a_result_taken_back_is_none(tmp_path: Path) -> None:
    """Undoing is a record too."""
    (visit,) = read_page_file(page(tmp_path, visits=[VISIT | {"result": None}]))
    assert visit.said.is_withdrawn


HAZARD = {"id": "p1-1", "what": "漏油", "level": "major", "due": "2026-12-01", "photos": 2}
PLACE = {"id": "p1-p1", "name": "", "what": "加油车", "lon": 115.0, "lat": 35.5}
SEEN = {"at": "2026-11-24T08:00:00Z", "edited_at": "2026-11-24T08:01:00Z", "accuracy_m": 8.5}


def test_hazards_and_rechecks_stand_with_their_visit(tmp_path: Path) -> None:
    """The same is read back from what the store keeps of it."""
    again = {"id": "YH1", "state": "closed", "note": "已清"}
    (visit,) = read_page_file(
        page(tmp_path, visits=[VISIT | {"findings": [HAZARD], "rechecked": [again]}])
    )
    assert isinstance(visit.said, SaidVisit)
    assert visit.said.findings == (
        SaidFinding(
            id="p1-1",
            what="漏油",
            level="major",
            due=date(2026, 12, 1),
            on_the_spot=False,
            photos=2,
        ),
    )
    assert [(one.id, one.state, one.note) for one in visit.said.rechecked] == [
        ("YH1", "closed", "已清")
    ]
    assert said_in(content_of(visit.said)) == visit.said


def test_a_place_found_on_the_way_has_a_moment_and_a_position(tmp_path: Path) -> None:
    """Places follow the visits; the file's phone and plan are theirs."""
    told = page(tmp_path, device="p1", plan="P1", places=[PLACE | SEEN])
    _, record = read_page_file(told)
    assert (record.stop, record.device, record.plan) == ("p1-p1", "p1", "P1")
    assert isinstance(record.said, SaidPlace)
    assert (record.said.lon_deg, record.said.accuracy_m, record.said.deleted) == (115.0, 8.5, False)
    assert said_in(content_of(record.said)) == record.said


def test_a_table_lists_hazards_in_one_cell(tmp_path: Path) -> None:
    """A cell with fewer parts says nothing of the rest."""
    head = f"{HEAD},隐患,隐患级别,整改期限,当场整改"
    row = (
        "P,一队,2026-11-24,1,S1,甲,,finding,,,,,2026-11-24 16:57,漏油；堵道,重大,2026-12-01；,；是"
    )
    file = tmp_path / "page.csv"
    file.write_text(f"\ufeff{head}\r\n{row}", encoding="utf-8", newline="")
    (visit,) = read_page_file(file)
    assert isinstance(visit.said, SaidVisit)
    assert [(one.what, one.level, one.due, one.on_the_spot) for one in visit.said.findings] == [
        ("漏油", "major", date(2026, 12, 1), False),
        ("堵道", "ordinary", None, True),
    ]


def test_a_file_of_a_newer_program_says_so(tmp_path: Path) -> None:
    """To read half of it would lose the other half."""
    with pytest.raises(InputError, match="of the form 'patrol-results/2'"):
        read_page_file(page(tmp_path, format="patrol-results/2"))


def test_pages_are_told_from_ledgers_by_ending_and_header(tmp_path: Path) -> None:
    """A clerk may name a whole folder."""
    ledger = tmp_path / "检查记录.csv"
    ledger.write_text("企业名称,检查日期,检查结果\n甲,2026-11-02,合格\n", encoding="utf-8")
    assert is_page_file(page(tmp_path))
    assert is_page_file(table(tmp_path))
    assert not is_page_file(ledger)
    assert not is_page_file(tmp_path / "台账.xlsx")


@pytest.mark.parametrize(
    "told",
    [
        {"format": "other/1"},
        {"visits": "none"},
        {"visits": [1]},
    ],
)
def test_another_file_is_refused(tmp_path: Path, told: dict[str, object]) -> None:
    """One line says what was expected."""
    with pytest.raises(InputError, match="expected results as a route page exports them"):
        read_page_file(page(tmp_path, **told))


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a,b\n1,2\n", b"", b'"'])
def test_bytes_that_are_no_page_are_refused(tmp_path: Path, content: bytes) -> None:
    """Neither JSON, nor text, nor the table of a page."""
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(InputError, match="JSON or CSV"):
        read_page_file(file)


@pytest.mark.parametrize(
    "change",
    [
        {"site": ""},
        {"site": 7},
        {"edited_at": "soon"},
        {"edited_at": None},
        {"findings": "none"},
        {"findings": [HAZARD | {"level": "huge"}]},
        {"findings": [HAZARD | {"due": "soon"}]},
        {"rechecked": [{"id": "YH1", "state": "gone"}]},
        {"photos": -1},
        {"at": "2026-11-24T08:00:00Z", "site": None},
    ],
)
def test_a_broken_result_is_named_by_its_number(tmp_path: Path, change: dict[str, object]) -> None:
    """The file is refused as a whole: half a file would be counted as a whole one."""
    with pytest.raises(InputError, match="result 2 has no place, day or time"):
        read_page_file(page(tmp_path, visits=[VISIT, VISIT | change]))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(InputError, match=r"gone\.json: cannot be read"):
        read_page_file(tmp_path / "gone.json")


LARGE = {
    "values": (b"[" + b"0," * 500_000 + b"0]", "holds more than 500000 values"),
    "objects": (b"[" + b"{}," * 600_000 + b"0]", "holds more than 500000 values"),
    "levels": (b"[" * 5_000 + b"]" * 5_000, "no JSON|nested deeper than 24"),
    "bytes": (b" " * 10_000_001, "at most 10000000 bytes"),
}


@pytest.mark.parametrize("kind", LARGE)
def test_a_file_made_to_harm_is_refused_before_it_takes_memory(tmp_path: Path, kind: str) -> None:
    """Two bytes of JSON may become a hundred of memory; a real file has some thousand values."""
    content, why = LARGE[kind]
    file = tmp_path / "x.json"
    file.write_bytes(b'{"visits": ' + content + b"}")
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=why):
            read_page_file(file)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "content",
    [f"{HEAD}\r\n" + "1\r\n" * 30_000, HEAD + ",x" * 100_000 + "\r\n1" * 20_000],
    ids=["rows", "columns"],
)
def test_a_table_made_to_harm_is_refused_before_it_takes_memory(
    tmp_path: Path, content: str
) -> None:
    """Three bytes of a row become a kilobyte, of many columns a megabyte."""
    file = tmp_path / "x.csv"
    file.write_text(content, encoding="utf-8", newline="")
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="at most 20000 rows of 100 columns"):
            read_page_file(file)
        assert tracemalloc.get_traced_memory()[1] < 80_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("photos", [2**63, 10**30, "9" * 5_000, "9" * 30])
def test_no_count_is_larger_than_a_store_can_keep(tmp_path: Path, photos: object) -> None:
    """It would be refused by the store, as a failure of ours."""
    file = page(tmp_path)
    told = {
        "format": "patrol-results/1",
        "day": "2026-11-24",
        "visits": [VISIT | {"photos": photos}],
    }
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputError, match=r"result 1 .*photos"):
        read_page_file(file)


def test_a_member_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Which of two results was meant is for the sender to say."""
    file = tmp_path / "x.json"
    file.write_text('{"visits": [{"result": "clean", "result": "skipped"}]}', encoding="utf-8")
    with pytest.raises(InputError, match="'result' stands twice in one object"):
        read_page_file(file)
