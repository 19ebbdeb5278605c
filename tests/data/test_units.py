"""A week as people type it; what is none is told for what it is."""

from __future__ import annotations

import pytest

from data.errors import ConfigError
from data.units import named_week


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("2300-01-01", "from 1900 to 2200"),
        ("2026-02-30", "or a date"),
        ("2026-W54", "of the year 2026"),
        ("next", "such as 2026-W48"),
    ],
)
def test_what_is_no_week_is_told_for_what_it_is(typed: str, told: str) -> None:
    """A well-written date of another century is not misspelt."""
    with pytest.raises(ConfigError, match=told):
        named_week(typed)
