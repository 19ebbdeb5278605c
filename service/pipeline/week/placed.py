"""When sites were visited in past weeks: by the records, and by the plans where these say less."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from data.schema import as_records
from data.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE
from planning.placements import Outing, Past, Placement, part_of_day
from service.pipeline.risk.exploration import past_plans

if TYPE_CHECKING:
    from datetime import date

    from data.ports import ChosenRows

_SKIPPED = "skipped"


def read_past(store: ChosenRows, *, before: date) -> Past:
    """
    Read when each site was visited.

    Parameters
    ----------
    store
        With the tables ``inspection``, ``plan``, ``route`` and ``stop``.
    before
        Only visits before this day, and plans of weeks that ended before it.

    Returns
    -------
    past
        Visits on record, one of each site and week; a record without an hour has that of the stop
        planned for its day, if there was one. Of a week that has a plan and no record, the plan
        stands in. The order of a team's day is that of the hours on record, else that of the plan.
    """
    visits = _visits(store.read("inspection"), before)
    stops = _stops(store, before)
    recorded = set(visits["monday"])
    planned = stops[~stops["monday"].isin(recorded)]
    hours = {(row["site_id"], row["day"]): row["second"] for row in as_records(stops)}
    seconds = [
        hours.get((row["site_id"], row["day"])) if pd.isna(row["second"]) else row["second"]
        for row in as_records(visits)
    ]
    known = visits.assign(second=np.array(seconds, dtype=float))
    both = pd.concat([one for one in (known, planned) if len(one)] or [known])
    first = both.sort_values(["day", "site_id"], kind="stable").drop_duplicates(
        ["site_id", "monday"]
    )
    return Past(
        placements=tuple(_placement(row) for row in as_records(first)),
        outings=_outings(visits, stops, recorded),
        planned_weeks=tuple(sorted({day.date() for day in planned["monday"]})),
    )


def _visits(inspections: pd.DataFrame, before: date) -> pd.DataFrame:
    """List the visits that were made: site, day, Monday, second of the day, and whose outing."""
    made = inspections[
        (inspections["day"] < pd.Timestamp(before)) & (inspections["result"] != _SKIPPED)
    ]
    return pd.DataFrame(
        {
            "site_id": made["site_id"].astype(str),
            "day": made["day"].dt.normalize(),
            "monday": _mondays(made["day"]),
            "second": np.array([_second(text) for text in made["arrived_at"]], dtype=float),
            "outing": made["team"].astype("object"),
        }
    )


def _stops(store: ChosenRows, before: date) -> pd.DataFrame:
    """List the planned stops of weeks that are over, in the order of their routes."""
    plans = past_plans(store, before)
    mine = {"plan_id": [str(one) for one in plans.index]}
    stops, routes = store.read("stop", where=mine), store.read("route", where=mine)
    stops = stops.join(routes[["day"]], on="route_id").join(plans[["monday"]], on="plan_id")
    stops = stops.sort_values(["route_id", "position"], kind="stable")
    return pd.DataFrame(
        {
            "site_id": stops["site_id"].astype(str),
            "day": stops["day"],
            "monday": stops["monday"],
            "second": stops["start_s"].astype(float),
            "outing": stops["route_id"].astype("object"),
        }
    )


def _mondays(days: pd.Series[pd.Timestamp]) -> pd.Series[pd.Timestamp]:
    return days.dt.normalize() - pd.to_timedelta(days.dt.day_of_week, unit="D")


def _second(text: object) -> float | None:
    """Read HH:MM or HH:MM:SS as a second of the day; the ledger's reader wrote it."""
    if not isinstance(text, str):
        return None
    hours, minutes, *_ = text.split(":")
    return float(int(hours) * SECONDS_PER_HOUR + int(minutes) * SECONDS_PER_MINUTE)


def _placement(row: dict[str, Any]) -> Placement:
    monday, day, second = row["monday"], row["day"], row["second"]
    part = None if pd.isna(second) else part_of_day(float(second))
    return Placement(monday.date(), str(row["site_id"]), int(day.day_of_week), part)


def _outings(
    visits: pd.DataFrame, stops: pd.DataFrame, recorded: set[object]
) -> tuple[Outing, ...]:
    """Put each team's day in order; what a plan says of a recorded week holds where it was made."""
    timed = visits.dropna(subset=["second", "outing"]).sort_values("second", kind="stable")
    days = [group for _, group in timed.groupby(["day", "outing"], sort=True)]
    told = {day["day"].iloc[0] for day in days}
    made = set(zip(visits["site_id"], visits["day"], strict=True))
    for _, route in stops.groupby("outing", sort=True):
        if route["day"].iloc[0] not in told:
            was = [
                row["monday"] not in recorded or (row["site_id"], row["day"]) in made
                for row in as_records(route)
            ]
            days.append(route[was])
    return tuple(
        Outing(day["monday"].iloc[0].date(), tuple(day["site_id"])) for day in days if len(day) > 1
    )
