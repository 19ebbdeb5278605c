"""Whether the scores know what is on record, before a week is planned from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.findings import day_told
from service.pipeline.places.standing import day_after_last

if TYPE_CHECKING:
    from data.store import Store

NONE, FRESH, OLD, LATE = "none", "fresh", "old", "late"
MOST_DAYS = 400
"""Days after the scores that are looked at: who scores once a year sees a great number anyway."""
_DATED = (("inspection", "day"), ("finding", "found"), ("tip", "day"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """
    How the scores stand to a week.

    Attributes
    ----------
    state
        ``none``: there are none; ``old``: rows that the week may know came since; ``late``: they
        know what the week itself brought, and no plan can be made from them; else ``fresh``.
    as_of
        They know what is dated before this day; ``None`` where there are none.
    count
        Dated rows that they are too old to know.
    """

    state: str
    as_of: date | None
    count: int

    @property
    def last_day(self) -> date | None:
        """The last day that they know of, as every page names it."""
        return None if self.as_of is None else day_told(self.as_of)


def week_scored(town: Store, monday: date) -> Scored:
    """Say whether a week can be planned from the scores, and whether they know all it may know."""
    as_of = _as_of(town)
    if as_of is None:
        return Scored(state=NONE, as_of=None, count=0)
    if as_of > monday:
        return Scored(state=LATE, as_of=as_of, count=0)
    days = [(as_of + timedelta(days=n)).isoformat() for n in range(MOST_DAYS)]
    known = [day for day in days if day < monday.isoformat()]
    # What the week itself brought is not missed: no score that it is planned from may know it.
    count = sum(len(town.rows(name, where={column: known})) for name, column in _DATED if known)
    return Scored(state=OLD if count else FRESH, as_of=as_of, count=count)


def day_to_score(town: Store, monday: date) -> date:
    """
    Choose the day as of which scores serve a week best: all that is on record, none of the week.

    Raises
    ------
    NotFoundError
        If nothing in the store bears a date.
    """
    return min(day_after_last(town), monday)


def _as_of(town: Store) -> date | None:
    """Look at the newest site's score and the oldest one's: a town is scored whole."""
    ids = ["S00001", town.settings().get("last_site", "S00001")]
    found = [row["as_of"] for row in town.rows("score", where={"site_id": ids})]
    days = [one if isinstance(one, date) else date.fromisoformat(str(one)[:10]) for one in found]
    return max(days, default=None)
