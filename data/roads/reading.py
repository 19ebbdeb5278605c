"""Roads in: one map file becomes the road graph of the town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m
from data.errors import RoadsError
from data.model import Roads
from data.roads.caged import read_osm
from data.roads.draft import draft_of_text
from data.roads.files import OSM_FORMS, road_form
from data.roads.graph import tables
from data.roads.layers import NO_ODDITIES, Oddities, read_layer
from data.roads.lines import draft_of_layer
from data.roads.needs import NOWHERE, RoadNeeds
from data.roads.parts import needed_edges, part_of_each
from data.roads.places import no_places, places

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

    from data.ports import Progress
    from data.roads.draft import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadsReport:
    """
    What reading roads kept and left out. A two-way road counts twice in every length.

    Attributes
    ----------
    form
        What was read: a form of ``data.roads.files``, or ``online``.
    km, clipped_km, dropped_km
        Length kept; left out for lying outside the clip; left out as small parts that no road
        joins to the rest and no place is near to. Kilometres.
    parts, dropped_parts
        Parts kept and left out; no road leads from one to another.
    oddities
        What a file of edges says that cannot be, and what was made of it.
    """

    form: str
    km: float
    clipped_km: float
    dropped_km: float
    parts: int
    dropped_parts: int
    oddities: Oddities = NO_ODDITIES


def read_roads(
    path: Path, *, needs: RoadNeeds = NOWHERE, progress: Progress | None = None
) -> tuple[Roads, RoadsReport]:
    """
    Read the roads and places of a map file.

    Parameters
    ----------
    path
        OpenStreetMap as ``.osm`` (packed or not) or ``.pbf``; a graph as ``.graphml``; edges as
        ``.gpkg``, ``.geojson`` or a shapefile in a ``.zip``. Its bytes decide, not its name.
    needs
        Where roads are needed: what lies farther away is left out.
    progress
        Told how much of the file is read.

    Returns
    -------
    roads
        Drivable roads, simplified as OSMnx does it, and the file's places. The graph may be of
        several parts, and one-way ends may have no way in or none back: ``geo`` finds what the
        teams can reach.
    report
        What was kept and left out.

    Raises
    ------
    RoadsError
        If the file is missing, of no form that is read, damaged, holds no road for a car, or
        none near the places.
    """
    form = road_form(path)
    if form in OSM_FORMS:
        text = read_osm(path, form, progress=progress)
        drawn, oddities = draft_of_text(text), NO_ODDITIES
        found = places(text, source=path.name, within=needs.box)
    else:
        layer, oddities = read_layer(path, form)
        drawn, misfits = draft_of_layer(layer)
        oddities = replace(oddities, lengths=oddities.lengths + misfits)
        found = no_places()
    roads, report = build_roads(drawn, found, needs=needs, source=path.name)
    return roads, replace(report, form=form, oddities=oddities)


def build_roads(
    drawn: Draft, found: GeoDataFrame, *, needs: RoadNeeds, source: str
) -> tuple[Roads, RoadsReport]:
    """
    Make the stored graph of a draft: clip it, simplify it, leave out scraps nobody needs.

    Raises
    ------
    RoadsError
        If the draft holds no road, or none near the places.
    """
    if not len(drawn.start):
        raise RoadsError(
            source,
            "holds no road that a car may use.",
            zh="没有汽车可走的道路，请换一份地图。",
        )
    box = needs.box
    near = drawn if box is None else drawn.within(box)
    if not len(near.start):
        raise _elsewhere(drawn, needs, source)
    nodes, edges = tables(near)
    part = part_of_each(edges)
    kept = needed_edges(edges, part, needs=needs)
    km = edges["length"].to_numpy() / 1000
    report = RoadsReport(
        form="",
        km=float(km[kept].sum()),
        clipped_km=drawn.km - near.km,
        dropped_km=float(km[~kept].sum()),
        parts=len(np.unique(part[kept])),
        dropped_parts=len(np.unique(part[~kept])),
    )
    edges = edges[kept]
    ends = [edges.index.get_level_values(name) for name in ("u", "v")]
    nodes = nodes[nodes.index.isin(ends[0].union(ends[1]))]
    return Roads(nodes=nodes, edges=edges, places=found, source=source), report


def _elsewhere(drawn: Draft, needs: RoadNeeds, source: str) -> RoadsError:
    """Say how far the roads are from where they are needed."""
    used = np.unique(np.concatenate([drawn.start, drawn.end]))
    middle = float(np.median(needs.lon_deg)), float(np.median(needs.lat_deg))
    away_m = great_circle_m(*middle, drawn.lon_deg[used], drawn.lat_deg[used])
    away_km, margin_km = float(away_m.min()) / 1000, needs.margin_km or 0.0
    return RoadsError(
        source,
        f"no road in it is within {margin_km:g} km of the sites; the nearest is {away_km:,.0f} km "
        "from their middle; is it the right town?",
        zh=f"点位周围 {margin_km:g} 公里内没有其中的道路，最近的离点位中心 {away_km:,.0f} 公里，"
        "是不是拿错了镇的地图？",
    )
