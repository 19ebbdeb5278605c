"""Due days by level, and how far one extension reaches."""

from __future__ import annotations

from datetime import date

import pytest

from data.errors import ConfigError
from planning.cases.due import due_day, latest_extension
from planning.rules import parse_rules
from tests.planning.cases.lives import MENDING, MONDAY


def test_level_decides_the_days() -> None:
    """15 and 30 calendar days from 2 November."""
    assert due_day("ordinary", MONDAY, MENDING) == date(2026, 11, 17)
    assert due_day("major", MONDAY, MENDING) == date(2026, 12, 2)


def test_an_office_sets_its_own_days() -> None:
    """Seven days for ordinary ones."""
    own = parse_rules({"mending": {"ordinary_days": 7}}).mending
    assert due_day("ordinary", MONDAY, own) == date(2026, 11, 9)


def test_an_extension_reaches_thirty_days_beyond() -> None:
    """Counted from the old day."""
    assert latest_extension(date(2026, 11, 17), MENDING) == date(2026, 12, 17)


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"closed_by": "nobody"}, "mending.closed_by among finder, other, any"),
        ({"on_the_spot": ["huge"]}, "mending.on_the_spot among ordinary, major"),
        ({"visit_types": ["walk"]}, "mending.visit_types among patrol"),
    ],
)
def test_unknown_words_in_the_rules_are_refused(own: dict[str, object], message: str) -> None:
    """A rule that nobody reads would close findings by accident."""
    with pytest.raises(ConfigError, match=message):
        parse_rules({"mending": own})
