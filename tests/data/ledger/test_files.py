"""One file of any kind."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError
from data.ledger import files
from data.ledger.files import read_file
from tests.data.ledger.office import write_book, write_text

if TYPE_CHECKING:
    from pathlib import Path


def test_reads_text_and_workbook_alike(tmp_path: Path) -> None:
    """The same row, whichever program saved it."""
    text = read_file(write_text(tmp_path / "a.csv", "名称,村", "甲厂,乙村"))
    book = read_file(write_book(tmp_path / "a.xlsx", {"表": [["名称", "村"], ["甲厂", "乙村"]]}))
    assert text.sheets[0].rows == book.sheets[0].rows


def test_fingerprint_is_of_the_bytes(tmp_path: Path) -> None:
    """So that anyone can check with sha256sum."""
    path = write_text(tmp_path / "a.csv", "a,b")
    assert read_file(path).sha256 == hashlib.sha256(b"a,b").hexdigest()


def test_a_workbook_without_a_row(tmp_path: Path) -> None:
    """A saved, empty form."""
    with pytest.raises(LedgerError, match=r"a\.xlsx: holds no row"):
        read_file(write_book(tmp_path / "a.xlsx", {"表": []}))


def test_a_picture_called_workbook(tmp_path: Path) -> None:
    """A photo of the table."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    with pytest.raises(LedgerError, match=r"台账\.xlsx: is a PNG picture"):
        read_file(path)


def test_a_large_text_table_stays_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same sheet and the same fingerprint as of a small one."""
    path = write_text(tmp_path / "a.csv", "名称,村", *("甲厂,乙村",) * 200)
    small = read_file(path)
    monkeypatch.setattr(files, "STREAMED_BYTES", 0)
    large = read_file(path)
    assert not isinstance(large.sheets[0].rows, tuple)
    assert tuple(large.sheets[0].rows) == small.sheets[0].rows
    assert large.sha256 == small.sha256


def test_a_text_table_beyond_all_measure_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its first row is read."""
    monkeypatch.setattr(files, "STREAMED_BYTES", 0)
    monkeypatch.setattr(files, "MAX_TEXT_BYTES", 1)
    with pytest.raises(LedgerError, match="is larger than 0 GB; split it"):
        read_file(write_text(tmp_path / "a.csv", "名称,村"))
