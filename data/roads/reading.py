"""Roads in: one map file becomes the road graph of the town."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from data.crs import great_circle_m
from data.errors import RoadsError
from data.model import Roads
from data.roads.caged import read_osm
from data.roads.clip import clip_text, nearest_road_m
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

    from data.model import LonLat
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
        drawn, left_km, found = _read_text(path, form, needs=needs, progress=progress)
        roads, report = _built(drawn, found, needs=needs, source=path.name, left_km=left_km)
        return roads, replace(report, form=form)
    layer, oddities = read_layer(path, form)
    drawn, misfits = draft_of_layer(layer)
    oddities = replace(oddities, lengths=oddities.lengths + misfits)
    roads, report = build_roads(drawn, no_places(), needs=needs, source=path.name)
    return roads, replace(report, form=form, oddities=oddities)


def _read_text(
    path: Path, form: str, *, needs: RoadNeeds, progress: Progress | None
) -> tuple[Draft, float, GeoDataFrame]:
    """Read an OpenStreetMap file: its roads where needed, kilometres left out, and its places."""
    text, box = read_osm(path, form, progress=progress), needs.box
    found = places(text, source=path.name, within=box)
    if box is None:
        return _some_road(draft_of_text(text), path.name), 0.0, found
    near, left_km = clip_text(text, box)
    if not len(near.numbers):
        away_m = nearest_road_m(text, _middle(needs))
        raise _no_road(path.name) if np.isinf(away_m) else _elsewhere(away_m, needs, path.name)
    del text  # the whole province
    return draft_of_text(near).within(box), left_km, found


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
    drawn, box = _some_road(drawn, source), needs.box
    near = drawn if box is None else drawn.within(box)
    if not len(near.start):
        used = np.unique(np.concatenate([drawn.start, drawn.end]))
        away_m = great_circle_m(*_middle(needs), drawn.lon_deg[used], drawn.lat_deg[used])
        raise _elsewhere(float(away_m.min()), needs, source)
    return _built(near, found, needs=needs, source=source, left_km=drawn.km - near.km)


def _some_road(drawn: Draft, source: str) -> Draft:
    if not len(drawn.start):
        raise _no_road(source)
    return drawn


def _built(
    near: Draft, found: GeoDataFrame, *, needs: RoadNeeds, source: str, left_km: float
) -> tuple[Roads, RoadsReport]:
    """Simplify a draft that is clipped, and leave out scraps nobody needs."""
    nodes, edges = tables(near)
    part = part_of_each(edges)
    kept = needed_edges(edges, part, needs=needs)
    km = edges["length"].to_numpy() / 1000
    report = RoadsReport(
        form="",
        km=float(km[kept].sum()),
        clipped_km=left_km,
        dropped_km=float(km[~kept].sum()),
        parts=len(np.unique(part[kept])),
        dropped_parts=len(np.unique(part[~kept])),
    )
    edges = edges[kept]
    ends = [edges.index.get_level_values(name) for name in ("u", "v")]
    nodes = nodes[nodes.index.isin(ends[0].union(ends[1]))]
    return Roads(nodes=nodes, edges=edges, places=found, source=source), report


def _middle(needs: RoadNeeds) -> LonLat:
    return float(np.median(needs.lon_deg)), float(np.median(needs.lat_deg))


def _no_road(source: str) -> RoadsError:
    return RoadsError(
        source,
        "holds no road that a car may use.",
        zh="没有汽车可走的道路，请换一份地图。",
    )


def _elsewhere(away_m: float, needs: RoadNeeds, source: str) -> RoadsError:
    """Say how far the roads are from where they are needed."""
    away_km, margin_km = away_m / 1000, needs.margin_km or 0.0
    return RoadsError(
        source,
        f"no road in it is within {margin_km:g} km of the sites; the nearest is {away_km:,.0f} km "
        "from their middle; is it the right town?",
        zh=f"点位周围 {margin_km:g} 公里内没有其中的道路，最近的离点位中心 {away_km:,.0f} 公里，"
        "是不是拿错了镇的地图？",
    )
