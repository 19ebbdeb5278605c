"""What came of the visits drawn at random: the town's true rate, and the score's gain on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import orjson
import pandas as pd

from data.units import DAYS_PER_WEEK, week_monday
from geo.evaluate.exploration import Gain, Rate, estimate_base_rate, gain_over_random
from geo.sites.history import looks_before
from service.pipeline.plans.given import counted_plans

if TYPE_CHECKING:
    from datetime import date

    from data.ports import ChosenRows

DRAWN = "random"
PICKED = frozenset({"risk", "uncertain"})
APART = frozenset({"audit", "sweep"})
"""What was drawn by a lot of its own is no part of this sample: its chance is another."""
_DAYS = timedelta(days=DAYS_PER_WEEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomShare:
    """
    What the planned weeks of the past tell.

    Attributes
    ----------
    weeks
        Weeks with a plan that are over.
    planned
        Their planned stops that were drawn at random.
    seen
        Those of them at which somebody then looked inside. Only these tell anything: the others
        (nobody went, or the gate was shut) are taken to be like them.
    rate
        Share of all places at which a visit would find something; missing before the first drawn
        visit.
    gain
        What the score's picks found beside that; missing too where the score picked nothing.
    """

    weeks: int
    planned: int
    seen: int
    rate: Rate | None = None
    gain: Gain | None = None


def read_random_share(store: ChosenRows, *, as_of: date) -> RandomShare:
    """
    Read what became of the random share of past plans.

    Of each week the published plan counts, else the last one, and of each stop the first look at
    the site within its week.

    Parameters
    ----------
    store
        With the tables ``plan``, ``route``, ``stop`` and ``inspection``.
    as_of
        Only weeks that ended before this day, and visits before it.
    """
    plans = past_plans(store, as_of)
    stops = _stops(store, plans)
    seen = _looked_at(stops, looks_before(store.read("inspection"), as_of))
    drawn = seen[seen["is_drawn"]]
    share = RandomShare(weeks=len(plans), planned=int(stops["is_drawn"].sum()), seen=len(drawn))
    if not len(drawn):
        return share
    found, chance = seen["found"].to_numpy(float), seen["chance"].to_numpy(float)
    picks = seen.loc[seen["is_pick"], "found"].to_numpy(float)
    return RandomShare(
        weeks=share.weeks,
        planned=share.planned,
        seen=share.seen,
        rate=estimate_base_rate(found, chance),
        gain=gain_over_random(picks, found, chance) if len(picks) else None,
    )


def past_plans(store: ChosenRows, as_of: date) -> pd.DataFrame:
    """Read the plan that counts of each week that is over, with the Monday of it."""
    last = counted_plans(store, store.read("plan"))
    mondays = pd.to_datetime([week_monday(week) for week in last["week"]])
    last = last.assign(monday=mondays)
    return last[last["monday"] + _DAYS <= pd.Timestamp(as_of)]


def _stops(store: ChosenRows, plans: pd.DataFrame) -> pd.DataFrame:
    """List the stops of the plans: drawn or not, picked or not, and with which chance."""
    stops = store.read("stop", where={"plan_id": [str(one) for one in plans.index]})
    stops = stops.join(plans[["monday"]], on="plan_id")
    first = [next((why["code"] for why in orjson.loads(told)), "") for told in stops["why"]]
    draws = {plan: orjson.loads(draw) for plan, draw in plans["draw"].items()}
    chance = [
        draws[plan].get(site, 0.0) if code == DRAWN else float(code not in APART)
        for plan, site, code in zip(stops["plan_id"], stops["site_id"], first, strict=True)
    ]
    codes = pd.Series(first, index=stops.index, dtype="str")
    return stops.assign(
        is_drawn=(codes == DRAWN).to_numpy(dtype=bool),
        is_pick=codes.isin(PICKED).to_numpy(dtype=bool),
        chance=np.asarray(chance, dtype=float),
    )[["site_id", "monday", "is_drawn", "is_pick", "chance"]]


def _looked_at(stops: pd.DataFrame, looks: pd.DataFrame) -> pd.DataFrame:
    """Keep the stops whose site somebody looked at in their week, with what that look found."""
    weekday = pd.to_timedelta(looks["day"].dt.day_of_week, unit="D")
    looks = looks.assign(monday=looks["day"].dt.normalize() - weekday)
    first = looks.sort_values(["day", "site_id"], kind="stable").drop_duplicates(
        ["site_id", "monday"]
    )
    joined = stops.merge(first[["site_id", "monday", "found"]], on=["site_id", "monday"])
    return joined[joined["chance"] > 0].drop_duplicates(["site_id", "monday"])
