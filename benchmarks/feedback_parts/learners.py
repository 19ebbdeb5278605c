"""What a policy saw so far, and two ways to learn from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned import Visits, fit
from geo.town.looks import PRIOR, Looks
from geo.town.mixed import fit_mixed

if TYPE_CHECKING:
    from benchmarks.feedback_parts.town import Array, Town

FIRST_DAY = date(2024, 1, 1)


@dataclass
class Log:
    """Every visit so far: where, in which week, and what it found."""

    site: list[int] = field(default_factory=list)
    week: list[int] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)

    def add(self, sites: Array, week: int, found: Array) -> None:
        """Note the visits of one week."""
        self.site += sites.tolist()
        self.week += [week] * len(sites)
        self.found += found.tolist()

    def visits(self, town: Town) -> Visits:
        """Give them as the model wants them."""
        site = np.array(self.site)
        day = [FIRST_DAY + timedelta(weeks=w, days=k % 5) for k, w in enumerate(self.week)]
        return _visits(town, site, day, np.array(self.found, dtype=float), "v")


def _visits(town: Town, site: Array, day: object, found: object, mark: str) -> Visits:
    index = pd.Index([f"{mark}{number}" for number in range(len(site))], dtype="str")
    rows = pd.DataFrame(
        {
            "site": pd.array([f"s{s}" for s in site], dtype="str"),
            "day": pd.to_datetime(pd.Series(day)).to_numpy(),
            "found": found,
            "team": pd.array([None] * len(site), dtype="str"),
            "x_m": town.x_m[site],
            "y_m": town.y_m[site],
        },
        index=index,
    )
    return Visits(rows=rows, features=town.features.iloc[site].set_axis(index))


def town_risk(town: Town, log: Log, week: int) -> Array:
    """Learn from the log as a town does that has no card, and score every place."""
    del week  # nothing here is forgotten, and nothing comes from the future
    site = np.array(log.site)
    columns = pd.get_dummies(town.features, columns=["kind", "village"], dtype=float)
    columns = columns.assign(**{PRIOR: 0.0}).set_axis([f"s{s}" for s in range(len(town))])
    rows = pd.DataFrame(
        {
            "site_id": columns.index[site],
            "team": pd.array([None] * len(site), dtype="str"),
            "found": np.array(log.found, dtype=float),
        }
    )
    here = columns.iloc[site].reset_index(drop=True)
    model = fit_mixed(Looks(rows=rows, columns=here))
    return np.asarray(1.0 / (1.0 + np.exp(-model.logit(columns, columns.index))))


def table_risk(town: Town, log: Log, week: int) -> Array:
    """Learn from the log as from anybody's table, and score every place."""
    origin = FIRST_DAY + timedelta(weeks=week)
    past = log.visits(town)
    every = np.arange(len(town))
    ahead = _visits(town, every, [origin] * len(town), np.nan, "s")
    model = fit(past, origin=origin, kind="ridge")
    risk: Array = model.score(ahead, past).risk.to_numpy()
    return risk


LEARNERS = {"town": town_risk, "table": table_risk}
