"""Exports as .csv."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.export.delimited import neutral, plain_number, write_csv
from data.export.table import Column, plain_text
from data.headers import FORMULA_STARTS
from data.ledger.files import read_file
from tests.data.export.goods import ODD_NAMES, listed, sheet, silent, text_column

if TYPE_CHECKING:
    from pathlib import Path

    from data.export.table import Sheet


def written(folder: Path, goods: Sheet) -> bytes:
    """Write a csv file and give its bytes."""
    write_csv(folder / "a.csv", goods, lang="zh", progress=silent)
    return (folder / "a.csv").read_bytes()


def test_spreadsheets_open_it_as_it_is(tmp_path: Path) -> None:
    """The mark says UTF-8 to Excel, which else shows garbage; lines end as Windows ends them."""
    content = written(tmp_path, sheet(text_column("甲,厂", 'a"b', None)))
    assert content == b"\xef\xbb\xbf" + '名称\r\n"甲,厂"\r\n"a""b"\r\n""\r\n'.encode()


def test_the_header_names_the_datum(tmp_path: Path) -> None:
    """It is what the import goes by when the list comes back."""
    text = written(tmp_path, listed({"name": "甲厂"}, datum="gcj02")).decode("utf-8-sig")
    header = next(csv.reader(io.StringIO(text)))
    assert {"经度(GCJ-02)", "纬度(GCJ-02)"} <= set(header)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_no_text_starts_like_a_formula(tmp_path: Path, name: str) -> None:
    """Formula injection: the office opens the list, the formula runs."""
    text = written(tmp_path, sheet(text_column(plain_text(name)))).decode("utf-8-sig")
    (_, (cell,)) = csv.reader(io.StringIO(text, newline=""))
    assert not cell.startswith(FORMULA_STARTS)
    assert cell in {plain_text(name), f"'{plain_text(name)}"}


@given(st.text(st.sampled_from("'=+-@＝＋a厂1"), max_size=6))
def test_the_import_takes_off_just_what_was_put_on(text: str) -> None:
    """Also where somebody's text has apostrophes of its own."""
    from data.ledger.delimited import _unquoted  # noqa: PLC0415 - the other half

    assert _unquoted(neutral(text)) == text


def test_our_import_reads_what_was_meant(tmp_path: Path) -> None:
    """The same through the whole file."""
    written(tmp_path, sheet(text_column("=1+1", "'=1", "+86", "甲厂")))
    rows = read_file(tmp_path / "a.csv").sheets[0].rows
    assert [row.cells[0] for row in rows] == ["名称", "=1+1", "'=1", "+86", "甲厂"]


def test_the_import_takes_off_what_any_sign_got(tmp_path: Path) -> None:
    """Export and import agree on the signs, each of them, with and without an apostrophe."""
    texts = [
        f"{mark}{sign}1" for sign in FORMULA_STARTS if sign.isprintable() for mark in ("", "'")
    ]
    written(tmp_path, sheet(text_column(*texts)))
    rows = read_file(tmp_path / "a.csv").sheets[0].rows
    assert [row.cells[0] for row in rows[1:]] == texts


def test_numbers_and_days_are_plain(tmp_path: Path) -> None:
    """No exponent, no .0, no thousands mark; coordinates have seven digits."""
    columns = (
        Column(name="n", zh="数", en="N", kind="number", cells=[12.0]),
        Column(name="i", zh="个", en="I", kind="integer", cells=[-3]),
        Column(name="x", zh="度", en="X", kind="degrees", cells=[115.0]),
        Column(name="d", zh="日", en="D", kind="date", cells=[date(2026, 11, 2)]),
    )
    lines = written(tmp_path, sheet(*columns)).decode("utf-8-sig").splitlines()
    assert lines[1] == "12,-3,115.0000000,2026-11-02"


@given(st.floats(min_value=0, max_value=1e12))
def test_plain_numbers_are_the_same_numbers(value: float) -> None:
    """Nothing is rounded on the way out."""
    assert float(plain_number(value)) == value
    assert "e" not in plain_number(value)
