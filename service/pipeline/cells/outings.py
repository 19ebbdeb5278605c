"""Red and orange sites that one stop of the car can serve together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.cells.clusters import visit_clusters
from service.results.cell import Outing

if TYPE_CHECKING:
    import pandas as pd

    from geo.cells.clusters import Walk

RISKY_GRADES = ("red", "orange")


def risky_groups(table: pd.DataFrame, *, walk: Walk | None) -> list[pd.DataFrame]:
    """
    Group the red and orange sites of a town, largest group first; one alone is no group.

    Parameters
    ----------
    table
        Tables ``SITE`` and ``SCORE`` joined by site.
    walk
        From :func:`service.pipeline.roads.walks.town_walks`; ``None`` measures straight.
    """
    risky = table[table["grade"].isin(RISKY_GRADES)]
    groups = [
        group for _, group in risky.groupby(visit_clusters(risky, walk_m=walk)) if len(group) > 1
    ]
    return sorted(groups, key=lambda group: (-len(group), -group["risk"].max(), *group.index))


def outings(table: pd.DataFrame, *, walk: Walk | None) -> tuple[Outing, ...]:
    """Describe these groups."""
    return tuple(
        Outing(
            sites=tuple(map(str, group.index)),
            village=next(iter(group["village"].dropna().astype(str)), ""),
            highest_risk=float(group["risk"].max()),
        )
        for group in risky_groups(table, walk=walk)
    )
