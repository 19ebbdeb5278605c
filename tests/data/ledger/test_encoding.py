"""Which encoding a text table is in, and the line that is in none."""

from __future__ import annotations

import io

import pytest

from data.errors import LedgerError
from data.ledger.delimited import read_delimited
from data.ledger.encoding import encodings_of, strange_line

LINES = ("企业名称,村", *("永盛木材厂,刘湾村",) * 5)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark(encoding: str) -> None:
    """Every comma and line end has a NUL byte on one side."""
    content = "\n".join(LINES).encode(encoding)
    assert encodings_of(content) == (encoding,)
    assert read_delimited(content, file="a.csv").rows[1].cells == ("永盛木材厂", "刘湾村")


def test_one_line_in_another_encoding_is_named() -> None:
    """Somebody pasted a line with another program; GB18030 would make rubbish of all the others."""
    content = b"\n".join(
        line.encode("gb18030" if number == 4 else "utf-8") for number, line in enumerate(LINES, 1)
    )
    with pytest.raises(LedgerError, match="line 4 is not UTF-8 as the rest") as caught:
        read_delimited(content, file="a.csv")
    assert caught.value.zh == (
        "a.csv：第 4 行不是 UTF-8，与全文编码不一致，请改正该行，或另存为 UTF-8 的 csv 或 .xlsx"
    )


def test_a_file_all_in_gb18030_has_no_strange_line() -> None:
    """It is another encoding, not a mishap."""
    content = "\n".join(LINES).encode("gb18030")
    assert strange_line(lambda: io.BytesIO(content)) is None


def test_a_nul_byte_is_named_by_its_line() -> None:
    """A file cut off by a full disk ends in zeros."""
    with pytest.raises(LedgerError, match="holds a NUL byte on line 3") as caught:
        read_delimited(b"a,b\nc,d\ne\x00f,g\n" + b"x,y\n" * 9, file="a.csv")
    assert caught.value.zh is not None
    assert "第 3 行含有空字节" in caught.value.zh
