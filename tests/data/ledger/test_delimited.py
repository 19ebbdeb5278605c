"""Text tables in the encodings and dialects that offices save."""

from __future__ import annotations

import pytest

from data.errors import LedgerError
from data.ledger import delimited
from data.ledger.delimited import read_delimited

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
