"""By which day a finding must be mended, and how far that day may be moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planning.caserules import MendingRules


def due_day(level: str, found: date, rules: MendingRules) -> date:
    """
    Say by which day a finding of a level must be mended where nobody set another one.

    Parameters
    ----------
    level
        Code of ``data.words.FINDING_LEVELS``.
    found
        Day it was found, from which calendar days are counted.
    rules
        Section ``mending`` of the rules.

    Examples
    --------
    >>> from planning.rules import default_rules
    >>> due_day("ordinary", date(2026, 11, 2), default_rules().mending)
    datetime.date(2026, 11, 17)
    """
    days = rules.major_days if level == "major" else rules.ordinary_days
    return found + timedelta(days=days)


def latest_extension(due: date, rules: MendingRules) -> date:
    """Say to which day one extension may move a due day at most."""
    return due + timedelta(days=rules.extension_days)
