"""What was entered, as the one who entered it remembers it: what the store is held against."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.loop_parts.answers import Answer, Hazard, Place

DAYS = {"ordinary": 15, "major": 30}
"""Days to mend where nobody set a day: what the rules as shipped say."""
SWEEP = "sweep:"
Visit = tuple[str, date, str]
Found = tuple[str, str, date | None, bool]


@dataclass(slots=True)
class Book:
    """
    All answers of all weeks that count.

    Attributes
    ----------
    weeks
        Week to what is said of each stop of it.
    places
        Week to the places found on the way.
    conflicts
        Week to stops that two phones differ about.
    """

    weeks: dict[str, dict[str, Answer]] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    conflicts: dict[str, set[str]] = field(default_factory=dict)

    def begin(self, week: str) -> None:
        """Open a page for a week."""
        self.weeks[week], self.places[week], self.conflicts[week] = {}, [], set()

    def enter(self, week: str, said: Answer) -> None:
        """Note what counts of a stop; the later word takes the place of the earlier."""
        self.weeks[week][said.site] = said.counted

    @property
    def answers(self) -> Iterator[Answer]:
        """Go through all answers in the order of the weeks."""
        for said in self.weeks.values():
            yield from said.values()

    def visits(self, *, is_sweep: bool) -> Counter[Visit]:
        """Count visits, or sweeps, by place, day and result; those that were not made too."""
        return Counter(
            (said.site, said.at.date(), said.result)
            for said in self.answers
            if said.result is not None and said.site.startswith(SWEEP) == is_sweep
        )

    @property
    def found(self) -> dict[str, Found]:
        """Return words of each hazard to its site (empty: a new one), level, due day, mended."""
        told = {
            hazard.what: _found(said.site, said.at.date(), hazard)
            for said in self.answers
            for hazard in said.hazards
        }
        return told | {
            place.hazard.what: _found("", place.at.date(), place.hazard)
            for places in self.places.values()
            for place in places
            if place.hazard
        }

    @property
    def rechecked(self) -> dict[str, str]:
        """Return what the last re-check says of each finding: ``closed`` or ``open``."""
        ordered = sorted(self.answers, key=lambda said: said.at)
        return {key: state for said in ordered for key, state in said.rechecked}

    def dealt(self, week: str) -> tuple[set[str], set[str]]:
        """List the stops of a week that were made, and those that were said not to be."""
        said = [one for one in self.weeks[week].values() if one.result is not None]
        skipped = {one.site for one in said if one.result == "skipped"}
        return {one.site for one in said} - skipped, skipped


def _found(site: str, day: date, hazard: Hazard) -> Found:
    due = hazard.due or day + timedelta(days=DAYS[hazard.level])
    return site, hazard.level, None if hazard.is_mended else due, hazard.is_mended
