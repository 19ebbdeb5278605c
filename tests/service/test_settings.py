"""What the environment and the command line say together."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from service.commands.run import Run
from service.settings import Settings, read_settings


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
