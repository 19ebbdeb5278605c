"""What is known of a town whose cells are judged: its sites, scores and visits, and the cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.cells.hotspots import find_hotspots
from service.pipeline.cells.cutting import town_division
from service.pipeline.places.standing import read_scores, standing_sites

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from data.store import Store
    from geo.cells.division import Division
    from service.pipeline.cells.cutting import Cut


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellTown:
    """
    A town whose cells are judged.

    Attributes
    ----------
    as_of
        The day of the scores.
    sites, scores, inspections, findings
        Tables of the store; of sites those that stand, of scores theirs.
    division
        Of these sites.
    """

    as_of: date
    sites: pd.DataFrame
    scores: pd.DataFrame
    inspections: pd.DataFrame
    findings: pd.DataFrame
    division: Division

    def judged(self, day: date) -> pd.DataFrame:
        """Give the cells, table ``CELL``, knowing only the visits before a day."""
        return find_hotspots(
            self.sites,
            self.scores,
            self.inspections,
            as_of=day,
            division=self.division,
            findings=self.findings,
        )


def read_cell_town(store: Store, cut: Cut) -> CellTown:
    """
    Gather what the cells of a town are judged by.

    Parameters
    ----------
    store
        Holds scored sites.
    cut
        What the cells are.

    Raises
    ------
    ConfigError
        If a size is outside its range.
    NotFoundError
        If there are no scored sites, or nothing to cut the town along.
    """
    sites = standing_sites(store)
    scores = read_scores(store, sites)
    return CellTown(
        as_of=scores["as_of"].max().date(),
        sites=sites,
        scores=scores,
        inspections=store.read("inspection"),
        findings=store.read("finding"),
        division=town_division(store, sites, cut),
    )
