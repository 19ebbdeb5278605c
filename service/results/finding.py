"""What `gridpatrol findings` answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """
    One finding as a list shows it; days are ISO dates, missing ones ``None``.

    ``days_late`` counts from its due day to the day of the list; 0 where it is not late. ``state``
    is where it stands on that day: ``overdue`` where it is late, whatever its last step, unless it
    was handed in for a re-check.
    """

    finding_id: str
    site_id: str
    site: str
    village: str
    level: str
    state: str
    found: str
    due: str | None
    days_late: int
    closed: str | None
    team: str
    what: str
    extensions: int
    on_the_spot: bool
    escalated: str | None
    transferred_to: str | None
    voided: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsResult:
    """
    Outcome of ``gridpatrol findings list`` and ``due``.

    ``counts`` are of the findings that fit and are open: open, major, overdue, submitted and
    transferred. ``week`` is that of ``due``. ``fitting`` counts all that fit, ``lines`` the first.
    """

    as_of: str
    week: str | None
    counts: dict[str, int]
    fitting: int
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """The open findings in one state: how many there are, how many late, and the first of them."""

    state: str
    count: int
    late: int
    lines: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step; ``taken_back_by`` is the number of the step that took it back."""

    number: int
    step: str
    state: str
    day: str
    who: str
    due: str | None
    note: str
    document: str
    photos: str
    inspection_id: str
    handed_to: str
    takes_back: int | None
    taken_back_by: int | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingResult:
    """
    Outcome of ``gridpatrol findings show``.

    ``is_written`` tells whether its steps are stored; else they are what its row tells.
    ``photos`` names photographs; ``photo_count`` is how many a phone counted, ``None`` if none did.
    """

    finding: FindingLine
    rule: str
    photos: str
    photo_count: int | None
    source: str
    steps: tuple[StepLine, ...]
    is_written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenStep:
    """One step that was taken, and where the finding stood then."""

    finding_id: str
    step: str
    day: str
    state: str
    due: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsResult:
    """
    Outcome of every command that takes steps.

    ``rows`` is the number of rows of the file, ``None`` where there was none; ``known`` are rows
    whose step was taken before.
    """

    taken: tuple[TakenStep, ...]
    rows: int | None = None
    known: int = 0
    dry_run: bool = False
