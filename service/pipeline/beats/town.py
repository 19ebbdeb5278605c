"""What is known of a town that is to be divided: its cells, their work, and who did it so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from data.crs import to_degrees
from geo.beats.membership import beat_of_points
from service.pipeline.beats.crews import weekly_hours
from service.pipeline.beats.territory import read_territory
from service.pipeline.beats.workload import expected_work
from service.pipeline.places.standing import read_scores, standing_sites
from service.pipeline.rules.ruling import rules_in_force

if TYPE_CHECKING:
    from datetime import date

    from data.store import Store
    from service.pipeline.beats.territory import Territory


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BeatTown:
    """
    A town that is to be divided.

    Attributes
    ----------
    as_of
        The day of the scores.
    territory, cells
        The cells; the same as ``geo.beats.division.divide_beats`` takes them.
    sites
        By site id: ``cell_id``, ``village``, ``keeper``, ``work_min`` (minutes a week).
    by_road
        Whether ways were measured on roads.
    hours
        Weekly hours by team; all 0 where no shift is known.
    former
        Table ``BEAT`` as it was; without rows for a fresh start.
    """

    as_of: date
    territory: Territory
    cells: pd.DataFrame
    sites: pd.DataFrame
    by_road: bool
    hours: pd.Series
    former: pd.DataFrame

    def previous(self) -> pd.Series | None:
        """Find the earlier beat of each cell by where it lies; ``None`` for a fresh start."""
        if self.former.empty:
            return None
        middles_m = self.territory.middles_m
        lon, lat = to_degrees(middles_m[:, 0], middles_m[:, 1], self.territory.crs)
        return beat_of_points(self.former, np.asarray(shapely.points(lon, lat)), self.cells.index)


def read_beat_town(store: Store, *, fresh: bool) -> BeatTown:
    """
    Gather what a town is divided by.

    Parameters
    ----------
    store
        Holds scored sites; its cells, roads, teams and earlier beats are used where it has them.
    fresh
        Forget the earlier division.

    Raises
    ------
    NotFoundError
        If sites or scores are missing.
    """
    sites = standing_sites(store)
    scores = read_scores(store, sites)
    territory = read_territory(store, sites)
    work = expected_work(store, sites, scores["grade"], rules_in_force(store).rules)
    told = sites[["village", "keeper"]].assign(
        cell_id=territory.cell_of_site, work_min=work.work_min
    )
    former = store.read("beat")
    return BeatTown(
        as_of=scores["as_of"].max().date(),
        territory=territory,
        cells=_cells(territory, told),
        sites=told,
        by_road=work.by_road,
        hours=weekly_hours(store),
        former=former.iloc[:0] if fresh else former,
    )


def _cells(territory: Territory, sites: pd.DataFrame) -> pd.DataFrame:
    """Sum up the work of each cell, and name the keeper of most of it."""
    index = territory.shapes_m.index
    middles_m = territory.middles_m
    work = sites.groupby("cell_id")["work_min"].sum().reindex(index, fill_value=0.0)
    keepers = busiest_names(sites, by="cell_id", named="keeper", most=1)
    return pd.DataFrame(
        {
            "work_min": work,
            "x_m": middles_m[:, 0],
            "y_m": middles_m[:, 1],
            "keeper": keepers.str[0].reindex(index),
        },
        index=index,
    )


def busiest_names(sites: pd.DataFrame, *, by: str, named: str, most: int) -> pd.Series:
    """
    List, for each group of sites, the names with the most work.

    Parameters
    ----------
    sites
        Columns ``by``, ``named`` and ``work_min``; a site that lacks one of the first two does not
        count.
    by, named
        Column of the groups, and column of the names.
    most
        How many names to list at most.

    Returns
    -------
    names
        By group: a list, the most work first, of equal work the first by text.
    """
    known = sites.dropna(subset=[by, named])
    work = known.groupby([by, named])["work_min"].sum().reset_index()
    work = work.sort_values([by, "work_min", named], ascending=[True, False, True])
    listed = work.groupby(by)[named].apply(lambda names: list(names.head(most)))
    return listed.astype(object)
