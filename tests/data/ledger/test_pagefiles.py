"""Results of an inspector's page are read from its JSON and from its table."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import orjson
import pytest

from data.errors import InputError
from data.ledger.pagefiles import read_page_file

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
    assert (visit.site, visit.day, visit.team) == ("sweep:a", date(2026, 11, 24), "T1")
    assert (visit.result, visit.note) == ("clean", "两家关门")
    assert visit.edited_at == datetime(2026, 11, 24, 8, 57, 52, 157_000, tzinfo=UTC)


def test_a_table_says_the_same_in_the_clock_of_the_wall(tmp_path: Path) -> None:
    """16:57 in China is 08:57 UTC; the apostrophe before a formula is no part of a note."""
    row = "P,一队,2026-11-24,1,sweep:a,片区 甲,未发现,clean,,,'=1+1,,2026-11-24 16:57"
    (visit,) = read_page_file(table(tmp_path, row))
    assert visit.edited_at == datetime(2026, 11, 24, 8, 57, tzinfo=UTC)
    assert (visit.team, visit.note, visit.result) == ("一队", "=1+1", "clean")


def test_a_result_taken_back_is_none(tmp_path: Path) -> None:
    """Undoing is a record too."""
    (visit,) = read_page_file(page(tmp_path, visits=[VISIT | {"result": None}]))
    assert visit.result is None


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


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", b"a,b\n1,2\n", b"", b'"'])
def test_bytes_that_are_no_page_are_refused(tmp_path: Path, content: bytes) -> None:
    """Neither JSON, nor text, nor the table of a page."""
    file = tmp_path / "x"
    file.write_bytes(content)
    with pytest.raises(InputError, match="JSON or CSV"):
        read_page_file(file)


@pytest.mark.parametrize(
    "change", [{"site": ""}, {"site": 7}, {"edited_at": "soon"}, {"edited_at": None}]
)
def test_a_broken_result_is_named_by_its_number(tmp_path: Path, change: dict[str, object]) -> None:
    """The file is refused as a whole: half a file would be counted as a whole one."""
    with pytest.raises(InputError, match="result 2 has no place, day or time"):
        read_page_file(page(tmp_path, visits=[VISIT, VISIT | change]))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(InputError, match=r"gone\.json: cannot be read"):
        read_page_file(tmp_path / "gone.json")
