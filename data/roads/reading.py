"""Roads in: one map file becomes the road graph of the town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.errors import RoadsError
from data.model import Roads
from data.roads.graph import length_km, main_part, tables, whole_graph
from data.roads.osm import read_osm
from data.roads.places import places

if TYPE_CHECKING:
    from pathlib import Path

    import networkx as nx

    from data.ports import Progress


@dataclass(frozen=True, slots=True)
class RoadsReport:
    """
    What reading a road file kept and left out, before points between junctions are merged.

    Attributes
    ----------
    dropped_nodes
        Points outside the kept part: on roads that no road connects with it, and on one-way ends
        from which there is no way back.
    km, dropped_km
        Directed length kept and left out, kilometres; a two-way road counts twice.
    """

    dropped_nodes: int
    km: float
    dropped_km: float


def read_roads(path: Path, *, progress: Progress | None = None) -> tuple[Roads, RoadsReport]:
    """
    Read the roads and places of an OpenStreetMap file.

    Parameters
    ----------
    path
        A file that ends in ``.osm``, ``.osm.gz``, ``.osm.bz2`` or ``.osm.xml``.
    progress
        Told how much of the file is read.

    Returns
    -------
    roads
        Drivable roads, of which the largest part is kept where every place reaches every other,
        simplified as OSMnx does it; and the file's places.
    report
        What was kept and left out.

    Raises
    ------
    RoadsError
        If the file is missing, no OpenStreetMap XML, damaged, or holds no road for a car.
    """
    text = read_osm(path, progress=progress)
    whole = whole_graph(text)
    if not whole:
        raise RoadsError(
            path.name,
            "holds no road that a car may use.",
            zh="没有汽车可走的道路，请换一份地图。",
        )
    part = main_part(whole)
    if not part.number_of_edges():
        raise RoadsError(
            path.name,
            "holds one-way roads only, from none of which a way leads back.",
            zh="只有单行路，去了回不来，请换一份地图。",
        )
    nodes, edges = tables(part)
    found = places(text, source=path.name)
    return Roads(nodes=nodes, edges=edges, places=found, source=path.name), _report(whole, part)


def _report(whole: nx.MultiDiGraph[int], part: nx.MultiDiGraph[int]) -> RoadsReport:
    kept_km = length_km(part)
    return RoadsReport(
        dropped_nodes=len(whole) - len(part),
        km=kept_km,
        dropped_km=length_km(whole) - kept_km,
    )
