"""How guessable the last weeks were."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.errors import ConfigError
from data.units import DAYS_PER_WEEK
from planning.guessing import guessability
from service.pipeline.places.standing import day_after_last
from service.pipeline.rules.ruling import rules_in_force
from service.pipeline.week.placed import read_past
from service.results.guess import PredictabilityResult

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store


def judge_weeks(
    store: Store, *, weeks: int | None = None, as_of: date | None = None
) -> PredictabilityResult:
    """
    Say how guessable the last whole weeks were to an owner who knows all before them.

    Parameters
    ----------
    store
        With visits, and plans where there are any.
    weeks
        Weeks to judge, >= 1; ``None``: as many as the office's rules say.
    as_of
        Only what lies before the Monday of this day counts; ``None`` is the day after the last
        dated row.

    Raises
    ------
    ConfigError
        If ``weeks`` is below 1, or the rules kept with the store are damaged.
    NotFoundError
        If no day is given, and no row has one.
    """
    if weeks is None:
        weeks = rules_in_force(store).rules.unpredictable.weeks
    if weeks < 1:
        raise ConfigError(
            f"Expected --weeks of 1 or more, got {weeks}.",
            zh=f"--weeks 至少为 1，现为 {weeks}。",
        )
    day = as_of or day_after_last(store)
    until = day - timedelta(days=day.weekday())
    since = until - timedelta(days=DAYS_PER_WEEK) * weeks
    past = read_past(store, before=until)
    return PredictabilityResult(
        asked_weeks=weeks, until=until.isoformat(), past=guessability(past, since=since)
    )
