"""What each role may do."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a person may or may not do."""

    SEE = "see"
    """Read sites, scores, cells, weeks, findings and reports."""
    CONTACTS = "contacts"
    """Read names and telephone numbers of owners, keepers and people who gave a tip."""
    RECORD = "record"
    """Bring in what a team found, and take the steps of findings."""
    MEASURES = "measures"
    """Enter tip-offs, orders, dispositions and expert days."""
    EXPORT = "export"
    """Take tables and pages away as files."""
    SCORE = "score"
    """Compute scores, hotspots and beats anew, and replay the past."""
    IMPORT = "import"
    """Bring ledgers in, and answer the questions they raise."""
    PLAN = "plan"
    """Make, change and publish the week, and give links to teams."""
    RULES = "rules"
    """Change the rules of the office."""
    PEOPLE = "people"
    """Make accounts, set roles and towns, end anybody's sign-ins and tokens."""
    AUDIT = "audit"
    """Read who changed what."""
    UPKEEP = "upkeep"
    """Back up, restore and examine the store, see the metrics."""


_SEE = frozenset({Permission.SEE})
_INSPECTOR = _SEE | {Permission.CONTACTS, Permission.RECORD}
_PLANNER = _INSPECTOR | {
    Permission.MEASURES,
    Permission.EXPORT,
    Permission.SCORE,
    Permission.IMPORT,
    Permission.PLAN,
}

PERMISSIONS: dict[str, frozenset[Permission]] = {
    "viewer": _SEE,
    "inspector": _INSPECTOR,
    "planner": _PLANNER,
    "analyst": _SEE | {Permission.EXPORT, Permission.SCORE},
    "administrator": frozenset(Permission),
}
"""Role, a code of ``data.words.ROLES``, to what it may do."""
