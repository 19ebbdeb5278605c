"""A file appears whole or not at all, and never in the place of another unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.errors import InputError, NotFoundError
from data.files import check_folder, new_file, write_numbered

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str, *, force: bool = False) -> None:
    """Write a text through the door."""
    with new_file(path, force=force) as part:
        part.write_text(text, encoding="utf-8")


def test_nothing_is_left_of_a_write_that_fails(tmp_path: Path) -> None:
    """Neither half a file nor a temporary one; what was there stays."""
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")

    def fail() -> None:
        with new_file(tmp_path / "a.csv", force=True) as part:
            part.write_text("half", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        fail()
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [
        ("a.csv", "old")
    ]


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    """An afternoon of notes in last week's list is not ours to throw away."""
    write(tmp_path / "a.csv", "old")
    with pytest.raises(InputError, match="is there already; add --force"):
        write(tmp_path / "a.csv", "new")
    assert (tmp_path / "a.csv").read_text("utf-8") == "old"
    write(tmp_path / "a.csv", "new", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text("utf-8") == "new"


def test_a_missing_folder_and_a_folder_as_file_are_named(tmp_path: Path) -> None:
    """Both are typing slips."""
    with pytest.raises(NotFoundError, match="no is not a folder: make it first"):
        write(tmp_path / "no" / "a.csv", "x")
    with pytest.raises(InputError, match="is a folder"):
        write(tmp_path, "x", force=True)


def test_numbered_files_find_a_free_name_and_reuse_an_equal_one(tmp_path: Path) -> None:
    """Importing the same ledger every morning must not fill the folder."""
    wanted = tmp_path / "a.txt"
    texts = ["one", "two", "one", "two", "three"]
    names = [
        write_numbered(wanted, lambda part, text=text: part.write_text(text, "utf-8")).name  # type: ignore[misc]
        for text in texts
    ]
    assert names == ["a.txt", "a-2.txt", "a.txt", "a-2.txt", "a-3.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-2.txt", "a-3.txt", "a.txt"]


def test_two_who_write_one_file_do_not_meet(tmp_path: Path) -> None:
    """The first to finish has the name; the second finds it taken, and neither file is mixed."""

    def write_slowly() -> None:
        with new_file(tmp_path / "a.csv", force=False) as part:
            part.write_text("slow", encoding="utf-8")
            write(tmp_path / "a.csv", "quick")

    with pytest.raises(InputError, match="is there already"):
        write_slowly()
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [
        ("a.csv", "quick")
    ]


def test_a_file_where_its_folder_should_be_is_no_folder(tmp_path: Path) -> None:
    """Said before any work is done for it."""
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(NotFoundError, match=r"a is not a folder: make it first, then b\.csv"):
        check_folder(tmp_path / "a" / "b.csv")
