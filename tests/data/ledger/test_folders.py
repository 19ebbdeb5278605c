"""A folder stands for the ledgers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import LedgerError
from data.ledger.folders import ledgers_in

if TYPE_CHECKING:
    from pathlib import Path


def filled(folder: Path, *names: str) -> Path:
    """Put empty files of these names into a folder."""
    for name in names:
        (folder / name).touch()
    return folder


def test_a_folder_is_its_tables_by_name_and_the_rest_is_told(tmp_path: Path) -> None:
    """Endings of any case count; our own store is a .gpkg and must not be read as a ledger."""
    folder = filled(tmp_path, "b.CSV", "a.xlsx", "truth.json", "town.gpkg")
    files, beside = ledgers_in([folder])
    assert [path.name for path in files] == ["a.xlsx", "b.CSV"]
    assert [path.name for path in beside] == ["town.gpkg", "truth.json"]


def test_locks_hidden_files_and_folders_are_nobodys_business(tmp_path: Path) -> None:
    """Excel leaves a lock beside an open workbook, and a desktop its own files."""
    folder = filled(tmp_path, "a.xlsx", "~$a.xlsx", ".DS_Store")
    (folder / "2024.csv").mkdir()
    assert ledgers_in([folder]) == ([folder / "a.xlsx"], ())


def test_a_named_file_is_kept_whatever_it_is(tmp_path: Path) -> None:
    """Who names a file means it: the reader says what is wrong with it."""
    named = filled(tmp_path, "truth.json") / "truth.json"
    assert ledgers_in([named]) == ([named], ())


def test_a_folder_without_a_table_is_refused_by_name(tmp_path: Path) -> None:
    """Nothing to read is not an import of nothing."""
    folder = filled(tmp_path, "truth.json")
    with pytest.raises(LedgerError, match="is a folder without a workbook or csv"):
        ledgers_in([folder])
