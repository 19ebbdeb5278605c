"""Minutes on the spot as arrivals and departures show them, kept for the plans to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pandas as pd

from data.words import LOOKS, VISIT_TYPES
from planning.minutes import FEWEST_VISITS, typical_minutes
from service.pipeline.roads.clocks import seconds_of_day
from service.pipeline.rules.ruling import MINUTES, rules_in_force
from service.results.record import LearntMinutes

if TYPE_CHECKING:
    from data.store import Store
    from data.store.unit import Unit
    from planning.rulebook import ServiceRules
    from planning.rules import Rules
from service.pipeline.rules.ruling import Ruling

RELEARN = "minutes_relearn"
"""Setting: ``yes`` while visits came in of which minutes were not learnt yet."""
NEWEST_VISITS = 500
"""More of one type say nothing more, and habits change: the newest count."""
_LONGEST_MIN = 480.0
_MINUTE_S = 60.0


def learn_minutes(unit: Unit, ruling: Ruling) -> tuple[LearntMinutes, ...]:
    """
    Take the median minutes of each type of visit, and keep them where there are enough visits.

    Only visits that saw inside count: a plan must leave room for a look, not for a shut gate. What
    a large site takes longer by the rules is taken off first. Nothing is due afterwards.

    Returns
    -------
    learnt
        Types whose figure is another one than plans used; none where the rules forbid to learn.
    """
    service, stated = ruling.rules.service, ruling.own.get("service", {})
    if is_learning_due(unit):
        unit.clear("setting", where={"name": [RELEARN]})
    if not service.learn:
        return ()
    spent = _spent(unit, service)
    learnt = [
        _learnt(visit_type, minutes.tail(NEWEST_VISITS), ruling.rules)
        for visit_type, minutes in spent.groupby("mode")["minutes"]
        if len(minutes) >= FEWEST_VISITS and visit_type not in stated
    ]
    if learnt:
        unit.set(MINUTES, _told(learnt))
    return tuple(one for one in learnt if one.minutes != one.former)


def is_learning_due(tables: Unit | Store) -> bool:
    """Tell whether visits came in of which minutes were not learnt yet."""
    return tables.settings().get(RELEARN) == "yes"


def learn_later(unit: Unit) -> None:
    """Note that visits came in of which nothing is learnt now; the next plan learns first."""
    if not is_learning_due(unit):  # a setting that is written makes every page read anew
        unit.set(RELEARN, "yes")


def learn_where_due(store: Store) -> tuple[LearntMinutes, ...]:
    """
    Learn minutes, where visits came in one by one since that was done last.

    Asked for before a week is planned, outside of its transaction, as the speeds of roads are.

    Returns
    -------
    learnt
        As of :func:`learn_minutes`; none where nothing is due, too.
    """
    if not is_learning_due(store):
        return ()
    with store.writing() as unit:
        return learn_minutes(unit, rules_in_force(unit))


def _learnt(visit_type: object, minutes: pd.Series[float], rules: Rules) -> LearntMinutes:
    code, typical = str(visit_type), typical_minutes(minutes.tolist())
    return LearntMinutes(
        visit_type=code,
        minutes=max(round(typical.minutes), 1),
        low=max(round(typical.low), 1),
        high=max(round(typical.high), 1),
        visits=typical.visits,
        former=rules.service.minutes[code],
    )


def _told(learnt: list[LearntMinutes]) -> str:
    figures = {
        one.visit_type: {
            "minutes": one.minutes,
            "low": one.low,
            "high": one.high,
            "visits": one.visits,
        }
        for one in learnt
    }
    return orjson.dumps(figures, option=orjson.OPT_SORT_KEYS).decode()


def _spent(unit: Unit, service: ServiceRules) -> pd.DataFrame:
    """List the looks whose beginning and end are on record, older ones first, in minutes."""
    visits = unit.read("inspection")
    looks = visits[visits["result"].isin(list(LOOKS)) & visits["mode"].isin(list(VISIT_TYPES))]
    minutes = (seconds_of_day(looks["left_at"]) - seconds_of_day(looks["arrived_at"])) / _MINUTE_S
    area_m2 = looks["site_id"].map(unit.read("site")["area_m2"])
    extra = area_m2.map(lambda area: service.extra_minutes(None if pd.isna(area) else float(area)))
    spent = looks.assign(minutes=minutes)
    known = spent[(minutes > 0) & (minutes <= _LONGEST_MIN)]
    known = known.assign(minutes=known["minutes"] - extra[known.index].astype(float))
    return known.sort_values("day", kind="stable")
