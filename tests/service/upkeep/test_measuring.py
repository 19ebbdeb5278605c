"""The command line of measures: what it refuses before anything is kept."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from data.errors import ConfigError
from service.cli import app


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["S00014", "--relapsed", "2027-01-12"], "--relapsed"),
        (["S00014", "--torn-down", "2027-01-12:p1"], "--torn-down"),
        (["list", "shut", "--day", "2027-01-12"], "--day"),
    ],
)
def test_a_list_refuses_what_it_could_only_drop(words: list[str], option: str) -> None:
    """Somebody who forgot the kind must not believe that the relapse is on record."""
    with pytest.raises(ConfigError, match=f"only lists and cannot keep {option}; name a site"):
        CliRunner().invoke(app, ["dispose", *words], catch_exceptions=False, standalone_mode=False)
