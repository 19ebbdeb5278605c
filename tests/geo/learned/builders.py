"""Small tables of visits whose past can be counted by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.learned.visits import Visits

if TYPE_CHECKING:
    from collections.abc import Sequence

ORIGIN = date(2026, 3, 1)


def visits(*listed: tuple[str, str, float], team: str | None = "一队") -> Visits:
    """Make visits of (site, day, found), all by one team, the sites 100 m apart."""
    return table(
        [site for site, _, _ in listed],
        [day for _, day, _ in listed],
        [found for _, _, found in listed],
        [team] * len(listed),
    )


def table(
    sites: Sequence[str],
    days: Sequence[str] | pd.DatetimeIndex,
    found: Sequence[float],
    teams: Sequence[str | None],
) -> Visits:
    """Make visits column by column; the ids are v0, v1 ..."""
    index = pd.Index([f"v{number}" for number in range(len(sites))], name="id")
    names = sorted(set(sites))
    rows = pd.DataFrame(
        {
            "site": pd.Series(list(sites), index=index, dtype="str"),
            "day": pd.Series(pd.to_datetime(list(days)), index=index),
            "found": pd.Series(list(found), index=index, dtype=float),
            "team": pd.Series(list(teams), index=index, dtype="str"),
            "x_m": [100.0 * names.index(site) for site in sites],
            "y_m": [0.0] * len(sites),
        }
    )
    return Visits(rows=rows, features=pd.DataFrame(index=index))


def random_town(seed: int, count: int = 900, *, effect: float = 2.0) -> Visits:
    """Make two years of visits by three teams whose outcome hangs on column ``danger``."""
    rng = np.random.default_rng(seed)
    sites = rng.integers(0, 150, count)
    days = pd.Timestamp("2024-03-01") + pd.to_timedelta(np.sort(rng.integers(0, 720, count)), "D")
    danger = rng.normal(size=150)[sites]
    team = rng.integers(0, 3, count)
    chance = 1 / (1 + np.exp(1.2 - effect * danger - (team - 1)))
    found = (rng.random(count) < chance).astype(float)
    made = table([f"S{one:03d}" for one in sites], days, list(found), [f"T{one}" for one in team])
    features = pd.DataFrame({"danger": danger}, index=made.rows.index)
    return Visits(rows=made.rows, features=features)
