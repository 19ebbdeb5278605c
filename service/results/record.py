"""What `gridpatrol record` answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.results.ledgers import ImportResult
    from service.results.road import CalibrationResult

Said = tuple[str, str]
"""One sentence, Chinese and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSite:
    """A site that a sweep or a team on its way found, to be confirmed."""

    site_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """
    What one phone says of a stop that two phones contradict each other about.

    ``take`` is what ``gridpatrol record --take`` needs to let this phone's word count.
    """

    take: str
    team: str
    edited_at: str
    result: str
    note: str
    findings: tuple[str, ...]
    is_taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """
    One stop of which phones say different things; the side that counts comes first.

    ``mark`` changes with what the sides say: who decides says with it what they have read.
    """

    plan_id: str
    stop: str
    name: str
    day: str
    sides: tuple[Side, ...]
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCounts:
    """What became of hazards: opened, mended on the spot among them, voided, re-checked."""

    opened: int = 0
    on_the_spot: int = 0
    changed: int = 0
    voided: int = 0
    closed: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayDone:
    """
    One route beside what was done of it.

    Attributes
    ----------
    team, day
        Whose route, on which day.
    planned, done, skipped, silent, extra
        Ids of sites: on the route; visited, by whomever in that week; not visited and said so;
        without a word; visited by this team on this day without being on the route.
    reasons
        Why a skipped one was skipped, the page's code or words, by site.
    visits
        Ids of the visits and sweeps that are counted in ``done`` and ``extra``.
    at_night
        Whether the route is that of a night shift.
    """

    team: str
    day: str
    planned: tuple[str, ...]
    done: tuple[str, ...]
    skipped: tuple[str, ...]
    silent: tuple[str, ...]
    extra: tuple[str, ...]
    reasons: dict[str, str]
    visits: tuple[str, ...]
    at_night: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDone:
    """A plan beside what was done of it, route by route."""

    plan_id: str
    week: str
    days: tuple[DayDone, ...]

    @property
    def planned(self) -> int:
        """Count the planned stops."""
        return sum(len(day.planned) for day in self.days)

    @property
    def done(self) -> int:
        """Count the stops that were made."""
        return sum(len(day.done) for day in self.days)

    @property
    def skipped(self) -> int:
        """Count the stops that were not made, as somebody said."""
        return sum(len(day.skipped) for day in self.days)

    @property
    def silent(self) -> int:
        """Count the stops nobody said anything of."""
        return sum(len(day.silent) for day in self.days)

    @property
    def extra(self) -> int:
        """Count the visits that no route holds."""
        return sum(len(day.extra) for day in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearntMinutes:
    """
    Minutes on the spot of one visit type, as arrivals and departures show them.

    ``low`` and ``high`` bound the median with 95 % confidence; ``former`` is what plans used.
    """

    visit_type: str
    minutes: int
    low: int
    high: int
    visits: int
    former: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordResult:
    """
    Outcome of ``gridpatrol record``.

    Attributes
    ----------
    files
        Files of pages that were read.
    results
        Sweeps stored that are new, by code of ``data.words.SWEEP_RESULTS``.
    visits
        Visits stored that are new, by code of ``data.words.RESULTS``.
    changed, withdrawn
        Visits and sweeps that are told otherwise now; that were taken back.
    unchanged
        Records that were known, or have a later one of the same phone.
    found
        New sites, to be confirmed.
    findings
        What became of hazards.
    conflicts
        Stops of which two phones say different things.
    questions
        What somebody should look at.
    learnt, roads
        Service minutes and speeds that were learnt of it.
    done
        The plans concerned beside what was done of them.
    imported
        What became of the ledgers among the files.
    dry_run
        Whether nothing was stored.
    """

    files: int
    results: dict[str, int]
    visits: dict[str, int]
    changed: int
    withdrawn: int
    unchanged: int
    found: tuple[FoundSite, ...]
    findings: FindingCounts = FindingCounts()
    conflicts: tuple[Conflict, ...] = ()
    questions: tuple[Said, ...] = ()
    learnt: tuple[LearntMinutes, ...] = ()
    roads: CalibrationResult | None = None
    done: tuple[PlannedDone, ...] = ()
    imported: ImportResult | None = None
    dry_run: bool = False
