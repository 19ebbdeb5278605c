"""Settings files: what is read, and how a fault is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.config import read_toml
from data.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def test_reads_values_with_their_types(tmp_path: Path) -> None:
    """A byte order mark, as Windows editors write it, is no fault."""
    path = tmp_path / "rules.toml"
    path.write_text('[town]\nname = "庆祖镇"\nteams = 3\n', encoding="utf-8-sig")
    assert read_toml(path) == {"town": {"name": "庆祖镇", "teams": 3}}


def test_names_a_missing_file(tmp_path: Path) -> None:
    """The name is what the user can look for."""
    with pytest.raises(ConfigError, match=r"settings file rules\.toml, found none"):
        read_toml(tmp_path / "rules.toml")


def test_names_the_line_of_a_slip(tmp_path: Path) -> None:
    """Without a line the user would have to guess."""
    path = tmp_path / "rules.toml"
    path.write_text("a = 1\nb = = 2\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"rules\.toml is not valid TOML: .*line 2"):
        read_toml(path)


def test_refuses_another_encoding(tmp_path: Path) -> None:
    """GB18030 would be read as nonsense."""
    path = tmp_path / "rules.toml"
    path.write_bytes('a = "镇"'.encode("gb18030"))
    with pytest.raises(ConfigError, match="is not UTF-8; save it as UTF-8"):
        read_toml(path)


def test_refuses_a_folder(tmp_path: Path) -> None:
    """A folder is a frequent slip on the command line."""
    with pytest.raises(ConfigError, match="cannot be read"):
        read_toml(tmp_path)
