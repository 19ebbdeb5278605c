"""What is opened: the file that was named, wherever it is an ordinary one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.formats.entrance import refusal


def test_files_folders_and_nothing_are_for_others_to_judge(tmp_path: Path) -> None:
    """Each door says in its own words what it wants of them."""
    file = tmp_path / "a.csv"
    file.write_text("a", encoding="utf-8")
    assert [refusal(path) for path in (file, tmp_path, tmp_path / "none.csv")] == [None] * 3


@pytest.mark.parametrize("text", ["https://a/b.osm", "/vsicurl/http://a", r"\\server\b.osm"])
def test_addresses_are_not_opened(text: str) -> None:
    """Some libraries would ask a server for them."""
    found = refusal(Path(text))
    assert found is not None
    assert found.en.startswith("is an address or a virtual path")
    assert found.zh


def test_links_and_pipes_are_not_opened(tmp_path: Path) -> None:
    """A link may lead to any file of this machine, and a pipe may never end."""
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    found = [refusal(tmp_path / name) for name in ("link.csv", "pipe.csv")]
    assert [one.en[:17] for one in found if one] == ["is a link to anot", "is no ordinary fi"]
    assert [one.file for one in found if one] == ["link.csv", "pipe.csv"]
