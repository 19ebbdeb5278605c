"""Workbooks: what is read, and that nothing in them does anything."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import LedgerError
from data.ledger import workbook
from data.ledger.sheets import MergedRange, RawRow
from data.ledger.workbook import read_workbook
from tests.data.ledger.office import write_book

if TYPE_CHECKING:
    from pathlib import Path

NAME_FORMULA = '=HYPERLINK("http://127.0.0.1/x","点我")'


def rewritten(content: bytes, entry: str, change: tuple[bytes, bytes]) -> bytes:
    """Replace bytes in one entry of a workbook."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for item in source.infolist():
            body = source.read(item)
            packed.writestr(
                item.filename, body.replace(*change) if item.filename == entry else body
            )
    return stream.getvalue()


@pytest.fixture
def book(tmp_path: Path) -> bytes:
    """Give a workbook with a formula, a date, a gap and merged cells."""
    rows = [["台账", None], ["甲", NAME_FORMULA], [], [1.5, datetime(2026, 1, 2)]]  # noqa: DTZ001
    path = write_book(tmp_path / "a.xlsx", {"表一": rows, "空": []}, merge=["A1:B1"])
    return path.read_bytes()


def test_reads_rows_with_their_numbers(book: bytes) -> None:
    """Row 3 is blank; row 4 must stay row 4, for people look it up."""
    sheet = read_workbook(book, file="a.xlsx")[0]
    assert [row.number for row in sheet.rows] == [1, 2, 4]
    assert sheet.rows[2] == RawRow(4, (1.5, datetime(2026, 1, 2)))  # noqa: DTZ001
    assert sheet.blank == 1


def test_formula_without_a_value_is_its_text(book: bytes) -> None:
    """A name that is a link must neither vanish nor be followed."""
    assert read_workbook(book, file="a.xlsx")[0].rows[1].cells[1] == NAME_FORMULA


def test_formula_with_a_saved_value_is_that_value(book: bytes) -> None:
    """Excel saves what it computed; that is what the office saw."""
    saved = rewritten(book, "xl/worksheets/sheet1.xml", (b"<v />", b"<v>42</v>"))
    saved = rewritten(saved, "xl/worksheets/sheet1.xml", (b"<v></v>", b"<v>42</v>"))
    assert read_workbook(saved, file="a.xlsx")[0].rows[1].cells[1] == 42


def test_finds_merged_ranges(book: bytes) -> None:
    """The title spans both columns."""
    assert read_workbook(book, file="a.xlsx")[0].merged == (MergedRange(1, 1, 0, 1),)


def test_keeps_empty_sheets_in_order(book: bytes) -> None:
    """Their names still count as read."""
    assert [sheet.name for sheet in read_workbook(book, file="a.xlsx")] == ["表一", "空"]


def test_a_wrong_stated_range_cuts_nothing(book: bytes) -> None:
    """Some programs state A1 as the range of every sheet."""
    cut = rewritten(book, "xl/worksheets/sheet1.xml", (b'ref="A1:B4"', b'ref="A1"'))
    assert len(read_workbook(cut, file="a.xlsx")[0].rows) == 3


def test_counts_rows_while_reading(book: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that is checked afterwards protects nobody."""
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    with pytest.raises(LedgerError, match="more than 200000 rows; split it"):
        read_workbook(book, file="a.xlsx")


def test_a_far_row_does_not_fill_the_memory(book: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One row numbered in the millions would bring all blank rows before it."""
    monkeypatch.setattr(workbook, "MAX_SHEET_ROWS", 1000)
    far = rewritten(book, "xl/worksheets/sheet1.xml", (b'<row r="4"', b'<row r="999999999"'))
    with pytest.raises(LedgerError, match="rows; split it"):
        read_workbook(far, file="a.xlsx")


def test_entities_are_refused(book: bytes) -> None:
    """XML that defines its own entities can grow without end or read files."""
    bad = rewritten(
        book,
        "xl/workbook.xml",
        (b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'),
    )
    with pytest.raises(LedgerError, match="is a damaged workbook"):
        read_workbook(bad, file="a.xlsx")


@given(place=st.floats(0, 1), value=st.integers(0, 255))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_damage_is_an_error_of_ours(book: bytes, place: float, value: int) -> None:
    """Whatever byte is wrong, the user gets one line and no traceback."""
    broken = bytearray(book)
    broken[int(place * (len(book) - 1))] = value
    with contextlib.suppress(LedgerError):
        read_workbook(bytes(broken), file="a.xlsx")
