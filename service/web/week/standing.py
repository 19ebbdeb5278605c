"""How far a week is: no plan, a draft, published, or published with a newer draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from data.units import DAYS_PER_WEEK, named_week, week_monday
from service.access.clock import office_day
from service.pipeline.plans.publishing import has_begun, published

if TYPE_CHECKING:
    from data.store import Store
    from service.access.clock import Clock

NONE, DRAFT, PUBLISHED, CHANGED = STATES = ("none", "draft", "published", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """
    How far a week is.

    Attributes
    ----------
    week, days
        The ISO week and its seven days.
    state
        ``none``, ``draft``, ``published``, or ``changed``: teams have an older version.
    plan_id, version
        The newest version; ``None`` and 0 where there is no plan.
    published_id, published_version
        The version that teams have; ``None`` and 0 where they have none.
    has_begun, is_over
        Whether its Monday has come, and its Sunday gone, by the office's calendar.
    """

    week: str
    days: tuple[date, ...]
    state: str
    plan_id: str | None
    version: int
    published_id: str | None
    published_version: int
    has_begun: bool
    is_over: bool


def week_standing(store: Store, week: str, clock: Clock) -> Standing:
    """
    Say how far a week is.

    Raises
    ------
    ConfigError
        If the text is no week.
    """
    week = named_week(week)
    monday = week_monday(week)
    plans = store.rows("plan", where={"week": [week]}, columns=("plan_id", "version"))
    versions = {row["plan_id"]: int(row["version"]) for row in plans}
    newest = max(versions, key=lambda plan: versions[plan], default=None)
    given = published(store, week)
    return Standing(
        week=week,
        days=tuple(monday + timedelta(days=number) for number in range(DAYS_PER_WEEK)),
        state=_state(newest, given),
        plan_id=newest,
        version=versions.get(newest or "", 0),
        published_id=given,
        published_version=versions.get(given or "", 0),
        has_begun=has_begun(week, clock),
        is_over=office_day(clock) >= monday + timedelta(days=DAYS_PER_WEEK),
    )


def _state(newest: str | None, given: str | None) -> str:
    if newest is None:
        return NONE
    if given is None:
        return DRAFT
    return PUBLISHED if given == newest else CHANGED
