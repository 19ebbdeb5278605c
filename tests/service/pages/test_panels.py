"""Tests of the order and the headings of ``gridpatrol --help``."""

from __future__ import annotations

import typer
import typer.main

from service.commands.core import app
from service.commands.panels import OTHERS, PANELS, PanelGroup


def commands_of(told: typer.Typer) -> dict[str, str]:
    """Read name and heading of each command, in the order of the help."""
    group = typer.main.get_group(told)
    return {name: getattr(group.commands[name], "rich_help_panel", "") for name in group.commands}


def small_app(*names: str) -> typer.Typer:
    """Build a command line with commands of these names that do nothing."""
    small = typer.Typer(cls=PanelGroup)
    for name in names:
        small.command(name)(lambda: None)
    return small


def test_every_command_has_a_heading_of_its_own_kind() -> None:
    """Whoever adds a command says where a newcomer finds it."""
    assert [name for name, panel in commands_of(app).items() if panel == OTHERS] == []


def test_commands_stand_in_the_order_of_use_not_of_registration() -> None:
    """A ledger is read before a week is planned, whatever was registered first."""
    assert list(commands_of(small_app("plan", "doctor", "import", "demo"))) == [
        "demo",
        "import",
        "plan",
        "doctor",
    ]


def test_a_command_without_a_heading_comes_last_and_is_not_lost() -> None:
    """A command of an add-on must still be found."""
    told = commands_of(small_app("zebra", "rank", "demo"))
    assert list(told) == ["demo", "rank", "zebra"]
    assert told["zebra"] == OTHERS


def test_no_command_stands_under_two_headings() -> None:
    """The second heading would win in silence."""
    names = [name for panel in PANELS.values() for name in panel]
    assert len(names) == len(set(names))
