"""`gridpatrol report site` and `report town`: files written, clear lines where they cannot be."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from data.errors import ConfigError, NotFoundError
from data.store import open_store
from service.commands.core import app
from tests.service.filed import finding, put, put_sites

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"


@pytest.fixture
def address(empty_file: Path, tmp_path: Path) -> str:
    """Give the file of a store with a site of a hostile name and a finding."""
    path = tmp_path / "town.gpkg"
    shutil.copy(empty_file, path)
    with open_store(str(path)) as store:
        put_sites(store, {"name": HOSTILE, "town": "东镇/..", "village": "=1+1"})
        put(store, "finding", finding(1))
    return str(path)


def run(*words: str) -> str:
    """Run a command and give what it prints."""
    return (
        CliRunner()
        .invoke(app, ["report", *words], catch_exceptions=False, standalone_mode=False)
        .output
    )


def test_a_file_is_written_in_three_formats_and_no_text_of_it_runs(
    address: str, tmp_path: Path
) -> None:
    """The page shows a name as it is; the workbook has no formula."""
    out = tmp_path / "out"
    run("site", "S00001", "--store", address, "--out", str(out), "--months", "0")
    assert sorted(file.name for file in out.iterdir()) == [
        "site-S00001.docx",
        "site-S00001.html",
        "site-S00001.xlsx",
    ]
    page = (out / "site-S00001.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "49" not in page.partition("<h1>")[2].partition("</h1>")[0]
    cells = [
        cell
        for sheet in load_workbook(out / "site-S00001.xlsx")
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any(cell.value == HOSTILE for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)


def test_a_book_is_one_file_in_the_folder_whatever_its_town_is_called(
    address: str, tmp_path: Path
) -> None:
    """A ledger's name of a town must not lead out of the folder."""
    out = tmp_path / "out"
    run("town", "--store", address, "--out", str(out), "--format", "xlsx")
    (file,) = out.iterdir()
    assert file.name.startswith("town-东镇")
    assert load_workbook(file).sheetnames[0] == "数字"


def test_what_cannot_be_told_is_refused_in_one_line(address: str, tmp_path: Path) -> None:
    """Nothing is written then."""
    out = tmp_path / "out"
    with pytest.raises(ConfigError, match=r"--months in 0\.\.60, got 61"):
        run("site", "S00001", "--store", address, "--out", str(out), "--months", "61")
    with pytest.raises(NotFoundError, match="no site's name has it in it"):
        run("site", "无此厂家", "--store", address, "--out", str(out))
    assert not out.exists()
