"""An invented town to try everything on, with what no real town can tell: its true risks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from data.sample.chart import draw_roads
from data.sample.crew import draw_teams
from data.sample.land import lay_out
from data.sample.names import TOWN
from data.sample.past import LAST_DAY, Past
from data.sample.premises import draw_sites
from data.sample.tips import draw_tips
from data.sample.truth import MEAN_RATE, draw_truth

if TYPE_CHECKING:
    from datetime import date

    from pandas import DataFrame

    from data.model import Roads


@dataclass(frozen=True, slots=True)
class SampleTown:
    """
    A town made up from a seed.

    Attributes
    ----------
    name
        Its name, which says that it is invented.
    tables
        Name of a table of ``data.schema.TABLES`` to its rows: site, inspection, finding, tip, team,
        shift.
    roads
        Its road graph and places.
    truth
        Index ``site_id``; ``true_rate`` 0-1, the chance that a visit by a team of usual strictness
        finds a violation. Constant over the two years.
    team_odds
        Name of each team to what it multiplies the odds of finding something by.
    last_day
        Day of the last row; the week after it is the one to plan.
    seed
        What repeats it exactly.
    """

    name: str
    tables: dict[str, DataFrame]
    roads: Roads
    truth: DataFrame
    team_odds: dict[str, float]
    last_day: date
    seed: int


def sample_town(*, seed: int, mean_rate: float = MEAN_RATE) -> SampleTown:
    """
    Make up a town of the published size of Xixiashu: 10 villages, 52 square kilometres, 600 sites.

    Land, streets, names, people, plants and two years of visits are invented; nothing in it is
    anybody's. Equal seeds give the same town, byte for byte.

    Parameters
    ----------
    seed
        Any whole number >= 0.
    mean_rate
        Mean true chance of a find over all sites, in ``(0, 1)``; nothing else of the places changes
        with it.
    """
    ground, ledger, history = np.random.default_rng(seed).spawn(3)
    land = lay_out(ground)
    roads = draw_roads(ground, land)
    sites, settings = draw_sites(ledger, land)
    truth = draw_truth(ledger, sites, settings, mean_rate=mean_rate)
    teams, shifts, odds = draw_teams(ledger, land)
    past = Past(history, sites, truth, odds)
    past.live(dict(zip(teams["name"], teams["home_village"], strict=True)))
    inspections, findings = past.tables()
    tables = {
        "site": sites,
        "inspection": inspections,
        "finding": findings,
        "tip": draw_tips(history, sites, truth),
        "team": teams,
        "shift": shifts,
    }
    return SampleTown(TOWN, tables, roads, truth, odds, LAST_DAY, seed)
