"""Scores on grid cells, and which cells are hotspots."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from data.schema import as_records
from geo.cells.clusters import visit_clusters
from geo.cells.division import square_division
from geo.cells.hotspots import find_hotspots
from geo.cells.keepers import cell_keepers
from service.pipeline.scores import read_scores, standing_sites
from service.results import HotCell, HotspotResult, Outing

if TYPE_CHECKING:
    import pandas as pd

    from data.store import Store

RISKY_GRADES = ("red", "orange")


def map_hotspots(store: Store, *, cell_m: int) -> HotspotResult:
    """
    Put the scores on grid cells, say which cells are significant, and keep them.

    Parameters
    ----------
    cell_m
        Side of a cell in whole metres, > 0.

    Raises
    ------
    ConfigError
        If the side is outside its range.
    NotFoundError
        If there are no scored sites.
    """
    sites = standing_sites(store)
    scores = read_scores(store, sites)
    as_of = scores["as_of"].max().date()
    areas = store.read("area")
    division = square_division(sites, size_m=cell_m, places=areas)
    cells = find_hotspots(
        sites,
        scores,
        store.read("inspection"),
        as_of=as_of,
        division=division,
        findings=store.read("finding"),
    )
    keepers = cell_keepers(division, sites, areas)
    cells[list(keepers.columns)] = keepers
    with store.writing() as unit:
        unit.clear("cell")
        unit.append("cell", cells)
        unit.set("cell_m", str(cell_m))
        unit.set("cell_kind", division.kind)
    hot = cells[cells["class"].str.startswith("hot")].sort_values("z", ascending=False)
    return HotspotResult(
        as_of=as_of.isoformat(),
        cell_m=cell_m,
        cells=len(cells),
        classes=dict(Counter(cells["class"])),
        hot=tuple(
            HotCell(
                cell_id=row["cell_id"],
                sites=int(row["sites"]),
                visits=int(row["visits"]),
                finds=int(row["finds"]),
                z=float(row["z"]),
                q=float(row["q"]),
            )
            for row in as_records(hot)
        ),
        outings=_outings(sites, scores),
    )


def _outings(sites: pd.DataFrame, scores: pd.DataFrame) -> tuple[Outing, ...]:
    """Group the red and orange sites that one stop of the car can serve, largest group first."""
    risky = sites.loc[scores.index[scores["grade"].isin(RISKY_GRADES)]]
    grouped = risky.join(scores["risk"]).groupby(visit_clusters(risky))
    outings = [
        Outing(
            sites=tuple(map(str, group.index)),
            village=str(group["village"].dropna().iloc[0])
            if group["village"].notna().any()
            else "",
            highest_risk=float(group["risk"].max()),
        )
        for _, group in grouped
        if len(group) > 1
    ]
    return tuple(sorted(outings, key=lambda one: (-len(one.sites), -one.highest_risk, one.sites)))
