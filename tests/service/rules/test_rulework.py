"""``gridpatrol rules`` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from data.store import open_store
from service.commands.core import app
from service.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with an empty store and an office's file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRIDPATROL_RULES", raising=False)
    (tmp_path / "town.gpkg").write_bytes(empty_file.read_bytes())
    (tmp_path / "own.toml").write_text("[random]\nshare = 0.3\n", encoding="utf-8")
    return tmp_path


def rules(*arguments: str) -> None:
    """Run the command."""
    app(["rules", *arguments, "--lang", "en"], standalone_mode=False)


def test_rules_are_kept_and_forgotten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was kept holds until it is forgotten."""
    rules("--rules", "own.toml", "--keep")
    assert "Kept with the store" in capsys.readouterr().out
    rules("--own")
    shown = capsys.readouterr().out
    assert "the office's rules kept with the store" in shown
    assert "share = 0.3  (the office's own; default 0.2)" in shown
    rules("--forget")
    assert "the defaults hold again" in capsys.readouterr().out
    with open_store(str(folder / "town.gpkg")) as store:
        assert "rules" not in store.settings()


def test_one_object_for_programs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a store the rules are shown all the same."""
    (folder / "town.gpkg").unlink()
    rules("--rules", "own.toml", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["origin"], told["kept"]) == ("file", False)
    assert [rule["value"] for rule in told["rules"] if rule["is_own"]] == [0.3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--keep",), "--keep with --rules FILE"),
        (("--rules", "own.toml", "--keep", "--forget"), "--keep or --forget, got both"),
        (("--rules", "lost.toml"), "settings file lost.toml"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    """And the store stays as it is."""
    with pytest.raises(ConfigError, match=message) as caught:
        rules(*arguments)
    assert caught.value.zh
    with open_store(str(folder / "town.gpkg")) as store:
        assert "rules" not in store.settings()


def test_the_environment_names_the_file() -> None:
    """Set once for a machine."""
    assert read_settings({"GRIDPATROL_RULES": " own.toml "}).rules == "own.toml"
    assert read_settings({}).rules == ""
