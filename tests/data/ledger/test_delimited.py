"""Text tables in the encodings and dialects that offices save."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError
from data.ledger import delimited
from data.ledger.delimited import read_delimited, stream_delimited

if TYPE_CHECKING:
    from pathlib import Path

TABLE = "企业名称,村\r\n鑫源厂,刘湾村\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_reads_every_encoding(encoding: str) -> None:
    """Excel in China saves GB18030, phones UTF-8, some programs UTF-16."""
    sheet = read_delimited(TABLE.encode(encoding), file="a.csv")
    assert sheet.rows[1].cells == ("鑫源厂", "刘湾村")


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_finds_the_delimiter(mark: str) -> None:
    """A title row above the header has none and must not decide."""
    text = f"台账\n企业名称{mark}村{mark}备注\n鑫源厂{mark}刘湾村{mark}\n"
    assert read_delimited(text.encode(), file="a.txt").rows[2].cells[:2] == ("鑫源厂", "刘湾村")


def test_a_quoted_delimiter_is_text() -> None:
    """Remarks contain commas and line breaks."""
    sheet = read_delimited(b'a,b\n"x,\ny",z\n', file="a.csv")
    assert sheet.rows[1].cells == ("x,\ny", "z")


def test_blank_rows_are_counted() -> None:
    """Nothing is dropped in silence."""
    sheet = read_delimited(b"a,b\n\n,\nc,d\n", file="a.csv")
    assert ([row.number for row in sheet.rows], sheet.blank) == ([1, 4], 2)


def test_takes_off_the_apostrophe_of_our_exports() -> None:
    """Exports disarm =1+1 as '=1+1; read again, the name must be the old one."""
    assert read_delimited(b"a,b\n'=1+1,'tis\n", file="a.csv").rows[1].cells == ("=1+1", "'tis")


def test_refuses_bytes_that_are_no_text() -> None:
    """0xFF is in neither encoding."""
    with pytest.raises(LedgerError, match=r"no text in UTF-8, GB18030 or UTF-16 \(line 2\); save"):
        read_delimited(b"a,b\n\xff\x00\xff", file="a.csv")


def test_refuses_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted while reading."""
    monkeypatch.setattr(delimited, "MAX_ROWS", 1)
    with pytest.raises(LedgerError, match="rows; split it"):
        read_delimited(b"a\nb\n", file="a.csv")


def test_refuses_a_field_without_end() -> None:
    """An open quotation mark swallows the rest of the file."""
    with pytest.raises(LedgerError, match=r"is no table from line 2 on: a quotation mark"):
        read_delimited(b'a,b\n"' + b"x" * 200_000, file="a.csv")


def test_a_quotation_mark_left_open_near_the_end_is_refused() -> None:
    """The rest of the file would become one cell, and its rows would be lost in silence."""
    with pytest.raises(LedgerError, match="from line 2 on: a quotation mark opened there") as told:
        read_delimited(b'a,b\n"c,d\ne,f\n', file="a.csv")
    assert told.value.zh is not None
    assert "第 2 行起不像表格" in told.value.zh


def test_a_quotation_mark_closed_rows_later_is_refused() -> None:
    """What stands between two stray marks looks like rows, and was rows."""
    with pytest.raises(LedgerError, match="from line 2 on: a quotation mark"):
        read_delimited(b'a,b,c\n"1,2,3\n4,5,6\n7",8,9\n', file="a.csv")


def test_a_stray_quotation_mark_inside_a_cell_is_text() -> None:
    """Shops are called "so" by their owners."""
    assert read_delimited(b'a,b\nx "y" z,c\n', file="a.csv").rows[1].cells == ('x "y" z', "c")


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It must not be read into memory whole before somebody looks at it."""
    monkeypatch.setattr(delimited, "MAX_LINE_SIGNS", 10)
    with pytest.raises(LedgerError, match="line 2 has more than 10 signs"):
        read_delimited(b"a,b\n" + b"x" * 11, file="a.csv")


def test_too_many_columns_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No spreadsheet has them; a line of commas would fill the memory."""
    monkeypatch.setattr(delimited, "MAX_COLUMNS", 3)
    with pytest.raises(LedgerError, match="more than 3 columns on line 2"):
        read_delimited(b"a,b\n,,,\n", file="a.csv")


def test_a_streamed_table_reads_as_one_in_memory(tmp_path: Path) -> None:
    """Beyond the rows that are kept at hand, too, and every time."""
    content = "\r\n".join(["企业名称,村", *(f"{n}厂,刘湾村" for n in range(250))]).encode("gb18030")
    (tmp_path / "a.csv").write_bytes(content)
    streamed, _ = stream_delimited(tmp_path / "a.csv")
    whole = read_delimited(content, file="a.csv")
    assert len(streamed.rows) == 251
    assert (tuple(streamed.rows), tuple(streamed.rows)) == (whole.rows, whole.rows)
    assert (streamed.rows[200], streamed.rows[:2]) == (whole.rows[200], whole.rows[:2])


def test_a_table_changed_while_it_is_read_is_refused(tmp_path: Path) -> None:
    """Half of one file and half of another must never be stored."""
    path = tmp_path / "a.csv"
    path.write_text("a,b\n" + "c,d\n" * 200, encoding="utf-8")
    streamed, _ = stream_delimited(path)
    path.write_text("a,b\n" + "c,e\n" * 200, encoding="utf-8")
    with pytest.raises(LedgerError, match="was changed while it was being read"):
        list(streamed.rows)
