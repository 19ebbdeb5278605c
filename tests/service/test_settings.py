"""What the environment and the command line say together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.errors import ConfigError
from data.migrations.steps import STEPS
from data.store import open_store
from service.commands.run import Run
from service.settings import Settings, read_settings
from tests.conftest import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable


def test_defaults_need_no_environment() -> None:
    """A planner who sets nothing works on town.gpkg, in Chinese."""
    assert read_settings({}) == Settings(store="town.gpkg", lang="zh")


def test_the_command_line_wins_over_the_environment() -> None:
    """What was typed just now is meant more than what was set once."""
    environment = {"GRIDPATROL_STORE": "a.gpkg", "GRIDPATROL_LANG": "zh"}
    assert read_settings(environment, store="b.gpkg", lang="en") == Settings(
        store="b.gpkg", lang="en"
    )


def test_an_unknown_language_is_named() -> None:
    """A typo must not fall back to a language the user did not ask for."""
    with pytest.raises(ConfigError, match="zh or en, got 'fr'"):
        read_settings({"GRIDPATROL_LANG": "fr"})


def test_a_password_is_not_in_what_a_programmer_prints() -> None:
    """Settings end up in tracebacks and logs."""
    assert "geheim" not in repr(read_settings({}, store="postgresql://u:geheim@h/town"))


def test_the_audit_gets_the_name_that_was_set() -> None:
    """An office where everybody logs in as one user sets who it is; blanks are no name."""
    assert read_settings({"GRIDPATROL_USER": " 王 "}).user == "王"
    assert read_settings({"GRIDPATROL_USER": "  "}).user == ""


def test_without_a_name_the_login_is_taken() -> None:
    """There is always somebody to name."""
    assert Run(Settings(user="王"), as_json=False).user() == "王"
    assert Run(Settings(), as_json=False).user() != ""


def test_the_way_back_of_an_upgrade_is_read_from_the_environment() -> None:
    """Every command that opens a database of an older version asks for it, not serve alone."""
    said = read_settings({"GRIDPATROL_BACKUP_FOLDER": "/backups"})
    assert (said.backup_folder, said.migrate_without_backup) == (Path("/backups"), False)
    assert read_settings({"GRIDPATROL_MIGRATE_WITHOUT_BACKUP": "true"}).migrate_without_backup
    with pytest.raises(
        ConfigError, match="true or false for migrate_without_backup, got 'perhaps'"
    ):
        read_settings({"GRIDPATROL_MIGRATE_WITHOUT_BACKUP": "perhaps"})


def test_a_command_backs_up_an_older_database_where_it_was_told(
    database: Callable[..., str], tmp_path: Path
) -> None:
    """A newer program on one laptop upgrades the office's database only with a way back."""
    address = database(EMPTY)
    with (
        open_store(address, create=True, steps=STEPS[:1]) as older,
        older.connection(writes=True) as connection,
    ):
        connection.exec_driver_sql("INSERT INTO setting (name, value) VALUES ('town', '南')")
    with (
        pytest.raises(ConfigError, match="name a folder"),
        Run(Settings(store=address), as_json=False).store(),
    ):
        pass
    with Run(Settings(store=address, backup_folder=tmp_path), as_json=False).store() as town:
        assert town.settings() == {"town": "南"}
    assert len(list(tmp_path.glob("*.version-1.gpkg"))) == 1
